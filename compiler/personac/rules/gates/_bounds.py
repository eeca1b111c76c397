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
    Step,
    Text,
    placed,
)
from personac.rules.gates._lines import is_excluded
from personac.rules.mandates._statements import Titled
from personac.tables.actions import singular
from personac.tables.metrics import LEVELS, SCOPES, Measured, measured
from personac.tables.verbs import IMPERATIVES
from personac.text.plain import key
from personac.text.sentences import sentences

_PART = re.compile(r", |[;()•→]|\s[-–—]\s|\b(?:or|and|while|but)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w.-]*|\d+[A-Za-z]\w*")
_BREAKS = frozenset(
    "must should shall is are be will can requires require required requiring trigger block if "
    "when unless then ensure maintain achieve keep reach has have stay remain meet need for with "
    "that which target before until by use using than from per".split()
)
_OPENERS = frozenset("once while provided at after on".split())
"""What leads from an order to the thing that is measured."""
_LINKS = frozenset("of at to the a an all any on in overall total threshold".split())
_LIGHT = _LINKS | frozenset(
    "for achieved maintained sustained reached delivered secured ensured consistently always "
    "metric level every each your our achieving maintaining any".split()
)
_COPULAS = _LINKS | frozenset(
    "must should shall is are be not never stay remain than target drop fall go rise".split()
)
_CONSEQUENCES = {
    "notify": re.compile(r"\b(?:alert|notif|report|log|warn|create)", re.IGNORECASE),
    "stop": re.compile(r"\b(?:block|stop|halt|fail|reject|roll ?back)", re.IGNORECASE),
    "ask": re.compile(r"\b(?:approv|hitl|human|escalat|review|sign-?off)", re.IGNORECASE),
}
_CONSEQUENCE = re.compile(
    r"\b(?:blocks?|stops?|halts?|fails?|rejects?) (?:the|any|all|every)\b"
    r"(?: [\w-]+ (?=(?:when|if|unless|on)\b))?",
    re.IGNORECASE,
)
"""After this stands what a threshold holds back, not where it holds."""
_OF_GATES = re.compile(r"\brelease (?=gates?\b)")
"""A kind of gates, no place where a threshold holds."""
_AFTERMATH = re.compile(r"\.\s+(?=(?:If|When|Otherwise|Else|On|Owner)\b)")
"""Behind a unit the stop ends no sentence for sure: ``under 2 s. If it fails, …``."""
_SMALLER = frozenset(
    "latency|load time|query time|build time|startup time|recovery time|detection time|lead time|"
    "error rate|regression|memory|cpu|complexity|duplication|bundle size|file size|file length|"
    "function length|false positive rate|downtime|packet loss|largest contentful paint|"
    "first contentful paint|cumulative layout shift|interaction to next paint|first input delay|"
    "time to interactive|time to first byte|retry|class length|component length|change size|"
    "commit size|summary length|answer length|time to answer".split("|")
)
_LARGER = frozenset(
    "coverage|uptime|accuracy|precision|recall|success rate|pass rate|completion rate|"
    "cache hit rate|confidence|f1|throughput|frame rate|contrast|satisfaction".split("|")
)
_NO_SCOPE = {"coverage": frozenset({"test", "testing"})}
"""What says nothing of where a metric holds, because it belongs to its name."""
_SIZED = {"file": "file length", "module": "file length", "function": "function length"}
_SIZED |= {"method": "function length", "class": "class length", "component": "component length"}
_SIZED |= {"pr": "change size", "pull request": "change size", "change": "change size"}
_SIZED |= {"commit": "commit size", "summary": "summary length", "answer": "answer length"}
_THING = re.compile(rf"\b({'|'.join(_SIZED)})(?:s|es)?\b(?! (?:per|coverage))", re.IGNORECASE)
_TRIED = re.compile(r"\b(?:retr(?:y|ies)|re-?attempts?|attempts?)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:answer|respond|repl|acknowledg)\w*\b", re.IGNORECASE)
_AROUND = re.compile(r"[a-z][\w-]*|\d+", re.IGNORECASE)
_NO_CASE = frozenset(
    "retry retries attempt attempts time times most least more than never not no must should up to "
    "do each every all any a an the of in within and then if it fails failed only after is are be "
    "answer answered answers respond responded reply replied keep kept exceed under over below "
    "above have has stay shorter longer fewer less maximum minimum max min with hours hour "
    "minutes minute days day lines line changed long size length".split()
)
_GENERAL = re.compile(r"\b(?:all|any|every|each)\b", re.IGNORECASE)
_TITLE_WORDS = 5
_ASIDE = re.compile(r"\s*\(([^()]{1,80})\)")


class Bound(Struct, frozen=True):
    """A threshold as written in ``words``.  ``where`` holds the words that rank or place it,
    ``leads_to`` what happens at it; both say whether two bounds may differ on purpose.
    """

    node: NodeId
    parent: NodeId
    words: str
    lower: bool
    turned: bool
    """Whether it is written as what must not be: ``coverage < 80 % blocks the merge``."""
    family: str
    value: float
    measured: Measured
    where: frozenset[str]
    leads_to: frozenset[str]
    target: bool
    general: bool
    """Whether it holds for all or any of what is measured."""
    lapse: bool
    """Whether a list of regressions has it."""
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
        if (text := _text(one)) and any(map(str.isdigit, text)) and not is_excluded(one):
            for sentence in sentences(text):
                yield from _in_sentence(one, sentence.text)


def _described(persona: Persona) -> Iterator[Placed]:
    """The description in the header, which promises thresholds too."""
    for field in persona.header:
        if isinstance(field, Field) and field.kind == "description":
            yield Placed(field, ())


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
    phrase = (
        *_phrase_before(part[: found.start]),
        *_phrase_after(_CONSEQUENCE.split(part[found.end :])[0]),
    )
    label = _words(_label(one))
    named = _counted(part, found) or measured(phrase) or measured((*phrase, *label))
    if len(named) != 1:
        return
    metric = named[0].metric
    lower = _holds_from(metric, found.bound.side.room < 0)
    said = next(filter(str.strip, _CONSEQUENCE.split(_AFTERMATH.split(part)[0])))
    spoken = _words(said)
    spoken = spoken[1:] if spoken[:1] and spoken[0] in IMPERATIVES else spoken
    around = measured((*spoken, *label, *_titles(one))) or named
    yield Bound(
        node=one.node.id,
        parent=one.above[-1].id if one.above else one.node.id,
        words=part[found.start : found.end].strip(),
        lower=lower,
        turned=lower is not (found.bound.side.room < 0),
        family=found.bound.family,
        value=found.bound.value,
        measured=named[0]._replace(qualifiers=named[0].qualifiers - _LIGHT),
        where=around[0].qualifiers & (LEVELS | SCOPES) - _NO_SCOPE.get(metric, frozenset()),
        leads_to=frozenset(n for n, pattern in _CONSEQUENCES.items() if pattern.search(sentence)),
        target=any(isinstance(clause, Metric) for clause in getattr(one.node, "clauses", ())),
        general=_GENERAL.search(part[: found.start]) is not None,
        lapse="regression" in _titles(one)[-_TITLE_WORDS:],
        aside=key(aside[1])
        if (aside := _ASIDE.match(sentence, _end_of(sentence, part, found)))
        else "",
    )


def _holds_from(metric: str, lower: bool) -> bool:
    """Whether what is measured has to stay above the number, however the bound is written."""
    return False if metric in _SMALLER else lower or metric in _LARGER


def _counted(part: str, found: Found) -> tuple[Measured, ...]:
    """What is bounded by a count or a time, and no metric of the table: attempts, sizes, answers;
    all other words of the part tell one case from another.
    """
    after = part[found.end :].lstrip().casefold()
    metric = ""
    if found.bound.family == "" and after.startswith(("time", "retr", "attempt")):
        metric = "retry" if _TRIED.search(part) else ""
    elif found.bound.family == "line" or after.startswith(("changed line", "line", "word")):
        thing = _THING.search(part[: found.start])
        metric = _SIZED[thing[1].casefold()] if thing else ""
    elif found.bound.family == "time" and _PASSIVE.search(part[: found.start]):
        metric = "time to answer"
    if not metric:
        return ()
    words = {singular(word) for word in _AROUND.findall(part[: found.start].casefold())}
    things = {singular(name) for name in " ".join(_SIZED).split()}
    return (Measured(metric, frozenset(), frozenset(words - _NO_CASE - things)),)


def _end_of(sentence: str, part: str, found: Found) -> int:
    return sentence.find(part) + found.end


def _phrase_before(text: str) -> tuple[str, ...]:
    """The noun phrase that ends right before a number, without "must be", "of" and the like."""
    words = list(_words(text))
    while words and words[-1] in _COPULAS:
        words.pop()
    start = next((i for i in range(len(words), 0, -1) if words[i - 1] in _BREAKS), 0)
    return _without_order(tuple(words[start:]))


def _without_order(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase without the order that opens its sentence: ``go on once the …``."""
    if not phrase or phrase[0] not in IMPERATIVES:
        return phrase
    return phrase[max((n for n, word in enumerate(phrase) if word in _OPENERS), default=-1) + 1 :]


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
        _OF_GATES.sub("", key(node.title))
        for node in one.above[1:]
        if isinstance(node, Titled) and getattr(node, "kind", "") != "startup"
    ]
    return _words(" ".join(titles))
