"""Lists of tools in the body of a persona: those that it may use, and those that it may not."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from personac.identity import is_root_tag
from personac.model import Block, Effect, Item, Row, Section, Table, Text, ToolGrant, evolve
from personac.passes.tool_words import Stated, grants_of, names_tools, split_tools, unique
from personac.tables.tools import known_tool
from personac.text.plain import key, strip_emphasis
from personac.text.slug import slug

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
Statable = TypeVar("Statable", bound=Text | Item | Row)


def with_listed(node: Section, persona: str, *, listed: bool) -> Section:
    """A section of the persona of that id with the tools that it lists or denies; where the
    persona has ``listed`` them in its header, with those that it denies, or authorizes in so many
    words.
    """
    if DENIED_TOOLS.fullmatch(key(node.title)):
        return _denied_in(node)
    if node.kind == "tools-authorized":
        return evolve(node, children=_listed_in(node))
    if not listed and key(node.title) == "tools":
        named = _listed_in(node)
        return evolve(node, children=named) if all(map(_grants_some, named)) else node
    return _persona_itself(node, listed=listed) if _is_itself(node, persona) else node


def _denied_in(node: Section) -> Section:
    return evolve(node, children=tuple(map(_denied, node.children)))


def _is_itself(node: Section, persona: str) -> bool:
    """Whether what stands right in a section is said of the persona as a whole."""
    if node.tag is not None:
        return is_root_tag(node.tag)
    named = slug(node.title.partition("(")[0]) == persona
    return node.level == 1 or (node.level < _PARTS and (named or node.kind == "identity"))


def _persona_itself(node: Section, *, listed: bool) -> Section:
    """The tools that attributes and entries of the persona list or deny."""
    said = (
        grant
        for one in node.attributes
        if (effect := _effect_of(one.name, listed=listed)) is not None
        for grant in _grants_in(one.value, effect)
    )
    children = tuple(_entry_of_tools(child, listed=listed) for child in node.children)
    return evolve(node, clauses=node.clauses + tuple(unique(node.id, said)), children=children)


def _grants_in(value: str, effect: Effect) -> Iterator[Stated]:
    return _denials((value,)) if effect is Effect.DENY else grants_of(value, effect)


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
            return _denied_in(node)
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
    return evolve(node, clauses=others + tuple(unique(node.id, stated)))


def _denials(said: Iterable[str]) -> Iterator[Stated]:
    """The tools that words forbid; a remark on one narrows no ban."""
    named = (name for words in said for name in _forbidden(_REMARK.sub("", words)))
    found = (grant for name in named for grant in grants_of(name, Effect.DENY))
    return (grant for grant in dict.fromkeys(found) if known_tool(grant[0]))


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
        if names and names_tools(names):
            found = (grant for name in names for grant in grants_of(name, effect))
            return evolve(node, clauses=node.clauses + tuple(unique(node.id, found)))
    return node


def _called(node: Text | Item) -> Iterator[str]:
    """What may name tools: a name, the words, or the label of words that describe it."""
    for attribute in node.attributes if isinstance(node, Item) else ():
        if attribute.name == "name":
            yield attribute.value
    yield node.text
    yield strip_emphasis(node.label or "")
