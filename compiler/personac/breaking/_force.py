"""How much force a statement has by its place: headings that call it advice, attributes that rate
it.
"""

import re
from typing import NamedTuple

from personac.breaking._stated import Stated
from personac.text.plain import key

_ADVICE = re.compile(
    r"(?<!non[- ])(?<!not )\b(?:(?:best|good) practices?|non[- ]?binding|not binding|optional|"
    r"advisory|voluntary|informational|informative|aspirational|aspirations?|suggest(?:ions?|ed)|"
    r"recommend(?:ations?|ed)|guidelines?|guidance|preferences?|preferred|nice[- ]to[- ]haves?|"
    r"tips|hints|ideas|advice|wish ?list|rules? of thumb)\b"
)
_FIRM = re.compile(
    r"\b(?:mandatory|must|required|strict|compulsory|non[- ]negotiables?|(?<!non[- ])(?<!not )binding)\b"
)
_RATINGS = frozenset(
    "severity level priority importance strength force weight obligation modality enforcement".split()
)
_LOW = (
    "low lowest info information informational minor trivial note notice hint may could optional "
    "advisory suggestion suggested none off p3 p4 p5"
)
_MEDIUM = "medium normal moderate warning warn should recommended p1 p2"
_HIGH = "critical blocker blocking error fatal high highest must mandatory required strict p0"
_RANKS = {word: rank for rank, words in enumerate((_LOW, _MEDIUM, _HIGH)) for word in words.split()}
_UNRATED = 1


class Rating(NamedTuple):
    """What an attribute says of the weight of a statement, the more the heavier."""

    rank: int
    words: str


def advice(one: Stated) -> str:
    """The words of a heading or lead line above that call it advice; empty without any."""
    for title in (*one.titles, key(one.lead)):
        if (found := _ADVICE.search(title)) and not _FIRM.search(title):
            return found[0]
    return ""


def lowered(old: Stated, new: Stated) -> str:
    """The attribute that rates a statement lower than before, or lower than most unasked."""
    before, after = _rating(old), _rating(new)
    return after.words if after.words and after.rank < before.rank else ""


def _rating(one: Stated) -> Rating:
    for name, value in reversed(one.attributes):
        rank = _RANKS.get(value.strip().casefold())
        if name.casefold() in _RATINGS and rank is not None:
            return Rating(rank, f"{name}: {value.strip()}")
    return Rating(_UNRATED, "")
