"""MAN001: a workflow step does what a mandate forbids."""

import re
from collections.abc import Iterable, Iterator, Mapping

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Persona, Polarity
from personac.rules.mandates._bans import Ban, bans, named
from personac.rules.mandates._deeds import Deed, deeds
from personac.rules.mandates._statements import mandates
from personac.tables.actions import Action, mentioned_classes

_FOR_A_WHILE = re.compile(r"\b(?:phase|step|stage|mode|during|while|yet|now)\b", re.IGNORECASE)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    by_action = _by_action(ban for ban in bans(persona) if _holds_always(ban))
    for name in _permitted(persona):
        by_action.pop(name, None)
    for deed in deeds(persona) if by_action else ():
        violated = [
            (ban, name)
            for name in sorted(deed.actions)
            if (ban := _violated(by_action.get(name, {}), deed))
        ]
        if violated and not deed.approved:
            first = violated[0][0]
            yield _finding(first, deed, frozenset(name for ban, name in violated if ban is first))


def _by_action(found: Iterable[Ban]) -> dict[str, dict[Action, Ban]]:
    """The first ban of each action, by the class of the action."""
    by_action: dict[str, dict[Action, Ban]] = {}
    for ban in found:
        for action in ban.actions:
            by_action.setdefault(action.name, {}).setdefault(action, ban)
    return by_action


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


def _violated(banned: Mapping[Action, Ban], deed: Deed) -> Ban | None:
    """The first ban of one class of action that covers what is done."""
    for action, ban in banned.items():
        covers = action.at_large or (action.narrowed and action.narrowed <= deed.said)
        if covers and deed.node != ban.statement.node.id:
            return ban
    return None


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
