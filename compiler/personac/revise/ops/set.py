"""set: the value of a field."""

from typing import cast

from personac.api import Document, OpImpl, Outcome
from personac.model import Field, Item, NodeId, Raw, Text, Value, evolve
from personac.revise._faults import at_node, finding
from personac.revise.ops._edit import (
    change,
    new_field_id,
    node_of,
    one_line,
    refused,
    says,
    unchanged,
    with_words,
)
from personac.revise.ops._field import widens, with_value
from personac.revise.ops._grants import widening
from personac.revision import OpBase, Selector
from personac.tables.fields import field_kind

_1 = str | tuple[str, ...] | dict[str, str]
_2 = str | tuple[_1, ...] | dict[str, _1]
_3 = str | tuple[_2, ...] | dict[str, _2]
_4 = str | tuple[_3, ...] | dict[str, _3]
Nested = str | tuple[_4, ...] | dict[str, _4]
"""A header value as deep as headers go, so that decoding checks every text in it."""


class Set(OpBase, frozen=True, kw_only=True, tag="set"):
    field: str
    value: Nested

    def selector(self) -> Selector | None:
        return Selector(field=self.field, count="all")

    def written(self) -> Value:
        """The value as it goes into the header: a text on one line."""
        return one_line(self.value) if isinstance(self.value, str) else cast("Value", self.value)


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Set)
    if len(targets) > 1:
        return _ambiguous(op, targets)
    if not targets:
        return _added(document, op)
    node = node_of(document, targets[0])
    value = op.written()
    if isinstance(node, Field):
        if node.value == value:
            return unchanged(document, node.id)
        return with_value(document, node, value)
    if isinstance(node, Text | Item) and isinstance(value, str):
        if says(node, value, None):
            return unchanged(document, node.id)
        new = with_words(node, value)
        return Outcome(change(document, node.id, lambda _: new))
    return refused("this field is a text of the body", "give a text as `value`", targets)


def _ambiguous(op: Set, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    message = f"{len(targets)} fields answer to `{op.field}`, 1 expected"
    labels = [at_node(node) for node in targets]
    remedy = "remove the repeated field from the persona"
    return Outcome(None, (finding("REV002", message, labels, remedy=remedy),))


def _added(document: Document, op: Set) -> Outcome[Document]:
    """The field after the last one of the header, before text that is none."""
    kind = field_kind(op.field)
    value = op.written()
    if widened := widening(None, kind, value):
        return widens(widened)
    header = document.persona.header
    node = Field(id=new_field_id(document, op.field), key=op.field, kind=kind, value=value)
    at = max((i for i, old in enumerate(header, 1) if not isinstance(old, Raw)), default=0)
    persona = evolve(document.persona, header=(*header[:at], node, *header[at:]))
    return Outcome(evolve(document, persona=persona))


OP = OpImpl(model=Set, apply=apply)
