"""The tool list of a persona, asked the way targets ask: what is allowed, what is denied.

Absent, empty and partial lists are three different things.  A list that a target cannot
express is withheld or declared; it never becomes "no restriction".
"""

from msgspec import Struct

from personac.model import Effect, Field, Persona, ToolGrant
from personac.tables.tools import phrase

TOOL_FIELDS = frozenset({"tools", "allowed-tools", "denied-tools", "permission"})


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


def grants(persona: Persona) -> Grants:
    """Read the header's tool fields.

    ``tools:`` with nothing after it is an empty list, as Claude Code 2.1.328 reads it (seen
    in its init event, 2026-11-20).  A map of switches or permissions is no list unless it
    denies ``*``.  Beside ``tools``, ``allowed-tools`` adds nothing; of two ``tools`` the last
    counts, as YAML loaders have it.
    """
    fields = tuple(f for f in persona.header if isinstance(f, Field) and f.kind in TOOL_FIELDS)
    lists = _lists(fields)
    stated = [(field, g) for field in fields for g in field.clauses if isinstance(g, ToolGrant)]
    denied = [g for _, g in stated if g.effect is Effect.DENY]
    off = {grant.name for grant in denied if grant.pattern is None}
    spoken = [f for f in fields if f in lists or f.kind == "permission" or _is_switches(f)]
    able = [g for field, g in stated if field in spoken and g.name not in off]
    allowed = tuple(grant for grant in able if grant.effect is Effect.ALLOW)
    asked = tuple(grant for grant in able if grant.effect is Effect.ASK)
    listed = bool(lists) or "*" in off
    kept = {grant.id for grant in (*(allowed if listed else ()), *asked, *denied)}
    return Grants(
        allowed=allowed if listed else None,
        asked=asked,
        denied=tuple(grant for grant in denied if grant.name != "*" or grant.pattern),
        overruled=tuple(
            g for _, g in stated if g.id not in kept or (g.name == "*" and g in denied)
        ),
        fields=fields,
    )


def _lists(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The field that states the list of allowed tools, if any."""
    for kind in ("tools", "allowed-tools"):
        found = [field for field in fields if field.kind == kind and not _is_switches(field)]
        if found:
            return (found[-1],)
    return ()


def _is_switches(field: Field) -> bool:
    return isinstance(field.value, dict)


def written(grant: ToolGrant) -> str:
    return f"{grant.name}({grant.pattern})" if grant.pattern else grant.name


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
