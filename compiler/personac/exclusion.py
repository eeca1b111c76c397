"""Personas that a project treats in another way on a target, each with the reason: it does not
build them, or leaves them to their words.
"""

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from personac.errors import UsageError
from personac.report.visible import short
from personac.text.near import suggest


class Exclusion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The personas with this id, or an id that fits a pattern with ``*``, on a target."""

    target: str
    persona: str
    reason: str


class Excluded(Struct, frozen=True):
    """A target that a persona is not built for."""

    target: str
    reason: str


def excluded(rules: Sequence[Exclusion], persona: str, target: str) -> str:
    """The reason of the first rule that is about a persona on a target; else empty."""
    for rule in rules:
        if rule.target == target and fnmatchcase(persona, rule.persona):
            return rule.reason
    return ""


def check_matched(
    path: str, setting: str, rules: Sequence[Exclusion], personas: Collection[str]
) -> None:
    """Raise ``UsageError`` for a rule that is about none of the personas."""
    for number, rule in enumerate(rules, 1):
        if not any(fnmatchcase(one, rule.persona) for one in personas):
            near = suggest(rule.persona, sorted(personas))
            name = short(rule.persona, 60)
            raise UsageError(f"{path}: `{setting}[{number}]` matches no persona: `{name}`; {near}")
