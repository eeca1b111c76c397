"""append: a sentence at the end of a text, or an entry at the end of a list."""

from typing import Annotated

from msgspec import Meta

from personac.api import Document, OpImpl, Outcome
from personac.model import Field, Holder, Item, NodeId, Step, Style, Text
from personac.revise._words import Placed
from personac.revise.ops._edit import (
    change,
    each,
    node_of,
    one_line,
    refused,
    sentence_added,
    unchanged,
    with_words,
)
from personac.revise.ops._entry import add_last
from personac.revise.ops._field import with_value
from personac.revision import OpBase, TargetOp
from personac.text.quote import find_quote


class Append(TargetOp, frozen=True, kw_only=True, tag="append"):
    text: Annotated[str, Meta(min_length=1)]
    label: str | None = None

    def made(self) -> str:
        return self.text


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Append)
    return each(document, targets, lambda found, node: _append(found, node, op))


def _append(document: Document, target: NodeId, op: Append) -> Outcome[Document]:
    node = node_of(document, target)
    if isinstance(node, Text | Item | Step) and _takes_sentence(node):
        return _sentence(document, node, op)
    if isinstance(node, Holder):
        return add_last(document, node, (op.text, op.label))
    if isinstance(node, Field) and isinstance(node.value, str):
        return _value(document, node, op)
    return _refusal(node)


def _takes_sentence(node: Text | Item | Step) -> bool:
    """Whether the node is a text; without words of its own it is the head of a list."""
    if node.text or isinstance(node, Text):
        return True
    return not node.children and not (isinstance(node, Step) and node.style is Style.HEADING)


def _sentence(document: Document, node: Text | Item | Step, op: Append) -> Outcome[Document]:
    if op.label is not None:
        return refused(
            "append to a text adds a sentence, which has no label",
            "leave out `label`, or use `insert` for an entry of its own",
            (node.id,),
        )
    if find_quote(op.text, node.text):
        return unchanged(document, node.id)
    added = with_words(node, sentence_added(node.text, one_line(op.text)))
    return Outcome(change(document, node.id, lambda _: added))


def _value(document: Document, node: Field, op: Append) -> Outcome[Document]:
    value = str(node.value)
    if find_quote(op.text, value):
        return unchanged(document, node.id)
    return with_value(document, node, sentence_added(value, one_line(op.text)))


def _refusal(node: Placed) -> Outcome[Document]:
    kind = type(node).__name__.lower()
    return refused(
        f"append adds to a text, an item, a section or a field of text; this is a {kind}",
        "select what stands before it or around it",
        (node.id,),
    )


OP = OpImpl(model=Append, apply=apply)
