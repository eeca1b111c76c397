"""Thresholds in statements: which number bounds which metric, in which direction."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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
from personac.rules.gates._named import is_below_gates
from personac.rules.gates._opening import Opening, opening
from personac.rules.gates._phrases import (
    LIGHT,
    ORDERS,
    after,
    before,
    counted,
    named,
    subject,
    without_verb,
    words,
)
from personac.rules.gates._ways import CASE, Way, way
from personac.rules.mandates._statements import Titled
from personac.tables.actions import singular
from personac.tables.metrics import LEVELS, METRICS, SCOPES, Measured, measured
from personac.text.plain import key
from personac.text.sentences import sentences

_PART = re.compile(r", |[;()•→]|\s[-–—]\s|\b(?:or|and|while|but)\b", re.IGNORECASE)
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
_OF_GATES = re.compile(
    r"\brelease (?=gates?\b)|\b(?:core|critical) (?=(?:principle|rule|mandate|constraint|value|action|instruction|"
    r"requirement|responsibilit)\w*)"
)
"""Kinds of gates and rules, no places where a threshold holds."""
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
_TRIED = re.compile(r"\b(?:(?:re)?tr(?:y|ies)|re-?attempts?|attempts?)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:answer|respond|repl|acknowledg)\w*\b", re.IGNORECASE)
_AROUND = re.compile(r"[a-z][\w-]*|\d+", re.IGNORECASE)
_NO_CASE = frozenset(
    "try retry retries attempt attempts give stop when more have has been had time times most least more than never not no must should up to "
    "do each every all any a an the of in within and then if it fails failed only after is are be "
    "answer answered answers respond responded reply replied keep kept exceed under over below "
    "above have has stay shorter longer fewer less maximum minimum max min with hours hour "
    "minutes minute days day lines line changed long size length".split()
)
_ID = re.compile(r"(?:(?:quality |release )?gate )?[A-Z]+-?[A-Z\d-]*\d[\w-]*", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:number|count) of\b", re.IGNORECASE)
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
    open: bool
    """Whether it is a case in which something is done, and no bound of its own."""
    warned: bool
    """Whether somebody is told at it and nothing stops."""
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


class _Said(NamedTuple):
    """A number in a part of a sentence of a node, with the node's label."""

    one: Placed
    sentence: str
    part: str
    found: Found
    label: str


def bounds(persona: Persona) -> Iterator[Bound]:
    for one in (*_described(persona), *placed(persona)):
        if (text := _asked(one)) and any(map(str.isdigit, text)) and not is_excluded(one):
            for sentence in sentences(text):
                yield from _in_sentence(one, sentence.text)


def _described(persona: Persona) -> Iterator[Placed]:
    """The description in the header, which promises thresholds too."""
    for field in persona.header:
        if isinstance(field, Field) and field.kind == "description":
            yield Placed(field, ())


def _asked(one: Placed) -> str:
    """What the node states, without the id and name that it opens with."""
    text = _text(one)
    return text if (found := _opened(one)) is None else found.rest


def _opened(one: Placed) -> Opening | None:
    return opening(one.node.text) if isinstance(one.node, Item) and not one.node.label else None


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
    back = _CONSEQUENCE.split(part[found.end :])[0]
    called = _without_id(_label(one))
    about = _about(
        one, part, found, called, (*before(CASE.split(part[: found.start])[-1]), *after(back))
    )
    if len(about) != 1:
        return
    at = sentence.find(part) + found.start
    how = way(sentence, at, at + found.end - found.start, found.bound.side)
    known = _is_known(about[0])
    if not known and how is Way.WARNED:
        return
    ways = (Way.KEPT, Way.OPEN) if how is Way.GO and not known else (how,)
    for each in ways:
        yield _stated(_Said(one, sentence, part, found, called), about[0], each)


def _is_known(about: Measured) -> bool:
    return about.metric in METRICS or about.metric in _SMALLER


def _stated(said: _Said, about: Measured, how: Way) -> Bound:
    one, sentence, part, found, called = said
    known, front = _is_known(about), part[: found.start]
    lower = _holds_from(about.metric, found.bound.side.room < 0, how)
    return Bound(
        node=one.node.id,
        parent=one.above[-1].id if one.above else one.node.id,
        words=part[found.start : found.end].strip(),
        lower=lower,
        turned=lower is not (found.bound.side.room < 0),
        open=not known and how is Way.OPEN,
        warned=how is Way.WARNED,
        family=found.bound.family or ("" if known else counted(part[found.end :])),
        value=found.bound.value,
        measured=about._replace(qualifiers=about.qualifiers - LIGHT),
        where=_where(one, part, called, about),
        leads_to=frozenset(n for n, pattern in _CONSEQUENCES.items() if pattern.search(sentence)),
        target=any(isinstance(clause, Metric) for clause in getattr(one.node, "clauses", ())),
        general=_GENERAL.search(front) is not None,
        lapse="regression" in _titles(one)[-_TITLE_WORDS:],
        aside=key(aside[1])
        if (aside := _ASIDE.match(sentence, _end_of(sentence, part, found)))
        else "",
    )


def _about(
    one: Placed, part: str, found: Found, label: str, phrase: tuple[str, ...]
) -> tuple[Measured, ...]:
    """What is bounded: a metric that is known by the words around the number or by the label, or
    whatever stands before the number.
    """
    called = words(label)
    with_label = measured((*phrase, *called))
    if is_known := _counted(part, found) or measured(phrase):
        return is_known
    if with_label and with_label[0].metric in METRICS:
        return with_label
    front, back = CASE.split(part[: found.start])[-1], part[found.end :]
    if not (found.bound.family or counted(back) or _COUNT.search(front)):
        return with_label
    below = not front.strip() and is_below_gates(one.above)
    return subject(front, back) or with_label or (named(label) if below else ())


def _where(one: Placed, part: str, label: str, about: Measured) -> frozenset[str]:
    """The words around a bound that rank it or say where it holds."""
    said = words(next(filter(str.strip, _CONSEQUENCE.split(_AFTERMATH.split(part)[0]))))
    said = said[1:] if said[:1] and said[0] in ORDERS else said
    around = (*said, *words(label), *_titles(one))
    found = measured(around)
    if about.metric not in METRICS:
        said = words(CASE.split(part)[-1]) if CASE.search(part) else said
        around = (*said, *words(label), *_titles(one))
    rest = found[0].qualifiers if found and about.metric in METRICS else frozenset(around)
    own = {*about.metric.split(), *(() if about.metric in METRICS else about.qualifiers)}
    return rest & (LEVELS | SCOPES) - _NO_SCOPE.get(about.metric, frozenset()) - own


def _without_id(label: str) -> str:
    """A label without the id of a gate that it opens with."""
    found = opening(f"{label}:") if label else None
    return _ID.sub("", found.head, count=1) if found else label


def _holds_from(metric: str, lower: bool, how: Way) -> bool:
    """Whether what is measured has to stay above the number, however the bound is written."""
    if metric in _SMALLER or metric in _LARGER:
        return metric in _LARGER
    return lower is not (how in (Way.BROKEN, Way.OPEN))


def _counted(part: str, found: Found) -> tuple[Measured, ...]:
    """What is bounded by a count or a time, and no metric of the table: attempts, sizes, answers;
    all other words of the part tell one case from another.
    """
    after = part[found.end :].lstrip().casefold()
    metric, said = "", part[: found.start].casefold()
    if found.bound.family == "" and after.startswith(("time", "retr", "attempt")):
        metric = "retry" if _TRIED.search(part) else ""
        said = f"{said} {after}" if not after.startswith("time") else said
    elif found.bound.family == "line" or after.startswith(("changed line", "line", "word")):
        thing = _THING.search(part[: found.start])
        metric = _SIZED[thing[1].casefold()] if thing else ""
    elif found.bound.family == "time" and _PASSIVE.search(part[: found.start]):
        metric = "time to answer"
    if not metric:
        return ()
    case = without_verb(tuple(singular(word) for word in _AROUND.findall(said)))
    things = {singular(name) for name in " ".join(_SIZED).split()}
    return (Measured(metric, frozenset(), frozenset(case) - _NO_CASE - things),)


def _end_of(sentence: str, part: str, found: Found) -> int:
    return sentence.find(part) + found.end


def _label(one: Placed) -> str:
    match one.node:
        case Item() | Text():
            return one.node.label or (found.head if (found := _opened(one)) else "")
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
    return words(" ".join(titles))
