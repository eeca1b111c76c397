"""Numbers that bound something: comparator, number, unit, as written."""

import re
from functools import cache

_NUMBER = r"[$€£]?\d[\d,.]{0,15}(?:\s?(?:[-–]|to)\s?\d[\d,.]{0,15})?"
_UNIT = (
    r"(?:\s?(?:%|percent|ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|m|hrs?|hours?|h|days?|weeks?|months?|"
    r"kb|mb|gb|kib|mib|gib|tps|rps|qps|fps|px|x)(?!\w)|/\d+|-(?:hour|minute|second|day|week|month)s?\b)"
)
_COUNTED = r"(?:\s(?:[a-z]+[- ])?(?!is\b|has\b|was\b|as\b|this\b|across\b|plus\b|times as\b)[a-z]{2,20}s\b(?: per [a-z]+)?)"
_AFTER = rf"(?:{_UNIT}|{_COUNTED})?"
_SUBJECT = r"(?:\b(?:p\d{2}|avg|average|mean|median|n|\d{1,3}%)\s?)?"
_WORDS = (
    r"(?:at least|at most|at or (?:above|below)|no (?:more|less|fewer|longer) than|not more than|(?:more|less|fewer|greater|longer|higher|lower) than|"
    r"up to|within|under|below|above|over|exceed(?:s|ing)?|minimum(?: of)?|maximum(?: of)?|max\.?|min\.?|"
    r"target(?:s|ing)?(?: of| is)?:?|every|after)"
)
_PATTERNS = (
    r"^\W{0,4}zero\b(?!-)(?! (?:tolerance|trust)\b)",
    rf"{_SUBJECT}(?:[<>≤≥]=?|==?|±|~|≈)\s?{_NUMBER}{_AFTER}",
    rf"{_SUBJECT}\b{_WORDS}\s+{_NUMBER}{_AFTER}",
    rf"\b{_NUMBER}\s?(?:%|\+)(?:\s?(?:or (?:more|less|higher|lower)|minimum|maximum))?",
    r"\b(?:zero|no more than one)\b(?![- ](?:tolerance|trust|day|downtime))",
    rf"\b\d[\d,.]{{0,15}}\s?(?:[-–]|to)\s?\d[\d,.]{{0,15}}(?:{_UNIT}|{_COUNTED})",
)


_NUMERIC = re.compile(r"\d|zero|no more than one", re.IGNORECASE)


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


def threshold(text: str) -> str | None:
    """The first threshold of ``text`` as written; None when it states none."""
    if not _NUMERIC.search(text):
        return None
    for pattern in _compiled():
        match = pattern.search(text)
        if match:
            return match.group().strip().rstrip(".,")
    return None
