"""The names of tools in lists and values, as grants and denials of them."""

import re
from collections.abc import Iterable, Iterator

from personac.identity import text_of
from personac.model import Effect, NodeId, ToolGrant, Value
from personac.tables.tools import known_tool
from personac.text.slug import slug

_GRANT = re.compile(r"(?P<name>[^\s,()]+)(?:\s*\((?P<pattern>.*)\))?")
_NAME = re.compile(r"[\w-]+")
_POSITIVE = frozenset({"true", "allow", "yes", "on", "1"})
Stated = tuple[str, str | None, Effect]


def grants_of(value: Value, effect: Effect) -> Iterator[Stated]:
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


def permitted(value: Value) -> Iterator[Stated]:
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


def unique(node: NodeId, found: Iterable[Stated]) -> Iterator[ToolGrant]:
    seen: dict[str, int] = {}
    for name, pattern, effect in found:
        base = f"{node}#{slug(name) or 'all'}" + (f"-{slug(pattern)}" if pattern else "")
        seen[base] = seen.get(base, 0) + 1
        mark = f"~{seen[base]}" if seen[base] > 1 else ""
        yield ToolGrant(id=base + mark, name=name, pattern=pattern, effect=effect)


def names_tools(names: tuple[str, ...]) -> bool:
    """Whether each is one word and most are tools: the others may be of a server, and to take the
    list for prose would grant everything.
    """
    found = [_GRANT.fullmatch(name) for name in names]
    known = sum(match is not None and known_tool(match["name"]) for match in found)
    return all(found) and 2 * known > len(names)
