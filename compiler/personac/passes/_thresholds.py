"""Numbers that bound something: comparator, number, unit, as written."""

import re

_NUMBER = r"[$€£]?\d[\d,.]*(?:\s?(?:[-–]|to)\s?\d[\d,.]*)?"
_UNIT = (
    r"(?:\s?(?:%|percent|ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|m|hrs?|hours?|h|days?|weeks?|months?|"
    r"kb|mb|gb|kib|mib|gib|tps|rps|qps|fps|px|x|points?|lines?|chars?|characters?|words?|tokens?|files?)\b|\s?%|/\d+)?"
)
_WORDS = (
    r"(?:at least|at most|no more than|no less than|not more than|more than|less than|fewer than|greater than|"
    r"up to|within|under|below|above|over|exceed(?:s|ing)?|minimum(?: of)?|maximum(?: of)?|max|min|"
    r"target(?: of)?:?|under)"
)
_METRIC = r"(?:\b(?:p\d{2}|avg|average|mean|median)\s+)?"
_PATTERNS = (
    rf"{_METRIC}(?:[<>≤≥]=?|==?|±|~|≈)\s?{_NUMBER}{_UNIT}",
    rf"{_METRIC}\b{_WORDS}\s+{_NUMBER}{_UNIT}",
    rf"\b{_NUMBER}\s?(?:%|\+)(?:\s?(?:or (?:more|less|higher|lower)|minimum|maximum))?",
    r"\b(?:zero|100%|no more than one)\b",
)
_COMPILED: list[re.Pattern[str]] = []


def threshold(text: str) -> str | None:
    """The first threshold of ``text`` as written; None when it states none."""
    if not _COMPILED:
        _COMPILED.extend(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)
    for pattern in _COMPILED:
        match = pattern.search(text)
        if match:
            return match.group().strip().rstrip(".,")
    return None
