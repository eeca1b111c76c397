"""Whether a threshold still holds its subject as tightly as before."""

import re
from typing import NamedTuple

from personac.model import Polarity
from personac.text.quote import key_of

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UPPER = re.compile(
    r"[<≤]|\b(?:at most|no more|not more|less than|fewer than|up to|within|under|below|max)",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"[>≥]|\b(?:at least|no less|more than|greater than|above|over|exceed|min)", re.IGNORECASE
)


class Bound(NamedTuple):
    """``side`` is 1 for an upper bound, -1 for a lower one."""

    side: int
    number: float
    unit: str


def loosened(before: str | None, after: str | None, polarity: Polarity = Polarity.REQUIRE) -> bool:
    """Whether ``after`` leaves more room than ``before``; what cannot be compared does."""
    if before is None or (after is not None and key_of(before) == key_of(after)):
        return False
    old, new = _bound(before), _bound(after or "")
    if old is None or new is None or (old.side, old.unit) != (new.side, new.unit):
        return True
    room = old.side if polarity is Polarity.REQUIRE else -old.side
    return (new.number - old.number) * room > 0


def _bound(text: str) -> Bound | None:
    number = _NUMBER.search(text)
    upper, lower = _UPPER.search(text), _LOWER.search(text)
    if number is None or bool(upper) == bool(lower):
        return None
    unit = key_of(text[number.end() :])
    return Bound(1 if upper else -1, float(number.group().replace(",", "")), unit)
