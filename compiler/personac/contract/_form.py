"""The comparable form of a statement: marks and words by role, whatever the wording."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from personac.contract import _phrases as phrase
from personac.contract._bounds import Bound, found_bounds
from personac.contract._words import fold, lemma

MARKERS = (phrase.MUST, phrase.NOT, phrase.SHOULD, phrase.SHOULD_NOT, phrase.MAY)
_IGNORED = frozenset(
    "a an the of to that this these those is are be been being was were am it its you your we our us i my me they "
    "them their he she agent agents persona assistant please also ever very then so such will would "
    "has have having had do does did done there here just really simply strictly absolutely critical important "
    "note remember crucial essential vital in on at for with by as from into ( ) ; : >".split()
)
_JOINS = frozenset({",", "and", "or", "nor"})
_ROLES: dict[str, "Role"] = {}


class Role(StrEnum):
    CORE = "core"
    CONDITION = "condition"
    EXCEPTION = "exception"
    ORDER = "order"


_ROLES |= {
    phrase.IF: Role.CONDITION,
    phrase.UNLESS: Role.EXCEPTION,
    phrase.WITHOUT: Role.EXCEPTION,
    phrase.BEFORE: Role.ORDER,
    phrase.AFTER: Role.ORDER,
    phrase.UNTIL: Role.ORDER,
}


class Word(NamedTuple):
    """``form`` is a lemma, or a mark in capitals; ``text`` how it stands there; ``joined`` is
    the ``and``, ``or`` or comma right before it.
    """

    form: str
    text: str
    role: Role
    joined: str = ""


class Form(NamedTuple):
    words: tuple[Word, ...]
    """Every mark and every word that carries meaning, in order."""
    bounds: tuple[Bound, ...]
    negated: bool
    """Whether a comparator holds a negation: ``must not exceed``."""

    @property
    def markers(self) -> tuple[str, ...]:
        return tuple(_collapsed(self.words))

    @property
    def content(self) -> tuple[str, ...]:
        return tuple(
            w.form
            for w in self.words
            if w.form not in MARKERS and w.form not in (phrase.HEDGE, phrase.BOUND)
        )

    @property
    def hedges(self) -> tuple[str, ...]:
        return tuple(w.text for w in self.words if w.form == phrase.HEDGE)


def _collapsed(words: tuple[Word, ...]) -> Iterator[str]:
    """The markers; two in a row are one: ``must always``."""
    before = ""
    for word in words:
        if word.form in MARKERS and word.form != before:
            yield word.form
        before = word.form if word.form in MARKERS else ""


@lru_cache(maxsize=16384)
def form_of(text: str) -> Form:
    """The comparable form of ``text``."""
    folded = fold(text)
    found = tuple(found_bounds(folded))
    parts: list[str] = []
    at = 0
    for number, one in enumerate(found):
        parts += (folded[at : one.start], f" \ue000{len(phrase.names()) - 1}\ue001{number}\ue002 ")
        at = one.end
    bare = "".join((*parts, folded[at:]))
    bounds = tuple(one.bound for one in found)
    return Form(tuple(_words(bare, bounds)), bounds, any(one.negated for one in found))


def _words(bare: str, bounds: tuple[Bound, ...]) -> Iterator[Word]:
    role = Role.CORE
    joined = ""
    for mark, text in phrase.tokens_of(bare, tuple(bound.words for bound in bounds)):
        if mark in _ROLES:
            role = _ROLES[mark]
        elif text in (",", ";", ":", "then") or mark in MARKERS:
            role = Role.CORE
        if text in _JOINS:
            joined = text if text != "," or not joined else joined
        elif mark:
            yield Word(mark, text, role, joined)
            joined = ""
        elif text.rstrip(".'") not in _IGNORED and (form := _form(text)):
            yield Word(form, text.rstrip(".'"), role, joined)
            joined = ""


def _form(text: str) -> str:
    bare = text.strip(".'-+").rstrip(".,;:!?")
    if "/" in bare or "*" in bare:
        return bare
    return "-".join(lemma(part) for part in bare.split("-") if part)
