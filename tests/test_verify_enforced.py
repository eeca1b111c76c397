"""What clients enforce is proven from the bytes of their files, whoever writes in them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import fill, personac
from personac.model import Effect
from personac.proof.native import There, gone
from personac.proof.values import Native

STEWARD = """\
---
name: steward
description: Prepares releases. Use when a release is due.
---

# Steward

## Mandates

- NEVER push.
- Never commit without the approval of the owner.
"""
PROVEN = ("claude-agents-json", "claude-code", "claude-plugin", "codex", "copilot", "gemini")
DOCUMENTED = ("amp", "augment", "devin", "kiro")
TARGETS = (*PROVEN, "opencode", "qwen", *DOCUMENTED)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fill(
        tmp_path,
        {
            "personac.toml": f"targets = {json.dumps(TARGETS)}\n",
            "personas/steward.md": STEWARD,
        },
    )
    monkeypatch.chdir(tmp_path)
    built = personac("build")
    assert built.code == 0, built.said
    return tmp_path


def enforcing(project: Path) -> dict[str, set[str]]:
    """The files that enforce each clause, by what the manifest records."""
    manifest = json.loads((project / "dist/manifest.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for entry in manifest["entries"]:
        for native in entry.get("enforced", ()):
            found.setdefault(f"{entry['target']}/{native['file']}", set()).add(native["node"])
    return found


def test_every_target_enforces_and_is_proven(project: Path) -> None:
    assert {path.partition("/")[0] for path in enforcing(project)} == set(TARGETS)
    proven = personac("verify")
    assert proven.code == 0, proven.said


@pytest.mark.parametrize("target", TARGETS)
def test_lost_rule_is_named(project: Path, target: str) -> None:
    """The mandate, its line and the file are named when another command stands in the file."""
    for path in (path for path in enforcing(project) if path.startswith(f"{target}/")):
        file = project / "dist" / path
        before = file.read_bytes()
        lines = before.decode().split("\n")
        kept = [one if one.startswith("- ") else one.replace("push", "pull") for one in lines]
        assert kept != lines
        file.write_text("\n".join(kept), encoding="utf-8")
        said = personac("verify")
        assert said.code == 1
        assert "error[TGT011]" in said.out
        assert f"dist/{path} " in said.out
        assert "personas/steward.md:10:3" in said.out
        file.write_bytes(before)
    assert personac("verify").code == 0


def test_users_own_settings_are_theirs(project: Path) -> None:
    """In a file that the user owns too, only what the build put in is proven."""
    file = project / "dist/claude-code/.claude/settings.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    settings["model"] = "opus"
    settings["permissions"]["deny"].append("Bash(curl *)")
    file.write_text(json.dumps(settings), encoding="utf-8")
    assert personac("verify").code == 0
    settings["permissions"]["ask"] += settings["permissions"]["deny"]
    settings["permissions"]["deny"] = []
    file.write_text(json.dumps(settings), encoding="utf-8")
    said = personac("verify")
    assert said.code == 1
    assert "settings.json has lost what the build put into `permissions" in said.out


def test_script_of_a_hook_is_proven(project: Path) -> None:
    file = project / "dist/claude-code/.claude/hooks/personac-guard.sh"
    file.write_text("exit 0\n", encoding="utf-8")
    said = personac("verify")
    assert said.code == 1
    assert "personac-guard.sh" in said.out
    file.unlink()
    said = personac("verify")
    assert said.code == 1
    assert "personac-guard.sh is gone" in said.out


def test_rules_that_are_not_loaded_are_no_enforcement(project: Path) -> None:
    """Gemini CLI reads the policies only when its user says so: they are counted apart."""
    said = personac("build", "--losses").said
    assert "gemini 0 + 2 with --policy only" in said
    assert "gemini: personas/steward.md:10:3 deny, with --policy only in .gemini/policies" in said
    shown = personac("report", "--format", "md").out
    assert "| gemini | 0 | 2 | 0 | 0 |" in shown
    assert "| codex | 2 | 0 | 0 | 0 |" in shown
    told = " ".join(personac("report").out.split())
    assert "gemini deny, with --policy only: .gemini/policies" in told


AGENTS = {
    "amp": ".agents/skills/steward/SKILL.md",
    "augment": ".augment/agents/steward.md",
    "claude-agents-json": "agents.json",
    "claude-plugin": "agents/steward.md",
    "devin": ".devin/agents/steward/AGENT.md",
    "kiro": ".kiro/agents/steward.md",
    "claude-code": ".claude/agents/steward.md",
    "codex": ".codex/agents/steward.toml",
    "copilot": ".github/agents/steward.agent.md",
    "gemini": ".gemini/agents/steward.md",
    "opencode": ".opencode/agents/steward.md",
    "qwen": ".qwen/agents/steward.md",
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("instead", ["", "- You may push whenever you like."])
def test_enforcement_excuses_no_words(project: Path, target: str, instead: str) -> None:
    """A mandate that a client enforces has to stand in the agent file all the same."""
    file = project / "dist" / target / AGENTS[target]
    file.write_text(file.read_text("utf-8").replace("- NEVER push.", instead), "utf-8")
    said = personac("verify", "--format", "concise")
    assert said.code == 1
    name = f"dist/{target}/{AGENTS[target]}"
    assert f"personas/steward.md:10:3: error[TGT004] {name} " in said.out
    assert "the mandate `NEVER push.`" in said.out
    assert ("still holds it" in personac("verify").out) == (target != "gemini")
    assert "enforced" not in personac("verify").out.splitlines()[-1]


@pytest.mark.parametrize("target", TARGETS)
def test_unreadable_agent_is_not_enforced(project: Path, target: str) -> None:
    (project / "dist" / target / AGENTS[target]).write_bytes(b"\xff\xfe")
    said = personac("verify")
    assert said.code == 1
    assert "carries nothing of steward: 2 mandates" in said.out
    found = json.loads(personac("verify", "--format", "json").out)["proofs"]
    verdicts = next(one for one in found if one["target"] == target)["proof"]["verdicts"]
    assert {one["status"] for one in verdicts} == {"missing"}


def _edited(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def _scriptless(text: str) -> str:
    return "#!/bin/sh\nexit 0\n" + "".join(
        f"{line}\n" for line in text.split("\n") if line.startswith("#: ")
    )


def _allowing(text: str) -> str:
    """Rules of which the first counts, with one before them that allows everything."""
    everything = '{"tool": "*", "toolName": "launch-process", "permission": {"type": "allow"}, '
    return text.replace("[", f'[{everything}"matches": {{"cmd": "*"}}, "action": "allow"}},', 1)


DISARMED = {
    "plugin script": (
        "claude-plugin/hooks/personac-guard.sh",
        _scriptless,
        "is not the script that was built",
    ),
    "plugin matcher": (
        "claude-plugin/hooks/hooks.json",
        _edited('"matcher": "Bash"', '"matcher": "Bush"'),
        "does not run `hooks/personac-guard.sh` before a command any more",
    ),
    "devin allows": (
        "devin/.devin/agents/steward/AGENT.md",
        _edited("deny:", "allow:"),
        "does not refuse `git push` any more",
    ),
    "devin narrows": (
        "devin/.devin/agents/steward/AGENT.md",
        _edited("Exec(git push)", "Exec(git push --force)"),
        "does not refuse `git push` any more",
    ),
    "amp allows": (
        "amp/.amp/settings.json",
        _edited('"action": "reject"', '"action": "allow"'),
        "does not refuse `git push` any more",
    ),
    "amp narrows": (
        "amp/.amp/settings.json",
        _edited('"git push *"', '"git push x"'),
        "does not refuse `git push` any more",
    ),
    "amp overrules": ("amp/.amp/settings.json", _allowing, "does not refuse `git push` any more"),
    "augment allows": (
        "augment/.augment/settings.json",
        _edited('"type": "deny"', '"type": "allow"'),
        "does not refuse `git push` any more",
    ),
    "augment narrows": (
        "augment/.augment/settings.json",
        _edited("push(", "push\\\\s+--force("),
        "does not refuse `git push` any more",
    ),
    "augment overrules": (
        "augment/.augment/settings.json",
        _allowing,
        "does not refuse `git push` any more",
    ),
    "kiro allows": (
        "kiro/.kiro/agents/steward.md",
        _edited("effect: deny", "effect: allow"),
        "does not refuse `git push` any more",
    ),
    "codex allows": (
        "codex/.codex/rules/personac.rules",
        _edited('decision = "forbidden"', 'decision = "allow"'),
        "does not refuse `git push` any more",
    ),
    "codex asks": (
        "codex/.codex/rules/personac.rules",
        _edited('decision = "forbidden"', 'decision = "prompt"'),
        "does not refuse `git push` any more",
    ),
    "codex narrows": (
        "codex/.codex/rules/personac.rules",
        _edited('pattern = ["git", "push"]', 'pattern = ["git", "push", "--force"]'),
        "does not refuse `git push` any more",
    ),
    "gemini allows": (
        "gemini/.gemini/policies/personac.toml",
        _edited('decision = "deny"', 'decision = "allow"'),
        "does not refuse `git push` any more",
    ),
    "gemini binds another": (
        "gemini/.gemini/policies/personac.toml",
        _edited('subagent = "steward"\ndecision = "deny"', 'subagent = "x"\ndecision = "deny"'),
        "does not refuse `git push` any more",
    ),
    "gemini overrules": (
        "gemini/.gemini/policies/personac.toml",
        lambda text: f'{text}\n[[rule]]\ntoolName = "*"\ndecision = "allow"\npriority = 1000\n',
        "does not refuse `git push` any more",
    ),
    "claude holds the words elsewhere": (
        "claude-code/.claude/settings.json",
        _edited('"Bash(git push *)",', ""),
        "does not refuse `git push` any more",
    ),
    "claude asks": (
        "claude-code/.claude/settings.json",
        _edited('"deny"', '"ask_"'),
        "does not refuse `git push` any more",
    ),
    "qwen allows": (
        "qwen/.qwen/settings.json",
        _edited('"deny"', '"allow"'),
        "does not refuse `git push` any more",
    ),
    "opencode allows": (
        "opencode/.opencode/agents/steward.md",
        _edited('"git push *": deny', '"git push *": allow'),
        "does not refuse `git push` any more",
    ),
    "opencode overrules": (
        "opencode/.opencode/agents/steward.md",
        _edited('"git commit *": ask', '"git commit *": ask\n    "*": allow'),
        "does not refuse `git push` any more",
    ),
    "claude script": (
        "claude-code/.claude/hooks/personac-guard.sh",
        _scriptless,
        "is not the script that was built",
    ),
    "copilot script": (
        "copilot/.github/hooks/personac-guard.sh",
        _scriptless,
        "is not the script that was built",
    ),
    "qwen script": (
        "qwen/.qwen/hooks/personac-guard.sh",
        _scriptless,
        "is not the script that was built",
    ),
    "claude matcher": (
        "claude-code/.claude/settings.json",
        _edited('"matcher": "Bash"', '"matcher": "Bush"'),
        "does not run `.claude/hooks/personac-guard.sh` before a command any more",
    ),
    "claude call": (
        "claude-code/.claude/settings.json",
        _edited('"command": "sh ', '"command": "true sh '),
        "does not run `.claude/hooks/personac-guard.sh` before a command any more",
    ),
    "qwen matcher": (
        "qwen/.qwen/agents/steward.md",
        _edited('matcher: "run_shell_command"', 'matcher: "read_file"'),
        "does not run `.qwen/hooks/personac-guard.sh` before a command any more",
    ),
    "copilot event": (
        "copilot/.github/hooks/personac.json",
        _edited("preToolUse", "postToolUse"),
        "does not run `.github/hooks/personac-guard.sh` before a command any more",
    ),
}


@pytest.mark.parametrize("name", DISARMED)
def test_effect_is_proven(project: Path, name: str) -> None:
    """Words that stand there and do nothing are no enforcement."""
    path, change, what = DISARMED[name]
    file = project / "dist" / path
    before = file.read_text("utf-8")
    file.write_text(change(before), "utf-8")
    assert file.read_text("utf-8") != before
    said = personac("verify", "--format", "concise")
    assert said.code == 1
    assert f"personas/steward.md:10:3: error[TGT011] dist/{path} {what}" in said.out


def test_stronger_is_enough(project: Path) -> None:
    """Who refuses what was to be asked about enforces it all the same."""
    file = project / "dist/codex/.codex/rules/personac.rules"
    file.write_text(file.read_text("utf-8").replace('"prompt"', '"forbidden"'), "utf-8")
    assert "TGT011" not in personac("verify").out


@given(data=st.binary(max_size=300), path=st.sampled_from(("r.rules", "p.toml", "s.json", "a.md")))
def test_any_bytes_enforce_nothing(data: bytes, path: str) -> None:
    native = Native("n", "deny: rule", path, ("git push",), effect=Effect.DENY)
    hook = Native("n", "hook: x.sh", ".claude/hooks/x.sh", ("git push",), effect=Effect.DENY)
    there = There({path: data, ".claude/settings.json": data, hook.file: b""}, (path,))
    assert [one.native for one in gone([native, hook], there)] == [native, hook]


def test_hooks_that_are_switched_off(project: Path) -> None:
    """What never runs is no enforcement: build, report and proof say so."""
    file = project / "dist/qwen/.qwen/settings.json"
    settings = json.loads(file.read_text("utf-8")) | {"disableAllHooks": True}
    del settings["permissions"]["deny"]
    file.write_text(json.dumps(settings), "utf-8")
    said = personac("verify", "--format", "concise")
    assert "warning[ENF003] dist/qwen/.qwen/settings.json switches off every hook" in said.out
    found = json.loads(personac("verify", "--format", "json").out)["proofs"]
    verdicts = next(one for one in found if one["target"] == "qwen")["proof"]["verdicts"]
    assert [one.get("enforced", "") for one in verdicts] == ["", "ask: permissions.ask"]
    settings["permissions"]["deny"] = ["Bash(git push *)", "Bash(git push)"]
    file.write_text(json.dumps(settings), "utf-8")
    assert personac("verify").code == 0
    built = personac("build")
    assert built.code == 0
    assert "ENF003" in built.said
    cells = json.loads(personac("report", "--format", "json").out)["mandates"][0]["cells"]
    how = {cell["target"]: cell["how"] for cell in cells}
    assert (how["qwen"], how["claude-code"]) == (["deny"], ["deny", "hook"])
