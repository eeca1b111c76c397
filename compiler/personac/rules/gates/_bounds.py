"""Thresholds in statements: which number bounds which metric, in which direction."""

import re
from collections.abc import Iterator

from msgspec import Struct

from personac.contract import Found, found_bounds
from personac.diagnostics import Label, Locator
from personac.model import (
    Contract,
    Field,
    Item,
    Metric,
    NodeId,
    Persona,
    Placed,
    Row,
    Section,
    Step,
    Text,
    placed,
)
from personac.rules.mandates._statements import Titled
from personac.tables.actions import singular
from personac.tables.metrics import LEVELS, SCOPES, Measured, measured
from personac.text.plain import key
from personac.text.sentences import sentences

_PART = re.compile(r", |[;()•→]|\s[-–—]\s|\b(?:or|and|while|but)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w.-]*|\d+[A-Za-z]\w*")
_BREAKS = frozenset(
    "must should shall is are be will can requires require required requiring trigger block if "
    "when unless then ensure maintain achieve keep reach has have stay remain meet need for with "
    "that which target before until by use using than from per".split()
)
_LINKS = frozenset("of at to the a an all any on in overall total threshold".split())
_LIGHT = _LINKS | frozenset(
    "for achieved maintained sustained reached delivered secured ensured consistently always "
    "metric level every each your our achieving maintaining".split()
)
_COPULAS = _LINKS | frozenset(
    "must should shall is are be not never stay remain than target drop fall go rise".split()
)
_EXCLUDED = frozenset({"examples", "triggers", "history", "output"})
_CONSEQUENCES = {
    "notify": re.compile(r"\b(?:alert|notif|report|log|warn|create)", re.IGNORECASE),
    "stop": re.compile(r"\b(?:block|stop|halt|fail|reject|roll ?back)", re.IGNORECASE),
    "ask": re.compile(r"\b(?:approv|hitl|human|escalat|review|sign-?off)", re.IGNORECASE),
}
_CONSEQUENCE = re.compile(r"\b(?:blocks?|stops?|halts?|fails?|rejects?) (?:the|any|all|every)\b")
"""After this stands what a threshold holds back, not where it holds."""
_ASIDE = re.compile(r"\s*\(([^()]{1,80})\)")


class Bound(Struct, frozen=True):
    """A threshold as written in ``words``.  ``where`` holds the words that rank or place it,
    ``leads_to`` what happens at it; both say whether two bounds may differ on purpose.
    """

    node: NodeId
    parent: NodeId
    words: str
    lower: bool
    family: str
    value: float
    measured: Measured
    where: frozenset[str]
    leads_to: frozenset[str]
    target: bool
    aside: str
    """What stands in parentheses behind it."""

    @property
    def called(self) -> str:
        """What is measured, in words."""
        said = self.measured
        return " ".join((*sorted(said.statistics), *sorted(said.qualifiers), said.metric))

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node, needle=self.words), says)


def bounds(persona: Persona) -> Iterator[Bound]:
    for one in (*_described(persona), *placed(persona)):
        if (text := _text(one)) and any(map(str.isdigit, text)) and not _excluded(one):
            for sentence in sentences(text):
                yield from _in_sentence(one, sentence.text)


def _described(persona: Persona) -> Iterator[Placed]:
    """The description in the header, which promises thresholds too."""
    for field in persona.header:
        if isinstance(field, Field) and field.kind == "description":
            yield Placed(field, ())


def _excluded(one: Placed) -> bool:
    return any(isinstance(node, Section) and node.kind in _EXCLUDED for node in one.above)


def _text(one: Placed) -> str:
    """What the node states; running text only when it binds."""
    match one.node:
        case Item() | Step():
            return one.node.text
        case Text() if one.node.label or any(isinstance(c, Contract) for c in one.node.clauses):
            return one.node.text
        case Field(value=str() as value):
            return value
        case Row():
            bounded = [cell for cell in one.node.cells[1:] if _compared(cell)]
            return bounded[0] if len(bounded) == 1 else ""
        case _:
            return ""


def _in_sentence(one: Placed, sentence: str) -> Iterator[Bound]:
    for part in _PART.split(sentence):
        found = _compared(part)
        if len(found) == 1:
            yield from _bound(one, sentence, part, found[0])


def _compared(text: str) -> list[Found]:
    """The thresholds of ``text`` with a comparator."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    return [found for found in found_bounds(lowered) if found.bound.side.room]


def _bound(one: Placed, sentence: str, part: str, found: Found) -> Iterator[Bound]:
    phrase = (*_phrase_before(part[: found.start]), *_phrase_after(part[found.end :]))
    label = _words(_label(one))
    named = measured(phrase) or measured((*phrase, *label))
    if len(named) != 1:
        return
    said = _CONSEQUENCE.split(part, maxsplit=1)[0]
    around = measured((*_words(said), *label, *_titles(one))) or named
    yield Bound(
        node=one.node.id,
        parent=one.above[-1].id if one.above else one.node.id,
        words=part[found.start : found.end].strip(),
        lower=found.bound.side.room < 0,
        family=found.bound.family,
        value=found.bound.value,
        measured=named[0]._replace(qualifiers=named[0].qualifiers - _LIGHT),
        where=around[0].qualifiers & (LEVELS | SCOPES),
        leads_to=frozenset(n for n, pattern in _CONSEQUENCES.items() if pattern.search(sentence)),
        target=any(isinstance(clause, Metric) for clause in getattr(one.node, "clauses", ())),
        aside=key(aside[1])
        if (aside := _ASIDE.match(sentence, _end_of(sentence, part, found)))
        else "",
    )


def _end_of(sentence: str, part: str, found: Found) -> int:
    return sentence.find(part) + found.end


def _phrase_before(text: str) -> tuple[str, ...]:
    """The noun phrase that ends right before a number, without "must be", "of" and the like."""
    words = list(_words(text))
    while words and words[-1] in _COPULAS:
        words.pop()
    start = next((i for i in range(len(words), 0, -1) if words[i - 1] in _BREAKS), 0)
    return tuple(words[start:])


def _phrase_after(text: str) -> tuple[str, ...]:
    words = _words(text)
    stops = _BREAKS - {"for"}
    return words[: next((i for i, word in enumerate(words) if word in stops), len(words))]


def _words(text: str) -> tuple[str, ...]:
    return tuple(singular(word.rstrip(".-")) for word in _WORD.findall(text.casefold()))


def _label(one: Placed) -> str:
    match one.node:
        case Item() | Text():
            return one.node.label or ""
        case Step():
            return one.node.title
        case Row():
            return one.node.cells[0]
        case _:
            return ""


def _titles(one: Placed) -> tuple[str, ...]:
    """The words above; "Critical start-up instructions" ranks no threshold."""
    titles = [
        key(node.title)
        for node in one.above[1:]
        if isinstance(node, Titled) and getattr(node, "kind", "") != "startup"
    ]
    return _words(" ".join(titles))
