"""Weakenings of the figures in a sentence."""

import re
from collections.abc import Callable
from typing import Literal

from mutants.grammar import hidden, swap
from mutants.values import Statement

Operator = Callable[[Statement], str | None]

_HIGHER_IS_BETTER = re.compile(
    r"\b(?:coverage|accuracy|uptime|availability|pass rate|precision|recall)\b",
    re.IGNORECASE,
)
_LOWER_IS_BETTER = re.compile(
    r"\b(?:latency|response times?|error rates?|failures?|regressions?|complexity|duplication|defects?"
    r"|bugs|vulnerabilit\w+|downtime|load times?|bundle|size|length|memory|overhead|drift|nesting)\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"(?P<bound>(?:<=?|≤|\b(?:under|below|within|less than|fewer than|at most|no more than|no later than"
    r"|not exceed|exceeds?|exceeding|up to|max(?:imum)?(?: of)?|larger than|longer than|older than))\s*\$?)(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d–-]|\.\d|,\d)",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"(?P<bound>(?:>=|≥|\b(?:at least|min(?:imum)?(?: of)?|no fewer than|no less than))\s*\$?)(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d–-]|\.\d|,\d)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?P<bound>>\s*)(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d–-]|\.\d|,\d)")
_ACTS = re.compile(
    r"\b(?:if|when|block|halt|stop|fail|escalat|trigger|alert|flag|ask|go to|approv|confirm)",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"\b(?:before|any payment|permit|may|skip|omit|can)\b", re.IGNORECASE)


def _loosened(statement: Statement) -> str | None:
    """A bound moved so that more passes, where the words leave no doubt which way that is."""
    return _with_bound(statement, {"up": "up", "down": "down"})


def tightened(statement: Statement) -> str | None:
    """A bound moved so that less passes."""
    return _with_bound(statement, {"up": "down", "down": "up"})


def _with_bound(statement: Statement, ways: dict[str, str]) -> str | None:
    text = hidden(statement.text)
    found = [
        (match, way)
        for pattern, way in ((_UPPER, "up"), (_LOWER, "down"), (_MORE, "more"))
        for match in pattern.finditer(text)
    ]
    if len(found) != 1 or (_DOUBT.search(text) and statement.polarities != {"require"}):
        return None
    match, way = found[0]
    direction = _direction(statement, match, way)
    number = _moved(match["number"], ways[direction]) if direction else None
    if number is None:
        return None
    rest = _agreeing(statement.text[match.end("number") :], match["number"], number)
    return statement.text[: match.start("number")] + number + rest


def _agreeing(rest: str, old: str, new: str) -> str:
    """What is counted, in the singular or the plural."""
    if new == "1":
        return re.sub(r"^( [a-z]+)s\b", r"\1", rest)
    if old == "1":
        return re.sub(r"^( (?:working |business )?(?:day|hour|week|minute|second))\b", r"\1s", rest)
    return rest


def _direction(
    statement: Statement, match: re.Match[str], way: str
) -> Literal["up", "down"] | None:
    text = hidden(statement.text)
    if re.search(r"\b(?:improvement|reduction|savings?|growth)\b", text, re.IGNORECASE):
        return None
    share = re.match(r"\s?%", text[match.end() :])
    good, bad = share and _HIGHER_IS_BETTER.search(text), _LOWER_IS_BETTER.search(text)
    if good and not bad:
        return "down"
    if bad and not good:
        return "up"
    if (good and bad) or _ACTS.search(text):
        return None
    if statement.forbids:
        return (
            "up"
            if re.match(r"exceed|more|larger|longer|not exceed|>", match["bound"], re.IGNORECASE)
            else None
        )
    if way == "more":
        return None
    return "up" if way == "up" else "down"


def _moved(number: str, direction: str) -> str | None:
    """The number, twice as large or half as large; None where that would be no loosening."""
    value = float(number.replace(",", ""))
    if direction == "down":
        lower = int(value // 2)
        return None if lower >= value or (value > 1 and lower < 1) else str(lower)
    return None if value == 0 or value != int(value) else str(int(value) * 2)


_UNITS = (
    ("ms", "s"),
    ("milliseconds", "seconds"),
    ("seconds", "minutes"),
    ("minutes", "hours"),
    ("min", "hours"),
    ("hours", "days"),
    ("days", "weeks"),
    ("lines", "pages"),
    ("KB", "MB"),
    ("MB", "GB"),
)


def _unit(statement: Statement) -> str | None:
    """The same figure of a larger unit, for an upper bound."""
    text = hidden(statement.text)
    found = list(_UPPER.finditer(text))
    if len(found) != 1 or _direction(statement, found[0], "up") != "up":
        return None
    for unit, larger in _UNITS:
        named = re.compile(rf"\s?({unit})\b").match(text, found[0].end())
        if named:
            return statement.text[: named.start(1)] + larger + statement.text[named.end(1) :]
    return None


def _removed(statement: Statement) -> str | None:
    """A bound that gives way to a word without a figure."""
    text = statement.text
    if _loosened(statement) is None:
        return None
    for pattern, new in (
        (r"\bwithin (?:\d+|one|two|three) (?:business |working )?[a-z]+\b(?! of\b)", "promptly"),
        (r"\bat least \d+(?=(?: [a-z-]+)? [a-z]+s\b)", "some"),
        (r"(?<=[a-z] )(?:≥|>=)\s*\d+\s?%", "as high as practical"),
        (r"(?<=[a-z] )(?:≤|<=|<)\s*\d+\s?%", "as low as practical"),
    ):
        changed = swap(pattern, new, text)
        if changed is not None:
            return changed
    return None


BOUNDS: dict[str, Operator] = {
    "threshold-loosened": _loosened,
    "threshold-removed": _removed,
    "unit-changed": _unit,
}
