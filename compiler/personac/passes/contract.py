"""Finds mandates, gates and metrics: statements that bind, in the place that gives them force.

A sentence binds by its own marker, or because it is an item of a normative container (a
heading, label or element that names rules, bans, gates or metrics) or of a lead line that
breaks off at its marker ("The agent must not:").
"""

import re
from typing import NamedTuple

from personac.model import (
    AnyNode,
    Attribute,
    Block,
    Clause,
    Field,
    Gate,
    Item,
    Mandate,
    Metric,
    Modality,
    Persona,
    Polarity,
    Quote,
    Row,
    Section,
    Stated,
    Step,
    Table,
    Text,
    Workflow,
    evolve,
)
from personac.passes._gates import is_gate
from personac.passes._markers import Marker, markers, opens_with_imperative, unless_clause
from personac.passes._thresholds import threshold
from personac.tables.kinds import section_kind
from personac.text.plain import key, plain
from personac.text.sentences import Sentence, sentences

_EXCLUDED = frozenset({"examples", "triggers", "history", "output"})
_CONTAINERS = frozenset({"mandates", "forbidden", "gates", "metrics", "quality-standards"})
_EXAMPLE_TAGS = frozenset(
    {"example", "examples", "commentary", "sample", "user", "assistant", "context"}
)
_RULE_TAGS = frozenset({"rule", "rules", "critical_rule", "r", "mandate", "constraint"})
_MANDATORY = re.compile(r"\b(?:MANDATORY|REQUIRED|NON-NEGOTIABLE)\b")
_FOR_EXAMPLE = re.compile(r"^(?:for example|e\.g\.|example:|for instance)", re.IGNORECASE)
_METRIC_WORD = re.compile(r"\b(?:targets?|slos?|kpis?)\b", re.IGNORECASE)
_LEAD_END = re.compile(
    r"(?P<force>must not|must never|must|shall not|shall|should not|should|will not|won['’]t|do not|don['’]t|"
    r"never|always|cannot|may not|may)\s*(?:ever)?:$",
    re.IGNORECASE,
)


class Force(NamedTuple):
    """What a container does to its items."""

    kind: str = ""
    polarity: Polarity = Polarity.REQUIRE
    modality: Modality = Modality.MUST


class Context(NamedTuple):
    force: Force = Force()
    excluded: bool = False
    depth: int = 0
    """How many items stand above: only the outermost items of a container count unmarked."""


def find_contract(persona: Persona) -> Persona:
    """Add mandates, gates and metrics to the nodes whose words state them."""
    return evolve(persona, body=_children(persona.body, Context()))


def _children(nodes: tuple[Block, ...], context: Context) -> tuple[Block, ...]:
    found: list[Block] = []
    lead: Force | None = None
    for node in nodes:
        if isinstance(node, Text):
            lead = _lead(node)
        inner = (
            context._replace(force=lead, depth=0) if lead and isinstance(node, Item) else context
        )
        if not isinstance(node, Text | Item):
            lead = None
        found.append(_node(node, inner))
    return tuple(found)


def _node(node: Block, context: Context) -> Block:
    match node:
        case Section() | Workflow():
            inner = _section_context(node, context)
            return evolve(node, children=_children(node.children, inner))
        case Step():
            inner = _section_context(node, context)
            own = _statements(node, node.text, context._replace(depth=1)) if node.text else ()
            return evolve(
                node, clauses=node.clauses + own, children=_children(node.children, inner)
            )
        case Item():
            return _item(node, context)
        case Text():
            found = _statements(node, node.text, context._replace(depth=1))
            return evolve(node, clauses=node.clauses + found) if found else node
        case Quote():
            return evolve(node, children=_children(node.children, context))
        case Table():
            return evolve(node, rows=tuple(_row(row, context) for row in node.rows))
        case _:
            return node


def _section_context(node: Section | Workflow | Step, context: Context) -> Context:
    kind = node.kind if isinstance(node, Section) else section_kind(node.title)
    tag = (node.tag or "").lower()
    if kind in _EXCLUDED or tag in _EXAMPLE_TAGS:
        return context._replace(excluded=True, depth=0)
    force = _force(kind, node.title, tag, node.attributes)
    if force is None:
        named = kind not in ("other", "workflow")
        force = Force() if named else context.force
    return context._replace(force=force, depth=0)


def _force(kind: str, title: str, tag: str, attributes: tuple[Attribute, ...]) -> Force | None:
    if kind == "forbidden" or tag.startswith("never_"):
        return Force("mandates", Polarity.FORBID)
    if kind in _CONTAINERS:
        return Force(kind)
    if tag in _RULE_TAGS or tag.startswith("always_") or _MANDATORY.search(title):
        return Force("mandates")
    if any(_MANDATORY.search(attribute.value) for attribute in attributes):
        return Force("mandates")
    return None


def _item(node: Item, context: Context) -> Item:
    context = _own_context(node, context)
    own = _statements(node, node.text, context) if node.text else ()
    inner = context._replace(depth=context.depth + 1)
    lead = _lead(node) or _label_lead(node)
    if lead and node.children:
        inner = context._replace(force=lead, depth=0)
        own = () if _lead(node) else own
    elif not node.text and node.children and context.depth == 0:
        inner = context
    node = evolve(node, children=_children(node.children, inner))
    return evolve(node, clauses=node.clauses + own) if own else node


def _own_context(node: Item, context: Context) -> Context:
    tag = (node.tag or "").lower()
    if tag in _EXAMPLE_TAGS:
        return context._replace(excluded=True)
    force = _force("other", node.label or "", tag, node.attributes)
    if node.label and not force:
        kind = section_kind(plain(node.label))
        if kind == "gates" and key(node.label).endswith(
            ("gate", "gates", "checks", "checklist", "criteria")
        ):
            force = Force("gates")
    return context._replace(force=force, depth=0) if force else context


def _row(row: Row, context: Context) -> Row:
    found: tuple[Clause, ...] = ()
    for number, cell in enumerate(row.cells):
        inner = (
            context
            if number == 0 and context.force.kind in ("metrics", "gates")
            else context._replace(depth=1)
        )
        found += _statements(row, cell, inner, first=len(found) + 1)
    return evolve(row, clauses=row.clauses + found) if found and not context.excluded else row


def _lead(node: Text | Item) -> Force | None:
    """The force that a lead line hands to the items after it, when it breaks off at its marker."""
    text = plain(node.text or node.label or "")
    match = _LEAD_END.search(text if text.endswith(":") else text + ":") if text else None
    if match is None or len(text) > 200 or (node.text and not text.endswith(":")):
        return None
    word = match["force"].lower()
    negative = any(part in word for part in ("not", "never", "n't", "n’t", "cannot"))
    modality = (
        Modality.SHOULD
        if word.startswith("should")
        else Modality.MAY
        if word == "may"
        else Modality.MUST
    )
    polarity = (
        Polarity.FORBID if negative else Polarity.PERMIT if word == "may" else Polarity.REQUIRE
    )
    return Force("mandates", polarity, modality)


def _label_lead(node: Item) -> Force | None:
    if node.text or not node.label:
        return None
    kind = section_kind(plain(node.label))
    return _force(kind, node.label, "", ()) if kind in _CONTAINERS or kind == "forbidden" else None


def _statements(
    node: AnyNode, text: str, context: Context, first: int = 1
) -> tuple[Mandate | Gate | Metric, ...]:
    if context.excluded or isinstance(node, Field):
        return ()
    found: list[Mandate | Gate | Metric] = []
    parts = [part for part in sentences(text) if not _FOR_EXAMPLE.match(part.text)]
    for number, part in enumerate(parts):
        found.extend(_sentence(part, number == 0, len(parts), context, found))
    return tuple(
        evolve(clause, id=f"{node.id}#{_name(clause)}{'' if n == 1 else f'-{n}'}")
        for n, clause in enumerate(found, first)
    )


def _name(clause: Mandate | Gate | Metric) -> str:
    return type(clause).__name__.lower()


def _sentence(
    part: Sentence, first: bool, count: int, context: Context, before: list[Mandate | Gate | Metric]
) -> list[Mandate | Gate | Metric]:
    found: list[Mandate | Gate | Metric] = list(_mandates(part, first, count, context, before))
    checkbox = part.text.startswith(("[ ]", "[x]", "[X]"))
    bound = threshold(part.text)
    outermost = context.depth == 0 and first
    if (outermost and context.force.kind == "gates") or checkbox or is_gate(part.bare):
        if not any(isinstance(clause, Gate) for clause in before) or not outermost:
            found.append(Gate(id="", text=part.text, threshold=bound))
    elif (
        (outermost and context.force.kind == "metrics")
        or (context.force.kind == "quality-standards" and context.depth == 0 and bound)
        or (bound and _METRIC_WORD.search(part.bare) and not found)
    ):
        found.append(Metric(id="", text=part.text, threshold=bound))
    return found


def _mandates(
    part: Sentence, first: bool, count: int, context: Context, before: list[Mandate | Gate | Metric]
) -> tuple[Mandate, ...]:
    marked = markers(part.bare)
    container = context.force.kind == "mandates" and context.depth == 0
    if marked:
        own = _unmarked_opening(part, marked, context) if container and first else ()
        return own + tuple(_mandate(part, marker) for marker in marked)
    if not container:
        return ()
    imperative = opens_with_imperative(part.bare)
    if first and (imperative or count == 1 or not _has_mandate(before)):
        return (_inherited(part, context.force),)
    return ()


def _unmarked_opening(
    part: Sentence, marked: tuple[Marker, ...], context: Context
) -> tuple[Mandate, ...]:
    """In a container, an unmarked instruction before the first marker counts on its own."""
    before = part.bare[: marked[0].start]
    split = re.search(r"[,;:–—]\s*(?:and |but )?$", before)
    if split and opens_with_imperative(before) and marked[0].polarity is not context.force.polarity:
        return (_inherited(part, context.force),)
    return ()


def _has_mandate(before: list[Mandate | Gate | Metric]) -> bool:
    return any(isinstance(clause, Mandate) for clause in before)


def _mandate(part: Sentence, marker: Marker) -> Mandate:
    return Mandate(
        id="",
        text=part.text,
        polarity=marker.polarity,
        modality=marker.modality,
        unless=unless_clause(part.bare),
        threshold=threshold(part.text),
    )


def _inherited(part: Sentence, force: Force) -> Mandate:
    negative = part.bare.lower().startswith(("no ", "not "))
    return Mandate(
        id="",
        text=part.text,
        polarity=Polarity.FORBID if negative else force.polarity,
        modality=force.modality,
        unless=unless_clause(part.bare),
        threshold=threshold(part.text),
        stated=Stated.INHERITED,
    )
