"""Changes with their places on both sides, ready to be shown."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct

from personac.api import Document
from personac.breaking import Change
from personac.diagnostics import Locator
from personac.report.locate import Place, locate, whole
from personac.source import Source


class Compared(Struct, frozen=True, kw_only=True):
    """One change; ``path`` and ``line`` are where to look now, the others where it was.
    ``reason`` is why it was accepted, empty when it was not.
    """

    change: Change
    name: str
    """What a person names it by: its code, persona and id."""
    old: Place | None
    new: Place | None
    reason: str = ""

    @property
    def place(self) -> Place:
        """Where to look: the new words, else what is left of the file, else the old one."""
        return self.new or self.old or whole(self.change.persona)


class Report(Struct, frozen=True, kw_only=True):
    """All that a comparison has to say.  ``personas`` is how many were compared, ``new`` how many
    the reference does not have; ``stale`` are records of acceptance without a change.
    """

    against: str
    personas: int
    breaking: tuple[Compared, ...]
    tightened: tuple[Compared, ...] = ()
    accepted: tuple[Compared, ...] = ()
    stale: tuple[str, ...] = ()
    new: int = 0
    sources: dict[str, Source] = {}


class Where(NamedTuple):
    sources: Mapping[str, Source]
    document: Document | None


def compared(change: Change, name: str, before: Where, after: Where) -> Compared:
    """``change`` with the places of its words."""
    old = _place(before, change.old, change.before)
    new = _place(after, change.new, change.after)
    if new is None and after.document is not None:
        new = _place(after, change.old, "") or whole(after.document.sources[0].path)
    return Compared(change=change, name=name, old=old, new=new)


def _place(where: Where, node: str, words: str) -> Place | None:
    if where.document is None or not node:
        return None
    at = Locator(node=node, needle=words or None)
    return locate(at, where.sources, where.document.origins)


def ordered(found: Iterable[Compared]) -> tuple[Compared, ...]:
    """By file, line, code and words."""
    return tuple(sorted(found, key=_key))


def _key(one: Compared) -> tuple[str, int, int, str, str]:
    place = one.place
    return place.path, place.start.line, place.start.column, one.change.code, one.change.message
