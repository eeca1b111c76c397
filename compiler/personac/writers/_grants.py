"""The tool list of a persona, asked the way targets ask: what is allowed, what is denied.

Absent, empty and partial lists are three different things.  A list that a target cannot
express is withheld or declared; it never becomes "no restriction".
"""

from msgspec import Struct

from personac.model import Effect, Field, Persona, ToolGrant
from personac.tables.tools import phrase

TOOL_FIELDS = frozenset({"tools", "allowed-tools", "denied-tools"})


class Grants(Struct, frozen=True):
    """``allowed`` is None when the persona states no list: the client's default applies."""

    allowed: tuple[ToolGrant, ...] | None
    denied: tuple[ToolGrant, ...]
    fields: tuple[Field, ...]

    @property
    def everything(self) -> bool:
        """Whether the list is the word for all tools."""
        return self.allowed is not None and any(grant.name == "*" for grant in self.allowed)


def grants(persona: Persona) -> Grants:
    """Read the header's tool fields.  ``tools:`` with nothing after it is an empty list, as
    Claude Code 2.1.328 reads it (seen in its init event, 2026-11-20).
    """
    fields = tuple(f for f in persona.header if isinstance(f, Field) and f.kind in TOOL_FIELDS)
    lists = [field for field in fields if field.kind != "denied-tools"]
    stated = [grant for field in fields for grant in field.clauses if isinstance(grant, ToolGrant)]
    denied = tuple(grant for grant in stated if grant.effect is Effect.DENY)
    off = {grant.name for grant in denied if grant.pattern is None}
    allowed = tuple(g for g in stated if g.effect is Effect.ALLOW and g.name not in off)
    return Grants(allowed if lists else None, denied, fields)


def overruled(persona: Persona) -> tuple[ToolGrant, ...]:
    """Grants that a denial of the same name takes back: the denial speaks for them."""
    found = grants(persona)
    stated = [grant for field in found.fields for grant in field.clauses]
    kept = {grant.id for grant in (*(found.allowed or ()), *found.denied)}
    return tuple(g for g in stated if isinstance(g, ToolGrant) and g.id not in kept)


def written(grant: ToolGrant) -> str:
    return f"{grant.name}({grant.pattern})" if grant.pattern else grant.name


def prose(found: Grants) -> str:
    """The restriction in words, for targets that have no field for it; empty without one."""
    lines: list[str] = []
    if found.allowed is not None and not found.everything:
        doings = _phrases(found.allowed)
        lines.append(f"You may only {_joined(doings, 'and')}." if doings else "Use no tools.")
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
