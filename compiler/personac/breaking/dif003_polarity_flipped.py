"""DIF003: what was demanded is forbidden, or the other way round."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.contract._phrases import NOT, SHOULD_NOT

_NEGATIVE = (NOT, SHOULD_NOT)


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        old, new = pair.old.markers[0], pair.new.markers[0]
        flipped = (old in _NEGATIVE) is not (new in _NEGATIVE)
        count = [sum(m in _NEGATIVE for m in one.markers) for one in (pair.old, pair.new)]
        if (old and new and flipped) or count[0] % 2 != count[1] % 2:
            says = (
                "forbids" if old in _NEGATIVE else "demands",
                "forbids" if new in _NEGATIVE else "demands or allows",
            )
            yield Shift(
                message=f"the {pair.old.kind} {says[0]} what it now {says[1]}"
                if flipped
                else f"a negation of the {pair.old.kind} went or came",
                help="turn the statement round again, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
            )


CHANGES = ChangeRule(
    code="DIF003",
    name="polarity-flipped",
    why="an agent does what it was to leave, or leaves what it was to do",
    check=check,
)
