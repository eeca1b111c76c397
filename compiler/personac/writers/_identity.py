"""What every target asks of a persona first: a name and a description."""

import re
from collections.abc import Callable
from typing import TypeVar

from personac.api import LossKind
from personac.identity import display_name, identity, text_of
from personac.model import Field, Persona, Raw
from personac.writers._grants import grants
from personac.writers._ledger import Ledger

V = TypeVar("V")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_VERBATIM = frozenset({"hooks", "mcp-servers"})
"""Kinds that are written as their author wrote them, comments included."""


def description(persona: Persona) -> str:
    """The description as stated, without the line ends around a block of YAML, or made of the
    role and mission; never empty.
    """
    facts = identity(persona)
    if facts.description:
        found = next((f for f in persona.header if f.id == facts.description.node), None)
        if not isinstance(found, Field):
            return facts.description.value
        return text_of(found.value).strip("\n")
    role = next((f.value for f in (facts.role, facts.title) if f), display_name(persona))
    if not facts.mission:
        return role
    mission = facts.mission.value
    return f"{role}. {mission[:1].upper()}{mission[1:]}"


def settings(
    persona: Persona, ledger: Ledger, setting: Callable[[Field], tuple[str, V] | None]
) -> list[tuple[str, V]]:
    """The entries that ``setting`` makes of the header, each key once: the last speaks."""
    entries: dict[str, V] = {}
    for field in persona.header:
        entry = setting(field) if isinstance(field, Field) else None
        if entry is not None:
            ledger.carry(field)
            entries[entry[0]] = entry[1]
    return list(entries.items())


def account_header(
    persona: Persona,
    ledger: Ledger,
    carried: frozenset[str],
    target: str,
    settings: frozenset[str] = frozenset(),
) -> None:
    """Account for what is left of the header: kinds in ``carried`` are in the output, the
    others are lost.  ``settings`` are kinds or keys that the target has, with other values.
    """
    for grant in grants(persona).overruled:
        ledger.carry(grant)
    for field in persona.header:
        if field.id in ledger.carried or (isinstance(field, Field) and field.kind in carried):
            _lose_comments(field, ledger, target)
        if field.id in ledger.carried:
            continue
        if not isinstance(field, Field):
            ledger.lose(field, LossKind.DROPPED, f"{target} keeps no frontmatter comments")
        elif field.kind in carried or (field.kind == "model" and field.value == "inherit"):
            ledger.carry(field)
        else:
            ledger.lose(field, LossKind.DROPPED, _reason(field, target, settings))
        if isinstance(field, Field) and field.kind == "name" and text_of(field.value) != persona.id:
            ledger.lose(field, LossKind.APPROXIMATED, f"the name is written as `{persona.id}`")


def _lose_comments(field: Field | Raw, ledger: Ledger, target: str) -> None:
    whole = isinstance(field, Field) and field.kind in _VERBATIM
    if isinstance(field, Field) and field.source and not whole and _COMMENT.search(field.source):
        ledger.lose(field, LossKind.APPROXIMATED, f"{target} keeps no frontmatter comments")


def _reason(field: Field, target: str, settings: frozenset[str]) -> str:
    value = text_of(field.value)
    if field.kind == "model":
        return f"{target} has no model called `{value}`"
    if field.kind in settings or field.key in settings:
        return f"{target} does not take `{field.key}: {value}`"
    return f"{target} has no field for `{field.key}`"
