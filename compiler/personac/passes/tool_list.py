"""The statements on tools that count: a list in the header, else one of the body; any denial."""

from personac.model import (
    Effect,
    Field,
    Persona,
    Section,
    Stating,
    ToolGrant,
    blocks,
    clauses,
    walk,
)
from personac.once import once
from personac.passes.tools import LIST_OF_TOOLS
from personac.text.plain import key

TOOL_FIELDS = frozenset({"tools", "allowed-tools", "denied-tools", "permission"})
_LISTS = frozenset({"tools", "allowed-tools"})


def is_map(field: Field) -> bool:
    """Whether it switches tools on and off instead of listing them."""
    return isinstance(field.value, dict) or field.kind == "permission"


def listed_in_header(persona: Persona) -> bool:
    """Whether the header says which tools there are, so that the body adds none."""
    fields = (one for one in persona.header if isinstance(one, Field) and one.kind in TOOL_FIELDS)
    return any(field.kind in _LISTS or is_map(field) for field in fields)


@once
def counted(persona: Persona) -> tuple[tuple[Stating, ToolGrant], ...]:
    """What grants or denies a tool, with the node that states it; the header first."""
    header = tuple(
        (field, one)
        for field in persona.header
        if isinstance(field, Field) and field.kind in TOOL_FIELDS
        for one in field.clauses
        if isinstance(one, ToolGrant)
    )
    whole = not listed_in_header(persona)
    below = (pair for pair in _of_body(persona) if whole or pair[1].effect is Effect.DENY)
    return (*header, *below)


def _of_body(persona: Persona) -> tuple[tuple[Stating, ToolGrant], ...]:
    """The tools that the body lists or denies; what it calls available, or the access to a
    server, limits nothing.
    """
    beside = {
        node.id
        for section in blocks(persona)
        if isinstance(section, Section) and section.kind == "tools-authorized"
        if not LIST_OF_TOOLS.fullmatch(key(section.title))
        for node in walk(section)
    }
    return tuple(
        (node, clause)
        for node, clause in clauses(persona)
        if isinstance(clause, ToolGrant) and not isinstance(node, Field)
        if clause.id not in beside
    )
