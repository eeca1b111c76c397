"""MAN008: a persona that must stop or wait, and is not told what to do then."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Severity
from personac.model import Gate, Mandate, Persona, Polarity, blocks
from personac.rules.mandates._bans import ban_of
from personac.rules.mandates._statements import Statement, statements
from personac.tables.actions import ActionTable, from_options

_HALTS = re.compile(
    r"(?<!→)(?<!→ )\b(?:halt|stop work|stop immediately|abort|do not proceed)\b", re.IGNORECASE
)
_WHOM = r"(?:the|an?|your|their|our|its|them|him|her|me|any) ?(?:[\w-]+ ){0,2}(?:user|human|owner|maintainer|lead|team|manager|orchestrator|operator|reviewer|author|caller|person|parent|stakeholder|customer|client|admin|developer|architect|coordinator|agent|steward|council|board)s?|users?\b|humans?\b|@\w+"
_ESCALATES = re.compile(
    rf"\b(?:escalat\w+|ask(?:s|ing)? (?:for\b|{_WHOM}|before|first|if|when|whether)|report(?:s|ing|ed)? (?:back|it|this|that|the (?:block\w*|problem|failure|conflict|reason|issue)|to (?:{_WHOM}))"
    rf"|(?:notif\w+|inform(?:s|ing)?|tell(?:s|ing)?|alert(?:s|ing)?|consult(?:s|ing)?|contact(?:s|ing)?|prompt(?:s|ing)?) (?:{_WHOM})|confirm(?:s|ing)? with|defer(?:s|ring)? to|hand(?:s|ing)?[ -]?(?:off|over|back)"
    r"|return(?:s|ing)? (?:to the|control|an? |structured)|(?:a?wait(?:s|ing)?(?: for)?)|request(?:s|ing)? (?:clarification|guidance|approval|permission|confirmation|a decision|help|input)|clarif\w+|seek(?:s|ing)? (?:clarification|guidance|approval|help)"
    r"|get (?:clarification|guidance|approval|permission|confirmation)|raise (?:it|this|the)|flag (?:it|this|the|for|to)|surface|fall ?back|stop and (?:ask|explain|report)|pause and)\b",
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
