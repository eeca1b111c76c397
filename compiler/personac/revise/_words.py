"""The words of a node: its names, its label and its own text."""

import re
from functools import lru_cache
from typing import NamedTuple

from personac.identity import text_of
from personac.model import (
    Block,
    Code,
    Field,
    Item,
    Persona,
    Raw,
    Row,
    Section,
    Step,
    Style,
    Table,
    Text,
    Workflow,
    children,
)
from personac.once import once
from personac.text.plain import key, plain

Placed = Field | Row | Block
Titled = Section | Workflow | Step
_COUNTED = re.compile(
    r"^(?:step|phase|stage|workflow)\s+(?:\d+(?:\.\d+)?|[ivx]+|[a-z])\b\s*[-–—:.)]*\s*(?=\S)",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A node with the nodes it stands in, outermost first."""

    node: Placed
    above: tuple[Placed, ...] = ()


@once
def places(persona: Persona) -> tuple[Place, ...]:
    """Every node that is not a clause, in document order."""
    found: list[Place] = []
    stack = [Place(node) for node in reversed((*persona.header, *persona.body))]
    while stack:
        place = stack.pop()
        found.append(place)
        above = (*place.above, place.node)
        below = [node for node in children(place.node) if isinstance(node, Placed)]
        stack.extend(Place(node, above) for node in reversed(below))
    return tuple(found)


def label_of(node: Placed) -> str | None:
    """The label a reader sees before the node's text, or the title of a labelled section."""
    match node:
        case Item() | Text():
            return node.label
        case Step():
            return node.title or None
        case Section() | Workflow() if node.style is not Style.HEADING:
            return node.title
        case Field():
            return node.key
        case _:
            return None


def words_of(node: Placed) -> str:
    """The node's own text: without its label and without what stands below it."""
    match node:
        case Item() | Text() | Step() | Code() | Raw():
            return node.text
        case Section() | Workflow():
            return node.title
        case Field():
            return text_of(node.value)
        case Row():
            return " | ".join(node.cells)
        case Table():
            return " | ".join(node.header)
        case _:
            return ""


def names(node: Placed) -> frozenset[str]:
    """The keys by which a node can be named: title, label and tag, with and without number."""
    written = (label_of(node), getattr(node, "title", None), getattr(node, "tag", None))
    return frozenset().union(*(_keys(name) for name in written if name))


@lru_cache(maxsize=8192)
def _keys(name: str) -> frozenset[str]:
    return frozenset({key(name), key(_COUNTED.sub("", plain(name)))} - {""})


def title_of(place: Place) -> str:
    """The title of the section a node stands in; empty at the top."""
    for node in reversed(place.above):
        if isinstance(node, Titled) and node.title:
            return node.title
    return ""


def shown(node: Placed, most: int = 60) -> str:
    """A few words by which a person recognises the node."""
    label, words = label_of(node), plain(words_of(node))
    whole = f"{label}: {words}" if label and words and label != words else label or words
    whole = whole or type(node).__name__.lower()
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"
