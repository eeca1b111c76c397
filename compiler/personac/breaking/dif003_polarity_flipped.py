"""DIF003: what was demanded is forbidden, or the other way round."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._pairs import Pair
from personac.contract._phrases import NOT, SHOULD_NOT
from personac.model import Mandate

_NEGATIVE = (NOT, SHOULD_NOT)


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        old, new = pair.old.markers[0], pair.new.markers[0]
        bans = [sum(m in _NEGATIVE for m in one.markers) for one in (pair.old, pair.new)]
        if bans[0] != bans[1]:
            yield Shift(
                became=_became(pair, turned=(old in _NEGATIVE) is not (new in _NEGATIVE)),
                help="turn the statement round again, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
            )


def _became(pair: Pair, *, turned: bool) -> str:
    old, new = pair.old.clause, pair.new.clause
    if not turned:
        return "is turned round in a part"
    if isinstance(old, Mandate) and isinstance(new, Mandate) and old.polarity is not new.polarity:
        return f"changes from {old.polarity} to {new.polarity}"
    return "says the opposite of what it said"


CHANGES = ChangeRule(
    code="DIF003",
    name="polarity-flipped",
    why="an agent does what it was to leave, or leaves what it was to do",
    check=check,
)
