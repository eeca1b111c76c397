"""Statements that are gates wherever they stand: approvals, checks before a stage, blocking."""

import re

from personac.passes._markers import opens_with_imperative
from personac.passes._thresholds import threshold
from personac.tables.gates import (
    CONDITION,
    approvals,
    consequence,
    escalation,
    in_parentheses,
    loud,
    ordered,
    stops,
)
from personac.tables.verbs import IMPERATIVES
from personac.text.sentences import Sentence, words_of

_WAIVED = re.compile(
    r"^\W*no\b[^.]{0,60}\b(?:approval|review|confirmation)\b[^.]{0,20}\b(?:required|needed|necessary)\b"
    r"|\bwithout (?:requiring|asking for)\b|\bnot require\b"
    r"|\b(?:never|not|don['’]t|no need to) (?:\w+ )?(?:ask|wait|request)\b[^.]{0,30}\b(?:approval|permission|confirmation)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b(?:without|unless)\b[^.;]{0,100}", re.IGNORECASE)
_BAN = re.compile(r"\b(?:not|never|no|cannot|don['’]t|forbidden|prohibited)\b", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\b(?:nothing|none|not|never|cannot|doesn['’]t|don['’]t|without)\b(?:\s+[\w-]+){0,3}\s+block(?:s|ing)?\b",
    re.IGNORECASE,
)
"""What is said not to block."""
_DOUBT = re.compile(r"\bwhether\b[^.;]*", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"^\W*(?:if|when|before|after|once|you|for|on|during|first|then|finally|next|do|please|every|all|while|in|at|actively)\b"
    r"|\b(?:must|should|shall|always)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\bfully automated\b|\bno hitl\b|\bnot? (?:directly )?(?:trigger|require)\b|^\W*(?:none|n/a)\b",
    re.IGNORECASE,
)
_NOTE_LABEL = re.compile(
    r"(?:integration|notes?|remember|important|warning|tips?|templates?|mechanism|channels?|process|protocol|purpose|invocation|location|owner|tools?)"
)
_CHOICE = re.compile(
    r"\bwait for (?:the |a )?(?:user(?:['’]s)? )?(?:input|choice|selection|instructions?|commands?)\b",
    re.IGNORECASE,
)
_CHECK_VERBS = frozenset(
    "verify validate ensure check confirm test assess audit scan assert double-check".split()
)
_DIGIT = re.compile(r"\d")
_HANDED = frozenset({"esca", "hand", "defe", "flag"})
_DETECTED = re.compile(
    r"\b(?:detected|exceed(?:s|ed)?|regress\w*|breach\w*|above|below|over)\b", re.IGNORECASE
)


def is_gate(part: Sentence) -> bool:
    """Whether the sentence itself makes a checkpoint.

    An approval that lifts a ban is no gate; one that has to be obtained is.
    """
    made = (
        _is_approval(part)
        or _is_order(part)
        or _is_stop(part)
        or _is_in_parentheses(part)
        or _is_escalation(part)
    )
    return made and not (_WAIVED.search(part.bare) or _CHOICE.search(part.bare))


def _is_approval(part: Sentence) -> bool:
    words = words_of(part.bare)
    if approvals().needed.isdisjoint(words):
        return False
    sought = _DOUBT.sub("", part.bare)
    sought = _EXCEPTION.sub("", sought) if _BAN.search(sought) else sought
    return approvals().found(sought, words)


def _is_order(part: Sentence) -> bool:
    return ordered().found(part.bare, words_of(part.bare)) and _instructs(part.bare)


def _is_stop(part: Sentence) -> bool:
    words = words_of(part.bare)
    stopping = _HARMLESS.sub("", part.bare) if "bloc" in words else part.bare
    return (
        any(family.found(stopping, words) for family in stops())
        or (_shouts(stopping) and any(pattern.search(stopping) for pattern in loud()))
        or bool(_DIGIT.search(stopping) and consequence().search(stopping))
    )


def _shouts(bare: str) -> bool:
    return "HALT" in bare or "STOP" in bare or "FAIL" in bare


def _is_in_parentheses(part: Sentence) -> bool:
    possible = "(" in part.text or "regr" in words_of(part.text)
    return possible and any(pattern.search(part.text) for pattern in in_parentheses())


def _is_escalation(part: Sentence) -> bool:
    if _HANDED.isdisjoint(words_of(part.text)):
        return False
    return bool(CONDITION.search(part.bare) and escalation().search(part.text))


def _instructs(bare: str) -> bool:
    return opens_with_imperative(bare) or bool(_INSTRUCTION.search(bare))


def is_trigger(part: Sentence) -> bool:
    """Whether an item below a heading for human escalation states when it happens."""
    return not _NOTE.search(part.bare)


def is_note(label: str) -> bool:
    """Whether the label, as a key, says that its item tells about a gate."""
    return bool(_NOTE_LABEL.fullmatch(label))


def is_check(part: Sentence) -> bool:
    """Whether a sentence, in a place for checks, states one: not what else is done there."""
    words = re.findall(r"[\w'-]+", part.bare[:60].lower())[:2]
    opened = (
        words[-1:]
        if words and words[0].endswith("ly") and words[0] not in IMPERATIVES
        else words[:1]
    )
    excepted = _BAN.search(part.bare) and _EXCEPTION.search(part.bare)
    return bool(_CHECK_VERBS.intersection(opened)) or bool(excepted) or is_gate(part)


def is_alarm(text: str) -> bool:
    """Whether a lead line states the threshold on which what follows happens."""
    return bool(_DETECTED.search(text)) and threshold(text) is not None
