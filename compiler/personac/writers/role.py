"""BMAD personas: Markdown whose title is ``# Role: …``."""

from personac.api import Document, Emission, Outcome, Writer
from personac.identity import display_name
from personac.model import Block, Contract, Item, Persona, Section, Text, evolve
from personac.tables.fields import field_kind
from personac.text.plain import plain
from personac.writers._dialect import emission, lose_names, with_header
from personac.writers._idioms import titled, unmarked
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line
from personac.writers._origin import named_by
from personac.writers._written import body

DIALECT = "role"
_WHO = frozenset({"handle", "role", "unit", "name", "title", "version"})


def write(document: Document) -> Outcome[Emission]:
    ledger = Ledger()
    if document.dialect == DIALECT:
        lines = with_header(document, body(document.persona, ledger))
        return emission(DIALECT, document, lines, ledger)
    persona = _as_role(unmarked(document.persona))
    lose_names(persona, ledger, DIALECT)
    lines = body(persona, ledger)
    if titled(persona) is None:
        title = Line(f"# Role: {display_name(document.persona)}", named_by(persona), "title")
        lines = (title, *((BLANK, *lines) if lines else ()))
    return emission(DIALECT, document, with_header(document, lines), ledger)


def _as_role(persona: Persona) -> Persona:
    """With the title of a role, and with who it is in a section of its own."""
    title = titled(persona)
    if title is None:
        return evolve(persona, body=_introduced(persona.body, 1))
    role = evolve(
        title, title=f"Role: {title.title}", children=_introduced(title.children, title.level)
    )
    return evolve(persona, body=tuple(role if one is title else one for one in persona.body))


def _introduced(below: tuple[Block, ...], level: int) -> tuple[Block, ...]:
    """``Agent_Role: …`` and its like as items below ``## Persona``, where nothing else would fall
    below that heading.
    """
    first = next((at for at, one in enumerate(below) if _says_who(one)), len(below))
    stop = next((at for at in range(first, len(below)) if not _says_who(below[at])), len(below))
    following = below[stop : stop + 1]
    apart = all(isinstance(one, Section) and one.level <= level + 1 for one in following)
    if first == stop or not apart:
        return below
    items = tuple(_item(one) for one in below[first:stop] if isinstance(one, Text))
    who = Section(id=items[0].id, title="Persona", level=level + 1, children=items)
    return (*below[:first], who, *below[stop:])


def _says_who(node: Block) -> bool:
    if not isinstance(node, Text) or not node.label or field_kind(plain(node.label)) not in _WHO:
        return False
    return not any(isinstance(clause, Contract) for clause in node.clauses)


def _item(node: Text) -> Item:
    label = plain(node.label or "").replace("Agent_", "").replace("_", " ")
    return Item(id=node.id, text=node.text, label=label, kind=node.kind, clauses=node.clauses)


WRITER = Writer(name=DIALECT, version=1, title="BMAD roles", write=write, dialect=True)
