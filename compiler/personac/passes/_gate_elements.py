"""One gate with its parts: a ``<gate>`` element, or the heading ``Gate: …`` that it becomes."""

import re

from personac.model import Attribute, Gate, Item, Section, Text, Workflow, evolve, walk
from personac.passes._containers import Context
from personac.passes._statements import Found, Said, statements
from personac.passes._thresholds import threshold

_TITLE = re.compile(r"gate:\s+(?P<name>\S.*?)(?:\s+\((?P<notes>[\w-]+: [^()]*)\))?$", re.IGNORECASE)
_NUMBER = re.compile(r"[$€£]?\d[\d.,]{0,15}")
_NAMES = ("name", "title", "id")
_BOUNDS = frozenset({"threshold", "criteria", "min", "max", "value"})
_FORCES = frozenset({"enforcement", "blocking"})
_BLOCKS = re.compile(r"block(?:ing|s)?|hard|mandatory|true|yes", re.IGNORECASE)


def is_one_gate(node: Section | Workflow) -> bool:
    return (node.tag or "").lower() == "gate" or _TITLE.match(node.title) is not None


def one_gate(node: Section | Workflow) -> Found:
    """The gate, with the threshold that an attribute or else one of its parts states."""
    name, attributes = _named(node)
    words = (below.text for below in walk(*node.children) if isinstance(below, Item | Text))
    bound = attribute_bound(attributes) or next((b for b in map(threshold, words) if b), None)
    said = [a.value for a in attributes if a.name.lower() in _FORCES]
    blocking = bool(_BLOCKS.fullmatch(said[0].strip())) if said else None
    found = statements(Said(name), Context(gates="items"))[:1]
    return tuple(
        evolve(gate, threshold=bound, blocking=blocking) for gate in found if isinstance(gate, Gate)
    )


def attribute_bound(attributes: tuple[Attribute, ...]) -> str | None:
    """The first threshold that a gate's attributes state; ``min`` and ``max`` are comparators."""
    return next(filter(None, map(_bound, attributes)), None)


def _bound(attribute: Attribute) -> str | None:
    name, value = attribute.name.lower(), attribute.value.strip()
    if name not in _BOUNDS:
        return None
    if name in ("min", "max"):
        value = f"{name} {value}"
    return threshold(value) or (value if name != "criteria" and _NUMBER.fullmatch(value) else None)


def _named(node: Section | Workflow) -> tuple[str, tuple[Attribute, ...]]:
    match = _TITLE.match(node.title)
    if match is not None and not node.tag:
        notes = (note.partition(": ") for note in (match["notes"] or "").split("; "))
        return match["name"], tuple(Attribute(name, value) for name, _, value in notes)
    name = next((a.value for a in node.attributes if a.name in _NAMES), node.title)
    return name, node.attributes
