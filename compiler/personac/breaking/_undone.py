"""Sentences that tell or allow to do what a statement forbids, or call optional what it demands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from personac.contract import _phrases as phrase
from personac.contract._form import MARKERS, Role, form_of
from personac.model import Contract, Mandate, Persona, Polarity, clauses

_MARKS = frozenset(
    {phrase.IF, phrase.UNLESS, phrase.WITHOUT, phrase.BEFORE, phrase.AFTER, phrase.UNTIL}
)
_NEGATIVE = (phrase.NOT, phrase.SHOULD_NOT)
_LETS = frozenset({"allow", "let", "permit"})
_FINE = re.compile(
    r"\b(?:fine|ok|okay|acceptable|welcome|all right|alright|no problem|go ahead|go right ahead|"
    r"judge?ment|discretion)\b",
    re.IGNORECASE,
)
"""Words that allow without saying so."""
_WHEN = re.compile(
    r"\W*(?:for|in|on|at|as|with|during|under|if|when|whenever|once)\b[^,.;:]{1,80},\s*",
    re.IGNORECASE,
)
"""The case that an order opens with."""
_LEAST = 2
_OPTIONAL = re.compile(
    r"(?P<subject>.{2,80}?) (?:is|are|may be|can be) (?:\w+ly )?"
    r"(?:optional|unnecessary|voluntary|discretionary|dispensable)\b",
    re.IGNORECASE,
)

Token = tuple[str, str]
"""A word with the mark of the clause that it stands in: ``without``, ``if``, or none."""


class _Ban(NamedTuple):
    """What is forbidden; ``excused`` are the words of what lifts it."""

    told: frozenset[Token]
    excused: frozenset[str]


class Undoing:
    """A persona asked which sentences would undo what it binds itself to."""

    def __init__(self, persona: Persona) -> None:
        self._contract = tuple(c for _, c in clauses(persona) if isinstance(c, Contract))

    def undone_by(self, sentence: str) -> bool:
        return self._does_banned(sentence) or self._makes_optional(sentence)

    @cached_property
    def _bans(self) -> dict[str, list[_Ban]]:
        """The bans by the word that says what is forbidden."""
        found: dict[str, list[_Ban]] = defaultdict(list)
        for clause in self._contract:
            if isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID:
                tokens = tuple(_tokens(clause.text))
                told = frozenset(one for one in tokens if one[1] != phrase.UNLESS)
                excused = frozenset(word for word, mark in tokens if mark == phrase.UNLESS)
                if len(told) >= _LEAST and (head := _forbidden(clause.text)):
                    found[head].append(_Ban(told, excused))
        return found

    def _does_banned(self, sentence: str) -> bool:
        """Whether it opens with a forbidden deed, or allows one, with all that makes it one."""
        form = form_of(sentence)
        if form.negated or any(mark in form.markers for mark in _NEGATIVE):
            return False
        tokens = frozenset(_tokens(sentence))
        words = frozenset(word for word, _ in tokens)
        order = form_of(_WHEN.sub("", sentence, count=1))
        head = next(
            (w.form for w in order.words if _is_content(w.form) and w.role is Role.CORE), ""
        )
        allows = phrase.MAY in form.markers or head in _LETS or _FINE.search(sentence) is not None
        return any(
            ban.told <= tokens and not ban.excused & words
            for one in (words if allows else {head})
            for ban in self._bans.get(one, ())
        )

    def _makes_optional(self, sentence: str) -> bool:
        match = _OPTIONAL.match(sentence)
        subject = frozenset(form_of(match["subject"]).content) if match else frozenset()
        return bool(subject) and any(subject <= words for words in self._bound)

    @cached_property
    def _bound(self) -> tuple[frozenset[str], ...]:
        """The words of each statement that binds."""
        return tuple(frozenset(form_of(clause.text).content) for clause in self._contract)


def _forbidden(text: str) -> str:
    """The first word after the negation, or of the whole where it comes last."""
    words = [word.form for word in form_of(text).words]
    at = next((at for at, word in enumerate(words) if word in _NEGATIVE), -1)
    after = (word for word in words[at + 1 :] if _is_content(word))
    return next(after, next((word for word in words if _is_content(word)), ""))


def _tokens(text: str) -> Iterator[Token]:
    form = form_of(text)
    mark = ""
    for word in form.words:
        if word.form in _MARKS:
            mark = word.form
        elif _is_content(word.form):
            yield word.form, mark if word.role is not Role.CORE else ""
    yield from ((" ".join(bound.words.casefold().split()), "") for bound in form.bounds)


def _is_content(form: str) -> bool:
    return form not in (*MARKERS, *_MARKS, phrase.HEDGE, phrase.BOUND)
