"""The description by which clients choose a persona."""

from personac.api import LintContext
from personac.identity import text_of
from personac.model import Field


def described(context: LintContext) -> tuple[Field, str] | None:
    """The description in the frontmatter, with its field."""
    fields = (node for node in context.document.persona.header if isinstance(node, Field))
    field = next((one for one in fields if one.kind == "description" and one.value), None)
    return (field, " ".join(text_of(field.value).split())) if field else None
