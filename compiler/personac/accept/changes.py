"""What differs between a persona and its revision, node by node."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.accept.edit import Unwritable
from personac.model import (
    Clause,
    Field,
    Item,
    NodeId,
    Persona,
    Row,
    Step,
    Value,
    children,
)
from personac.revise._words import Placed, label_of, places, words_of

ROOT = ""
"""Stands for the parent of what stands in no other node."""


class Rewritten(NamedTuple):
    """A node that says something else, or has another number in its list."""

    old: Placed
    new: Placed


class Added(NamedTuple):
    """A new node: the node it stands in, and its neighbours that the source has."""

    node: Placed
    parent: Placed | None
    before: Placed | None
    after: Placed | None


class Removed(NamedTuple):
    node: Placed


Change = Rewritten | Added | Removed


def changes(old: Persona, new: Persona) -> Iterator[Change]:
    """Every difference, in the order of the new persona; a node that has moved raises
    ``Unwritable``.
    """
    there, here = _nodes(old), _nodes(new)
    above_old, above_new = _parents(old), _parents(new)
    for node, found in here.items():
        if node not in there:
            if above_new[node] in there or above_new[node] == ROOT:
                yield _added(found, new, there, there.get(above_new[node]))
        elif above_old[node] != above_new[node]:
            raise Unwritable(node, "the revision moves it to another section")
        elif own(there[node]) != own(found):
            yield Rewritten(there[node], found)
    for node, found in there.items():
        if node not in here and (above_old[node] in here or above_old[node] == ROOT):
            yield Removed(found)


def _nodes(persona: Persona) -> dict[NodeId, Placed]:
    return {place.node.id: place.node for place in places(persona)}


def _parents(persona: Persona) -> dict[NodeId, NodeId]:
    return {p.node.id: p.above[-1].id if p.above else ROOT for p in places(persona)}


def own(node: Placed) -> tuple[str | None, str, Value, object]:
    """What the node says itself: label, words, value and number."""
    value = node.value if isinstance(node, Field) else ""
    if isinstance(node, Row):
        return None, "", node.cells, None
    return label_of(node), words_of(node), value, number_of(node)


def number_of(node: Placed) -> str:
    """The number that the node has in its list; empty when it has none."""
    if isinstance(node, Item):
        return "" if node.ordinal is None else str(node.ordinal)
    return node.number if isinstance(node, Step) and node.number.isdecimal() else ""


def _added(node: Placed, new: Persona, there: dict[NodeId, Placed], parent: Placed | None) -> Added:
    beside = _beside(node, new, parent)
    at = next(number for number, one in enumerate(beside) if one.id == node.id)
    before = (there[one.id] for one in reversed(beside[:at]) if one.id in there)
    after = (there[one.id] for one in beside[at + 1 :] if one.id in there)
    return Added(node, parent, next(before, None), next(after, None))


def _beside(node: Placed, new: Persona, parent: Placed | None) -> tuple[Placed, ...]:
    """All that the new parent holds, clauses apart."""
    if parent is None:
        return new.header if isinstance(node, Field) else new.body
    holder = _nodes(new)[parent.id]
    return tuple(one for one in children(holder) if not isinstance(one, Clause))
