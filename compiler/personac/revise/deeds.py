"""What an op did, told for those who review it: its verb, its place and its reason."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from personac.api import Document
from personac.model import NodeId
from personac.revise.order import site_of
from personac.revise.parse import Loaded
from personac.revise.provenance import chain
from personac.revision import OpBase
from personac.source import Span


class Deed(Struct, frozen=True, kw_only=True):
    """An op of a revision, with its place in the revision's file."""

    revision: str
    op: str
    verb: str = ""
    path: str = ""
    line: int = 0
    reason: str = ""


def op_of(loaded: Loaded, name: str) -> OpBase | None:
    return next((op for op in loaded.revision.ops if op.id == name), None)


def deed(loaded: Loaded, name: str) -> Deed | None:
    """The op of this name; None when the revision has none."""
    op = op_of(loaded, name)
    if op is None:
        return None
    span = site_of(loaded, name).label().at.span or Span(0, 0)
    return Deed(
        revision=loaded.revision.id,
        op=name,
        verb=str(type(op).__struct_config__.tag),
        path=loaded.source.path,
        line=loaded.source.position(span.start).line,
        reason=" ".join(op.reason.split()),
    )


def deeds(
    document: Document, nodes: Iterable[NodeId], revisions: Mapping[str, Loaded]
) -> tuple[Deed, ...]:
    """The ops that made these nodes what they are, in the order in which they did."""
    ops = [op for node in nodes for op in reversed(tuple(chain(document.origins.get(node))))]
    found = (deed(revisions[op.revision], op.op) for op in ops if op.revision in revisions)
    return tuple(dict.fromkeys(one for one in found if one))
