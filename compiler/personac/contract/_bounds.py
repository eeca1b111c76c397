"""Thresholds as intervals: which numbers a text allows, in the smallest unit of their family."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from personac.tables._action_words import singular
from personac.tables.metrics import STATISTICS, UNITS

_STATISTIC = {word: name for name, spelled in STATISTICS.items() for word in spelled.split("|")}


class Side(StrEnum):
    LOWER = ">="
    ABOVE = ">"
    UPPER = "<="
    BELOW = "<"
    EXACT = "="
    RANGE = "range"

    @property
    def room(self) -> int:
        """1 when a larger number leaves more room, -1 when a smaller one does, else 0."""
        return {">=": -1, ">": -1, "<=": 1, "<": 1}.get(self.value, 0)


class Bound(NamedTuple):
    """``low`` and ``high`` are what it allows, scaled by the unit's ``family``."""

    side: Side
    low: float
    high: float
    family: str
    unit: str
    statistic: str
    words: str

    @property
    def value(self) -> float:
        """The one number of a bound; the lower one of a range."""
        return self.high if self.side.room > 0 else self.low


_LOWER = r">=|≥|at least|(?:an? )?minimum(?: of)?|min\.?|(?:no|not) (?:less|lower|fewer|smaller) than|not below|not under|at or above"
_ABOVE = r">|(?:more|greater|higher|longer|larger) than|above|over|exceed(?:s|ing|ed)?|beyond"
_UPPER = (
    r"<=|≤|at most|(?:an? )?maximum(?: of)?|max\.?|(?:no|not) (?:more|greater|higher|longer|larger|later) than|up to|within|"
    r"not (?:exceed(?:ing)?|above|over)|at or below|every|after"
)
_BELOW = r"<|(?:less|fewer|lower|smaller|shorter) than|below|under"
_EXACT = r"==?|exactly|target(?:s|ing)?(?: of| is)?:?|±|~|around|about|approximately"
_NUMBER = r"[$€£]?\d[\d,]{0,15}(?:\.\d{1,10})?k?"
_UNIT = r"(?:%|percent\b|per cent\b|[a-z]{1,14}\b|/\d{1,4})"
_THRESHOLD = re.compile(
    r"(?:(?P<not>(?:\b(?:not|never|cannot)|n['’]t) (?:(?:be|stay|remain|fall|drop|go|rise|take|last|have) )?)?"
    rf"(?:(?P<lower>(?<![\w<>=])(?:{_LOWER}))|(?P<upper>(?<![\w<>=])(?:{_UPPER}))|(?P<above>(?<![\w<>=])(?:{_ABOVE}))|"
    rf"(?P<below>(?<![\w<>=])(?:{_BELOW}))|(?P<exact>(?<![\w<>=])(?:{_EXACT})))\s{{0,3}})?"
    rf"(?P<number>(?<![\w./-]){_NUMBER})(?:\s?(?:-|to)\s?(?P<second>{_NUMBER}))?"
    rf"(?:[\s-]?(?P<unit>{_UNIT}))?(?P<more>\+|\s?(?:or|and) (?:more|higher|above|greater|up)|\s(?:minimum|at least)(?!\s*\d))?"
    r"(?P<less>\s?or (?:less|lower|below|fewer|under)|\s(?:maximum|at most)(?!\s*\d))?",
)
_NAMED = re.compile(
    r"\b(?:step|phase|stage|workflow|part|section|chapter|rule|tier|level|table|figure|item|version|round|"
    r"iteration|sprint|priority|issue|rfc|iso|appendix|option|gate|slo|slice|task|page|line|http|port|wave)s?[ #-]?$"
)
_NEXT = {
    Side.LOWER: Side.BELOW,
    Side.ABOVE: Side.UPPER,
    Side.UPPER: Side.ABOVE,
    Side.BELOW: Side.LOWER,
}
_INFINITE = float("inf")


class Found(NamedTuple):
    """A bound, where it stands, and whether its comparator holds the statement's negation."""

    bound: Bound
    start: int
    end: int
    negated: bool


def found_bounds(folded: str) -> Iterator[Found]:
    """The thresholds of a folded text, in order."""
    if not any(map(str.isdigit, folded)):
        return
    for match in _THRESHOLD.finditer(folded):
        value = _value(match["number"])
        if value is not None and not _names(folded, match):
            yield _found(folded, match, value)


def _names(folded: str, match: re.Match[str]) -> bool:
    """Whether the number is part of a name: ``phase 2``."""
    plain = match.start() == match.start("number") and not match["second"]
    return plain and bool(_NAMED.search(folded, max(0, match.start() - 20), match.start()))


def _found(folded: str, match: re.Match[str], value: float) -> Found:
    side = _side(match)
    negated = bool(match["not"]) and side in _NEXT
    side = _NEXT[side] if negated else side
    family, factor, end = _unit(match)
    second = _value(match["second"] or "")
    low, high = value * factor, (second if second is not None else value) * factor
    if second is not None:
        side = Side.RANGE
    elif side.room > 0:
        low = -_INFINITE
    elif side.room < 0:
        high = _INFINITE
    words = folded[match.start() : end].strip()
    statistic = _statistic(folded[max(0, match.start() - 80) : match.start()])
    return Found(
        Bound(side, low, high, family, match["unit"] or "", statistic, words),
        match.start(),
        end,
        negated,
    )


def _side(match: re.Match[str]) -> Side:
    if match["more"]:
        return Side.LOWER
    if match["less"]:
        return Side.UPPER
    for name, side in (
        ("lower", Side.LOWER),
        ("upper", Side.UPPER),
        ("above", Side.ABOVE),
        ("below", Side.BELOW),
    ):
        if match[name]:
            return side
    return Side.EXACT


def _unit(match: re.Match[str]) -> tuple[str, float, int]:
    """The unit's family, its factor and where the threshold ends; a word that is no unit is
    not part of the threshold.
    """
    written = match["unit"] or ""
    known = UNITS.get(written) or UNITS.get(singular(written)) or _MORE_UNITS.get(singular(written))
    if known is not None:
        return known[0], known[1], match.end()
    if written.startswith("/"):
        return written, 1.0, match.end()
    money = match["number"][0] if match["number"][0] in "$€£" else ""
    end = match.end("second") if match["second"] else match.end("number")
    return money, 1.0, end


_MORE_UNITS: dict[str, tuple[str, float]] = {
    "m": ("time", 60.0),
    "week": ("time", 604800.0),
    "d": ("time", 86400.0),
    "per cent": ("%", 1.0),
    "tb": ("bytes", 1e12),
    "byte": ("bytes", 1.0),
    "px": ("px", 1.0),
}


def _statistic(before: str) -> str:
    words = re.findall(r"[a-z][\w.]*", before)
    return next((_STATISTIC[word] for word in reversed(words) if word in _STATISTIC), "")


def _value(written: str) -> float | None:
    thousand = written.endswith("k")
    digits = written.rstrip("k").lstrip("$€£").replace(",", "")
    try:
        return float(digits) * (1000.0 if thousand else 1.0)
    except ValueError:
        return None
