"""``Agent_Handle:`` specifications: who the agent is in lines, then numbered parts."""

from personac.api import Document, Emission, Outcome, Writer
from personac.identity import identity
from personac.model import (
    AnyNode,
    Block,
    Persona,
    Section,
    Style,
    Text,
    Workflow,
    blocks,
    evolve,
    transform,
)
from personac.tables.fields import field_kind
from personac.text.plain import key, plain
from personac.writers._dialect import emission, lose_names, with_header
from personac.writers._idioms import titled, unmarked
from personac.writers._ledger import Ledger
from personac.writers._written import body

DIALECT = "handle"
LABEL = "Agent_Handle"
ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()


def write(document: Document) -> Outcome[Emission]:
    ledger = Ledger()
    persona = document.persona
    if document.dialect != DIALECT:
        persona = _as_handle(persona)
        lose_names(persona, ledger, DIALECT)
    lines = with_header(document, body(persona, ledger))
    return emission(DIALECT, document, lines, ledger)


def _as_handle(persona: Persona) -> Persona:
    bare = unmarked(persona)
    named = next((one for one in blocks(bare) if _says(one, "handle")), None)
    if isinstance(named, Text):
        bare = transform(bare, lambda node: evolve(named, label=LABEL) if node is named else node)
    made = _lines(persona, bare, handled=named is not None)
    title = titled(bare)
    if title is None:
        return evolve(bare, body=(*made, *_parts(bare.body)))
    whole = evolve(title, children=(*made, *_parts(title.children)))
    return evolve(bare, body=tuple(whole if one is title else one for one in bare.body))


def _says(node: AnyNode, kind: str) -> bool:
    return isinstance(node, Text) and bool(node.label) and field_kind(plain(node.label)) == kind


def _lines(persona: Persona, bare: Persona, *, handled: bool) -> tuple[Text, ...]:
    """Who the agent is, where the body does not say so already."""
    facts = identity(persona)
    lines = []
    if not handled:
        name = facts.handle or facts.name
        lines.append((LABEL, name.value if name else persona.id))
    if facts.unit and not any(_says(one, "unit") for one in blocks(bare)):
        lines.append(("Organizational_Unit", facts.unit.value))
    return tuple(
        Text(id=f"{persona.id}/{label}", label=label, form="{}:", text=text)
        for label, text in lines
    )


def _parts(below: tuple[Block, ...]) -> tuple[Block, ...]:
    """Sections as numbered parts, where that changes what none of them says."""
    headed = (one for one in below if isinstance(one, Section | Workflow))
    sections = [one for one in headed if one.style is Style.HEADING]
    plainly = all(_may_be_part(one) for one in sections)
    if len(sections) < 2 or len(sections) > len(ROMAN) or not plainly:
        return below
    numbers = dict(zip((one.id for one in sections), ROMAN, strict=False))
    return tuple(
        evolve(one, title=f"Part {numbers[one.id]}: {one.title}")
        if isinstance(one, Section | Workflow) and one.id in numbers
        else one
        for one in below
    )


def _may_be_part(one: Section | Workflow) -> bool:
    return one.tag is None and not one.clauses and key(f"Part I: {one.title}") == key(one.title)


WRITER = Writer(name=DIALECT, version=1, title="Handle specifications", write=write, dialect=True)
