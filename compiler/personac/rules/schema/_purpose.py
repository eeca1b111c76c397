"""What a persona says it is for, in any of the ways authors say it."""

import re

from personac.identity import Identity
from personac.model import Field, Holder, Item, Persona, Section, Text, walk

_PURPOSE_KEYS = frozenset({"tagline", "summary", "purpose", "goal", "mission", "objective", "vibe"})
_PURPOSE_KINDS = frozenset({"identity", "mission", "responsibilities"})
_ADDRESS = re.compile(
    r"(?:you are|you're|you will|your (?:role|job|task|mission)|i am|i'm|act as|as an?)\b",
    re.IGNORECASE,
)


def states_purpose(persona: Persona, facts: Identity) -> bool:
    """Whether anything says what the persona is or does."""
    if facts.description or facts.role or facts.mission:
        return True
    return any(_is_purpose(node) for node in walk(*persona.header, *persona.body))


def _is_purpose(node: object) -> bool:
    match node:
        case Field():
            return node.key.lower() in _PURPOSE_KEYS and bool(node.value)
        case Section():
            return node.kind in _PURPOSE_KINDS and bool(node.children)
        case Item() | Text():
            return _ADDRESS.match(node.text.lstrip(" *_>\"'")) is not None
        case _:
            return False


def has_instructions(persona: Persona) -> bool:
    """Whether the body holds more than headings, rules and comments."""
    return any(_is_content(node) for node in walk(*persona.body))


def _is_content(node: object) -> bool:
    if isinstance(node, Holder):
        return bool(isinstance(node, Item) and (node.text or node.label))
    return getattr(node, "format", "text") == "text"
