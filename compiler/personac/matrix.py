"""From compiled personas to what enforces each mandate on each target."""

from collections.abc import Sequence

from personac.api import How, LossKind
from personac.compile import Bound, Compiled
from personac.emission import Emitted
from personac.report.matrix import EXCLUDED, LOST, PROSE, Cell, Row

_RANK = list(How)


def matrix(compiled: Sequence[Compiled], hookless: Sequence[str] = ()) -> tuple[Row, ...]:
    """A row for each mandate and gate, in the order of personas and of their text; every row has
    a cell for every target.  By the settings ``hookless`` their target runs no hook.
    """
    idle = {path.partition("/")[0]: path.partition("/")[2] for path in hookless}
    targets = sorted({emitted.target for one in compiled for emitted in one.emitted})
    by_target = [{emitted.target: emitted for emitted in one.emitted} for one in compiled]
    return tuple(
        Row(
            persona=one.persona,
            id=bound.id,
            text=bound.text,
            at=bound.at,
            cells=tuple(
                _cell(bound, one, target, emitted.get(target), idle.get(target, ""))
                for target in targets
            ),
        )
        for one, emitted in zip(compiled, by_target, strict=True)
        for bound in one.contract
    )


def _cell(bound: Bound, one: Compiled, target: str, emitted: Emitted | None, idle: str) -> Cell:
    for left in one.excluded:
        if left.target == target:
            return Cell(target=target, how=(EXCLUDED,), why=left.reason)
    if emitted is None:
        return Cell(target=target, how=(LOST,), why="the persona cannot be written for the target")
    lost = [lost.loss for lost in emitted.losses if lost.loss.kind is LossKind.DROPPED]
    for loss in lost:
        if loss.node in (bound.id, bound.node):
            return Cell(target=emitted.target, how=(LOST,), why=loss.detail)
    found = [each for each in emitted.enforced if each.mandate == bound.id]
    if idle and any(one.how is How.HOOK for one in found):
        found = [one for one in found if one.how is not How.HOOK]
        if not found:
            off = f"`{idle}` switches off every hook"
            return Cell(target=emitted.target, how=(PROSE,), why=off)
    if not found:
        why = next((p.why for p in emitted.prose if p.mandate == bound.id), bound.why)
        return Cell(target=emitted.target, how=(PROSE,), why=why)
    found.sort(key=lambda one: (bool(one.needs), _RANK.index(one.how)))
    return Cell(
        target=emitted.target,
        how=tuple(dict.fromkeys(", ".join(filter(None, (one.how, one.needs))) for one in found)),
        needs=found[0].needs,
        where=tuple(dict.fromkeys(one.where for one in found)),
        limits=tuple(dict.fromkeys(one.limits for one in found if one.limits)),
        why=bound.why,
    )
