"""TLS004: no list of tools, so the agent gets all of them."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Field
from personac.rules.tools._grants import by_header

_LISTS = frozenset({"tools", "allowed-tools", "denied-tools", "permission", "permission-mode"})
_SKILL = "SKILL.md"
"""A skill has the tools of whoever uses it."""
_NAMING = frozenset({"name", "description"})


def check(context: LintContext) -> Iterator[Finding]:
    path = context.document.sources[0].path
    if context.document.dialect != "frontmatter" or path.endswith(_SKILL):
        return
    persona = context.document.persona
    fields = [node for node in persona.header if isinstance(node, Field)]
    kinds = {field.kind for field in fields}
    keys = {field.key for field in fields}
    if not kinds >= _NAMING or kinds & _LISTS or "groups" in keys or by_header(persona):
        return
    name = next(field for field in fields if field.kind == "name")
    yield Finding(
        message=f"`{persona.id}` lists no tools, so it gets every tool of its client",
        help="list what it needs, such as `tools: Read, Grep, Glob`",
        labels=(Label(Locator(node=name.id)),),
    )


RULE = Rule(
    code="TLS004",
    name="inherits-all-tools",
    severity=Severity.HINT,
    why="what it must not do it still can: edit files, run commands, call every MCP server",
    check=check,
)
