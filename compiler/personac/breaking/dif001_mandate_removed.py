"""DIF001: a mandate or metric that is gone."""

from collections.abc import Iterator

from personac.breaking._changes import GONE, ChangeRule, Comparison, Shift
from personac.model import Mandate, Modality, Polarity


def check(comparison: Comparison) -> Iterator[Shift]:
    for old in comparison.pairing.removed:
        if old.kind != "gate" and not _permits(old.clause):
            yield Shift(
                became=GONE,
                help="put it back, or accept its removal with a reason",
                old=old,
            )


def _permits(clause: object) -> bool:
    """Losing a permission binds no less."""
    return isinstance(clause, Mandate) and (clause.polarity, clause.modality) == (
        Polarity.PERMIT,
        Modality.MAY,
    )


CHANGES = ChangeRule(
    code="DIF001",
    name="mandate-removed",
    why="what no sentence demands any more, no agent does",
    check=check,
)
