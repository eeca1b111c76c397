"""require: a condition, and no change."""

from personac.api import Document, OpImpl, Outcome
from personac.model import NodeId
from personac.revision import OpBase, TargetOp


class Require(TargetOp, frozen=True, kw_only=True, tag="require"):
    """Its target is all it says."""


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Require)
    assert targets or op.target.count == "all"
    return Outcome(document)


OP = OpImpl(model=Require, apply=apply, changes=False)
