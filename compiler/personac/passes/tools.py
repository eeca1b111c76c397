"""Tool grants and resource permissions, wherever a persona states them."""

import re
from collections.abc import Iterator

from personac.identity import is_root_tag, text_of
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
    Value,
    evolve,
    transform,
)
from personac.tables.tools import known_tool
from personac.text.plain import key, strip_emphasis
from personac.text.slug import slug

_GRANT = re.compile(r"(?P<name>[^\s,()]+)(?:\s*\((?P<pattern>.*)\))?")
_NAME = re.compile(r"[\w-]+")
_CODE = re.compile(r"`([^`\n]+)`")
_LISTS = frozenset({"tools", "allowed-tools", "permission"})
LIST_OF_TOOLS = re.compile(r"(?:authorized |allowed )?tools|tools authorized")
"""What a list is called that says which tools a persona may use, as a comparison key."""
DENIED_TOOLS = re.compile(
    r"(?:forbidden|denied|disallowed|prohibited|banned|blocked) tools|"
    r"tools (?:forbidden|denied|disallowed|prohibited)"
)
_PARTS = 3
"""The level from which sections are parts of what is said of a persona."""
_POSITIVE = frozenset({"true", "allow", "yes", "on", "1"})


def find_tools(persona: Persona) -> Persona:
    """Add tool grants to header fields and to lists of tools, permissions to their items.

    Without a list in the header, one that the body calls its tools counts: a section, or an entry
    of the persona itself, that names nothing but tools.  What the body calls forbidden tools is
    denied whatever else is said.
    """
    listed = any(isinstance(one, Field) and one.kind in _LISTS for one in persona.header)

    def change(node: AnyNode) -> AnyNode:
        match node:
            case Field():
                grants = tuple(_field_grants(node))
                return evolve(node, clauses=node.clauses + grants) if grants else node
            case Section() if DENIED_TOOLS.fullmatch(key(node.title)):
                return evolve(node, children=tuple(map(_denied, node.children)))
            case Section() if node.kind == "tools-authorized":
                return evolve(node, children=tuple(map(_authorized, node.children)))
            case Section() if not listed and key(node.title) == "tools":
                named = tuple(map(_authorized, node.children))
                return evolve(node, children=named) if all(map(_grants_some, named)) else node
            case Section() if _is_itself(node):
                return _persona_itself(node, listed=listed)
            case Section() if node.kind == "permissions":
                return evolve(node, children=tuple(_permitted(c, None) for c in node.children))
            case _:
                return node

    return transform(persona, change)


Stated = tuple[str, str | None, Effect]


def _field_grants(node: Field) -> Iterator[ToolGrant]:
    effect = {"tools": Effect.ALLOW, "allowed-tools": Effect.ALLOW, "denied-tools": Effect.DENY}
    if node.kind == "permission":
        yield from _unique(node.id, _permission_grants(node.value))
    elif node.kind in effect:
        yield from _unique(node.id, _grants(node.value, effect[node.kind]))


def _grants(value: Value, effect: Effect) -> Iterator[Stated]:
    if isinstance(value, dict):
        for name, setting in value.items():
            on = isinstance(setting, str) and setting.lower() in _POSITIVE
            yield name, None, effect if on else Effect.DENY
        return
    for part in split_tools(value) if isinstance(value, str) else value:
        yield from _entry(part, effect)


def _entry(part: Value, effect: Effect) -> Iterator[Stated]:
    """One entry of a list.  What is not a name with an optional pattern is a name as it
    stands, unknown to every client, so that it grants nothing by accident; where it denies, it
    denies the tool it begins with.
    """
    if not isinstance(part, str):
        yield f"[{text_of(part)}]", None, effect
        return
    bare = part.strip()
    if bare.lower() in ("", "null", "~", "none"):
        return
    if bare[0] in "-!" and len(bare) > 1:
        bare, effect = bare[1:].strip(), Effect.DENY
    match = _GRANT.fullmatch(bare)
    if match:
        yield match["name"], match["pattern"] or None, effect
        return
    leading = _NAME.match(bare) if effect is Effect.DENY else None
    known = leading is not None and known_tool(leading.group())
    yield leading.group() if leading and known else bare, None, effect


def _permission_grants(value: Value) -> Iterator[Stated]:
    """OpenCode's ``permission``: an action, or actions by tool and pattern."""
    if isinstance(value, str):
        yield "*", None, _effect(value)
        return
    for name, action in value.items() if isinstance(value, dict) else ():
        if isinstance(action, dict):
            for pattern, inner in action.items():
                yield name, None if pattern == "*" else pattern, _effect(inner)
        else:
            yield name, None, _effect(action)


def _effect(action: Value) -> Effect:
    """An action that is none of OpenCode's three is read as the strictest."""
    known = {"allow": Effect.ALLOW, "ask": Effect.ASK}
    return known.get(action, Effect.DENY) if isinstance(action, str) else Effect.DENY


def split_tools(text: str) -> tuple[str, ...]:
    """Split ``Read, Bash(git log:*), Grep`` at commas outside parentheses.  Spaces separate
    only where every word is the name of a tool: ``Read except Bash`` is no list.
    """
    text = text.strip().removeprefix("[").removesuffix("]").replace(" (", "(")
    if "," in text:
        return _parts(text, ",")
    parts = _parts(text, " ")
    named = all(known_tool(part.split("(", 1)[0]) for part in parts)
    return parts if named or len(parts) < 2 else (text,)


def _parts(text: str, separator: str) -> tuple[str, ...]:
    parts: list[str] = []
    depth = start = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")" and depth > 0)
        if character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return tuple(bare for part in parts if (bare := part.strip().strip("\"'`")))


def _unique(node: str, found: Iterator[Stated]) -> Iterator[ToolGrant]:
    seen: dict[str, int] = {}
    for name, pattern, effect in found:
        base = f"{node}#{slug(name) or 'all'}" + (f"-{slug(pattern)}" if pattern else "")
        seen[base] = seen.get(base, 0) + 1
        mark = f"~{seen[base]}" if seen[base] > 1 else ""
        yield ToolGrant(id=base + mark, name=name, pattern=pattern, effect=effect)


def _is_itself(node: Section) -> bool:
    """Whether what stands right in a section is said of the persona as a whole."""
    if node.tag is not None:
        return is_root_tag(node.tag)
    return node.level == 1 or (node.level < _PARTS and node.kind == "identity")


def _persona_itself(node: Section, *, listed: bool) -> Section:
    """The tools that attributes and entries of the persona list or deny."""
    stated = tuple(
        grant
        for one in node.attributes
        if (effect := _effect_of(one.name, listed=listed)) is not None
        for grant in _grants(one.value, effect)
    )
    children = tuple(_entry_of_tools(child, listed=listed) for child in node.children)
    own = tuple(_unique(node.id, iter(stated)))
    return evolve(node, clauses=node.clauses + own, children=children)


def _effect_of(name: str, *, listed: bool) -> Effect | None:
    """What is said of the tools below a name; None when it is not about the whole list."""
    if DENIED_TOOLS.fullmatch(key(name)):
        return Effect.DENY
    return Effect.ALLOW if not listed and LIST_OF_TOOLS.fullmatch(key(name)) else None


def _entry_of_tools(node: Block, *, listed: bool) -> Block:
    if not isinstance(node, Text | Item) or not node.label:
        return node
    effect = _effect_of(node.label, listed=listed)
    if effect is None:
        return node
    return _denied(node) if effect is Effect.DENY else _authorized(node)


def _denied(node: Block) -> Block:
    """What is forbidden here, as far as it is a tool; other words are for the contract."""
    if not isinstance(node, Text | Item):
        return node
    named = (name for said in _called(node) for name in split_tools(said.replace("`", "")))
    stated = (grant for name in named for grant in _grants(name, Effect.DENY))
    known = (grant for grant in dict.fromkeys(stated) if known_tool(grant[0]))
    return evolve(node, clauses=node.clauses + tuple(_unique(node.id, known)))


def _grants_some(node: Block) -> bool:
    return any(isinstance(one, ToolGrant) for one in getattr(node, "clauses", ()))


def _authorized(node: Block) -> Block:
    if not isinstance(node, Text | Item):
        return node
    for said in _called(node):
        names = split_tools(said.replace("`", ""))
        if names and _names_tools(names):
            stated = (grant for name in names for grant in _grants(name, Effect.ALLOW))
            return evolve(node, clauses=node.clauses + tuple(_unique(node.id, stated)))
    return node


def _names_tools(names: tuple[str, ...]) -> bool:
    """Whether each is one word and most are tools: the others may be of a server, and to take the
    list for prose would grant everything.
    """
    found = [_GRANT.fullmatch(name) for name in names]
    known = sum(match is not None and known_tool(match["name"]) for match in found)
    return all(found) and 2 * known > len(names)


def _called(node: Text | Item) -> Iterator[str]:
    """What may name tools: a name, the words, or the label of words that describe it."""
    for attribute in node.attributes if isinstance(node, Item) else ():
        if attribute.name == "name":
            yield attribute.value
    yield node.text
    yield strip_emphasis(node.label or "")


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
