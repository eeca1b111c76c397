"""Who changed what: the origins of nodes after an op, and what they say afterwards."""

from collections.abc import Iterator

from personac.api import Document
from personac.model import Attribute, Item, NodeId, Persona, Step, blocks, evolve
from personac.revise._words import Placed
from personac.source import FromOp, Origin, written_at

_NUMBERS = ("n", "number", "id", "order")


def stamped(before: Document, after: Document, revision: str, op: str) -> Document:
    """``after`` with the op as the origin of every node it made, changed or removed.

    A removed node keeps an entry in ``origins``, so that a document knows what became of the
    node and its id is not given out again.  A new number in a list is no change.
    """
    touched = tuple(_touched(before.persona, after.persona))
    if not touched:
        return after
    origins = dict(before.origins)
    for node in touched:
        origins[node] = FromOp(revision, op, origins.get(node))
    return evolve(after, origins=origins)


def _touched(before: Persona, after: Persona) -> Iterator[NodeId]:
    old = {node.id: own(node) for node in blocks(before)}
    new = {node.id: own(node) for node in blocks(after)}
    yield from (node for node, now in new.items() if old.get(node) != now)
    yield from (node for node in old if node not in new)


def own(node: Placed) -> Placed:
    """The node without what stands below it, its clauses and its number in a list."""
    empty = {name: () for name in ("children", "rows", "clauses") if getattr(node, name, ())}
    bare = evolve(node, **empty) if empty else node
    if isinstance(bare, Item):
        return evolve(bare, ordinal=None)
    if not isinstance(bare, Step) or not bare.number.isdecimal():
        return bare
    kept = tuple(one for one in bare.attributes if one not in numbering(bare))
    return evolve(bare, number="", attributes=kept)


def numbering(step: Step) -> tuple[Attribute, ...]:
    """The attributes of a step that state its number, as in ``<step n="2">``."""
    return tuple(a for a in step.attributes if a.name in _NUMBERS and a.value == step.number)


def chain(origin: Origin | None) -> Iterator[FromOp]:
    """The ops behind an origin, the last one first."""
    while isinstance(origin, FromOp):
        yield origin
        origin = origin.replaced


def revised_by(document: Document, revision: str) -> bool:
    """Whether the revision made the document what it is: it applies as a whole or not at all."""
    return any(
        found.revision == revision
        for origin in document.origins.values()
        for found in chain(origin)
    )


def changes_of(document: Document, revision: str) -> dict[NodeId, str]:
    """The nodes that the revision touched, each with the last op that did."""
    found: dict[NodeId, str] = {}
    for node, origin in document.origins.items():
        op = next((o.op for o in chain(origin) if o.revision == revision), None)
        if op is not None:
            found[node] = op
    return found


def ops_of(document: Document, revision: str) -> frozenset[str]:
    """The ops of a revision that changed anything."""
    origins = document.origins.values()
    return frozenset(one.op for each in origins for one in chain(each) if one.revision == revision)


def forgotten(document: Document, revision: str) -> Document:
    """The document as if what the revision made of it had been written so."""
    there = {node.id for node in blocks(document.persona)}
    kept = (
        (node, _without(origin, revision))
        for node, origin in document.origins.items()
        if node in there or not isinstance(origin, FromOp)
    )
    return evolve(document, origins={node: origin for node, origin in kept if origin is not None})


def _without(origin: Origin | None, revision: str) -> Origin | None:
    """An origin less the ops of one revision."""
    others = [one for one in chain(origin) if one.revision != revision]
    first = written_at(origin)
    found: Origin | None = first
    for one in reversed(others):
        found = FromOp(one.revision, one.op, found)
    return found
