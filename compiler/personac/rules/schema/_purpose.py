"""What a persona says it is for, in any of the ways authors say it."""

import re

from personac.identity import Identity
from personac.model import Code, Field, Holder, Item, Persona, Section, Text, walk
from personac.text.plain import key

_PURPOSE_KEYS = frozenset(
    {"tagline", "summary", "purpose", "goal", "goals", "mission", "objective", "objectives", "vibe"}
)
_PURPOSE_KINDS = frozenset({"identity", "mission", "responsibilities"})
_ADDRESS = re.compile(
    r"(?:you are|you're|you will|your (?:role|job|task|mission)|i am|i'm|act as|as an?)\b",
    re.IGNORECASE,
)

_DEFINED = re.compile(r"^\s{0,8}(?:role|whenToUse|identity|mission|purpose)\s*:\s*\S", re.MULTILINE)
"""An agent that is defined in a YAML block."""


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
            stated = node.kind in _PURPOSE_KINDS or key(node.title) in _PURPOSE_KEYS
            return stated and bool(node.children)
        case Item() | Text():
            labelled = bool(node.label) and key(node.label or "") in _PURPOSE_KEYS
            return labelled or _ADDRESS.match(node.text.lstrip(" *_>\"'")) is not None
        case Code():
            return _DEFINED.search(node.text) is not None
        case _:
            return False


def has_instructions(persona: Persona) -> bool:
    """Whether the body holds more than headings, rules and comments."""
    return any(_is_content(node) for node in walk(*persona.body))


def _is_content(node: object) -> bool:
    if isinstance(node, Holder):
        return bool(isinstance(node, Item) and (node.text or node.label))
    return getattr(node, "format", "text") == "text"
