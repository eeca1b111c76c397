"""What a persona may use: its tools, and the servers, skills and personas it may call."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import translate
from typing import NamedTuple

from personac.model import (
    Access,
    Effect,
    Field,
    NodeId,
    Permission,
    Persona,
    ToolGrant,
    Value,
    clauses,
)

RANK = {Effect.DENY: 0, Effect.ASK: 1, Effect.ALLOW: 2}
_WILD = re.compile(r"[*?\[]")
_HELD = {
    "mcpservers": "server",
    "skills": "skill",
    "handoffs": "handoff",
    "agents": "agent",
    "subagents": "agent",
}
_UNLIMITED = frozenset({"agent"})
"""What a persona may use all of when it has no list of them."""


class Power(NamedTuple):
    name: str
    pattern: str | None
    effect: Effect
    node: NodeId

    @property
    def words(self) -> str:
        return f"{self.name}({self.pattern})" if self.pattern else self.name


class _Wild(NamedTuple):
    pattern: re.Pattern[str]
    rank: int


class Cover:
    """The most that some powers say of another one; found by name, then by pattern."""

    def __init__(self, powers: Iterable[Power]) -> None:
        self._whole: dict[str, int] = {}
        self._exact: dict[tuple[str, str], int] = {}
        self._wild: dict[tuple[str, str], list[_Wild]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for one in powers:
            name, pattern, rank = one.name.casefold(), _pattern(one), RANK[one.effect]
            if pattern in ("", "*"):
                self._whole[name] = max(rank, self._whole.get(name, -1))
                continue
            known = self._exact.get((name, pattern), -1)
            self._exact[name, pattern] = max(rank, known)
            if rank > known and (wild := _WILD.search(pattern)):
                prefix = pattern[: wild.start()]
                self._lengths[name].add(len(prefix))
                self._wild[name, prefix].append(_Wild(re.compile(translate(pattern)), rank))

    def rank(self, power: Power) -> int:
        """-1 when none of them is about all that ``power`` is about."""
        pattern = _pattern(power)
        return max(self._rank(name, pattern) for name in (power.name.casefold(), "*"))

    def _rank(self, name: str, pattern: str) -> int:
        best = self._whole.get(name, -1)
        if not pattern:
            return best
        best = max(best, self._exact.get((name, pattern), -1))
        for length in self._lengths.get(name, ()):
            for one in self._wild.get((name, pattern[:length]), ()):
                if one.rank > best and one.pattern.match(pattern):
                    best = one.rank
        return best


def _pattern(power: Power) -> str:
    return (power.pattern or "").replace(":*", "*")


def powers(persona: Persona) -> Iterator[Power]:
    for node, clause in clauses(persona):
        match clause:
            case ToolGrant():
                yield Power(clause.name, clause.pattern, clause.effect, node.id)
            case Permission(access=access, resource=resource) if access is not Access.READ:
                yield Power(f"{access} {resource}", None, Effect.ALLOW, node.id)
            case _:
                pass


class Member(NamedTuple):
    kind: str
    name: str
    node: NodeId


def new_members(before: Persona, after: Persona) -> Iterator[Member]:
    """The servers, skills, handoffs and agents that came."""
    old = {(one.kind, one.name) for one in _members(before)}
    listed = {held_kind(node) for node in before.header if isinstance(node, Field)}
    for one in _members(after):
        free = one.kind in _UNLIMITED and one.kind not in listed
        if not free and not {(one.kind, one.name), (one.kind, "*")} & old:
            yield one


def held_kind(node: Field) -> str:
    """What the list of a field names: servers, skills; empty for another field."""
    return _HELD.get(node.key.casefold().replace("-", "").replace("_", ""), "")


def _members(persona: Persona) -> Iterator[Member]:
    for node in persona.header:
        if isinstance(node, Field) and (kind := held_kind(node)):
            for name in held_names(node.value):
                yield Member(kind, name, node.id)


def held_names(value: Value) -> Iterator[str]:
    """The entries of such a list."""
    if isinstance(value, str):
        yield from filter(None, map(str.strip, value.split(",")))
    elif isinstance(value, dict):
        yield from value
    else:
        for one in value:
            yield one if isinstance(one, str) else _name(one)


def _name(value: Value) -> str:
    """What an entry of a list is called."""
    if isinstance(value, dict):
        for key in ("agent", "name", "id", "label"):
            if isinstance(found := value.get(key), str):
                return found
        return next(iter(value), "")
    return str(value)
