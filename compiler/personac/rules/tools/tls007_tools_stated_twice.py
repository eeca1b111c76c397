"""TLS007: a list of tools in the words beside the one in the header."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Label, Locator, Severity
from personac.model import Effect, Field, Persona, Section, Stating, ToolGrant, clauses, nodes, walk
from personac.rules.tools._grants import by_header

_FEW = 2
Listed = dict[str, tuple[Stating, ToolGrant]]


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    header = {tool.name: field for field, tool in by_header(persona) if tool.effect is Effect.ALLOW}
    listed = _listed(persona)
    again = [name for name in header if name in listed]
    if len(again) < _FEW:
        return
    first, tool = listed[again[0]]
    yield Finding(
        message=f"the tools are listed twice: {len(again)} of the header stand here again",
        help="delete this list; clients go by the header, and two lists drift apart",
        labels=(
            Label(Locator(node=first.id, needle=tool.name)),
            Label(Locator(node=header[again[0]].id), "the list that counts"),
        ),
        severity=Severity.HINT,
    )
    if missing := [name for name in listed if name not in header]:
        yield _missing(missing, listed, header[again[0]])


def _listed(persona: Persona) -> Listed:
    """The tools that sections about tools grant in their words."""
    inside = {
        one.id
        for node in nodes(persona)
        if isinstance(node, Section) and node.kind.startswith("tools")
        for one in walk(node)
    }
    found: Listed = {}
    for node, clause in clauses(persona):
        if isinstance(clause, ToolGrant) and clause.effect is Effect.ALLOW and node.id in inside:
            found.setdefault(clause.name, (node, clause))
    return found


def _missing(names: list[str], listed: Listed, header: Field) -> Finding:
    node, tool = listed[names[0]]
    more = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
    return Finding(
        message=f"`{tool.name}` is promised here and not granted by the header{more}",
        help="add it to the list in the header, or delete it here",
        labels=(
            Label(Locator(node=node.id, needle=tool.name)),
            Label(Locator(node=header.id), "the list that counts"),
        ),
    )


RULE = Rule(
    code="TLS007",
    name="tools-stated-twice",
    severity=Severity.WARNING,
    why="clients read the list in the header only, so what the words add or drop never happens",
    check=check,
    status=Status.PREVIEW,
)
