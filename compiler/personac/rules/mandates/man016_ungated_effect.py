"""MAN016: a step changes what others share, and nothing in the persona has it approved."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Severity
from personac.model import Access, Permission, Persona, Polarity, clauses
from personac.rules.mandates._bans import bans, named
from personac.rules.mandates._deeds import deeds
from personac.rules.mandates._statements import mandates
from personac.tables.actions import ActionTable, command_classes, from_options, mentioned_classes

_SHARED = frozenset({"push", "merge", "deploy"})


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    table = from_options(context.options)
    open_deeds = [one for one in deeds(persona, table) if one.actions & _SHARED and one.runs]
    if not open_deeds:
        return
    settled = _settled(persona, table)
    for deed in open_deeds:
        left = (deed.actions & _SHARED) - settled
        if left and not deed.approved:
            yield Finding(
                message=f"{deed.step} {_does(left, table)} that nobody approves or permits",
                help="ask for an approval in a step before it, or permit it in a mandate",
                labels=(deed.mark(),),
            )


def _does(actions: frozenset[str], table: ActionTable) -> str:
    return f"makes {named(actions, table)}"


def _settled(persona: Persona, table: ActionTable) -> frozenset[str]:
    """The actions that a mandate or a permission of the persona speaks of, whatever it says."""
    barred = {name for ban in bans(persona, table) for name in ban.at_large}
    allowed = {
        name
        for _, mandate in mandates(persona)
        if mandate.polarity is not Polarity.FORBID
        for name in mentioned_classes(mandate.text, table)
    }
    permitted = {
        name
        for _, clause in clauses(persona)
        if isinstance(clause, Permission) and clause.access is Access.EXECUTE
        for name in command_classes(clause.resource, table)
    }
    return frozenset(barred | allowed | permitted)


RULE = Rule(
    code="MAN016",
    name="ungated-effect",
    severity=Severity.WARNING,
    why="a push, a merge or a deployment reaches others, and cannot be taken back from here",
    check=check,
    status=Status.PREVIEW,
)
