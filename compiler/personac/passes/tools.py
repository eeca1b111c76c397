"""Tool grants and resource permissions, wherever a persona states them."""

import re
from collections.abc import Iterator

from personac.model import (
    Access,
    AnyNode,
    Block,
    Effect,
    Field,
    Item,
    Permission,
    Persona,
    Section,
    Text,
    ToolGrant,
    blocks,
    evolve,
    transform,
    walk,
)
from personac.passes.body_tools import LIST_OF_TOOLS, with_listed
from personac.passes.tool_words import grants_of, permitted, unique

__all__ = ["LIST_OF_TOOLS", "find_tools"]
_CODE = re.compile(r"`([^`\n]+)`")
_LISTS = frozenset({"tools", "allowed-tools", "permission"})
_SHOWN = frozenset({"examples", "history", "output"})


def find_tools(persona: Persona) -> Persona:
    """Add tool grants to header fields and to lists of tools, permissions to their items.

    Without a list in the header, one that the body calls its tools counts: a section, or an entry
    of the persona itself, that names nothing but tools.  What the body calls forbidden tools is
    denied whatever else is said.  Examples say nothing of either.
    """
    shown = {node.id for one in blocks(persona) if _is_shown(one) for node in walk(one)}
    listed = any(isinstance(one, Field) and one.kind in _LISTS for one in persona.header)

    def change(node: AnyNode) -> AnyNode:
        match node:
            case Field():
                grants = tuple(_field_grants(node))
                return evolve(node, clauses=node.clauses + grants) if grants else node
            case Section() if node.kind == "permissions":
                return evolve(node, children=tuple(_permitted(c, None) for c in node.children))
            case Section() if node.id not in shown:
                return with_listed(node, persona.id, listed=listed)
            case _:
                return node

    return transform(persona, change)


def _is_shown(node: AnyNode) -> bool:
    return isinstance(node, Section) and node.kind in _SHOWN


def _field_grants(node: Field) -> Iterator[ToolGrant]:
    effect = {"tools": Effect.ALLOW, "allowed-tools": Effect.ALLOW, "denied-tools": Effect.DENY}
    if node.kind == "permission":
        yield from unique(node.id, permitted(node.value))
    elif node.kind in effect:
        yield from unique(node.id, grants_of(node.value, effect[node.kind]))


_ACCESS = {"read": Access.READ, "write": Access.WRITE, "execute": Access.EXECUTE}


def _permitted(node: Block, access: Access | None) -> Block:
    """Permissions of an item below ``Read Access``, ``Write Access`` or ``Execute Access``."""
    if isinstance(node, Section):
        inner = access or _access_of(node.title)
        return evolve(node, children=tuple(_permitted(child, inner) for child in node.children))
    if not isinstance(node, Item | Text):
        return node
    own = _ACCESS.get(node.kind) if access is None else access
    found = tuple(_permissions(node, own)) if own else ()
    changes: dict[str, object] = {"clauses": node.clauses + found} if found else {}
    if isinstance(node, Item) and node.children:
        changes["children"] = tuple(_permitted(child, own) for child in node.children)
    return evolve(node, **changes) if changes else node


def _access_of(title: str) -> Access | None:
    from personac.tables.kinds import label_kind

    return _ACCESS.get(label_kind(title))


def _permissions(node: Item | Text, access: Access) -> Iterator[Permission]:
    lead = node.text.split(" - ", 1)[0]
    resources = _CODE.findall(lead) or ([lead.strip()] if lead.strip() and not node.label else [])
    for number, resource in enumerate(resources, 1):
        suffix = f"-{number}" if number > 1 else ""
        yield Permission(id=f"{node.id}#{access}{suffix}", access=access, resource=resource)
