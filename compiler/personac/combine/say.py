"""What a project says about its sources: which go first, and who is right where they disagree."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from personac.text.plain import key

DIALECTS = ("canonical", "frontmatter", "handle", "xml", "role", "bmad")
"""The order of the sources where the project names none."""


class Settle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision of the project: in ``what``, the source ``take`` is right."""

    persona: str = "*"
    what: str
    """A kind of field, ``permission``, or words that both disagreeing statements hold."""
    take: str
    """A path, a glob, the end of a path, or a dialect."""
    reason: str


class Say(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[merge]`` of the settings: paths, globs or dialects, the first wins."""

    priority: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = {}
    settle: tuple[Settle, ...] = ()


class Origin(Struct, frozen=True):
    """Where a statement comes from."""

    path: str
    dialect: str = ""


def names(pattern: str, origin: Origin) -> bool:
    """Whether ``pattern`` means the source: its path, a glob of it, its end, or its dialect."""
    path = origin.path.replace("\\", "/")
    return (
        pattern == origin.dialect
        or fnmatchcase(path, pattern)
        or path.endswith(f"/{pattern.lstrip('/')}")
    )


def rank(patterns: Sequence[str], origin: Origin) -> int:
    """The place of the first pattern that names the source; past the last one without any."""
    return next((at for at, one in enumerate(patterns) if names(one, origin)), len(patterns))


def binds(rule: Settle, persona: str) -> bool:
    return fnmatchcase(persona, rule.persona)


def is_about(rule: Settle, *statements: str) -> bool:
    """Whether each statement holds every word of the rule."""
    words = set(key(rule.what).split())
    return bool(words) and all(words <= set(key(one).split()) for one in statements)
