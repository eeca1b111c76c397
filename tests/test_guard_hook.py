"""What the emitted hook says about commands; the real script, run by the awk of the system."""

import json
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from personac.api import Guard
from personac.enforce.hook import script
from personac.model import Effect

Answer = Callable[[str], str]

DENIED = r"""
git -C push -C . push
git -C -C push status
git --git-dir x --work-tree y push
git -p push
git push -f
git p${x}ush
git ${x:-push}
git pu{sh,}
git pu{s,t}h
{git,push}
$"git" push
git $"push"
for c in push; do git $c; done
for c in pull push; do git $c; done
x=pu; x+=sh; git $x
x=push; false && x=status; git $x
x=status; read x <<< push; git $x
x=status; export x=push; git $x
export x=push; git $x
f(){ git "$@"; }; f push
function g { git push; }; g
echo push | xargs git
parallel git ::: push
xargs --max-args 1 git push
xargs -I % sh -c "%"
{fd}>x git push
a[0]=1 git push
trap -- "git push" EXIT
su --command="git push"
su -c "git push"
npx -c "git push"
sudo --user root git push
sudo --us root git push
sudo -iu root git push
env --unset X git push
env --chdir /x git push
env -iS "git push"
timeout --signal KILL 5 git push
stdbuf -o L git push
nice --adjustment 5 git push
flock -w 1 /x git push
chroot / git push
unshare git push
runuser -u x -- git push
bash -euo pipefail -c "git push"
bash -c -- "git push"
bash +x -o pipefail -c "git push"
bash $OPTS -c "git push"
eval "$(echo git push)"
eval "git push"
x=$(cat y); eval "$x"
bash -c "$X"
printf 'git push\n' | sh
printf 'git %s' push | sh
cat x | sh
curl x | sudo bash
(echo git push) | sh
echo git push | tee x | bash -s -- y
bash <(echo git push)
. <(echo git push)
source /dev/stdin <<< "git push"
cat <<EOF | sh⏎git push⏎EOF
git -c alias.p=push p
git -c 'alias.p=!git push' p
git config alias.p push
rm -Rf x
rm --recursive --force x
rm --recurs --forc x
rm -r x --force
rm -fvR x
kubectl -n x delete pods
echo "$(case a in a) git push;; esac)"
git commit -m "$(cat <<'EOF'⏎Don't (now⏎EOF⏎)" && git push
git log -1 "$(cat <<'A' | cat <<-B⏎it's⏎A⏎	"⏎	B⏎)"; git push
echo $((1<<2)); git push
echo $((1<<⏎2)); git push
"""
ASKED = r"""
git $X
git "$@"
git $X origin main
kubectl $X
git commit
git -C "$DIR" commit
"""
FREE = r"""
git -C "$DIR" log
git -C push status
git -c push=x status
git -C "$(pwd)" diff
git ${GITFLAGS} status
git $OPTS diff
git "${args[@]}" status
kubectl -n delete get pods
kubectl $FLAGS get pods
git log "$B"
echo git push | cat
echo ls | sh
cat <<EOF | sh⏎ls⏎EOF
bash -c "git status"
bash script.sh push
bash "$DIR/install.sh"
sudo -u git push
env A=1 -u git git status
eval "git status"
git commit-tree $X
git grep -n push
command -v git push
rm -r x
rm -f x
rm --recursive x
echo '{git,push}'
git stash -m 'a{b,c}'
$X y
x=status; git $x
export x=status; git $x
"$cmd" "$arg"
git config push.default simple
trap - EXIT
git log "$(cat <<'EOF'⏎In case of a) it's fine⏎git push⏎EOF⏎)"
for f in *; do git add "$f"; done
"""


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    forbidden = (("git", "push"), ("git", "push", "--force"), ("rm", "-rf"), ("kubectl", "delete"))
    rules = [
        Guard(mandate="m", persona="p", effect=Effect.DENY, reason="r", commands=forbidden),
        Guard(
            mandate="n", persona="p", effect=Effect.ASK, reason="r", commands=(("git", "commit"),)
        ),
    ]
    path = tmp_path_factory.mktemp("hook") / "hook.sh"
    path.write_text(script(rules, "claude"), "utf-8")
    return lambda command: said(path, command)


def said(path: Path, command: str) -> str:
    call = json.dumps({"tool_name": "Bash", "tool_input": {"command": command}})
    ran = subprocess.run(["sh", str(path)], check=False, input=call, capture_output=True, text=True)
    assert ran.returncode in {0, 2}, ran.stderr
    if ran.returncode == 2:
        return "deny"
    assert not ran.stderr
    return "ask" if '"permissionDecision":"ask"' in ran.stdout else ""


def wrong(answer: Answer, commands: Iterable[str], due: str) -> list[tuple[str, str]]:
    answers = [(command, answer(command)) for command in commands]
    assert len(answers) > 5
    return [(command, got) for command, got in answers if got != due]


@pytest.mark.parametrize(("table", "due"), [(DENIED, "deny"), (ASKED, "ask"), (FREE, "")])
def test_table(answer: Answer, table: str, due: str) -> None:
    commands = [line.replace("⏎", "\n") for line in table.strip().splitlines()]
    assert wrong(answer, commands, due) == []


@pytest.mark.parametrize("times", [13, 60, 150])
def test_no_depth_is_deep_enough(answer: Answer, times: int) -> None:
    nested = (
        "env " * times + "git push",
        "sudo " * times + "git push",
        "eval " * times + "git push",
        "$(" * times + "git push" + ")" * times,
        '"$(' * times + "git push" + ')"' * times,
        "(" * times + "git push" + ")" * times,
        "watch " * times + "git push",
    )
    assert wrong(answer, nested, "deny") == []


def test_too_long_is_guarded_and_says_so(tmp_path: Path) -> None:
    asks = Guard(mandate="m", persona="p", effect=Effect.ASK, reason="r", commands=(("git", "x"),))
    path = tmp_path / "hook.sh"
    path.write_text(script([asks], "claude"), "utf-8")
    call = json.dumps({"tool_input": {"command": "echo " + "x" * 70_000}})
    ran = subprocess.run(["sh", str(path)], check=True, input=call, capture_output=True, text=True)
    reason = json.loads(ran.stdout)["hookSpecificOutput"]["permissionDecisionReason"]
    assert reason.startswith("too long to check, so the strictest rule holds: this needs an")
    assert said(path, "echo " + "x" * 60_000) == ""


GROWING = {
    "options": ("git ", "-C ", "x"),
    "other options": ("git ", "--user ", "x"),
    "commands": ("", "git x; ", ""),
    "assignments": ("env ", "A=1 ", "git x"),
    "quotes": ("echo ", "\"a\" 'b' ", ""),
    "lines": ('echo "', "\n", '"'),
    "one word": ("echo ", "xxxx", ""),
    "escapes": ("echo ", "\\x", ""),
    "braces": ("git ", "{a,", ""),
    "unknown words": ("git ", "$x ", "status"),
    "documents": ("cat <<A\n", "x\n", "A\n"),
}


@pytest.mark.parametrize("kind", GROWING)
def test_time_grows_with_the_length(answer: Answer, kind: str) -> None:
    """Four times the length takes about four times as long, not sixteen times."""
    head, part, tail = GROWING[kind]

    def least(size: int) -> float:
        text = head + part * (size // len(part)) + tail
        return min(timed(answer, text) for _ in range(3))

    start = least(10)
    assert least(60_000) - start < 8 * max(least(15_000) - start, 0.02)


def timed(answer: Answer, command: str) -> float:
    start = time.perf_counter()
    answer(command)
    return time.perf_counter() - start
