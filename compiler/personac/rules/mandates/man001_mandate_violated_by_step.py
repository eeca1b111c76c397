"""MAN001: a workflow step does what a mandate forbids."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Mandate
from personac.rules.mandates._bans import Ban, named
from personac.rules.mandates._deeds import Deed
from personac.rules.mandates._violations import violations
from personac.tables.actions import from_options


def check(context: LintContext) -> Iterator[Finding]:
    table = from_options(context.options)
    for ban, deed, actions in violations(context.document.persona, table):
        late = ban.gated and deed.later  # MAN015
        if not late and isinstance(ban.mandate, Mandate):
            yield _finding(ban, deed, named(actions, table))


def _finding(ban: Ban, deed: Deed, actions: str) -> Finding:
    if ban.gated:
        message = f"{deed.step} does without an approval what a mandate wants one for: {actions}"
        advice = "add a step or gate before this one that asks for the approval"
    else:
        message = f"{deed.step} does what a mandate forbids: {actions}"
        advice = "take the action out of the step, or name in the mandate when it is allowed"
    says = "needs an approval here" if ban.gated else "forbidden here"
    return Finding(message=message, help=advice, labels=(deed.mark(), ban.statement.mark(says)))


RULE = Rule(
    code="MAN001",
    name="mandate-violated-by-step",
    severity=Severity.ERROR,
    why="the persona forbids and orders the same action, so a run breaks one or the other",
    check=check,
)
