"""References to protocols: declared by a heading or item, used anywhere else."""

import re
from collections.abc import Iterator

from personac.model import (
    AnyNode,
    Item,
    Persona,
    ProtocolRef,
    Row,
    Section,
    Stating,
    Step,
    Text,
    Workflow,
    blocks,
    evolve,
    transform,
)
from personac.text.plain import plain

_NAME = r"P(?:-[A-Z][A-Z0-9]+)+|P-\d{1,4}|GH-\d+"
_ID = re.compile(rf"(?<![\w/.-])(?:{_NAME})(?![\w/-])")
_DECLARING = re.compile(rf"^(?P<id>{_NAME})\s*(?::|[-–—]|\(|$)")


def find_protocols(persona: Persona) -> Persona:
    """Add a reference for every protocol id, marked declared where it is defined."""
    declared = {found for node in blocks(persona) if (found := _declares(node))}

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Section | Item | Text | Row | Workflow | Step):
            return node
        own = _declares(node)
        names = dict.fromkeys(
            match.group() for words in _words(node) for match in _ID.finditer(words)
        )
        refs = tuple(
            ProtocolRef(
                id=f"{node.id}#{name.lower()}", name=name, declared=name == own or name in declared
            )
            for name in names
        )
        return evolve(node, clauses=node.clauses + refs) if refs else node

    return transform(persona, change)


def _declares(node: AnyNode) -> str | None:
    """The id a heading or label defines: it stands first, and purpose or location follow."""
    match node:
        case Section() | Workflow():
            title = plain(node.title)
            described = len(node.children) > 0
        case Item() if node.children and _DECLARING.match(plain(node.text)):
            title, described = plain(node.text), True
        case Item(label=None, text=text) if node.tag and _DECLARING.match(plain(text)):
            title, described = plain(text), ":" in text
        case Item() if node.label:
            title, described = plain(node.label), bool(node.children or node.text)
        case _:
            return None
    found = _DECLARING.match(title)
    return found["id"] if found and described else None


def _words(node: Stating) -> Iterator[str]:
    for name in ("title", "label", "text"):
        words = getattr(node, name, None)
        if words:
            yield plain(words)
    if isinstance(node, Row):
        yield from (plain(cell) for cell in node.cells)
