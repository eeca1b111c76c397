"""Gives sections, items and texts their kind, from titles, tags and labels."""

from collections.abc import Mapping

from personac.model import AnyNode, Item, Persona, Section, Text, evolve, transform
from personac.tables.kinds import label_kind, section_kind
from personac.text.plain import key, plain


def classify(persona: Persona, kinds: Mapping[str, str]) -> Persona:
    """Set ``kind`` everywhere; ``kinds`` maps a project's own titles to kinds."""
    extra = {key(title): kind for title, kind in kinds.items()}

    def change(node: AnyNode) -> AnyNode:
        match node:
            case Section():
                kind = extra.get(key(node.title)) or section_kind(node.title)
                return _with(node, kind)
            case Item() | Text() if node.label:
                return _with(node, label_kind(plain(node.label)))
            case _:
                return node

    return transform(persona, change)


def _with(node: Section | Item | Text, kind: str) -> Section | Item | Text:
    return node if node.kind == kind else evolve(node, kind=kind)
