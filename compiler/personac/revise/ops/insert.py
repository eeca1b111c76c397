"""insert: an entry or a text of its own, beside the target or inside it."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from personac.api import Document, OpImpl, Outcome
from personac.model import Holder, NodeId
from personac.revise.ops._edit import (
    each,
    headed,
    listed,
    node_of,
    parent_of,
    refused,
    siblings_of,
)
from personac.revise.ops._entry import add_beside, add_last
from personac.revision import OpBase, TargetOp


class Where(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    FIRST = "first"
    LAST = "last"


class Insert(TargetOp, frozen=True, kw_only=True, tag="insert"):
    text: Annotated[str, Meta(min_length=1)]
    where: Where = Where.AFTER
    label: str | None = None

    def made(self) -> str:
        return self.text


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Insert)
    insert = _beside if op.where in (Where.BEFORE, Where.AFTER) else _inside
    return each(document, targets, lambda found, node: insert(found, node, op))


def _beside(document: Document, target: NodeId, op: Insert) -> Outcome[Document]:
    siblings = siblings_of(document.persona, target)
    if not siblings or headed(node_of(document, target)):
        return refused(
            "insert stands beside an item or a text, not beside a title, a field or a row",
            "use `where: first` or `last` to add inside a section, `set` for a field",
            (target,),
        )
    at = next(i for i, child in enumerate(siblings) if child.id == target)
    holder = parent_of(document.persona, target)
    return add_beside(document, holder, at, int(op.where is Where.AFTER), (op.text, op.label))


def _inside(document: Document, target: NodeId, op: Insert) -> Outcome[Document]:
    holder = node_of(document, target)
    if not isinstance(holder, Holder):
        return refused(
            f"`where: {op.where}` needs a section or a list as target",
            "select the section, or use `before` or `after`",
            (target,),
        )
    words = (op.text, op.label)
    if op.where is Where.LAST:
        return add_last(document, holder, words)
    first = next((i for i, child in enumerate(holder.children) if listed(child)), None)
    if first is None and (not holder.children or headed(holder.children[0])):
        return add_last(document, holder, words)
    return add_beside(document, holder, first or 0, 0, words)


OP = OpImpl(model=Insert, apply=apply)
