"""TGT001: a name that clients refuse or change."""

import re
import unicodedata
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Label, Locator, Severity
from personac.identity import text_of
from personac.model import Field
from personac.rules.tools._grants import client
from personac.source import written_at
from personac.text.slug import slug

LONGEST = 64
_VALID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STRICT = frozenset({"claude-code", "gemini", "qwen"})


def check(context: LintContext) -> Iterator[Finding]:
    if context.document.dialect != "frontmatter":
        return
    fields = (node for node in context.document.persona.header if isinstance(node, Field))
    field = next((one for one in fields if one.kind == "name" and one.value), None)
    if field is None or client(context) not in _STRICT:
        return
    name = text_of(field.value)
    if len(name) <= LONGEST and _VALID.fullmatch(name):
        return
    new = _slug(name)
    yield Finding(
        message=f"`{name[:80]}` is no name for an agent: {_fault(name)}",
        help=f"write `name: {new}`" if new else "write a name of lower case letters and hyphens",
        labels=(Label(Locator(node=field.id)),),
        fixes=tuple(_fixes(context, field, new)),
    )


def _slug(name: str) -> str:
    """The name in the letters that clients take; empty where it has none of them."""
    letters = unicodedata.normalize("NFKD", slug(name))
    ascii_only = "".join(char for char in letters if not unicodedata.combining(char))
    new = slug(ascii_only)[:LONGEST].strip("-")
    return new if _VALID.fullmatch(new) else ""


def _fault(name: str) -> str:
    if len(name) > LONGEST:
        return f"it has {len(name)} characters, of {LONGEST} at most"
    return "it may hold lower case letters, digits and single hyphens"


def _fixes(context: LintContext, field: Field, new: str) -> Iterator[Fix]:
    origin = written_at(context.document.origins.get(field.id))
    if origin is not None and new:
        edit = Edit(origin.path, origin.span, new)
        yield Fix(f"rename it to `{new}`", (edit,), Applicability.UNSAFE)


RULE = Rule(
    code="TGT001",
    name="name-invalid",
    severity=Severity.WARNING,
    why="some clients skip the file, others call the agent by another name than the file says",
    check=check,
)
