"""What the words beside a ban let be done all the same: "hotfixes are exempt"."""

import re
from collections.abc import Collection

from personac.tables.actions import ActionTable, spoken_classes
from personac.text.plain import plain

_PART = re.compile(r"[.;!?()\[\]]+(?:\s|$)|[()\[\];]|\s[-–—]+\s|—|\n")
_AFTER = re.compile(
    r"\b(?:unless|without|except(?! for)|until|only with|only after|only if|only when)\b"
)
_LIFTS = re.compile(
    r"\bfine\b(?![- ]grained)|\bexempt|\bexceptions?\b|\bexcept for\b|\bexcluded\b|\bok(?:ay)?\b|"
    r"\bacceptable\b|\bdoes not apply\b|\bdo not apply\b"
)
_PERMITS = re.compile(r"\b(?:allowed|may|permitted|can|free to)\b")
_NOT = re.compile(r"\b(?:not|never|no|nothing|nobody|none|cannot|without|n.t)\b|n['’]t\b")
_CONSEQUENCE = re.compile(
    r"\b(?:it|this|that|which|so|these|they|there|and)\s+(?:may|can)\s+(?!be\b)"
)


def lifted(words: str, banned: Collection[str], table: ActionTable) -> str | None:
    """The words that except something from a ban of ``banned`` classes, or permit it."""
    for part in _PART.split(plain(words.replace("\n", " ; ")).casefold()):
        said = _AFTER.split(part, maxsplit=1)[0]
        if _is_lift(said) or _is_permit(said, banned, table):
            return part.strip(" .,;:*-")
    return None


def _is_lift(said: str) -> bool:
    match = _LIFTS.search(said)
    if match is None:
        return False
    return "apply" in match.group() or not _NOT.search(said[: match.start()].rpartition(",")[2])


def _is_permit(said: str, banned: Collection[str], table: ActionTable) -> bool:
    match = _PERMITS.search(said)
    if match is None or _NOT.search(said[: match.start()].rpartition(",")[2]):
        return False
    if re.match(r"\s+(?:not|never|no)\b", said[match.end() :]):
        return False
    spoken = spoken_classes(said, table)
    if spoken & set(banned):
        return True
    return not spoken and match.group() != "can" and not _CONSEQUENCE.search(said)
