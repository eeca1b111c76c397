"""Which way a threshold moved: whether the new one lets more pass."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.breaking._stated import Stated
from personac.contract._bounds import Bound, Side
from personac.contract._form import Role
from personac.contract._phrases import BOUND, NOT, SHOULD_NOT

_HIGHER = frozenset(
    "coverag accuracy uptim availability throughput success pass satisfaction precision recall hit contrast "
    "confidens fps rps tps qps f1 completion conversion approv reviewer review scor quality compliance frequency replica "
    "backup retention adoption test check".split()
)
_LOWER = frozenset(
    "latency tim error failur regression degradation increas memory cpu complexity duplication siz length positiv downtim "
    "los defect bug vulnerability cost budget incident drop crash drift lag delay debt warning duration issu violation "
    "retry attempt timeout respond finding risk".split()
)


class Moved(NamedTuple):
    """A threshold before and after; one of them is None where it came or went."""

    old: Bound | None
    new: Bound | None
    looser: bool


def moved(old: Stated, new: Stated) -> Iterator[Moved]:
    """The thresholds that differ, paired in order."""
    before, after = list(old.form.bounds), list(new.form.bounds)
    for bound in tuple(before):
        if same := next((one for one in after if _equal(bound, one)), None):
            before.remove(bound)
            after.remove(same)
    for number in range(max(len(before), len(after))):
        one = before[number] if number < len(before) else None
        other = after[number] if number < len(after) else None
        yield Moved(one, other, one is not None and (other is None or looser(old, new, one, other)))


def _equal(one: Bound, other: Bound) -> bool:
    return _interval(one) == _interval(other)


def _interval(one: Bound) -> tuple[object, ...]:
    return one.side, round(one.low, 6), round(one.high, 6), one.family


def looser(old: Stated, new: Stated, one: Bound, other: Bound) -> bool:
    """What cannot be compared is looser: nobody can tell that it is not."""
    if one.family != other.family:
        return True
    if Side.RANGE in (one.side, other.side) or Side.EXACT in (one.side, other.side):
        return not _inside(one, other) or one.side is Side.EXACT or other.side is Side.EXACT
    if (one.side.room > 0) != (other.side.room > 0):
        return True
    grown = other.value - one.value
    if grown == 0:
        return _strict(one) != _strict(other) and _strict(one) is (
            _better(old, one) is not Better.ALARM
        )
    match _better(old, one):
        case Better.HIGHER:
            return grown < 0
        case Better.LOWER:
            return grown > 0
        case _:
            return (grown * one.side.room > 0) is not _alarm(old, one)


class Better:
    HIGHER, LOWER, ALARM, UNKNOWN = "higher", "lower", "alarm", "unknown"


def _inside(one: Bound, other: Bound) -> bool:
    return one.low <= other.low and other.high <= one.high


def _strict(one: Bound) -> bool:
    return one.side in (Side.ABOVE, Side.BELOW)


def _better(old: Stated, one: Bound) -> str:
    """Which numbers of what is measured are good, by the words next to the threshold."""
    words = [w for w in old.form.words]
    at = next((i for i, w in enumerate(words) if w.form == BOUND and w.text == one.words), None)
    if at is None:
        return Better.UNKNOWN
    order = [*reversed(words[max(0, at - 6) : at]), *words[at + 1 : at + 4]]
    for word in order:
        if word.form == BOUND:
            continue
        if word.form in _LOWER:
            return Better.LOWER
        if word.form in _HIGHER:
            return Better.HIGHER
    return Better.UNKNOWN


def _alarm(old: Stated, one: Bound) -> bool:
    """Whether crossing the threshold is what is forbidden or acted on."""
    role = next((w.role for w in old.form.words if w.form == BOUND and w.text == one.words), None)
    banned = old.markers[0] in (NOT, SHOULD_NOT)
    return banned is not (role is Role.CONDITION)
