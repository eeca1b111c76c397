"""The description by which clients choose a persona."""

from personac.api import LintContext
from personac.identity import text_of
from personac.model import Field

_NOTHING = frozenset({"", "null", "~"})


def says(field: Field) -> bool:
    """Whether the field has a value: not blank, and not YAML's word for none."""
    return text_of(field.value).strip().casefold() not in _NOTHING


def described(context: LintContext) -> tuple[Field, str] | None:
    """The description in the frontmatter, with its field.  Other dialects have one for clients
    where the header has tools, too; else it is the name of a role.
    """
    fields = [node for node in context.document.persona.header if isinstance(node, Field)]
    tools = any(one.kind == "tools" for one in fields)
    if context.document.dialect != "frontmatter" and not tools:
        return None
    field = next((one for one in fields if one.kind == "description" and says(one)), None)
    return (field, " ".join(text_of(field.value).split())) if field else None
