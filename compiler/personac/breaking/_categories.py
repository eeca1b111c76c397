"""Which changes count: each category holds the ones before it."""

from collections.abc import Iterable

from personac.breaking._changes import Change

CATEGORIES = ("MANDATES", "PERMISSIONS", "GATES")
_FROM = {"DIF008": "PERMISSIONS", "DIF006": "GATES"}
_FIRST = CATEGORIES[0]


def within(found: Iterable[Change], category: str) -> tuple[Change, ...]:
    """The changes of ``category``."""
    last = CATEGORIES.index(category.upper())
    return tuple(c for c in found if CATEGORIES.index(_FROM.get(c.code, _FIRST)) <= last)
