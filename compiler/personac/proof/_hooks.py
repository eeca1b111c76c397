"""Whether a client runs the script of a hook before it runs a command, read as values."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from personac.enforce.switch import switches_off
from personac.proof.decode import decode

_SHELLS = {".claude": "Bash", "hooks": "Bash", ".qwen": "run_shell_command", ".github": ""}
"""The first folder of a client's files, and its tool for commands, which a matcher has to name."""
_SETTINGS = {
    ".claude": ".claude/settings.json",
    "hooks": "hooks/hooks.json",
    ".qwen": ".qwen/settings.json",
    ".github": ".github/hooks/personac.json",
}
_EVENTS = ("PreToolUse", "preToolUse")
_WHO = re.compile(r"\{ echo '(?P<who>[^'\n]{1,400})'; cat; \} \| ")


class Called(NamedTuple):
    """A command of a hook that waits for a call of a tool."""

    matcher: str
    command: str


def caller(script: str, own: Sequence[str]) -> str:
    """The file that has to call a script: the agent's own, or the settings of the project."""
    folder = script.partition("/")[0]
    return own[0] if folder == ".qwen" and own else _SETTINGS.get(folder, script)


def is_called(script: str, where: str, files: Mapping[str, bytes]) -> bool:
    """Whether ``where`` has the client run the script before each of its shell commands."""
    shell = _SHELLS.get(script.partition("/")[0], "")
    return any(
        _fits(one.matcher, shell) and _runs(one.command, script) for one in _of(where, files)
    )


def switching_off(script: str, files: Mapping[str, bytes]) -> str:
    """The settings that switch off every hook of the client; empty when none does."""
    path = _SETTINGS.get(script.partition("/")[0], "")
    return path if switches_off(files.get(path, b"")) else ""


def _of(where: str, files: Mapping[str, bytes]) -> Iterator[Called]:
    settings = decode(where, files[where]).settings if where in files else {}
    hooks = settings.get("hooks")
    for event in _EVENTS if isinstance(hooks, dict) else ():
        groups = hooks.get(event) if isinstance(hooks, dict) else None
        for group in groups if isinstance(groups, list) else ():
            if isinstance(group, dict):
                yield from _in(group)


def _in(group: dict[str, object]) -> Iterator[Called]:
    matcher = str(group.get("matcher", ""))
    nested = group.get("hooks")
    for one in nested if isinstance(nested, list) else [group]:
        if isinstance(one, dict) and one.get("type") == "command":
            yield Called(matcher, str(one.get("command") or one.get("bash") or ""))


def _fits(matcher: str, tool: str) -> bool:
    return matcher in ("", "*") or not tool or tool in matcher.split("|")


def _runs(command: str, script: str) -> bool:
    """Whether a command is no more than the script, told who calls where the client does not."""
    who = _WHO.match(command)
    try:
        words = shlex.split(command[who.end() :] if who else command)
        told = json.loads(who["who"]) if who else {}
    except (ValueError, RecursionError):
        return False
    name = script.rpartition("/")[2]
    is_told = not who or (isinstance(told, dict) and set(told) == {"agent_type"})
    return is_told and len(words) == 2 and words[0] == "sh" and words[1].endswith(f"/{name}")
