"""The rules in an agent file of Kiro 3: the agent's own, for tools, commands and files.

Written by the documentation of 2026-11-20; the client does not run offline.  Denials come first.
"""

from collections.abc import Iterator, Sequence

from personac.api import Guard
from personac.model import Effect, Persona
from personac.writers._enforcement import Enforcement, Own, in_agent_file
from personac.writers._entries import Keyed, Verbatim
from personac.writers._yaml import sequence

_KEY = "permissions"
_CAPABILITIES = {
    "read": "fs_read",
    "edit": "fs_write",
    "write": "fs_write",
    "shell": "shell",
    "web-fetch": "web_fetch",
    "web-search": "web_search",
    "delegate": "subagent",
    "skill": "skill",
}
_HALVES = frozenset({"edit", "write"})
_LIMITS = "as documented; not seen in the running client"


def own(_: Persona, guards: Sequence[Guard]) -> Own | None:
    """The rules, the strictest first."""
    strictest = sorted(guards, key=lambda guard: guard.effect is not Effect.DENY)
    lines = list(dict.fromkeys(rule for guard in strictest for rule in _rules(guard)))
    if not lines:
        return None
    content = Verbatim("rules:\n" + "\n".join(f"  - {line}" for line in lines))
    return Own(Keyed(_KEY, content, ""), tuple(g.mandate for g in guards if any(_rules(g))))


def _rules(guard: Guard) -> Iterator[str]:
    half = len(_HALVES.intersection(guard.tools)) == 1
    capabilities = (_CAPABILITIES.get(tool) for tool in guard.tools)
    for capability in dict.fromkeys(capabilities):
        if capability and not (half and capability == "fs_write"):
            yield f"{{capability: {capability}, effect: {guard.effect}}}"
    if guard.commands:
        words = [" ".join(command) for command in guard.commands]
        match = sequence(text for one in words for text in (one, f"{one} *"))
        yield f"{{capability: shell, match: {match}, effect: {guard.effect}}}"
    if guard.paths:
        match = sequence(guard.paths)
        yield f"{{capability: fs_read, match: {match}, effect: {guard.effect}}}"


ENFORCEMENT = Enforcement(project=in_agent_file(_KEY, _rules, _LIMITS), own=own)
