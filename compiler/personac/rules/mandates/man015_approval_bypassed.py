"""MAN015: a step acts, and a later step of its workflow asks for the approval."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Severity
from personac.model import NodeId, Persona
from personac.rules.mandates._bans import named
from personac.rules.mandates._deeds import Approval, Deed, deeds
from personac.rules.mandates._violations import violations
from personac.tables.actions import ActionTable, from_options, gated_actions

LASTING = frozenset("commit push merge deploy delete production tag".split())
"""What an approval that comes afterwards cannot undo."""


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    table = from_options(context.options)
    seen: set[tuple[NodeId, str]] = set()
    for ban, deed, actions in violations(persona, table):
        if ban.gated and deed.later:
            seen.add((deed.node, deed.words))
            wanted = ban.statement.mark("the approval is demanded here")
            yield _finding(deed, deed.later, named(actions, table), (wanted,))
    yield from _too_late(persona, table, seen)


def _too_late(
    persona: Persona, table: ActionTable, seen: set[tuple[NodeId, str]]
) -> Iterator[Finding]:
    """Where the later step itself names the action that it wants the approval for."""
    for deed in deeds(persona, table):
        lasting = (deed.actions - deed.narrow) & LASTING
        if lasting and deed.later and (deed.node, deed.words) not in seen:
            gated = {one.name for one in gated_actions(deed.later.text, table) if one.at_large}
            if actions := lasting & gated:
                yield _finding(deed, deed.later, named(actions, table), ())


def _finding(deed: Deed, later: Approval, actions: str, more: tuple[Label, ...]) -> Finding:
    return Finding(
        message=f"{deed.step} does before the approval what it is for: {actions}",
        help="move the step that asks for the approval before this one",
        labels=(deed.mark(), later.mark("the approval comes only here"), *more),
    )


RULE = Rule(
    code="MAN015",
    name="approval-bypassed",
    severity=Severity.ERROR,
    why="the approval is asked for when there is nothing left to decide",
    check=check,
)
