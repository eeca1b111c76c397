"""Mandates that say again what the persona has said, exactly or with a difference."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from math import ceil
from typing import NamedTuple

from personac.contract import normal
from personac.model import Item, Mandate, Modality, Persona, Stated, Text
from personac.rules.mandates._bans import PLAIN, Ban, ban_of
from personac.rules.mandates._normal import CLOSE, NormalForm, normal_form, same_statement
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.actions import ActionTable
from personac.text.plain import key

FEWEST_WORDS = 3
FEWEST_POINTING = 5
MOST = 40
"""How many of the mandates that share a word are compared with one."""

_ELLIPTIC = re.compile(r"\b(?:existing|previous|current|old|new)\W*$", re.IGNORECASE)
"""How a mandate ends that leaves it to its surroundings what it is about."""


class Known(NamedTuple):
    statement: Statement
    mandate: Mandate
    form: NormalForm
    bans: tuple[bool, frozenset[str]]
    """Whether an approval lifts it, and the classes of action that it bans whatever they are done
    to.
    """

    @property
    def modality(self) -> Modality:
        return self.mandate.modality

    @property
    def approver(self) -> str:
        return normal(self.mandate).approver.casefold()


class Copy(NamedTuple):
    """``later`` says what ``first`` does; ``differs`` names what sets them apart."""

    later: Known
    first: Known
    differs: str


class _Seen:
    """The mandates read so far, found again by their words or by what they gate."""

    def __init__(self) -> None:
        self._by_word: defaultdict[tuple[object, ...], list[Known]] = defaultdict(list)
        self._short: defaultdict[NormalForm, list[Known]] = defaultdict(list)
        self._by_bans: dict[tuple[bool, frozenset[str]], Known] = {}

    def copy_of(self, known: Known) -> Copy | None:
        """The first mandate that ``known`` repeats, or else one that it nearly repeats."""
        copies = [Copy(known, first, difference(known, first)) for first in self._same(known)]
        exact = (one for one in copies if not one.differs)
        return next(exact, None) or next(iter(copies), None)

    def _same(self, known: Known) -> Iterator[Known]:
        ban = self._by_bans.get(known.bans)
        if ban and _elsewhere(known, ban):
            yield ban
        if _is_short(known.form):
            yield from (
                other
                for other in self._short[known.form][:MOST]
                if _elsewhere(known, other) and _alike(known, other)
            )
            return
        near = (other for word in self._telling(known.form) for other in self._by_word[word][:MOST])
        for other in islice(near, 4 * MOST):
            if _elsewhere(known, other) and _same(known, other):
                yield other

    def add(self, known: Known) -> None:
        if known.bans[1]:
            self._by_bans.setdefault(known.bans, known)
        if _is_short(known.form):
            self._short[known.form].append(known)
            return
        for word in _keys(known.form):
            self._by_word[word].append(known)

    def _telling(self, form: NormalForm) -> list[tuple[object, ...]]:
        """The rarest words: a close statement must share one of them."""
        keys = sorted(_keys(form), key=lambda one: (len(self._by_word[one]), one[-1]))
        return keys[: len(keys) - ceil(CLOSE * len(keys)) + 1]


def copies(persona: Persona, table: ActionTable) -> Iterator[Copy]:
    """Each mandate that was stated before, with its first statement; what differs counts as a
    statement of its own.
    """
    seen = _Seen()
    for statement, mandate in mandates(persona):
        known = _known(statement, mandate, table)
        if statement.recap or not _says_enough(known):
            continue
        copy = seen.copy_of(known)
        if copy is not None:
            yield copy
        if copy is None or copy.differs:
            seen.add(known)


def difference(later: Known, first: Known) -> str:
    """What the two demand differently; empty when they demand the same."""
    if later.form.numbers != first.form.numbers:
        return "number"
    if later.approver and first.approver and later.approver != first.approver:
        return "approver"
    return "strength" if later.modality is not first.modality else ""


def _known(statement: Statement, mandate: Mandate, table: ActionTable) -> Known:
    ban = ban_of(statement, mandate, table)
    bans = (ban.gated, _banned(ban)) if ban and not ban.lifted else (False, frozenset[str]())
    inherited = mandate.stated is Stated.INHERITED
    text = f"{statement.label} {mandate.text}" if inherited else mandate.text
    return Known(statement, mandate, normal_form(text, mandate.polarity), bans)


def _banned(ban: Ban) -> frozenset[str]:
    """What is banned at large; a class with many shades counts only under an approval."""
    return ban.at_large if ban.gated or ban.at_large <= PLAIN else frozenset()


def _says_enough(known: Known) -> bool:
    if _ELLIPTIC.search(known.mandate.text):
        return False
    complete = not known.mandate.text.endswith(":")
    return bool(known.bans[1]) or (complete and bool(known.form.content))


def _is_short(form: NormalForm) -> bool:
    return len(form.content) < (FEWEST_POINTING if form.points else FEWEST_WORDS)


def _same(later: Known, first: Known) -> bool:
    """Whether both say the same; what only a heading makes mandates, the same words."""
    forms = (later.form, first.form)
    if any(form.points for form in forms) and min(map(_size, forms)) < FEWEST_POINTING:
        return False
    declared = any(one.mandate.stated is Stated.DECLARED for one in (later, first))
    return (declared or forms[0].content == forms[1].content) and same_statement(*forms)


def _size(form: NormalForm) -> int:
    return len(form.content)


def _alike(later: Known, first: Known) -> bool:
    """Whether a few words are the same, about the same thing, and all that stands there."""
    pair = (later, first)
    if later.form.points or not all(one.mandate.stated is Stated.DECLARED for one in pair):
        return False
    if not any(_alone(one.statement) for one in pair):
        return False
    if len({key(one.statement.label) for one in pair} - {""}) > 1:
        return False
    return len(later.form.content) > 1 or key(later.mandate.text) == key(first.mandate.text)


def _alone(statement: Statement) -> bool:
    """Whether its node says nothing else."""
    node = statement.node
    return isinstance(node, Item | Text) and key(node.text) == key(statement.clause.text)


def _keys(form: NormalForm) -> list[tuple[object, ...]]:
    return [(form.polarity, word) for word in sorted(form.content)]


def _elsewhere(later: Known, first: Known) -> bool:
    """Whether both stand on their own: two steps may each say what holds for them."""
    one, other = later.statement, first.statement
    apart = one.node.id != other.node.id or one.clause.text != other.clause.text
    return apart and not (one.step and other.step)
