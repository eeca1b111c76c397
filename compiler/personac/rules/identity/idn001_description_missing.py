"""IDN001: frontmatter without a description."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.identity import Fact, Identity, identity
from personac.model import Field
from personac.rules.identity._description import says
from personac.rules.schema._purpose import states_purpose
from personac.source import Span

_LONGEST = 80


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    kinds = [node.kind for node in persona.header if isinstance(node, Field) and says(node)]
    if context.document.dialect != "frontmatter" or not kinds or "description" in kinds:
        return
    facts = identity(persona)
    if states_purpose(persona, facts):
        yield Finding(
            message=f"the frontmatter of `{persona.id}` has no description",
            help=f"add `description: {_candidate(facts)}`",
            labels=(_place(context, facts.name),),
        )


def _candidate(facts: Identity) -> str:
    said = facts.role or facts.mission
    if said is None or len(said.value) > _LONGEST:
        return "… Use when …"
    return f"{said.value.rstrip('.')}. Use when …"


def _place(context: LintContext, name: Fact | None) -> Label:
    header = {node.id for node in context.document.persona.header}
    if name is not None and name.node in header:
        return Label(Locator(node=name.node))
    return Label(Locator(path=context.document.sources[0].path, span=Span(0, 3)))


RULE = Rule(
    code="IDN001",
    name="description-missing",
    severity=Severity.WARNING,
    why="clients choose an agent by its description; without one it is never called, or refused",
    check=check,
)
