"""MAN008: a persona that must stop or wait, and is not told what to do then."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Severity
from personac.model import Gate, Mandate, Persona, Polarity, blocks
from personac.rules.mandates._bans import ban_of
from personac.rules.mandates._statements import Statement, statements
from personac.tables.actions import ActionTable, from_options

_HALTS = re.compile(r"\b(?:halt|stop work|stop immediately|abort|do not proceed)\b", re.IGNORECASE)
_ESCALATES = re.compile(
    r"\b(?:escalat\w+|ask(?:s|ing)?|report(?:s|ing)?|notif\w+|inform\w*|tell|alert\w*|consult|defer|hand(?:s|ing)? (?:off|over|back)|"
    r"return(?:s|ing)? (?:to|control)|wait for|request|clarif\w+|explain|raise|flag|warn|surface|fall ?back)\b",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    stops = _stops(persona, from_options(context.options))
    if stops is not None and not _escalates(persona):
        yield Finding(
            message="the persona says when to stop or wait, and not what to do then",
            help="add a step or section: whom to ask or tell, and what happens without an answer",
            labels=(stops.mark(),),
        )


def _stops(persona: Persona, table: ActionTable) -> Statement | None:
    """The first statement that makes the agent stop or wait for an approval."""
    for statement in statements(persona):
        clause = statement.clause
        if isinstance(clause, Gate) and _HALTS.search(clause.text):
            return statement
        if isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID:
            ban = ban_of(statement, clause, table)
            if ban and ban.gated:
                return statement
    return None


def _escalates(persona: Persona) -> bool:
    said = ("title", "label", "text")
    return any(
        _ESCALATES.search(str(getattr(node, name, "") or ""))
        for node in blocks(persona)
        for name in said
    )


RULE = Rule(
    code="MAN008",
    name="missing-escalation",
    severity=Severity.WARNING,
    why="an agent that may not go on and has no way out goes on, or hangs",
    check=check,
    status=Status.PREVIEW,
)
