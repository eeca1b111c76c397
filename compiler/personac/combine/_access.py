"""What all sources that say which tools a persona may use allow together."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from personac.breaking._powers import RANK, Cover, Power
from personac.model import (
    Access,
    AnyNode,
    Effect,
    Field,
    Item,
    Permission,
    Persona,
    Row,
    Text,
    ToolGrant,
    Value,
    clauses,
    evolve,
    transform,
)
from personac.passes.tool_words import split_tools
from personac.passes.tools import find_tools
from personac.tables.tools import canonical_tools

LISTS = ("tools", "allowed-tools", "permission")
_WORDS = {Effect.ALLOW: "allow", Effect.ASK: "ask", Effect.DENY: "deny"}


class Powers(NamedTuple):
    """What one source says of tools and of resources; None where it says nothing."""

    tools: Cover | None
    resources: Cover | None
    denied: tuple[Power, ...]


def powers_of(persona: Persona) -> Powers:
    tools = list(_tools(persona))
    resources = [
        Power(f"{c.access} {c.resource}", None, Effect.ALLOW, node.id)
        for node, c in clauses(persona)
        if isinstance(c, Permission)
    ]
    listed = any(one.effect is not Effect.DENY for one in tools) or any(
        isinstance(n, Field) and n.kind in LISTS and not isinstance(n.value, str)
        for n in persona.header
    )
    denied = tuple(one for one in tools if one.effect is Effect.DENY)
    return Powers(Cover(tools) if listed else None, Cover(resources) if resources else None, denied)


def _tools(persona: Persona) -> Iterator[Power]:
    for node, clause in clauses(persona):
        if isinstance(clause, ToolGrant):
            yield from expanded(clause, node.id)


def expanded(grant: ToolGrant, node: str) -> Iterator[Power]:
    """A grant by the canonical names of its tool, so that clients' names for one tool are one."""
    for name in canonical_tools(grant.name) or (grant.name,):
        yield Power(name, grant.pattern, grant.effect, node)


class Narrowed(NamedTuple):
    """What a list loses and in which node it stood."""

    node: str
    words: str


def narrowed(persona: Persona, limits: Sequence[Powers]) -> tuple[Persona, tuple[Narrowed, ...]]:
    """``persona`` with only those grants that each of ``limits`` covers."""
    lost: list[Narrowed] = []
    tools = [one.tools for one in limits if one.tools is not None]
    resources = [one.resources for one in limits if one.resources is not None]

    def change(node: AnyNode) -> AnyNode | None:
        if isinstance(node, Field) and node.kind in LISTS:
            return _field(node, tools, lost)
        if isinstance(node, Item | Text | Row) and node.clauses:
            return _block(node, tools, resources, lost)
        return node

    return transform(persona, change), tuple(lost)


def lists(field: Field, words: str) -> bool:
    """Whether a list of tools has this entry."""
    value = field.value
    entries = split_tools(value) if isinstance(value, str) else value
    return field.kind in LISTS and not isinstance(entries, dict) and words in map(str, entries)


def _rank(powers: Iterable[Power], covers: Sequence[Cover]) -> int:
    return min((cover.rank(power) for power in powers for cover in covers), default=2)


def _field(node: Field, covers: Sequence[Cover], lost: list[Narrowed]) -> Field:
    value = _value(node, node.value, covers, lost)
    if value == node.value:
        return node
    bare = evolve(node, value=value, source=None, clauses=())
    return find_tools(Persona(id="", header=(bare,))).header[0]  # type: ignore[return-value]


def grants(node: Field, value: Value) -> tuple[ToolGrant, ...]:
    """What a value, or a part of it, grants in the field."""
    part = evolve(node, value=value, source=None, clauses=())
    found = find_tools(Persona(id="", header=(part,))).header[0]
    return tuple(c for c in found.clauses if isinstance(c, ToolGrant))  # type: ignore[union-attr]


def _value(node: Field, value: Value, covers: Sequence[Cover], lost: list[Narrowed]) -> Value:
    if isinstance(value, dict):
        return {k: new for k, v in value.items() if (new := _entry(node, k, v, covers, lost))}
    parts = split_tools(value) if isinstance(value, str) else value
    kept = tuple(one for one in parts if _allowed(node, (one,), covers))
    lost.extend(Narrowed(node.id, str(one)) for one in parts if not _allowed(node, (one,), covers))
    if len(kept) == len(parts):
        return value
    return ", ".join(map(str, kept)) if isinstance(value, str) and kept else kept


def _allowed(node: Field, value: Value, covers: Sequence[Cover]) -> bool:
    return all(
        grant.effect is Effect.DENY or _rank(expanded(grant, node.id), covers) > RANK[Effect.DENY]
        for grant in grants(node, value)
    )


def _entry(
    node: Field, name: str, value: Value, covers: Sequence[Cover], lost: list[Narrowed]
) -> Value:
    """An entry of a map of tools, with the strictest action of all sources."""
    if isinstance(value, dict):
        inner = {k: _action(node, {name: {k: v}}, v, covers, lost) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v}
    return _action(node, {name: value}, value, covers, lost)


def _action(
    node: Field, whole: Value, value: Value, covers: Sequence[Cover], lost: list[Narrowed]
) -> Value:
    found = grants(node, whole)
    own = max((RANK[grant.effect] for grant in found), default=0)
    most = _rank((p for grant in found for p in expanded(grant, node.id)), covers)
    if own == RANK[Effect.DENY] or most >= own:
        return value
    lost.append(Narrowed(node.id, ", ".join(grant.name for grant in found)))
    if node.kind == "permission" and most == RANK[Effect.ASK]:
        return _WORDS[Effect.ASK]
    return _WORDS[Effect.DENY] if node.kind == "permission" else "false"


def _block(
    node: Item | Text | Row,
    tools: Sequence[Cover],
    resources: Sequence[Cover],
    lost: list[Narrowed],
) -> AnyNode | None:
    gone: list[str] = []
    for clause in node.clauses:
        if isinstance(clause, ToolGrant) and clause.effect is not Effect.DENY:
            if _rank(expanded(clause, node.id), tools) <= RANK[Effect.DENY]:
                gone.append(clause.name)
        elif isinstance(clause, Permission) and clause.access is not Access.READ:
            power = Power(f"{clause.access} {clause.resource}", None, Effect.ALLOW, node.id)
            if _rank((power,), resources) <= RANK[Effect.DENY]:
                gone.append(clause.resource)
    if not gone:
        return node
    lost.extend(Narrowed(node.id, one) for one in gone)
    return _shorter(node, gone)


def _shorter(node: Item | Text | Row, gone: list[str]) -> AnyNode | None:
    """The list in words without some of its entries; None when none is left."""
    if isinstance(node, Row):
        return None
    parts = split_tools(node.text.replace("`", ""))
    kept = [one for one in parts if one.split("(")[0].strip() not in gone and one not in gone]
    if not kept or len(kept) == len(parts):
        return None
    left = tuple(
        one
        for one in node.clauses
        if getattr(one, "name", None) not in gone and getattr(one, "resource", None) not in gone
    )
    return evolve(node, text=", ".join(kept), clauses=left)
