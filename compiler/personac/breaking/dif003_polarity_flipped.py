"""DIF003: what was demanded is forbidden, or the other way round."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.contract._phrases import NOT, SHOULD_NOT

_NEGATIVE = (NOT, SHOULD_NOT)


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        old, new = pair.old.markers[0], pair.new.markers[0]
        bans = [sum(m in _NEGATIVE for m in one.markers) for one in (pair.old, pair.new)]
        if bans[0] != bans[1]:
            yield Shift(
                message=_message(pair.old.kind, old, new),
                help="turn the statement round again, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
            )


def _message(kind: str, old: str, new: str) -> str:
    if (old in _NEGATIVE) is (new in _NEGATIVE):
        return f"a part of the {kind} is turned round"
    if old in _NEGATIVE:
        return f"the {kind} forbade what it now asks for or allows"
    return f"the {kind} asked for what it now forbids"


CHANGES = ChangeRule(
    code="DIF003",
    name="polarity-flipped",
    why="an agent does what it was to leave, or leaves what it was to do",
    check=check,
)
