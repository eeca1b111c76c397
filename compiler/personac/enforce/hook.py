"""The script that a client runs before a shell command: POSIX sh and awk, nothing to install.

A pattern of a client matches the text of a command, so ``git -C . push`` and ``bash -c "git
push"`` pass it by.  The script takes a command apart as a shell does and refuses, or asks about,
what the guards name; what they do not name it lets pass.  Where the subcommand itself is not
known before it runs, as in ``git $X``, it asks, unless a known subcommand follows (``git $X
status``) or the text names the guarded one.  What it cannot look at at all
(a script that another command makes, a command that is too long or nested too deeply) counts as
what the strictest rule names.  Its time grows with the length of the command, no faster.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal

from personac import codec
from personac.api import Guard
from personac.model import Effect

Dialect = Literal["claude", "copilot"]
LIMITS = (
    "not looked into: script files, aliases, what `ssh` runs, and flags that only a variable "
    "holds; not known before it runs: a subcommand is asked about, a whole script counts "
    "as what the strictest rule names"
)

_ANSWERS: dict[Dialect, str] = {
    "claude": r"""function answer(    head) {
  if (!FOUND) exit 0
  if (STRENGTH == 2) {
    print WHY plain(REASON[FOUND]) | "cat 1>&2"
    close("cat 1>&2")
    exit 2
  }
  head = "{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\""
  print head "ask\",\"permissionDecisionReason\":\"" WHY REASON[FOUND] "\"}}"
}""",
    "copilot": r"""function answer() {
  if (!FOUND) exit 0
  print "{\"permissionDecision\":\"" (STRENGTH == 2 ? "deny" : "ask") "\"," \
    "\"permissionDecisionReason\":\"" WHY REASON[FOUND] "\"}"
}""",
}
_HEAD = """\
#!/bin/sh
# Made by personac from the mandates of the personas; change those instead.
# Refuses, or asks about, what the rules at the end name. They stand there as comments, which awk
# reads: as an argument they could become too long.
command -v awk >/dev/null 2>&1 || {
  echo 'personac: no awk, so no command can be checked; install awk' >&2
  exit 2
}
LC_ALL=C exec awk '
"""


def script(
    guards: Sequence[Guard],
    dialect: Dialect,
    *,
    scoped: bool = False,
    tools: Mapping[str, tuple[str, ...]] = {},
) -> str:
    """The script for the commands of ``guards``, and for those of their tools that ``tools``
    spells as the client does.  With ``scoped`` a rule binds only the agent that the call names
    as ``agent_type``, else every agent.
    """
    rules = "".join(f"#: {line}\n" for line in _rules(guards, tools, scoped=scoped))
    return f'{_HEAD}{_program()}\n{_ANSWERS[dialect]}\n\' "$0" -\n{rules}'


def _rules(
    guards: Sequence[Guard], tools: Mapping[str, tuple[str, ...]], *, scoped: bool
) -> Iterator[str]:
    """One line for each command, denials first; what several mandates say is said once."""
    said: set[tuple[str, str, str]] = set()
    for guard in sorted(guards, key=lambda one: one.effect is not Effect.DENY):
        agent = guard.persona if scoped else ""
        names = " ".join(name for tool in guard.tools for name in tools.get(tool, ()))
        wanted = [("rule", " ".join(command)) for command in guard.commands]
        for kind, words in (*wanted, *([("tool", names)] if names else ())):
            if (agent, kind, words) in said:
                continue
            said.add((agent, kind, words))
            yield "\t".join((guard.effect, agent, kind, words, _json(_reason(guard))))


def _json(text: str) -> str:
    return codec.to_json(text).decode()[1:-1]


def _reason(guard: Guard) -> str:
    """What the model reads when it is refused: which mandate, in its own words."""
    does = "is forbidden" if guard.effect is Effect.DENY else "needs an approval"
    return f"this {does} by a mandate of {guard.persona}: {guard.reason} ({guard.mandate})"


@cache
def _program() -> str:
    folder = resources.files("personac.enforce")
    parts = ("guard.awk", "shell.awk", "command.awk")
    return "\n".join(folder.joinpath(part).read_text("utf-8") for part in parts)
