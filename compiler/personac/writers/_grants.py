"""The tool list of a persona, asked the way targets ask: what is allowed, what is denied.

Absent, empty and partial lists are three different things.  A list that a target cannot
express is withheld or declared; it never becomes "no restriction".
"""

from msgspec import Struct

from personac.model import Effect, Field, Persona, ToolGrant, evolve
from personac.once import once
from personac.passes.tool_list import TOOL_FIELDS, counted, is_map, listed_in_header
from personac.tables.tool_words import phrase
from personac.tables.tools import canonical_tools

_CHANGING = frozenset({"edit", "write", "notebook", "shell"})


class Grants(Struct, frozen=True):
    """``allowed`` is None when the persona states no list: the client's default applies.
    ``asked`` may be used after a question; ``overruled`` says nothing of its own: another
    field or a denial speaks for it.
    """

    allowed: tuple[ToolGrant, ...] | None
    asked: tuple[ToolGrant, ...]
    denied: tuple[ToolGrant, ...]
    overruled: tuple[ToolGrant, ...]
    fields: tuple[Field, ...]

    @property
    def everything(self) -> bool:
        """Whether the list is the word for all tools."""
        return self.allowed is not None and any(grant.name == "*" for grant in self.allowed)

    @property
    def limited(self) -> bool:
        return self.allowed is not None and not self.everything


@once
def grants(persona: Persona) -> Grants:
    """Read what a persona says of its tools; every further statement can only narrow.

    ``tools:`` with nothing after it is an empty list, as Claude Code 2.1.328 reads it (seen
    in its init event, 2026-11-20).  A map of switches or permissions is a list only when it
    denies ``*``.  Without a list in the header, one that the body authorizes counts; what the
    body denies counts always.
    """
    fields = tuple(f for f in persona.header if isinstance(f, Field) and f.kind in TOOL_FIELDS)
    listing = _listing(fields)
    maps = [field for field in fields if is_map(field)]
    stated = [(node if isinstance(node, Field) else None, g) for node, g in counted(persona)]
    by_body = not listed_in_header(persona)
    denied = [g for _, g in stated if g.effect is Effect.DENY]
    off = {grant.name for grant in denied if grant.pattern is None}
    able = [(field, g) for field, g in stated if g.effect is not Effect.DENY and g.name not in off]
    source = [None] if by_body else [listing] if listing else maps
    allowed = [g for field, g in able if field in source and g.effect is Effect.ALLOW]
    asked = [g for _, g in able if g.effect is Effect.ASK]
    listed = listing is not None or "*" in off or (by_body and _lists_any(stated))
    if listing is not None:
        allowed, asked = _asked_first(allowed, asked)
    kept = {grant.id for grant in (*(allowed if listed else ()), *asked, *denied)}
    return Grants(
        allowed=tuple(allowed) if listed else None,
        asked=tuple(asked),
        denied=tuple(grant for grant in denied if grant.name != "*" or grant.pattern),
        overruled=tuple(
            g for _, g in stated if g.id not in kept or (g.name == "*" and g in denied)
        ),
        fields=fields,
    )


def _asked_first(
    allowed: list[ToolGrant], asked: list[ToolGrant]
) -> tuple[list[ToolGrant], list[ToolGrant]]:
    """Beside a list, a question narrows what is listed and adds nothing."""
    whole = {grant.name for grant in asked if grant.pattern is None}
    reach = {tool for grant in allowed for tool in _tools_of(grant)}
    if "*" in whole:
        return [], [evolve(grant, effect=Effect.ASK) for grant in allowed]
    kept = [grant for grant in asked if reach.intersection(_tools_of(grant))]
    narrowed = {tool for grant in kept if grant.pattern is None for tool in _tools_of(grant)}
    return [g for g in allowed if not narrowed.intersection(_tools_of(g))], kept


def _tools_of(grant: ToolGrant) -> tuple[str, ...]:
    return canonical_tools(grant.name) or (grant.name,)


def _listing(fields: tuple[Field, ...]) -> Field | None:
    """The field that states the list of allowed tools: of two, the last, as YAML loaders have
    it; beside ``tools``, ``allowed-tools`` adds nothing.
    """
    for kind in ("tools", "allowed-tools"):
        found = [field for field in fields if field.kind == kind and not is_map(field)]
        if found:
            return found[-1]
    return None


def _lists_any(stated: list[tuple[Field | None, ToolGrant]]) -> bool:
    """Whether the body lists tools to use."""
    return any(field is None and g.effect is Effect.ALLOW for field, g in stated)


def written(grant: ToolGrant) -> str:
    return f"{grant.name}({grant.pattern})" if grant.pattern else grant.name


def changes_nothing(found: Grants) -> bool:
    """Whether the persona has a list of tools, and none of them can change anything."""
    if found.allowed is None or found.everything:
        return False
    kinds = [canonical_tools(grant.name) for grant in found.allowed]
    changing = any(_CHANGING.intersection(kind) for kind in kinds)
    return all(kinds) and not changing and not found.asked


def prose(found: Grants) -> str:
    """The restriction in words, for targets that have no field for it; empty without one."""
    lines: list[str] = []
    if found.limited:
        doings = _phrases(found.allowed or ())
        only = f"You may only {_joined(doings, 'and')}." if doings else "Use no tools."
        lines.append(only if doings or not found.asked else "Do nothing with tools unasked.")
    if found.asked:
        lines.append(f"Ask before you {_joined(_phrases(found.asked), 'or')}.")
    if found.denied:
        lines.append(f"Do not {_joined(_phrases(found.denied), 'or')}.")
    return " ".join(lines)


def _phrases(stated: tuple[ToolGrant, ...]) -> list[str]:
    limited = (
        f"{phrase(g.name)} that match `{g.pattern}`" if g.pattern else phrase(g.name)
        for g in stated
    )
    return list(dict.fromkeys(limited))


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
