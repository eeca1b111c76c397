"""DIF005: a threshold that lets more pass."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._differences import Aspect, aspects, shown
from personac.breaking._pairs import Pair
from personac.breaking._thresholds import Moved, moved


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        for message, tightened in _shifts(pair):
            yield Shift(
                message=message,
                help="restore the threshold, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )


def _shifts(pair: Pair) -> Iterator[tuple[str, bool]]:
    for one in moved(pair.old, pair.new):
        yield _message(one), not one.looser
    for change in aspects(pair.old, pair.new, Aspect.STATISTIC):
        before, after = shown(change.lost) or "none", shown(change.gained) or "none"
        yield f'the statistic changes from "{before}" to "{after}"', False


def _message(one: Moved) -> str:
    if one.new is None:
        return f'the threshold "{one.old.words if one.old else ""}" is gone'
    if one.old is None:
        return f'the threshold "{one.new.words}" is new'
    return f'the threshold changes from "{one.old.words}" to "{one.new.words}"'


CHANGES = ChangeRule(
    code="DIF005",
    name="threshold-loosened",
    why="what failed before now passes",
    check=check,
)
