"""Finds mandates, gates and metrics: statements that bind, in the place that gives them force.

A sentence binds by its own marker, or because it is an item of a normative container (a
heading, label or element that names rules, bans, gates or metrics) or of a lead line that
breaks off at its marker ("The agent must not:").
"""

import re
from typing import TypeVar

from personac.model import (
    Block,
    Code,
    Contract,
    Gate,
    Item,
    Mandate,
    Persona,
    Quote,
    Raw,
    Row,
    Section,
    Stated,
    Stating,
    Step,
    Style,
    Table,
    Text,
    Workflow,
    evolve,
    walk,
)
from personac.passes._containers import (
    Context,
    below_lead,
    below_title,
    is_statement,
    is_tagged,
    of_item,
)
from personac.passes._definition import definition, is_definition
from personac.passes._gate_elements import attribute_bound, is_one_gate, one_gate
from personac.passes._lines import Line, lines, untag
from personac.passes._statements import Found, Said, statements
from personac.passes.classify import classify
from personac.passes.workflows import only_numbers
from personac.tables.kinds import section_kind
from personac.text.blocks import tag_line
from personac.text.label import label_only
from personac.text.plain import key

_S = TypeVar("_S", bound=Section | Workflow | Step | Item | Text | Row | Code)
_ENTRIES = frozenset({"step", "rule", "r", "item", "handler", "action", "li"})
_ADDRESSED = re.compile(r"\W{0,3}(?:You|Your)\b")
_MEASURED = frozenset({"target", "targets", "slo", "kpi", "kpis", "threshold target"})


def find_contract(persona: Persona) -> Persona:
    """Add mandates, gates and metrics to the nodes whose words state them."""
    return evolve(persona, body=_children(persona.body, Context()))


def _children(nodes: tuple[Block, ...], context: Context) -> tuple[Block, ...]:
    found: list[Block] = []
    lead: Context | None = None
    element: Context | None = None
    for node, following in zip(nodes, (*nodes[1:], None), strict=False):
        if isinstance(node, Text):
            held, element = element or context, None
            lead = _after(node, held) if isinstance(following, Item) else None
            found.append(_paragraph(node, held, leads=lead is not None))
            continue
        element = _opened(node, context) if isinstance(node, Raw) else None
        if not isinstance(node, Item):
            lead = None
        found.append(_node(node, lead or context))
    return tuple(found)


def _opened(node: Raw, context: Context) -> Context | None:
    """The context of a paragraph after a start tag that pairs with no line of its own."""
    tag = tag_line(node.text) if node.format == "tag" else None
    if tag is None or tag["end"] or tag["empty"]:
        return None
    title = tag["name"].replace("_", " ")
    inner = below_title(context, title, section_kind(title), tag["name"], ())
    return inner._replace(gates="elements") if inner.gates == "items" else inner


def _paragraph(node: Text, context: Context, *, leads: bool) -> Text:
    return _stating(node, _said(node.text, node.label or "", context, listed=False, leads=leads))


def _after(node: Text, context: Context) -> Context | None:
    """What a paragraph does to the items after it."""
    last = _last_line(node.text) or f"{node.label or ''}:"
    written = lines(node.text)[-1:] if node.text else ()
    context = of_item(context, "", written[0].tag, ()) if written else context
    return below_lead(context, f"{last}:" if key(last) == "critical" else last)


def _last_line(text: str) -> str:
    return untag(text.rsplit("\n", 1)[-1])


def _node(node: Block, context: Context) -> Block:
    match node:
        case Section() | Workflow():
            return _section(node, context)
        case Step():
            return _listed(node, node.title, context)
        case Item():
            return _listed(node, node.label or "", context)
        case Quote():
            return evolve(node, children=_children(node.children, context))
        case Table():
            return evolve(node, rows=tuple(_row(row, node.header, context) for row in node.rows))
        case Code() if is_definition(node) and not (context.excluded or context.declared):
            return _stating(node, _defined(node))
        case _:
            return node


def _defined(node: Code) -> Found:
    """The clauses of a persona that is written as YAML inside the fence."""
    read = classify(Persona(id=node.id, body=definition(node)), {})
    below = walk(*_children(read.body, Context()))
    stating = (one for one in below if isinstance(one, Stating))
    return tuple(c for one in stating for c in one.clauses if isinstance(c, Contract))


def _section(node: Section | Workflow, context: Context) -> Section | Workflow:
    if is_one_gate(node) and not context.excluded:
        parts = context.empty().inner()._replace(gates="parts")
        return _stating(evolve(node, children=_children(node.children, parts)), one_gate(node))
    kind = node.kind if isinstance(node, Section) else section_kind(node.title)
    context = context._replace(depth=0)
    inner = below_title(context, node.title, kind, node.tag or "", node.attributes)
    if node.style is Style.ELEMENT and inner.gates == "items":
        inner = inner._replace(gates="elements")
    own: Found = ()
    if node.style is Style.LABEL and not inner.excluded:
        lead = f"{node.title}:"
        inner = below_lead(inner, lead) or inner
        own = statements(Said(lead), context.empty().inner()) if is_statement(lead) else ()
        inner = inner.inner() if own else inner
    if context.excluded:
        inner, own = inner._replace(excluded=True), ()
    end = _end_of_triggers(node.children) if kind == "triggers" else len(node.children)
    below = _children(node.children[:end], inner) + _children(node.children[end:], context)
    return _stating(evolve(node, children=below), own)


def _end_of_triggers(nodes: tuple[Block, ...]) -> int:
    """Where a section for whoever picks the agent turns to the agent itself: at the first
    paragraph after its list, or label, that addresses it.
    """
    listed = False
    for number, node in enumerate(nodes):
        said = (getattr(node, name, None) for name in ("label", "title", "text"))
        if listed and _ADDRESSED.match(next(filter(None, said), "")):
            return number
        listed = listed or isinstance(node, Item)
    return len(nodes)


def _listed(node: Item | Step, label: str, context: Context) -> Item | Step:
    """An item or step: its own statement, and what it hands to the items below it."""
    words = node.text
    if isinstance(node, Step) and only_numbers(label):
        label = ""
    split = node.tag or isinstance(node, Step)
    if split and node.children and not label and (lone := label_only(words)):
        label, words = lone, ""  # what elements say is split as what lists say
    own = of_item(context, label, node.tag or "", node.attributes)
    if not words and not label and (node.tag or "").lower() in _ENTRIES:
        first = _children(node.children[:1], own)
        return evolve(node, children=first + _children(node.children[1:], own.inner()))
    if isinstance(node, Step) and (not node.text or _is_title(node.text)):
        inner = _below_step(node, own)
    else:
        lead = _last_line(words) if words else f"{label}:"
        below = below_lead(own, lead) if node.children and (words or label) else None
        inner = below or (own.inner() if words else own)
    found = _said(words, label, own, listed=True, leads=bool(node.children))
    if (node.tag or "").lower() == "gate" and (bound := attribute_bound(node.attributes)):
        found = tuple(evolve(c, threshold=bound) if isinstance(c, Gate) else c for c in found)
    if not words and is_statement(f"{label}:"):
        found = statements(Said(f"{label}:"), own.empty().inner())
    return _stating(evolve(node, children=_children(node.children, inner)), found)


def _is_title(text: str) -> bool:
    """Whether the words of a step only name it."""
    return len(text) <= 80 and "\n" not in text and not text.rstrip().endswith((".", ":", ";", "!"))


def _below_step(node: Step, context: Context) -> Context:
    """A step's title tells what is done; only checks that it names make its items gates."""
    title = f"{node.title}: {node.text}" if is_tagged(node.text) else node.title
    inner = below_title(context, title, section_kind(title), node.tag or "", node.attributes)
    return context if inner.gates == "triggers" or inner.metrics else inner


def _said(text: str, label: str, context: Context, *, listed: bool, leads: bool = False) -> Found:
    """The clauses of an item's or paragraph's lines; in a paragraph only lines that are
    elements or have a label count as items.
    """
    found: list[Contract] = []
    entries: Context | None = None
    written = lines(text) if text else ()
    for number, line in enumerate(written):
        first = number == 0
        base = context if listed or line.tag or (label and first) else context.inner()
        own = of_item(base, label if first and not listed else "", line.tag, ())
        if line.entry and not first:
            own = entries or context.inner()
        else:
            entries = below_lead(own, line.text)
        followed = leads if number == len(written) - 1 else written[number + 1].entry
        if not (followed and _only_leads(line, own)):
            found.extend(statements(Said(line.text, label if first else ""), own))
    return tuple(found)


def _only_leads(line: Line, context: Context) -> bool:
    """Whether a line hands its force on and states nothing itself."""
    return below_lead(context, line.text) is not None and not is_statement(line.text)


def _row(row: Row, header: tuple[str, ...], context: Context) -> Row:
    """A row is one item of its container; each cell may state more.

    Where another cell states what binds by its own words, the first one only names the case.
    """
    contained = bool(context.gates or context.metrics or context.force) and context.depth == 0
    cells: list[Found] = []
    for number, cell in enumerate(row.cells):
        measured = number < len(header) and key(header[number]) in _MEASURED
        own = Context(metrics="numbers") if measured else context.inner()
        own = context if contained and number == 0 else own
        cells.append(statements(Said(cell), own._replace(excluded=context.excluded)))
    if any(isinstance(clause, Mandate) for cell in cells[1:] for clause in cell):
        cells[0] = tuple(clause for clause in cells[0] if not _is_inherited(clause))
    return _stating(row, _one_gate(tuple(clause for cell in cells for clause in cell)))


def _is_inherited(clause: Contract) -> bool:
    return isinstance(clause, Mandate) and clause.stated is Stated.INHERITED


def _one_gate(found: Found) -> Found:
    """``found`` with the first gate and the first metric only."""
    seen: set[str] = set()
    kept = []
    for clause in found:
        name = type(clause).__name__
        if name == "Mandate" or name not in seen:
            kept.append(clause)
        seen.add(name)
    return tuple(kept)


def _stating(node: _S, found: Found) -> _S:
    """``node`` with ``found`` among its clauses, each with an id of its own."""
    if not found:
        return node
    named = tuple(
        evolve(clause, id=f"{node.id}#{type(clause).__name__.lower()}{'' if n == 1 else f'-{n}'}")
        for n, clause in enumerate(found, 1)
    )
    return evolve(node, clauses=node.clauses + named)
