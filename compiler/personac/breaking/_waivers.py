"""Sentences that lift what other sentences say: exceptions, waivers, discretion."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeGuard

from personac.breaking._undone import Undoing
from personac.contract._form import form_of
from personac.contract._phrases import MAY, NOT, SHOULD_NOT
from personac.model import (
    AnyNode,
    Clause,
    Item,
    Mandate,
    NodeId,
    Persona,
    Polarity,
    Step,
    Text,
    blocks,
    clauses,
)
from personac.once import once
from personac.text.plain import plain
from personac.text.quote import find_quote
from personac.text.sentences import sentences

_RULES = (
    r"(?:rules?|gates?|mandates?|checks?|constraints?|requirements?|approvals?|prohibitions?|bans?)"
)
_THESE = (
    rf"(?:(?:any|all|each|every|none|some|most)(?: of)? )?(?:the |these |those |this )?"
    rf"(?:following|above|below|these|those|this|them|{_RULES})\b"
)
_OPENS = (
    rf"(?:^|[.!?;:]\s)\W{{0,4}}(?:treat |consider )?(?:{_THESE})(?: (?:above|below|\d+|to|and))*"
)
_GUIDELINES = (
    r"(?:suggestions?|guidelines?|recommendations?|hints|tips|preferences|aspirations?|advice|"
    r"optional|advisory|non-binding)\b(?:, not \w+)?"
)
_LIFTED = (
    r"(?:suspended|lifted|superseded|void|withdrawn|revoked|repealed|disabled|paused|obsolete)\b"
)
_WAIVER = re.compile(
    r"\bexceptions? (?:is|are|may|can|apply)\b"
    rf"|\bexceptions? to {_THESE}"
    r"|^\W{0,6}exceptions?:\s"
    r"|\b(?:exempt(?:ed|ions?)?|waive[ds]?|waivers?)\b"
    r"|\b(?:does|do|need) not (?:apply|hold|bind)\b"
    r"|\b(?:may|can|could) be (?:\w+ly )?(?:skipped|ignored|relaxed|omitted|bypassed|overridden|disregarded|suspended)\b"
    rf"|\b(?:may|can|could) (?:\w+ly )?(?:override|waive|skip|ignore|bypass|relax|suspend|lift) {_THESE}"
    r"|\b(?:is|are) (?:not|no longer) (?:strictly )?(?:required|necessary|mandatory|binding|enforced)\b"
    r"|\bnone of (?:the|these|those|this)\b[^.;]{0,40}\b(?:is|are) (?:strictly )?(?:required|mandatory|binding|enforced)\b"
    r"|\b(?:gates?|checks?|failures?|findings?)\b[^.;]{0,60}\b(?:do|does|will) not (?:block|stop)\b"
    rf"|\b(?:overrides|supersedes|takes precedence over|trumps|outranks) {_THESE}"
    rf"|{_OPENS} (?:is|are) (?:\w+ly )?(?:no longer in force|{_LIFTED})"
    rf"|{_OPENS} (?:(?:appl(?:y|ies)|holds?|binds?|counts?) only|only (?:appl(?:y|ies)|holds?|binds?|counts?))\b"
    rf"|{_OPENS} (?:is|are|as)(?: only| just| merely| mere)? {_GUIDELINES}"
    r"|\b(?:ignore|disregard|skip|override|bypass) (?:the|these|those|all|any|this|every)\b[^.;]{0,40}"
    r"\b(?:rules?|gates?|mandates?|checks?|instructions?|approvals?)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\b(?:may|can) (?:\w+ )?be [a-z]{3,}", re.IGNORECASE)
_SHARED = 2


def new_waivers(before: Persona, after: Persona) -> Iterator[tuple[NodeId, str]]:
    """The waiving sentences of ``after`` that ``before`` does not have, with their nodes."""
    known: set[str] | None = None
    for node, words in _waivers(after):
        known = (
            {" ".join(form_of(w).content) for _, w in _waivers(before)} if known is None else known
        )
        if " ".join(form_of(words).content) not in known:
            yield node, words


def undoing(before: Persona, after: Persona) -> Iterator[tuple[NodeId, str]]:
    """The sentences of what is new or changed that tell or allow to do what a ban forbids."""
    known = _texts(before)
    fresh = [
        n for n in blocks(after) if isinstance(n, Item | Text | Step) and _said(n) not in known
    ]
    if not fresh:
        return
    said, persona = _all_sentences(before), _asked(before)
    for node in fresh:
        bans = " ".join(c.text for c in node.clauses if _forbids(c))
        for words in _sentences(_said(node)):
            if words not in said and not find_quote(words, bans) and persona.undone_by(words):
                yield node.id, words


_asked = once(Undoing)


@once
def _texts(persona: Persona) -> frozenset[str]:
    return frozenset(map(_said, blocks(persona)))


@once
def _all_sentences(persona: Persona) -> frozenset[str]:
    return frozenset(words for text in _texts(persona) for words in _sentences(text))


def _forbids(clause: Clause) -> TypeGuard[Mandate]:
    return isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID


def _sentences(text: str) -> list[str]:
    return [" ".join(one.text.split()) for one in sentences(plain(text))]


@once
def _waivers(persona: Persona) -> tuple[tuple[NodeId, str], ...]:
    return tuple(_found(persona))


def _found(persona: Persona) -> Iterator[tuple[NodeId, str]]:
    bans: dict[str, list[frozenset[str]]] | None = None
    for node in blocks(persona):
        if not isinstance(node, Item | Text | Step):
            continue
        text = _said(node)
        waives, allows = _WAIVER.search(text), _ALLOWED.search(text)
        if not (waives or allows):
            continue
        for one in sentences(plain(text)):
            if waives and _lifts(one.text):
                yield node.id, one.text
            elif allows and _ALLOWED.search(one.text):
                bans = _bans(persona) if bans is None else bans
                if _permits_banned(one.text, bans):
                    yield node.id, one.text


def _said(node: AnyNode) -> str:
    label, text = getattr(node, "label", None), str(getattr(node, "text", ""))
    return f"{plain(label).rstrip(':')}: {text}" if label else text


def _lifts(sentence: str) -> bool:
    """Whether it waives, and does not forbid to."""
    if not _WAIVER.search(sentence):
        return False
    rest = form_of(_WAIVER.sub(" ", sentence)).markers
    return NOT not in rest and SHOULD_NOT not in rest


def _bans(persona: Persona) -> dict[str, list[frozenset[str]]]:
    """The words of each ban, by each of them."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for _, clause in clauses(persona):
        if _forbids(clause):
            words = frozenset(form_of(clause.text).content)
            for word in words:
                found[word].append(words)
    return found


def _permits_banned(sentence: str, bans: dict[str, list[frozenset[str]]]) -> bool:
    """Whether it permits what a ban is about: all the ban's words, or all its own."""
    form = form_of(sentence)
    words = frozenset(form.content)
    if NOT in form.markers or MAY not in form.markers or len(words) < _SHARED:
        return False
    rarest = min((bans.get(word, []) for word in words if word in bans), key=len, default=[])
    return any(len(ban) >= _SHARED and (ban <= words or words <= ban) for ban in rarest[:200])
