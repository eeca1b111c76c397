"""Readable, stable node ids."""

import re
import unicodedata

from personac.text.plain import plain

_SEPARATORS = re.compile(r"[^\w]+|_+")
_STOP = frozenset(
    "a an and any all are as at be by for from has have in into is it its of on or that the "
    "their them this to with your you must shall should agent every each".split()
)
MAX_WORDS = 6
MAX_LENGTH = 48


def slug(text: str) -> str:
    """Lower-case words joined by hyphens; letters of any script stay (NFC)."""
    folded = unicodedata.normalize("NFC", plain(text)).lower()
    return _SEPARATORS.sub("-", folded).strip("-")


def content_slug(text: str) -> str:
    """A slug of the first few words that carry meaning."""
    words = slug(text).split("-")[:40]
    meaning = [word for word in words if word not in _STOP] or words
    return "-".join(meaning[:MAX_WORDS])[:MAX_LENGTH].strip("-")


def section_slug(text: str) -> str:
    """The slug of a title, cut at a word when it is long."""
    whole = slug(text)
    if len(whole) <= MAX_LENGTH:
        return whole or "section"
    return whole[: MAX_LENGTH + 1].rpartition("-")[0] or whole[:MAX_LENGTH]


class Ids:
    """Hands out each id once: a second ``gates`` becomes ``gates~2``."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def claim(self, base: str) -> str:
        base = base or "node"
        if base not in self._taken:
            self._taken.add(base)
            return base
        number = self._next.get(base, 2)
        while f"{base}~{number}" in self._taken:
            number += 1
        self._next[base] = number + 1
        self._taken.add(f"{base}~{number}")
        return f"{base}~{number}"
