"""What came of a specification, counted: quotations, proposals, losses, a second application."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from personac.api import Document
from personac.diagnostics import Diagnostic
from personac.model import Persona, blocks, evolve
from personac.revise.engine import revise
from personac.revise.parse import Loaded
from personac.revise.preserve import broken
from personac.revise.prose.anchor import State
from personac.revise.prose.ground import Status
from personac.revise.prose.lower import NO_ANSWERS, Enrich, Lowering, lower
from personac.revise.prose.spec import Spec
from personac.source import FromOp, Origin


class Measured(Struct, frozen=True, kw_only=True):
    """``lost`` are the mandates, gates and grants that bind no longer; ``again`` counts the nodes
    that change when the revision, and the specification read anew, meet their own result.
    """

    lowering: Lowering
    quotes: dict[State, int]
    proposals: dict[Status, int]
    lost: int
    again: int
    found: tuple[Diagnostic, ...]


def measure(
    spec: Spec, document: Document, enrich: Enrich, answers: Mapping[str, str] = NO_ANSWERS
) -> Measured:
    """Apply the specification to the persona, and to what comes of it."""
    lowering = lower(spec, document, enrich, answers)
    outcome = revise(document, [lowering.loaded], enrich)
    after = outcome.value
    came = Counter(one.lowered.status for one in lowering.outcomes)
    if after is None:
        came = Counter({Status.LEFT: len(lowering.outcomes)})
    return Measured(
        lowering=lowering,
        quotes=dict(Counter(a.state for a in lowering.anchors)),
        proposals=dict(came),
        lost=_lost(document, after),
        again=0 if after is None else _again(spec, lowering.loaded, after, enrich, answers),
        found=(*lowering.found, *outcome.diagnostics),
    )


def _lost(before: Document, after: Document | None) -> int:
    if after is None:
        return 0
    return len(list(broken(before.persona, after.persona, ("mandates", "gates", "tools"))))


def _again(
    spec: Spec, loaded: Loaded, after: Document, enrich: Enrich, answers: Mapping[str, str]
) -> int:
    """Nodes that differ after the second time, by the same ops and by ops lowered anew."""
    bare = evolve(after, origins={node: _first(origin) for node, origin in after.origins.items()})
    fresh = lower(spec, bare, enrich, answers).loaded
    results = (revise(bare, [one], enrich).value for one in (loaded, fresh))
    return sum(_differing(after.persona, one.persona if one else None) for one in results)


def _first(origin: Origin) -> Origin:
    """The origin as if no revision had been here."""
    while isinstance(origin, FromOp) and origin.replaced is not None:
        origin = origin.replaced
    return origin


def _differing(one: Persona, other: Persona | None) -> int:
    if one == other:
        return 0
    old = {node.id: node for node in blocks(one)}
    new = {node.id: node for node in blocks(other)} if other else {}
    return sum(old.get(node) != new.get(node) for node in old.keys() | new.keys()) or 1
