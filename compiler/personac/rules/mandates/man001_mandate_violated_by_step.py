"""MAN001: a workflow step does what a mandate forbids."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Persona, Polarity
from personac.rules.mandates._bans import Ban, bans, named
from personac.rules.mandates._deeds import Deed, deeds
from personac.rules.mandates._statements import mandates
from personac.tables.actions import mentioned_classes

_FOR_A_WHILE = re.compile(r"\b(?:phase|step|stage|mode|during|while|yet|now)\b", re.IGNORECASE)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    banned = [ban for ban in bans(persona) if _holds_always(ban)]
    if not banned:
        return
    permitted = _permitted(persona)
    for deed in deeds(persona):
        for ban in banned:
            if actions := _violated(ban, deed) - permitted:
                yield _finding(ban, deed, actions)
                break


def _holds_always(ban: Ban) -> bool:
    """Whether the ban binds every step, with no condition but an approval."""
    around = " ".join((*ban.statement.titles, ban.statement.label, ban.mandate.text))
    return not (ban.lifted or ban.statement.step or _FOR_A_WHILE.search(around))


def _permitted(persona: Persona) -> frozenset[str]:
    """The classes of action that some mandate allows: an exception to the bans."""
    return frozenset(
        name
        for _, mandate in mandates(persona)
        if mandate.polarity is Polarity.PERMIT
        for name in mentioned_classes(mandate.text)
    )


def _violated(ban: Ban, deed: Deed) -> frozenset[str]:
    if deed.approved or deed.node == ban.statement.node.id:
        return frozenset()
    return frozenset(
        action.name
        for action in ban.actions
        if action.name in deed.actions
        and (action.at_large or (action.narrowed and action.narrowed <= deed.said))
    )


def _finding(ban: Ban, deed: Deed, actions: frozenset[str]) -> Finding:
    if ban.gated:
        message = (
            f"{deed.step} does without an approval what a mandate wants one for: {named(actions)}"
        )
        advice = "add a step or gate before this one that asks for the approval"
    else:
        message = f"{deed.step} does what a mandate forbids: {named(actions)}"
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
