"""SCH003: a header key that is almost one that clients know."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Label, Locator, Severity
from personac.model import Field
from personac.source import Span, written_at
from personac.tables.fields import header_keys
from personac.text.frontmatter import key_at

_NEAR = 0.84
_SHORTEST = 4
_BINDS = re.compile(r"tool|permission|allow|den(?:y|ied)|sandbox|mcp|hook|mode|extends|include")
MOST = 200
"""How many keys of a header are compared."""


def check(context: LintContext) -> Iterator[Finding]:
    if context.document.dialect != "frontmatter":
        return
    fields = [node for node in context.document.persona.header if isinstance(node, Field)]
    present = {_folded(field.key) for field in fields}
    # backwards, so that of two spellings that of a client stands: `disallowedTools`
    known = {_folded(key): key for key in reversed(header_keys())}
    for field in fields[:MOST]:
        if near := _meant(field.key, known, present):
            yield _finding(context, field, near)


def _folded(key: str) -> str:
    return key.replace("-", "").replace("_", "").casefold()


def _meant(key: str, known: dict[str, str], present: set[str]) -> str | None:
    from difflib import get_close_matches

    folded = _folded(key)
    if folded in known or len(folded) < _SHORTEST or key.lower().startswith("x-"):
        return None
    swapped = [one for one in known if sorted(one) == sorted(folded)]
    near = swapped or get_close_matches(folded, known, 1, _NEAR)
    fits = near and near[0] not in present and near[0][0] == folded[0]
    return known[near[0]] if fits else None


def _finding(context: LintContext, field: Field, near: str) -> Finding:
    return Finding(
        message=f"no client knows the field `{field.key}`",
        help=f"write `{near}`, if that is the field you mean",
        labels=(Label(_key_at(context, field)),),
        fixes=tuple(_fixes(context, field, near)),
    )


def _key_at(context: LintContext, field: Field) -> Locator:
    return _span(context, field) or Locator(node=field.id)


def _span(context: LintContext, field: Field) -> Locator | None:
    """The key itself, which stands on the line before the value, or at its start."""
    origin = written_at(context.document.origins.get(field.id))
    source = context.document.sources[0]
    if origin is None or origin.path != source.path:
        return None
    at = key_at(source.text, field.key, origin.span.end)
    return Locator(path=source.path, span=Span(*at)) if at else None


def _fixes(context: LintContext, field: Field, near: str) -> Iterator[Fix]:
    """The key that is meant; shown only where it grants or denies, which an author has to do."""
    at = _span(context, field)
    if at is not None and at.path and at.span:
        binds = _BINDS.search(_folded(near))
        applicability = Applicability.DISPLAY if binds else Applicability.SAFE
        yield Fix(f"write `{near}`", (Edit(at.path, at.span, near),), applicability)


RULE = Rule(
    code="SCH003",
    name="unknown-field",
    severity=Severity.WARNING,
    why="clients skip a field that they do not know, and say nothing",
    check=check,
)
