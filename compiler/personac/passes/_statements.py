"""The clauses that one statement makes, in the context of where it stands."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from personac.model import Gate, Mandate, Metric, Polarity, Stated, evolve
from personac.passes._containers import Context
from personac.passes._force import Force
from personac.passes._gates import is_alarm, is_check, is_gate, is_note, is_trigger
from personac.passes._markers import Marker, markers, opens_with_imperative, unless_clause
from personac.passes._thresholds import threshold
from personac.text.plain import key, plain
from personac.text.sentences import Sentence, blank, sentences, words_of

Found = tuple[Mandate | Gate | Metric, ...]

_FOR_EXAMPLE = re.compile(r"^\W*(?:for example|e\.g\.|examples?:|for instance)", re.IGNORECASE)
_CHECKBOX = re.compile(r"\[[ xX]\]|[☐☑]")
_OBJECT = r"(?:load|audience|users?|platforms?|systems?|environments?|markets?|languages?|files?|director\w+|branch\w*|devices?|versions?|customers?|frameworks?|services?|hosts?|nodes?|dates?|state)"
_TARGET = re.compile(rf"\btargets?\b(?! {_OBJECT}\b)", re.IGNORECASE)
_GOAL = re.compile(r"\b(?:slos?|kpis?)\b|\btargets?\W*$", re.IGNORECASE)
_GOALS = frozenset("target targets slo slos kpi kpis".split())
_OWN_BREAK = re.compile(r"(?:[,;:–—]|\s-)\s*(?:and |but )?$")
_CONDITION = re.compile(
    r"\W*(?:if|when|on|upon)\b|[^.]{1,80}\b(?:before|until|prior to)\b", re.IGNORECASE
)
_REMARK = re.compile(
    r"notes?|why|why this matters|reason|triggers?|indicators|scope|in summary|summary|quick reference|"
    r"rationale|examples?|context|tips?|benefits?|impact|when|goal|purpose|background"
)
_PLACEHOLDER = re.compile(r"\W*\{[^{}\n]{1,80}\}+\W*")
_CROSSED = re.compile(r"\W{0,3}[❌✗✘✖🚫⛔🛑]|\W{0,3}(?:no|not)\s", re.IGNORECASE)
"""How an item of a container says that it is a ban, whatever its neighbours are."""
_SPAN = re.compile(r"`[^`]+`")
_QUOTATION = re.compile(r"(?:\"[^\"]+\"|“[^”]+”|«[^»]+»|„[^“”]+[“”])[.,]?")
_LOUD = re.compile(r"[A-Z][A-Z !]{4,40}")


class Said(NamedTuple):
    """One statement, with the label in front of it."""

    text: str
    label: str = ""


class Marked(NamedTuple):
    """A sentence, its markers and the words to show for it."""

    part: Sentence
    markers: tuple[Marker, ...]
    text: str


@lru_cache(maxsize=8192)
def statements(said: Said, context: Context) -> Found:
    """The mandates, gates and metrics of one statement, without their ids.

    A build reads most statements again in each artifact that it proves.
    """
    if context.excluded or _PLACEHOLDER.fullmatch(said.text):
        return ()
    if said.label.count("(") > said.label.count(")"):
        said = Said(f"{said.label}: {said.text}")
    parts = (_spoken(part, context) for part in _parts(said.text))
    marked = [_marked(said, part, n == 0, context) for n, part in enumerate(parts)]
    if not marked:
        return ()
    duties = [list(_lifted(one, context.force)) for one in _mandates(said, marked, context)]
    if context.declared:
        return tuple(duty for one in duties for duty in one)
    gates = dict(_gates(said, [one.part for one in marked], context))
    found: list[Mandate | Gate | Metric] = []
    for number, one in enumerate(marked):
        found += duties[number]
        if number in gates:
            found.append(gates[number])
        if metric := _metric(said if number == 0 else None, one.part, context):
            found.append(metric)
    return tuple(found)


def _parts(text: str) -> Iterator[Sentence]:
    return (part for part in sentences(text) if not _FOR_EXAMPLE.match(part.text))


def _spoken(part: Sentence, context: Context) -> Sentence:
    """In a container, a sentence that is one code span says what stands in it."""
    if context.force is None or not _SPAN.fullmatch(part.text):
        return part
    return part._replace(bare=f" {part.text[1:-1]} ")


def _marked(said: Said, part: Sentence, first: bool, context: Context) -> Marked:
    found = markers(part.bare)
    if context.gates or context.metrics == "items":
        found = tuple(marker for marker in found if not _is_state(part.bare, marker))
    if not (first and said.label):
        return Marked(part, found, part.text)
    label = plain(said.label)
    if _LOUD.fullmatch(label) and not found:
        found = markers(f"{label}: {part.bare}")
        return Marked(part, found, part.text)
    own = _of_label(label, context)
    if not own:
        return Marked(part, found, part.text)
    polarities = {marker.polarity for marker in own}
    rest = tuple(marker for marker in found if marker.polarity not in polarities)
    return Marked(part, own + rest, f"{label}: {part.text}")


def _of_label(label: str, context: Context) -> tuple[Marker, ...]:
    """A label's markers; one that ends in "always" says nothing, "No x" bans in a container."""
    words = key(label)
    bans = words.startswith("no ")
    if words.endswith((" always", " never")) or (bans and not context.force):
        return ()
    return markers(blank(label))


def _is_state(bare: str, marker: Marker) -> bool:
    """Whether the marker names a state to reach ("no lint errors"), which bans nothing."""
    word = bare[marker.start :].lstrip("[] xX")[:3]
    return word.lower() == "no " and word != "NO " and "without" not in bare


def _mandates(said: Said, marked: list[Marked], context: Context) -> list[list[Mandate]]:
    """The mandates of each sentence; in a container an item without a marker makes one."""
    found = [list(_declared(one)) for one in marked]
    if context.force is None or context.depth or _REMARK.fullmatch(key(said.label)):
        return found
    said_aloud = (n for n, one in enumerate(marked) if said.label or not _is_silent(one, context))
    opening = next(said_aloud, None)
    if opening is None:
        return found
    first = marked[opening]
    if first.markers:
        if _has_unmarked_opening(first, context.force):
            found[opening].insert(0, _inherited(said, first, context.force))
    elif opens_with_imperative(first.part.bare) or not any(found):
        found[opening].append(_inherited(said, first, context.force))
    return found


def _is_silent(one: Marked, context: Context) -> bool:
    """Whether the words ask or quote; a quotation below a ban is what must not be said."""
    bans = context.force is not None and context.force.polarity is Polarity.FORBID
    words = one.part.text
    asks = words.endswith("?") and not one.markers
    return asks or (not bans and bool(_QUOTATION.fullmatch(words)))


def _lifted(duties: list[Mandate], force: Force | None) -> Iterator[Mandate]:
    """``duties`` with the exception that the lead line of their list makes."""
    for duty in duties:
        yield evolve(duty, unless=duty.unless or force.unless) if force else duty


def _has_unmarked_opening(one: Marked, force: Force) -> bool:
    """In a container, an unmarked instruction before the first marker counts on its own."""
    before = one.part.bare[: one.markers[0].start]
    return (
        one.text == one.part.text
        and one.markers[0].polarity is not force.polarity
        and bool(_OWN_BREAK.search(before))
        and opens_with_imperative(before)
    )


def _declared(one: Marked) -> Iterator[Mandate]:
    """A mandate for each marker; what lifts one stands between it and the next."""
    starts = [marker.start for marker in one.markers[1:]]
    labelled = one.text != one.part.text
    begin = 0
    for marker, end in zip(one.markers, (*starts, None), strict=False):
        bare = one.part.bare if labelled else one.part.bare[begin:end]
        yield Mandate(
            id="",
            text=one.text,
            polarity=marker.polarity,
            modality=marker.modality,
            unless=unless_clause(bare, marker.polarity),
            threshold=_bound(one.part),
        )
        begin = end or 0


def _inherited(said: Said, one: Marked, force: Force) -> Mandate:
    """What an item states by its place; the label of a ban names what is banned."""
    label = plain(said.label)
    crossed = _CROSSED.match(one.part.bare) or _CROSSED.match(label)
    polarity = Polarity.FORBID if crossed else force.polarity
    named = label and polarity is Polarity.FORBID and one.text == one.part.text
    return Mandate(
        id="",
        text=f"{label}: {one.text}" if named else one.text,
        polarity=polarity,
        modality=force.modality,
        unless=unless_clause(one.part.bare, polarity),
        threshold=_bound(one.part),
        stated=Stated.INHERITED,
    )


def _gates(said: Said, parts: list[Sentence], context: Context) -> Iterator[tuple[int, Gate]]:
    """The sentences that are gates, by number; an item of a container is one gate at most."""
    if context.gates == "parts":
        return
    found = [
        number for number, part in enumerate(parts) if is_gate(_conditioned(said, part, number))
    ]
    own = _container_gate(said, parts, context)
    if not found and own is None and _is_lead_alarm(said, parts[0]):
        own = 0
    if own is not None and len(found) < 2:
        found = [own]
    for number in found:
        yield (
            number,
            Gate(
                id="",
                text=parts[number].text,
                threshold=_bound(parts[number], "" if number else said.label),
            ),
        )


def _conditioned(said: Said, part: Sentence, number: int) -> Sentence:
    """The sentence with the condition that its label states ("**If it fails:** …")."""
    if number or not _CONDITION.match(said.label):
        return part
    label = f"{plain(said.label)}: "
    return part._replace(text=label + part.text, bare=label + part.bare)


def _container_gate(said: Said, parts: list[Sentence], context: Context) -> int | None:
    if _CHECKBOX.match(parts[0].text):
        return 0
    if context.depth or not context.gates or is_note(key(said.label)):
        return None
    if context.gates == "items":
        return 0
    if context.gates == "triggers":
        return 0 if is_trigger(parts[0]) else None
    return next((number for number, part in enumerate(parts) if is_check(part)), None)


def _is_lead_alarm(said: Said, part: Sentence) -> bool:
    return part.text.endswith(":") and is_alarm(f"{said.label} {part.text}")


def _bound(part: Sentence, label: str = "") -> str | None:
    """The threshold of a sentence: its label's, else one outside parentheses, else any."""
    return threshold(plain(label)) or threshold(part.bare) or threshold(part.text)


def _metric(said: Said | None, part: Sentence, context: Context) -> Metric | None:
    """The metric of a sentence; ``said`` is the statement that it opens."""
    named = f"{said.label}: {part.text}" if said else part.text
    if not context.metrics and _GOALS.isdisjoint(words_of(named)):
        return None
    after = threshold(part.text.rpartition(": ")[2]) if ": " in part.text else None
    bound = after or _bound(part, said.label if said else "")
    boxed = _CHECKBOX.match(part.text)
    contained = said is not None and context.depth == 0 and context.metrics and not boxed
    target = _TARGET.search(named)
    measured = threshold(named[target.end() :]) if target else None
    goal = bound and _GOAL.search(named)
    if measured or goal or (contained and (bound or context.metrics == "items")):
        return Metric(id="", text=part.text, threshold=measured or bound)
    return None
