"""DIF005: a threshold that lets more pass."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._differences import Aspect, aspects, counts_people, shown
from personac.breaking._pairs import Pair
from personac.breaking._stated import Stated
from personac.breaking._thresholds import Moved, moved
from personac.contract._bounds import Bound
from personac.contract._words import fold


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        for became, tightened in _shifts(pair):
            yield Shift(
                became=became,
                help="restore the threshold, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )


def _shifts(pair: Pair) -> Iterator[tuple[str, bool]]:
    for one in moved(pair.old, pair.new):
        if one.old is not None and counts_people(pair.old, one.old):
            continue  # DIF007
        yield _became(pair, one), not one.looser
    for change in aspects(pair.old, pair.new, Aspect.STATISTIC):
        before, after = shown(change.lost) or "none", shown(change.gained) or "none"
        yield f'changes its statistic from "{before}" to "{after}"', False


def _became(pair: Pair, one: Moved) -> str:
    before, after = words_of(pair.old, one.old), words_of(pair.new, one.new)
    return f'changes its threshold from "{before}" to "{after}"'


def words_of(stated: Stated, bound: Bound | None) -> str:
    """The threshold as written, with the things it counts."""
    if bound is None:
        return "none"
    written = stated.clause.threshold
    return written if written and bound.words in fold(written) else bound.words


CHANGES = ChangeRule(
    code="DIF005",
    name="threshold-loosened",
    why="what failed before now passes",
    check=check,
)
