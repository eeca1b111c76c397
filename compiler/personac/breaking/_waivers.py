"""Sentences that lift what other sentences say: exceptions, waivers, discretion."""

import re
from collections.abc import Iterator

from personac.contract._form import form_of
from personac.contract._phrases import NOT, SHOULD_NOT
from personac.model import Item, NodeId, Persona, Step, Text, blocks
from personac.text.plain import plain
from personac.text.sentences import sentences

_WAIVER = re.compile(
    r"\b(?:exceptions? (?:is|are|may|can|to|apply)|exempt(?:ed|ions?)?|waive[ds]?|waivers?)\b"
    r"|\b(?:does|do|need) not (?:apply|hold|bind)\b"
    r"|\b(?:may|can|could) be (?:\w+ly )?(?:skipped|ignored|relaxed|omitted|bypassed|overridden|disregarded|suspended)\b"
    r"|\b(?:is|are) (?:not|no longer) (?:strictly )?(?:required|necessary|mandatory|binding|enforced)\b"
    r"|\b(?:ignore|disregard|skip|override|bypass) (?:the|these|those|all|any|this|every)\b[^.;]{0,40}"
    r"\b(?:rules?|gates?|mandates?|checks?|instructions?|approvals?)\b",
    re.IGNORECASE,
)


def new_waivers(before: Persona, after: Persona) -> Iterator[tuple[NodeId, str]]:
    """The waiving sentences of ``after`` that ``before`` does not have, with their nodes."""
    known: set[str] | None = None
    for node, words in _waivers(after):
        known = (
            {" ".join(form_of(w).content) for _, w in _waivers(before)} if known is None else known
        )
        if " ".join(form_of(words).content) not in known:
            yield node, words


def _waivers(persona: Persona) -> Iterator[tuple[NodeId, str]]:
    for node in blocks(persona):
        if isinstance(node, Item | Text | Step) and _WAIVER.search(node.text):
            for one in sentences(plain(node.text)):
                if _lifts(one.text):
                    yield node.id, one.text


def _lifts(sentence: str) -> bool:
    """Whether it waives, and does not forbid to."""
    if not _WAIVER.search(sentence):
        return False
    rest = form_of(_WAIVER.sub(" ", sentence)).markers
    return NOT not in rest and SHOULD_NOT not in rest
