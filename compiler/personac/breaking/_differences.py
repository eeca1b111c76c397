"""What differs between two wordings of one statement, word by word, each with its role."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from personac.breaking._stated import Stated
from personac.contract import _phrases as phrase
from personac.contract._bounds import Bound
from personac.contract._form import MARKERS, Role, Word
from personac.contract._words import lemma
from personac.tables.metrics import STATISTICS

_STATISTICS = frozenset(word for spelled in STATISTICS.values() for word in spelled.split("|"))
_QUANTIFIERS = (phrase.ALL, phrase.MOST, phrase.SOME)
_APPROVAL = frozenset(
    map(
        lemma,
        "approv permission consent confirm confirmation authoriz authorization sign-off signoff review "
        "reviewer approver ask sign-of acknowledgment acknowledge accept acceptance".split(),
    )
)
_PEOPLE = frozenset(
    map(
        lemma,
        "user owner human person people manager lead leader maintainer reviewer admin administrator architect engineer "
        "team security stakeholder operator customer director officer cto ciso ceo cfo vp head chief steward board "
        "committee council supervisor developer staff expert auditor counsel legal peer member author sponsor dba sre "
        "release product compliance on-call client someone anyone anybody somebody colleague coordinator principal".split(),
    )
)
_QUALITIES = frozenset(
    map(
        lemma,
        "explicit explicitly written writing prior express independent human manual formal document second".split(),
    )
)


class Aspect(StrEnum):
    STATISTIC = "statistic"
    APPROVAL = "approval"
    ORDER = "order"
    QUANTIFIER = "quantifier"
    CONDITION = "condition"
    EXCEPTION = "exception"
    SUBJECT = "subject"
    CORE = "core"


class Difference(NamedTuple):
    """Words that went and words that came, of one aspect."""

    aspect: Aspect
    lost: tuple[Word, ...]
    gained: tuple[Word, ...]


def differences(old: Stated, new: Stated) -> tuple[Difference, ...]:
    """Every aspect in which the words differ; order of words alone is none."""
    approved = _about_approval(old)
    lost, gained = _split(old, new, approved), _split(new, old, approved)
    return tuple(
        Difference(aspect, tuple(lost[aspect]), tuple(gained[aspect]))
        for aspect in Aspect
        if lost[aspect] or gained[aspect]
    )


def _about_approval(one: Stated) -> bool:
    return any(word in _APPROVAL for word in one.form.content)


def _split(one: Stated, other: Stated, approved: bool) -> dict[Aspect, list[Word]]:
    found: dict[Aspect, list[Word]] = {aspect: [] for aspect in Aspect}
    there = Counter(other.form.content)
    subject = True
    for word in one.form.words:
        if word.form in MARKERS:
            subject = False
            continue
        if word.form in (phrase.HEDGE, phrase.BOUND):
            continue
        if there[word.form] > 0:
            there[word.form] -= 1
            continue
        found[_aspect(word, approved, subject=subject)].append(word)
    return found


def _aspect(word: Word, approved: bool, *, subject: bool) -> Aspect:
    if word.form in _STATISTICS:
        return Aspect.STATISTIC
    if approved and (word.form in _APPROVAL or word.form in _PEOPLE or word.form in _QUALITIES):
        return Aspect.APPROVAL
    if approved and word.form in (phrase.BEFORE, phrase.AFTER, phrase.UNTIL):
        return Aspect.APPROVAL
    if word.form in _QUANTIFIERS:
        return Aspect.QUANTIFIER
    by_role = {
        Role.CONDITION: Aspect.CONDITION,
        Role.EXCEPTION: Aspect.EXCEPTION,
        Role.ORDER: Aspect.ORDER,
    }
    if word.role in by_role:
        return by_role[word.role]
    return Aspect.SUBJECT if subject else Aspect.CORE


def counts_people(one: Stated, bound: Bound) -> bool:
    """Whether a threshold says how many have to approve: ``at least 2 reviewers``."""
    words = one.form.words
    at = next(
        (i for i, w in enumerate(words) if w.form == phrase.BOUND and w.text == bound.words), None
    )
    if at is None or bound.family or not _about_approval(one):
        return False
    return any(w.form in _PEOPLE or w.form in _APPROVAL for w in words[at + 1 : at + 4])


def aspects(old: Stated, new: Stated, *wanted: Aspect) -> Iterator[Difference]:
    return (one for one in differences(old, new) if one.aspect in wanted)


def shown(words: Iterable[Word]) -> str:
    """Words as they stand, for a message."""
    text = " ".join(word.text for word in words)
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
