"""MAN007: an approval is wanted, and nobody is named who gives it."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Contract, Field, Gate, Mandate, Persona, Polarity
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import blanked, mark, once
from personac.tables.actions import ActionTable, banned_actions, from_options, gated_actions

GRAVE = frozenset({"deploy", "delete", "push", "production"})
_GIVEN = r"(?:approval|permission|authori[sz]ation|consent|sign-?off)"
_HOW = r"(?:(?:an?|any|the|explicit|prior|written|formal|proper|previous|express|clear|verbal|additional)[ ,]+(?:and )?){0,3}"
_WANTED = re.compile(
    rf"\b(?:without(?: first)?(?: (?:getting|having|obtaining|receiving|asking for|seeking))?|requires?|requiring|needs?|obtain|get|seek|await|receive|wait for|ask for|request) {_HOW}(?P<a>{_GIVEN})\b"
    rf"|\b(?P<b>{_GIVEN}) (?:is |are )?(?:required|mandatory|needed)\b"
    rf"|\b(?:unless|until|before)\b[^.;,]{{0,30}}\b(?P<c>approved|authori[sz]ed|signed off)\b"
    rf"|\b(?:must|shall) (?:first )?be (?:explicitly )?(?P<d>approved|authori[sz]ed|signed off)\b",
    re.IGNORECASE,
)
_OTHER_NOUN = re.compile(
    r"\s(?:gates?|workflows?|process\w*|requests?|steps?|status|queues?|thresholds?|rules?|checks?|flows?|prompts?|policy|policies|"
    r"matrix|levels?|chain|criteria|from|by|of|system|mechanism|management|headers?|tokens?|errors?|logic|server|modal|dialog|changes|sets?|lists?|forms?|banner)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:users?|humans?|hitl|owners?|maintainers?|reviewers?|leads?|managers?|security|po|pm|pms|operators?|stakeholders?|customers?|clients?|"
    r"admins?|administrators?|architects?|boards?|teams?|cab|legal|orchestrator|coordinator|parent|callers?|developers?|engineers?|officers?|"
    r"authors?|requesters?|persons?|people|supervisors?|directors?|council|committee|leadership|sponsors?|partners?|participants?|subjects?|"
    r"me|my|them|their|they|you|your|approvers?|authority|counsel|compliance|editors?|analysts?|experts?|main agent|dba|sre|cto|ciso|ceo|cfo|dpo|qa|"
    r"governance|executives?|department|organi[sz]ation|vendor|patients?|governor|founders?|designers?|everyone|anyone|someone|party|parties|consumer|employees?|individuals?|senior|peer)\b|@\w",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"\b(?:governance|compliance|security)\b", re.IGNORECASE)
"""What a heading is about; in a sentence it is who decides."""
_TOLD = re.compile(
    r"\b(?:if|whether)\b[^.,;]{0,40}$|\b(?:its|this|that|such|our|another|own)\s+$", re.IGNORECASE
)
_AT_LAW = re.compile(
    r"without(?: proper| any| the)? (?:authori[sz]ation|permission|consent)", re.IGNORECASE
)
"""What nobody but the owner of the thing can give."""


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    if _named_for_all(persona):
        return
    table = from_options(context.options)
    seen: set[tuple[str, str]] = set()
    for statement in once(persona, Mandate, Gate):
        words = _wanted(statement)
        if words and (statement.node.id, words) not in seen:
            seen.add((statement.node.id, words))
            yield _finding(statement, words, table)


def _named_for_all(persona: Persona) -> bool:
    """Whether the header says who approves whatever needs it."""
    fields = (field for field in persona.header if isinstance(field, Field))
    return any("approver" in field.key.casefold() for field in fields)


def _waived(clause: Contract, bare: str, match: re.Match[str]) -> bool:
    """Whether the words only tell of an approval: forbidden to ask for, or of someone at hand."""
    asks = isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID
    if asks and not match.group().casefold().startswith(("without", "unless", "until", "before")):
        return True
    at_law = _AT_LAW.fullmatch(match.group()) is not None
    return at_law or _TOLD.search(bare[: match.start()]) is not None


def _wanted(statement: Statement) -> str:
    """The words that want an approval of nobody in particular; empty when there are none."""
    bare = blanked(statement.clause.text)
    titles = (_TOPIC.sub("", title) for title in statement.titles[1:])
    around = " ".join((statement.words, statement.label, *titles))
    if _ROLE.search(around):
        return ""
    for match in _WANTED.finditer(bare):
        named = _OTHER_NOUN.match(bare, match.end(match.lastgroup or 0))
        if not named and not _waived(statement.clause, bare, match):
            return statement.clause.text[slice(*match.span())]
    return ""


def _finding(statement: Statement, words: str, table: ActionTable) -> Finding:
    text = statement.clause.text
    named = {one.name for one in (*banned_actions(text, table), *gated_actions(text, table))}
    return Finding(
        message=f"nobody is named who gives the approval: `{words}`",
        help="say who approves: `the user's written approval`, `approval by the release manager`",
        severity=Severity.ERROR if named & GRAVE else None,
        labels=(mark(statement, words),),
    )


RULE = Rule(
    code="MAN007",
    name="missing-approver",
    severity=Severity.WARNING,
    why="an approval that anyone may give, another agent included, holds nothing back",
    check=check,
)
