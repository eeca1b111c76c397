"""Which way a threshold moved: whether the new one lets more pass."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.breaking._stated import Stated
from personac.contract._bounds import Bound, Side
from personac.contract._form import Role, Word
from personac.contract._phrases import BOUND, NOT, SHOULD_NOT
from personac.contract._words import lemma

_HIGHER = frozenset(
    map(
        lemma,
        "coverage accuracy uptime availability throughput success pass satisfaction precision recall hit "
        "contrast confidence fps rps tps qps f1 completion conversion score retention adoption".split(),
    )
)
_LOWER = frozenset(
    map(
        lemma,
        "latency error failure regression degradation increase memory cpu complexity duplication length "
        "positive downtime loss defect bug vulnerability cost incident crash drift debt violation".split(),
    )
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
        yield Moved(one, other, _is_looser(old, one, other))


def _is_looser(old: Stated, one: Bound | None, other: Bound | None) -> bool:
    """What bounds when a mandate holds, or what it excepts, may go with its words.  A number
    that came without a comparator says less than none: "one of two reviewers".
    """
    if one is None:
        return other is not None and other.side is Side.EXACT and not other.family
    if other is not None:
        return looser(old, one, other)
    word = next((w for w in old.form.words if w.form == BOUND and w.text == one.words), None)
    lifted = word is not None and word.role in (Role.CONDITION, Role.EXCEPTION)
    return old.kind != "mandate" or not lifted


def _equal(one: Bound, other: Bound) -> bool:
    return _interval(one) == _interval(other)


def _interval(one: Bound) -> tuple[object, ...]:
    return one.side, round(one.low, 6), round(one.high, 6), one.family


def looser(old: Stated, one: Bound, other: Bound) -> bool:
    """What cannot be compared is looser: nobody can tell that it is not."""
    if one.family != other.family:
        return True
    if Side.RANGE in (one.side, other.side) or Side.EXACT in (one.side, other.side):
        return not _inside(one, other) or one.side is Side.EXACT or other.side is Side.EXACT
    if (one.side.room > 0) != (other.side.room > 0):
        return True
    grown = other.value - one.value
    alarm = _alarm(old, one)
    if grown == 0:
        return _strict(one) != _strict(other) and _strict(one) is not alarm
    return (grown * one.side.room > 0) is not alarm


def _inside(one: Bound, other: Bound) -> bool:
    return one.low <= other.low and other.high <= one.high


def _strict(one: Bound) -> bool:
    return one.side in (Side.ABOVE, Side.BELOW)


def _alarm(old: Stated, one: Bound) -> bool:
    """Whether crossing the threshold is what is forbidden or acted on: ``coverage < 80 %``."""
    words = old.form.words
    at = next((i for i, w in enumerate(words) if w.form == BOUND and w.text == one.words), None)
    if at is None:
        return False
    for word in _near(words, at):
        if word in _LOWER or (word in _HIGHER and one.family not in ("time", "bytes")):
            return (one.side.room < 0) is (word in _LOWER)
    banned = old.markers[0] in (NOT, SHOULD_NOT)
    return banned is not (words[at].role is Role.CONDITION)


def _near(words: tuple[Word, ...], at: int) -> Iterator[str]:
    """The words next to a threshold, up to where another part of the sentence is joined."""
    for before in range(at - 1, max(-1, at - 5), -1):
        yield words[before].form
        if words[before].joined:
            break
    for after in range(at + 1, min(len(words), at + 3)):
        if words[after].joined:
            break
        yield words[after].form
