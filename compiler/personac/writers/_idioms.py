"""What marks a dialect, taken out of a persona that goes into another one."""

import re

from personac.model import AnyNode, Item, Persona, Section, Style, Text, evolve, transform
from personac.text.plain import key

ROLE_TITLE = re.compile(
    r"^\W*(?P<word>role|vai trò|rol|rôle|rolle)[ \t]*:[ \t]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
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
    return role["rest"] if node.level == 1 and role["rest"] else f"{role['word']} - {role['rest']}"


def titled(persona: Persona) -> Section | None:
    """The heading of the first level that a persona stands below; None when there are several."""
    found = [node for node in persona.body if isinstance(node, Section) and _is_title(node)]
    return found[0] if len(found) == 1 else None


def _is_title(node: Section) -> bool:
    return node.level == 1 and node.style is Style.HEADING and node.tag is None
