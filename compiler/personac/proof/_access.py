"""The tools that an artifact opens, read from the settings of each client.

Written from what the clients do with these settings, not from what the writers write.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from personac.model import Effect, ToolGrant
from personac.proof._last_match import last_match
from personac.proof._listing import listing
from personac.proof._shapes import Access, Opened, tools_named
from personac.proof.decode import Settings
from personac.targets.form import Form

_PREFIX = re.compile(r"(?::\*| \*|\*)$")


def access(target: str, settings: Settings, form: Form | None = None) -> Access | None:
    """None for a target that has no settings for tools; ``form`` is what its file says."""
    if form is not None and not form.tools.last_match:
        return listing(form, settings)
    reading = last_match if form is not None else _READINGS.get(target)
    return reading(settings) if reading else None


class Granted:
    """What the grants of a persona allow of one tool, or allow after a question."""

    def __init__(self, grants: Iterable[ToolGrant]) -> None:
        self._whole: set[Effect] = set()
        self._exact: dict[str, set[Effect]] = defaultdict(set)
        self._begins: dict[str, set[Effect]] = defaultdict(set)
        for grant in grants:
            if grant.pattern is None:
                self._whole.add(grant.effect)
                continue
            self._exact[grant.pattern].add(grant.effect)
            prefix = _PREFIX.sub("", grant.pattern)
            if prefix != grant.pattern:
                self._begins[prefix].add(grant.effect)
        self._lengths = {len(prefix) for prefix in self._begins}

    def covers(self, opened: Opened) -> bool:
        """Whether they reach as far as what an artifact opens."""
        found = self._whole | self._reaching(opened.pattern)
        return bool(found - {Effect.ASK} if opened.effect is Effect.ALLOW else found)

    def _reaching(self, pattern: str | None) -> set[Effect]:
        if pattern is None:
            return set()
        starts = (pattern[:n] for n in self._lengths if pattern[n : n + 1] in ("", " "))
        begun = (self._begins.get(start, set()) for start in starts)
        return self._exact.get(pattern, set()).union(*begun)


def probe(pattern: str | None) -> str:
    """A use of a tool that the pattern of a persona matches."""
    if pattern is None:
        return "\0"
    prefix = _PREFIX.sub("", pattern)
    return pattern if prefix == pattern else f"{prefix} \0"


def _claude(settings: Settings) -> Access:
    """Claude Code: without ``tools`` every tool but those denied; what stands in parentheses
    behind a name in an agent file limits nothing.
    """
    denied = {tool for name in _names(settings.get("disallowedTools")) for tool in _claudes(name)}
    listed = _names(settings["tools"]) if "tools" in settings else ("*",)
    rest = Effect.ALLOW if "*" in listed else Effect.DENY
    opened = tuple(
        Opened(tool, None, Effect.ALLOW, name)
        for name in listed
        for tool in _claudes(name)
        if tool not in denied and tool != "*"
    )
    named = {one.tool for one in opened}

    def effect(tool: str, use: str) -> Effect:  # noqa: ARG001  a use makes no difference
        if tool in denied:
            return Effect.DENY
        return Effect.ALLOW if tool in named else rest

    return Access(opened, rest, effect)


def _claudes(name: str) -> tuple[str, ...]:
    return tools_named(name.partition("(")[0].strip())


def _names(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())


_READINGS: dict[str, Callable[[Settings], Access]] = {"claude-code": _claude}
