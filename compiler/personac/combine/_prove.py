"""The last word: each source compared with what came of it."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Document
from personac.breaking import Change, compare
from personac.breaking._modes import MODES, mode_rank, settings
from personac.breaking._powers import RANK, Power, held_kind, new_members
from personac.combine import _access as access
from personac.model import Effect, Field, NodeId, Permission, Persona, ToolGrant, clauses


class Loss(NamedTuple):
    """Something that a source says and the merged persona does not, or grants more of.

    ``old`` is the node of the source, ``new`` that of the result; either may be empty.
    """

    message: str
    old: NodeId
    new: NodeId
    words: str
    permits: bool = False
    """Whether it is a sentence of another source that permits or lifts something."""
    code: str = "DIF008"


def losses(source: Document, merged: Document, *, tools: bool = True) -> Iterator[Loss]:
    """All that binds less in ``merged`` than in ``source``.  A source that lists no tools says
    nothing of tools; without ``tools`` its lists do not count, though what it denies does.
    """
    for change in compare(source, merged):
        if change.code != "DIF008" or change.part != "tool":
            yield _loss(change)
    yield from _grants(source.persona, merged.persona, tools=tools)


def _loss(change: Change) -> Loss:
    permits = not change.old and bool(change.new)
    return Loss(
        change.message, change.old, change.new, change.before or change.after, permits, change.code
    )


def _grants(source: Persona, merged: Persona, *, tools: bool) -> Iterator[Loss]:
    before, after = access.powers_of(source), access.powers_of(merged)
    before = before if tools else before._replace(tools=None)
    for node, clause in clauses(merged):
        if isinstance(clause, ToolGrant) and clause.effect is not Effect.DENY and before.tools:
            for power in access.expanded(clause, node.id):
                if before.tools.rank(power) < RANK[clause.effect]:
                    yield _granted(power, node.id)
        if isinstance(clause, Permission) and before.resources:
            power = Power(f"{clause.access} {clause.resource}", None, Effect.ALLOW, node.id)
            if clause.access != "read" and before.resources.rank(power) < 0:
                yield _granted(power, node.id)
    denied = {(one.name, one.pattern) for one in after.denied}
    for one in before.denied:
        if not {(one.name, one.pattern), (one.name, None), ("*", None)} & denied:
            yield Loss(f'"{one.words}" is no longer denied', one.node, "", one.words)
    if before.tools and not after.tools:
        yield Loss("the list of tools is gone", source.id, "", "tools")
    yield from _settings(source, merged)


def _granted(power: Power, node: NodeId) -> Loss:
    return Loss(f'"{power.words}" is now granted ({power.effect})', "", node, power.words)


def _settings(source: Persona, merged: Persona) -> Iterator[Loss]:
    old, new = dict(settings(source)), dict(settings(merged))
    for kind in MODES:
        if kind in old:
            now = new.get(kind, ("", ""))
            if mode_rank(kind, now[0]) > mode_rank(kind, old[kind][0]):
                yield Loss(f'{kind} goes to "{now[0]}"', old[kind][1], now[1], kind)
    stated = {held_kind(node) for node in source.header if isinstance(node, Field)}
    for one in new_members(source, merged):
        if one.kind in stated:
            yield Loss(f'the {one.kind} "{one.name[:80]}" is new', "", one.node, one.name)
