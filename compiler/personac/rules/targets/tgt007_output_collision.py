"""TGT007: a name whose output could not be written everywhere, or would hide another agent."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.identity import identity
from personac.model import NodeId, Persona
from personac.rules.tools._grants import client
from personac.targets.load import reserved
from personac.text.filename import fault
from personac.text.slug import slug


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    at = _name_at(persona)
    if (why := fault(persona.id)) is not None:
        yield _finding(context, at, f"`{persona.id[:60]}` {why}, so its output cannot be there")
        return
    name = slug(persona.id)
    whose = client(context) if context.document.dialect == "frontmatter" else ""
    if whose and name in reserved(whose):
        said = f"`{name}` is the name of an agent that {whose} brings along"
        yield _finding(context, at, said, Severity.WARNING)


def _name_at(persona: Persona) -> NodeId | None:
    facts = identity(persona)
    named = facts.name or facts.handle or facts.title
    return named.node if named else None


def _finding(
    context: LintContext, at: NodeId | None, says: str, severity: Severity | None = None
) -> Finding:
    path = context.document.sources[0].path
    return Finding(
        message=says,
        help="rename the persona",
        labels=(Label(Locator(node=at) if at else Locator(path=path)),),
        severity=severity,
    )


RULE = Rule(
    code="TGT007",
    name="output-collision",
    severity=Severity.ERROR,
    why="one of two files would be taken for the other, or the build refuses to write",
    check=check,
)
