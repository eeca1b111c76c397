"""Tool grants and resource permissions, wherever a persona states them."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

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
    Row,
    Section,
    Table,
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
_REFUSED = re.compile(
    r"(?:forbidden|denied|disallowed|prohibited|banned|blocked|excluded|off limits|never(?: use)?|"
    r"(?:do )?not (?:use|allowed|permitted|available)|no access|no)(?: tools)?"
)
_ASKED = re.compile(r"\bask\b|approv|confirm|permission")
"""What labels in a list of tools say of those behind them, as comparison keys."""
_NONE = frozenset({"none", "no tools"})
_REMARK = re.compile(r"\s\([^()*:]*\)")
"""What is said of a tool in parentheses, and no pattern of what it may do."""
_JOINT = re.compile(r"[,;]\s*(?:and |or )?|\s(?:and|or|&)\s")
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
                return _denied(node)
            case Section() if node.kind == "tools-authorized":
                return evolve(node, children=_listed_in(node))
            case Section() if not listed and key(node.title) == "tools":
                named = _listed_in(node)
                return evolve(node, children=named) if all(map(_grants_some, named)) else node
            case Section() if _is_itself(node):
                return _persona_itself(node, listed=listed)
            case Section() if node.kind == "permissions":
                return evolve(node, children=tuple(_permitted(c, None) for c in node.children))
            case _:
                return node

    return transform(persona, change)


Stated = tuple[str, str | None, Effect]
Statable = TypeVar("Statable", bound=Text | Item | Row)


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
        for grant in (
            _denials((one.value,)) if effect is Effect.DENY else _grants(one.value, effect)
        )
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
    if effect is Effect.DENY:
        return _denied(node)
    return _without_any(node) if _is_none(node) else _authorized(node)


def _denied(node: Block) -> Block:
    """What is forbidden here, as far as it is a tool; other words are for the contract.  What
    stands below a tool speaks of it.
    """
    match node:
        case Section():
            return evolve(node, children=tuple(map(_denied, node.children)))
        case Table():
            rows = (_stating(row, _denials(row.cells[:1])) for row in node.rows)
            return evolve(node, rows=tuple(rows))
        case Item():
            own = tuple(_denials(_called_forbidden(node)))
            below = node.children if own else tuple(map(_denied, node.children))
            return _stating(evolve(node, children=below), own)
        case Text():
            return _stating(node, _denials(_called_forbidden(node)))
        case _:
            return node


def _called_forbidden(node: Text | Item) -> Iterable[str]:
    """What may name tools: of words behind the name of one, that alone."""
    label = strip_emphasis(node.label or "")
    return (label,) if known_tool(label) else _called(node)


def _stating(node: Statable, stated: Iterable[Stated]) -> Statable:
    """``node`` with what it says of tools, whatever was read in it before."""
    others = tuple(one for one in node.clauses if not isinstance(one, ToolGrant))
    return evolve(node, clauses=others + tuple(_unique(node.id, iter(stated))))


def _denials(said: Iterable[str]) -> Iterator[Stated]:
    """The tools that words forbid; a remark on one narrows no ban."""
    named = (name for words in said for name in _forbidden(_REMARK.sub("", words)))
    stated = (grant for name in named for grant in _grants(name, Effect.DENY))
    return (grant for grant in dict.fromkeys(stated) if known_tool(grant[0]))


def _forbidden(words: str) -> tuple[str, ...]:
    """The names in a list of forbidden tools, which a sentence may be."""
    bare = words.replace("`", "").strip().rstrip(".")
    parts = tuple(filter(None, map(str.strip, _JOINT.split(bare))))
    return parts if all(map(known_tool, parts)) else split_tools(bare)


def _listed_in(node: Section) -> tuple[Block, ...]:
    """What stands in a list of tools, each with those that it allows or denies."""
    if len(node.children) == 1 and _is_none(node.children[0]):
        return tuple(map(_without_any, node.children))
    return tuple(map(_authorized, node.children))


def _is_none(node: Block) -> bool:
    return isinstance(node, Text | Item) and key(node.text) in _NONE


def _without_any(node: Block) -> Block:
    """That there are no tools, which is not the same as no list."""
    if not isinstance(node, Text | Item):
        return node
    return _stating(node, (("*", None, Effect.DENY),))


def _grants_some(node: Block) -> bool:
    return any(isinstance(one, ToolGrant) for one in getattr(node, "clauses", ()))


def _authorized(node: Block) -> Block:
    if not isinstance(node, Text | Item):
        return node
    label = key(node.label or "")
    if _REFUSED.fullmatch(label):
        return _denied(node)
    effect = Effect.ASK if _ASKED.search(label) else Effect.ALLOW
    for said in _called(node):
        names = split_tools(said.replace("`", ""))
        if names and _names_tools(names):
            stated = (grant for name in names for grant in _grants(name, effect))
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
