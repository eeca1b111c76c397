"""Rules of Gemini CLI's policy engine, each for one agent.

Gemini CLI 0.61.0 reads no policies from a project: its user passes the file with ``--policy`` or
puts it with the policies at home.  The priorities are the highest that a user's file can give, so
that no "always allow" outweighs them.  Seen on 2026-11-20.
"""

import json
import re
from collections.abc import Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.model import Effect, Persona
from personac.tables.tools import spelling
from personac.writers._enforcement import Enforcement

CLIENT = "gemini"
POLICIES = ".gemini/policies/personac.toml"
_UNREAD = "only with `--policy` or in `~/.gemini/policies`, for a project's policies are not read"
_NEEDS = "with --policy only"
_PREFIXES = "the first words are matched, so `git -C . push` passes"
_READS = "the tool `read_file`; a shell command can still read it"
_DECISIONS = {Effect.DENY: ("deny", 999), Effect.ASK: ("ask_user", 998)}
_HEAD = (
    "# Made by personac from the mandates of the personas; change those instead.\n"
    "# Pass this file with --policy, or put it into ~/.gemini/policies.\n"
)
_SPECIAL = re.compile(r"[.+^${}()|\[\]\\]")


def enforced(guard: Guard, _: Persona, __: str) -> Iterator[Enforced]:
    """What the policies do about a guard; a tool that is denied is left to the agent file."""
    how = How.DENY if guard.effect is Effect.DENY else How.ASK
    covered = (
        (guard.commands, f"{_UNREAD}; {_PREFIXES}"),
        (_asked(guard), _UNREAD),
        (guard.paths, f"{_UNREAD}; {_READS}"),
    )
    for found, limits in covered:
        if found:
            yield Enforced(guard.mandate, how, guard.effect, f"{POLICIES} rule", limits, _NEEDS)


def policies(guards: Sequence[Guard], agents: Sequence[str]) -> tuple[Artifact, ...]:
    """The rules of all guards; ``agents`` are the names of those they bind."""
    pairs = zip(guards, agents, strict=True)
    rules = [rule for guard, agent in pairs for rule in _rules(guard, agent)]
    return (Artifact(POLICIES, _HEAD + "".join(rules)),)


def _rules(guard: Guard, agent: str) -> Iterator[str]:
    shell = spelling("shell", CLIENT) or ""
    if guard.commands:
        prefixes = [" ".join(words) for words in guard.commands]
        yield _rule(guard, agent, {"toolName": shell, "commandPrefix": prefixes})
    if asked := _asked(guard):
        yield _rule(guard, agent, {"toolName": asked})
    for pattern in (pattern for path in guard.paths for pattern in _patterns(path)):
        yield _rule(guard, agent, {"toolName": "read_file", "argsPattern": pattern})


def _asked(guard: Guard) -> list[str]:
    names = (spelling(tool, CLIENT) for tool in guard.tools if guard.effect is Effect.ASK)
    return [name for name in names if name]


def _rule(guard: Guard, agent: str, match: dict[str, str | list[str]]) -> str:
    decision, priority = _DECISIONS[guard.effect]
    keys: dict[str, object] = {**match, "subagent": agent}
    keys |= {"decision": decision, "priority": priority}
    if guard.effect is Effect.DENY:
        keys["denyMessage"] = f"forbidden by a mandate of {guard.persona}: {guard.reason}"
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()]
    return f"\n# {guard.persona}: {guard.mandate}\n[[rule]]\n{''.join(lines)}"


def _patterns(path: str) -> tuple[str, str]:
    """A glob as patterns of the arguments in JSON: as the whole path, and below any folder.  One
    pattern for both would nest its repetitions, which the client refuses.
    """
    bare = path.removeprefix("~/").removeprefix("**/")
    parts = re.split(r"(\*\*|\*)", bare)
    wild = {"**": '[^"]*', "*": '[^"/]*'}
    tail = "".join(wild.get(part) or _SPECIAL.sub(r"\\\g<0>", part) for part in parts)
    return f'"file_path":"{tail}"', f'"file_path":"[^"]*/{tail}"'


ENFORCEMENT = Enforcement(project=enforced, share=policies)
