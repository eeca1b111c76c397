"""Mandates that say again what the persona has said, exactly or with a difference."""

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
        near = (other for word in self._telling(known.form) for other in self._by_word[word][:MOST])
        for other in islice(near, 4 * MOST):
            if _elsewhere(known, other) and _same(known, other):
                yield other

    def add(self, known: Known) -> None:
        if known.bans[1]:
            self._by_bans.setdefault(known.bans, known)
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
    complete = not known.mandate.text.endswith(":")
    return bool(known.bans[1]) or (complete and bool(known.form.content))


def _same(later: Known, first: Known) -> bool:
    """Whether both say the same.  Few words have to be the same, and all that stands there; what
    only a heading makes mandates, the same words.
    """
    forms = (later.form, first.form)
    pointing = any(form.points for form in forms)
    declared = [one.mandate.stated is Stated.DECLARED for one in (later, first)]
    if min(len(form.content) for form in forms) < (FEWEST_POINTING if pointing else FEWEST_WORDS):
        return all(declared) and not pointing and _alike(later, first)
    equal = forms[0].content == forms[1].content
    return (equal or any(declared)) and same_statement(*forms)


def _alike(later: Known, first: Known) -> bool:
    statements = (later.statement, first.statement)
    if not any(_alone(one) for one in statements):
        return False
    if len({key(one.label) for one in statements} - {""}) > 1:
        return False
    same = key(later.mandate.text) == key(first.mandate.text)
    return same or (later.form == first.form and len(later.form.content) > 1)


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
