"""What marks a dialect, taken out of a persona that goes into another one."""

import re

from personac.model import AnyNode, Item, Persona, Section, Style, Text, evolve, transform
from personac.text.plain import key

ROLE_TITLE = re.compile(
    r"^(?P<lead>\W*)(?P<word>role|vai trò|rol|rôle|rolle)[ \t]*:[ \t]*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""A heading that makes a file a BMAD persona."""
HANDLE = "agent handle"


def unmarked(persona: Persona) -> Persona:
    """Without the titles and labels by which the reader of another dialect knows its files."""
    return transform(persona, _unmarked)


def _unmarked(node: AnyNode) -> AnyNode:
    if isinstance(node, Section):
        return evolve(node, title=_title(node)) if _title(node) != node.title else node
    if isinstance(node, Item | Text) and node.label and key(node.label) == HANDLE:
        return evolve(node, label="Handle")
    return node


def _title(node: Section) -> str:
    if key(node.title) == HANDLE:
        return "Handle"
    role = ROLE_TITLE.match(node.title) if node.tag is None and node.level <= 2 else None
    if role is None:
        return node.title
    named = node.level == 1 and role["rest"]
    return role["lead"] + (role["rest"] if named else f"{role['word']} - {role['rest']}")


def titled(persona: Persona) -> Section | None:
    """The heading of the first level that a persona stands below, when it is the first of all."""
    first = next((node for node in persona.body if isinstance(node, Section)), None)
    if first is None or first.level > 1 or first.style is not Style.HEADING or first.tag:
        return None
    return first
