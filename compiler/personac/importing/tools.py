"""The tools of an agent file by names that mean the same everywhere."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from personac.model import Value
from personac.passes.tool_words import split_tools
from personac.tables.tool_words import phrase
from personac.tables.tools import canonical_tools, known_tool, names_of, spelling
from personac.targets.form import Form, Mcp
from personac.writers._grants import prose
from personac.writers._tool_names import Vocabulary, vocabulary

_PLAIN = "claude-code"
"""Whose names are written: each means one tool."""
_ONLY = "You may only "
_NONE = "Use no tools."
_NOT = "Do not "
_MATCH = r"(?: that match `(?P<pattern>[^`]*)`)?"


class Named(Struct, frozen=True):
    """A list of tools, and the names in it that their client is not known to have."""

    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def named(value: Value, form: Form) -> Named:
    """The names in a list, in a text with commas, or those that a map switches on."""
    found: list[str] = []
    unknown: list[str] = []
    words, listed = vocabulary(form), _listed(value)
    every = _every(form, listed)
    for name in listed:
        if name in form.tools.nothing:
            continue
        if name in every:
            found.append("*")
        elif own := _plain(name, form, words):
            found += own
        else:
            found.append(name)
            unknown.append(name)
    return Named(tuple(dict.fromkeys(found)), tuple(unknown))


def _listed(value: Value) -> Sequence[str]:
    if isinstance(value, str):
        return split_tools(value) if value.strip() else ()
    if isinstance(value, dict):
        return [name for name, on in value.items() if on != "false"]
    return [str(part).strip() for part in value]


def _every(form: Form, listed: Sequence[str]) -> Sequence[str]:
    """The names that stand for all tools; where it takes several, only when all are there."""
    every = form.tools.every
    return ("*", *every) if set(every) <= set(listed) else ("*",)


def _plain(name: str, form: Form, words: Vocabulary) -> Sequence[str]:
    """The names that stand for one of the client, in every vocabulary; none when it has none."""
    bare = name.partition("(")[0]
    plain = words.tools == names_of(_PLAIN)
    if known_tool(bare) and (plain or (bare != name and words.keeps)):
        return [name]
    for spelled in (name, name.lower()) if form.tools.any_case else (name,):
        reach = words.tools.reach(spelled)
        if reach:
            order = [tool for tool in words.tools.canonical if tool in reach]
            return [spelling(tool, _PLAIN) or name for tool in order]
    return [served] if (served := _served(form.tools.mcp, name)) else []


def _served(mcp: Mcp, name: str) -> str | None:
    """A tool of a server, as most clients spell it."""
    if mcp.all and name == mcp.all:
        return "mcp__*"
    for template, whole in ((mcp.server, True), (mcp.tool, False)):
        shape = re.escape(template)
        shape = shape.replace(re.escape("{server}"), f"(?P<server>{mcp.server_pattern})")
        shape = shape.replace(re.escape("{tool}"), f"(?P<tool>{mcp.tool_pattern})")
        if template and (found := re.fullmatch(shape, name)):
            server = f"mcp__{found['server']}"
            return server if whole else f"{server}__{found['tool']}"
    return None


class Limits(Struct, frozen=True):
    """What words say of the tools: those that are allowed, None without a list, and denied."""

    allowed: tuple[str, ...] | None = None
    denied: tuple[str, ...] = ()


def said(text: str) -> Limits | None:
    """The limits that a writer has put into words; None for words that are no writer's."""
    found = Limits()
    rest = text.strip()
    if rest.startswith(_NONE):
        found, rest = Limits(()), rest.removeprefix(_NONE).lstrip()
    elif rest.startswith(_ONLY):
        first, _, rest = rest.partition(". ")
        found = Limits(_doings(first.removesuffix(".")))
    if rest.startswith(_NOT):
        found = Limits(found.allowed, _doings(rest))
    return found if found != Limits() and in_words(found) == text.strip() else None


def _doings(text: str) -> tuple[str, ...]:
    known = {phrase(name): name for name in _spellings()}
    either = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    shape = re.compile(rf"(?:(?P<doing>{either})|use the tool `(?P<tool>[^`]+)`){_MATCH}")
    return tuple(
        f"{name}({one['pattern']})" if one["pattern"] else name
        for one in shape.finditer(text)
        for name in (known.get(one["doing"] or "") or one["tool"],)
    )


def _spellings() -> Iterable[str]:
    from personac.tables.tools import all_tools

    found = (spelling(tool, _PLAIN) for tool in all_tools())
    return [name for name in found if name and len(canonical_tools(name)) == 1]


def in_words(limits: Limits) -> str:
    """The limits as writers put them into words."""
    from personac.model import Field, Persona
    from personac.passes.tools import find_tools
    from personac.writers._grants import grants

    lists = {"tools": limits.allowed, "disallowedTools": limits.denied or None}
    kinds = {"tools": "tools", "disallowedTools": "denied-tools"}
    header = tuple(
        Field(id=key, key=key, kind=kinds[key], value=names)
        for key, names in lists.items()
        if names is not None
    )
    return prose(grants(find_tools(Persona(id="limits", header=header))))
