"""remove: a node with all that stands below it."""

from typing import Annotated

from msgspec import Meta

from personac.api import Document, OpImpl, Outcome
from personac.model import Field, NodeId
from personac.revise.ops._edit import (
    change,
    each,
    node_of,
    parent_of,
    put,
    renumbered,
    siblings_of,
)
from personac.revise.ops._field import widens
from personac.revise.ops._grants import widening
from personac.revision import OpBase, TargetOp


class Remove(TargetOp, frozen=True, kw_only=True, tag="remove"):
    reason: Annotated[str, Meta(min_length=1)]


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Remove)
    return each(document, targets, _remove)


def _remove(document: Document, target: NodeId) -> Outcome[Document]:
    node = node_of(document, target)
    if isinstance(node, Field) and (widened := widening(node, node.kind, None)):
        return widens(widened, target)
    before = siblings_of(document.persona, target)
    if not before:
        return Outcome(change(document, target, lambda _: None))
    at = next(i for i, child in enumerate(before) if child.id == target)
    children = renumbered((*before[:at], *before[at + 1 :]), before, at)
    return Outcome(put(document, parent_of(document.persona, target), children))


OP = OpImpl(model=Remove, apply=apply)
