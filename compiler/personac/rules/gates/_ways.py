"""Whether a number bounds what must be, or what must not be."""

import re
from enum import Enum

from personac.contract import Side
from personac.rules.gates._phrases import is_order

_STOP = re.compile(
    r"\b(?:stop|halt|abort|block|reject|refuse|cancel|close|fail|hold|pause|suspend|deny|discard|"
    r"give up|roll back|rollback|do not|don['’]t|never|must not|may not|cannot)(?:s|ed|es)?\b",
    re.IGNORECASE,
)
_GO = re.compile(
    r"\b(?:go(?:es)? (?:on|ahead)|proceed|continue|publish|release|merge|deploy|accept|approve|start|"
    r"begin|send|hand (?:over|on)|ship|move on|pass|sign|open|launch|deliver|submit|print|load)(?:s|es)?\b",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"\W*(?:always )?(?:keep|maintain|ensure|make sure|hold|stay|have|limit|restrict|guarantee|aim|target)\b",
    re.IGNORECASE,
)
_WARN = re.compile(
    r"\b(?:warn|alert|notif|inform|tell|flag)|(?:^\W*|, (?:then )?|\band )(?:report|log|mention|note)\b",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\b(?:if|when(?:ever)?|once|as (?:soon|long) as|provided(?: that)?|where|in case|while)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"\b(?:unless|until|only (?:if|when|once|with|after|at))\b", re.IGNORECASE)
_REJECTED = re.compile(
    r"\s*[^.;,\d]{0,60}?\b(?:stops?|blocks?|halts?|fails?|is (?:rejected|refused|blocked)|are (?:rejected|refused|blocked))\b",
    re.IGNORECASE,
)
_PAST = frozenset({Side.ABOVE, Side.BELOW})


class Way(Enum):
    """``OPEN`` is a case in which something is done, nobody knows whether good or bad; ``GO`` is
    one in which the work goes on.
    """

    KEPT = "must be"
    BROKEN = "must not be"
    OPEN = "may be"
    WARNED = "is told"
    GO = "lets go on"


def way(sentence: str, start: int, end: int, side: Side) -> Way:
    """What the number at ``start`` to ``end`` of ``sentence`` bounds."""
    front, back = sentence[:start], sentence[end:]
    case = CASE.search(front)
    orders = is_order(sentence)
    if (case or orders) and _WARN.search(sentence) and not _STOP.search(sentence):
        return Way.WARNED
    if _KEPT.search(front) or (not case and _KEEP.match(front)):
        return Way.KEPT
    if case or orders:
        outside = f"{front[: case.start()]} {back}" if case else front
        if _STOP.search(outside):
            return Way.BROKEN if side in _PAST or case else Way.KEPT
        if _GO.search(outside) or (case and side is Side.LOWER):
            return Way.GO
        return Way.OPEN if case or side in _PAST else Way.KEPT
    return Way.BROKEN if _REJECTED.match(back) and side in _PAST else Way.KEPT
