"""replace: the whole text of a node, its label, or both."""

from typing import Annotated

from msgspec import Meta

from personac.api import Document, OpImpl, Outcome
from personac.model import Field, Item, NodeId, Row, Section, Step, Table, Text, Workflow, evolve
from personac.revise._words import Placed, words_of
from personac.revise.ops._edit import (
    change,
    each,
    node_of,
    one_line,
    refused,
    says,
    unchanged,
    with_words,
)
from personac.revise.ops._field import with_value
from personac.revision import OpBase, Selector, TargetOp
from personac.text.quote import key_of


class Replace(TargetOp, frozen=True, kw_only=True, tag="replace"):
    text: Annotated[str, Meta(min_length=1)] | None = None
    label: str | None = None

    def afterwards(self) -> Selector | None:
        label = self.target.label if self.label is None else self.label
        quote = self.target.quote if self.text is None else self.text
        return evolve(self.target, quote=quote, label=label)


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Replace)
    return each(document, targets, lambda found, node: _replace(found, node, op))


def _replace(document: Document, target: NodeId, op: Replace) -> Outcome[Document]:
    node = node_of(document, target)
    if op.text is None and op.label is None:
        return refused("replace says neither a `text` nor a `label`", "give one of them", (target,))
    match node:
        case Item() | Text() | Step() if op.text is None or not _titled(node):
            if says(node, words_of(node) if op.text is None else op.text, op.label):
                return unchanged(document, target)
            changed = node if op.text is None else with_words(node, one_line(op.text))
            new = _relabelled(changed, op.label)
            return Outcome(change(document, target, lambda _: new))
        case Field() if op.text is not None and op.label is None and isinstance(node.value, str):
            if key_of(node.value) == key_of(op.text):
                return unchanged(document, target)
            return with_value(document, node, one_line(op.text))
        case _:
            return _refusal(node)


def _titled(node: Item | Text | Step) -> bool:
    return isinstance(node, Step) and not node.text and bool(node.children)


def _relabelled(node: Placed, label: str | None) -> Placed:
    if label is None:
        return node
    return evolve(node, title=label) if isinstance(node, Step) else evolve(node, label=label)


def _refusal(node: Placed) -> Outcome[Document]:
    kind = type(node).__name__.lower()
    remedy = "select an item, a text or a field of text"
    if isinstance(node, Section | Workflow | Step):
        remedy = "select what stands in it, by `label` or `quote`; `rephrase` changes a title"
    elif isinstance(node, Row | Table):
        remedy = "use `rephrase` for words in a cell"
    return refused(f"replace gives a node another text, and a {kind} has none", remedy, (node.id,))


OP = OpImpl(model=Replace, apply=apply)
