"""DIF007: an approval by fewer, by others, or later than before."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._differences import Aspect, Difference, aspects, counts_people, shown
from personac.breaking._pairs import Pair
from personac.breaking._thresholds import Moved, moved
from personac.breaking.dif005_threshold_loosened import words_of
from personac.contract._bounds import Side
from personac.contract._form import Role
from personac.contract._phrases import NOT, SHOULD_NOT


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        for one in aspects(pair.old, pair.new, Aspect.APPROVAL):
            tightened = _closed(pair, one) or (
                not one.lost and not any(w.joined == "or" for w in one.gained)
            )
            before, after = shown(one.lost) or "none", shown(one.gained) or "none"
            yield Shift(
                became=f'changes its approval from "{before}" to "{after}"',
                help="name the approver and the form of approval as before, or accept with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )
        yield from _fewer(pair)


def _fewer(pair: Pair) -> Iterator[Shift]:
    """How many have to approve."""
    for one in moved(pair.old, pair.new):
        if one.old is not None and counts_people(pair.old, one.old):
            grown = _grown(one)
            if grown == 0:
                continue
            before, after = words_of(pair.old, one.old), words_of(pair.new, one.new)
            yield Shift(
                became=f'changes how many approve from "{before}" to "{after}"',
                help="ask as many as before, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=not one.looser if grown is None else grown > 0,
            )


def _grown(one: Moved) -> float | None:
    """How many more approve; two are at least two.  None when that cannot be told."""
    sides = [bound.side for bound in (one.old, one.new) if bound is not None]
    if one.old is None or one.new is None or not set(sides) <= {Side.EXACT, Side.LOWER}:
        return None
    return one.new.low - one.old.low


def _closed(pair: Pair, one: Difference) -> bool:
    """Whether a ban loses the exception as a whole: then nobody can lift it any more."""
    banned = pair.old.markers[0] in (NOT, SHOULD_NOT) and pair.new.markers[0] == pair.old.markers[0]
    lifts = any(w.role is Role.EXCEPTION for w in pair.new.form.words)
    return (
        banned and not one.gained and not lifts and all(w.role is Role.EXCEPTION for w in one.lost)
    )


CHANGES = ChangeRule(
    code="DIF007",
    name="approval-weakened",
    why="who need not be asked cannot say no",
    check=check,
)
