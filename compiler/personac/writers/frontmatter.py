"""Markdown with YAML frontmatter, as its author wrote it or made from another dialect."""

from collections.abc import Iterator

from personac.api import Document, Emission, Outcome, Writer
from personac.model import Field, Persona, evolve
from personac.writers._dialect import emission, lose_names, with_header
from personac.writers._grants import grants, written
from personac.writers._identity import description
from personac.writers._idioms import unmarked
from personac.writers._ledger import Ledger
from personac.writers._lines import Line
from personac.writers._origin import described_by, limited_by, named_by
from personac.writers._written import body
from personac.writers._yaml import entry, scalar

DIALECT = "frontmatter"


def write(document: Document) -> Outcome[Emission]:
    ledger = Ledger()
    if document.dialect == DIALECT:
        lines = with_header(document, body(document.persona, ledger))
        return emission(DIALECT, document, lines, ledger)
    persona = unmarked(document.persona)
    lose_names(persona, ledger, DIALECT)
    foreign = evolve(document, persona=persona)
    lines = with_header(foreign, body(persona, ledger), *_made(document.persona))
    return emission(DIALECT, document, lines, ledger)


def _made(persona: Persona) -> tuple[Line, ...]:
    """The name, the description and the tools that the body lists, where the header has none."""
    stated = {field.kind for field in persona.header if isinstance(field, Field)}
    made = []
    if "name" not in stated:
        made.append(Line(entry("name", scalar(persona.id)), named_by(persona), "name"))
    if "description" not in stated:
        said = entry("description", scalar(description(persona)))
        made.append(Line(said, described_by(persona), "description"))
    return (*made, *_tools(persona))


def _tools(persona: Persona) -> Iterator[Line]:
    """What the body says of tools, for clients that go by the header."""
    found = grants(persona)
    listed = [written(grant) for grant in found.allowed or ()]
    denied = [written(grant) for grant in found.denied]
    nodes = limited_by(persona)
    if found.fields:
        return
    if found.allowed is not None:
        yield Line(entry("tools", scalar(", ".join(listed)) if listed else "[]"), nodes, "tools")
    if denied:
        yield Line(entry("disallowedTools", scalar(", ".join(denied))), nodes, "disallowedTools")


WRITER = Writer(
    name=DIALECT, version=1, title="Markdown with frontmatter", write=write, dialect=True
)
