"""MAN007: an approval is wanted, and nobody is named who gives it."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Field, Gate, Mandate, Modality, Persona, Polarity
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import blanked, mark, once
from personac.tables.actions import ActionTable, banned_actions, from_options, gated_actions

GRAVE = frozenset({"deploy", "delete", "push", "production"})
_GIVEN = r"(?:approval|permission|authori[sz]ation|consent|sign[- ]?off|go-ahead|green light|(?:explicit|prior|written) (?:confirmation|agreement))"
_HOW = (
    r"(?:(?:an?|any|the|explicit|prior|written|formal|proper|previous|express|clear|verbal|additional|documented|advance|final|full|"
    r"single|batch|recorded|official|appropriate|necessary|required)[ ,]+(?:and )?){0,3}"
)
_ABSENT = r"without(?: first)?(?: (?:getting|having|obtaining|receiving|asking for|seeking))?|in the absence of|lacking|absent"
_SOUGHT = (
    r"requires?|requiring|needs?|obtain|get|seek|secure|gain|await|receive|wait(?:ing)? for|ask(?:ing)?(?: for)?|request|pending|subject to|"
    r"conditional on|depends on|(?:must|shall) have|have to have|only (?:with|w/|after|upon|on|under|given)|(?:unless|until) (?:you (?:have|get|receive) |there is )?|(?:once|before) (?:you (?:have|get|receive)|there is)|"
    r"(?:submit|submitted|present|presented|surface|surfaced|send|sent|hold|held|route|routed)\b[^.;,:]{0,40}? for"
)
_DONE = r"(?:approved|authori[sz]ed|signed off|green-?lit)"
_IN_PLACE = r"(?:required|mandatory|needed|necessary|given|granted|obtained|received|in place|on record|on file)"
_WANTED = re.compile(
    rf"\b(?:{_ABSENT}|{_SOUGHT}) ?{_HOW}(?P<a>{_GIVEN})\b"
    rf"|\bonly\b[^.;,]{{1,40}}? (?:with|after|upon|on|under|given) {_HOW}(?P<o>{_GIVEN})\b"
    rf"|\b(?P<b>{_GIVEN}) (?:(?:is|are|has been|have been|must be|shall be|needs to be|has to be) )?{_IN_PLACE}\b"
    rf"|\b(?:unless|until|before|only (?:if|when|once|after)|without being)\b[^.;,]{{0,30}}\b(?P<c>{_DONE})\b"
    rf"|\b(?:must|shall|needs? to|ha(?:s|ve) to)(?: always| first| all)? (?:be|have been) (?:\w+ly )?(?:first )?(?P<d>{_DONE})\b"
    rf"|\b(?:no|never|any) (?:unauthori[sz]ed|unapproved) (?P<e>deploy\w*|releases?|merges?|commits?|push\w*|deletions?|migrations?|rollouts?|git|production|changes to production)\b",
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
    r"authors?|requesters?|persons?|people|supervisors?|directors?|council|committee|leadership|sponsors?|partners?|participants?|subjects?(?! to\b)|"
    r"approvers?|authority|counsel|compliance|editors?|analysts?|experts?|main agent|dba|sre|cto|ciso|ceo|cfo|dpo|qa|"
    r"governance|executives?|department|organi[sz]ation|vendor|patients?|governor|founders?|designers?|everyone|anyone|someone|(?<!-)part(?:y|ies)|consumer|employees?|individuals?|senior|peer)\b|@\w",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r"\b(?:my|your|their)\b(?=[\w ,-]{0,30}\b(?:approv|permission|authori[sz]|consent|sign[- ]?off|confirm|go-ahead|agree))"
    r"|\b(?:me|them|they|you)\b(?= (?:explicitly |first )?(?:approve|authori[sz]e|agree|confirm|consent|sign off|permit)\b)"
    r"|\b(?:ask|asking|by|from|tell) (?:me|them|you)\b",
    re.IGNORECASE,
)
"""Persons that are named by a pronoun: who is meant gives the approval."""
_THING = re.compile(
    r"\b(?:users?|customers?|clients?|security|compliance|governance|teams?|employees?|patients?|developers?|vendors?|partners?|subjects?|participants?|legal|people|authors?|owners?)(?:['’]s?)?[ -]"
    r"(?:data|accounts?|records?|groups?|settings?|polic(?:y|ies)|rules?|controls?|roles?|tables?|files?|inputs?|profiles?|credentials?|passwords?|tokens?|emails?|tickets?|orders?|"
    r"invoices?|payments?|sessions?|content|information|details|lists?|names?|stor(?:y|ies)|experience|interface|documents?|contracts?|checks?|scans?|tests?|testing|headers?|facing|visible)\b"
    r"|\b(?:delete|remove|e-?mail|contact|message|charge|bill|invoice|call|refund|block|ban|suspend|notify|deactivate|disable|invite|add|drop|merge)s? "
    r"(?:any |the |all |a |an |other |new |old |existing )?(?:users?|customers?|clients?|employees?|patients?|participants?|partners?|vendors?|developers?|people|teams?)\b",
    re.IGNORECASE,
)
"""What belongs to somebody, and whom an action is done to: neither approves it."""
_DECIDES = re.compile(
    r"approv|sign[- ]?off|authori|consent|permission|human|in[- ]the[- ]loop|hitl|escalat|decision|ask (?:the|a|your)\b|confirm",
    re.IGNORECASE,
)
"""A heading about who decides; others only name what the part is about."""
_LONGEST = 4000
"""The longest node that is read for each of its statements."""
_HOLDS = re.compile(
    r"(?:without|unless|until|before|lacking|absent|in the absence)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:if|whether)\b[^.,;]{0,40}$|\bnot $|^\W*(?:validate|verify|check|test)\b[^.,;]{0,60}$|\b(?:its|this|that|such|our|another|own)\s+$",
    re.IGNORECASE,
)
_AT_LAW = re.compile(
    r"without(?: proper| any| the)? (?:authori[sz]ation|permission|consent)", re.IGNORECASE
)
_OWNED = re.compile(
    r"\b(?:attack\w*|prob(?:e|es|ing)|offensive|hack\w*|exploit\w*|scan\w*|access\w*|devices?|systems|hosts?|networks?|targets?|data|information|records?|recordings?|"
    r"photos?|images?|likeness|copyright\w*|privacy|patients?|third[- ]party|monitor\w*|track\w*|intercept\w*|impersonat\w*)\b",
    re.IGNORECASE,
)
"""What nobody but the owner of the thing can give, and such things."""
_PRIVATE = re.compile(
    r"\b(?:privacy|personal (?:data|information)|data protection|data processing|GDPR|HIPAA|CCPA|PIPL|cookies|tracking|marketing)\b",
    re.IGNORECASE,
)
"""What a consent is about that those give whose data it is."""

_WHATEVER = re.compile(
    r"\b(?:all|any|every|each)(?: [\w-]+){0,2} (?:actions?|operations?|approvals?|confirmations?)\b"
    r"[^.;]{0,60}\b(?:approv|authori[sz]|confirm|permission|consent|sign[- ]?off)",
    re.IGNORECASE,
)
"""What says for every action that it has to be approved."""
_REMOVES = re.compile(r"\bremov(?:e|es|ed|ing|als?)\b", re.IGNORECASE)
_LOSES = re.compile(
    r"\b(?:delet|eras|destroy|destruct|purg|truncat|wip(?:e|ing)|drop)\w*"
    r"|\bremov\w+ (?:[\w-]+ ){0,2}(?:data|databases?|files?|folders?|director(?:y|ies)|records?|tables?|users?|accounts?|"
    r"backups?|volumes?|branch(?:es)?|buckets?|resources?|servers?|clusters?)\b",
    re.IGNORECASE,
)
"""What is gone afterwards; what is only removed may be a line of code."""


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    stated = tuple(once(persona, Mandate, Gate))
    if _named_for_all(persona) or any(map(_names_for_all, stated)):
        return
    table = from_options(context.options)
    seen: set[tuple[str, str]] = set()
    for statement in stated:
        words = _wanted(statement)
        if words and (statement.node.id, words) not in seen:
            seen.add((statement.node.id, words))
            yield _finding(statement, words, table)


def _named_for_all(persona: Persona) -> bool:
    """Whether the header says who approves whatever needs it."""
    fields = (field for field in persona.header if isinstance(field, Field))
    return any("approver" in field.key.casefold() for field in fields)


def _names_for_all(statement: Statement) -> bool:
    """Whether a mandate says who approves every action."""
    text = statement.clause.text
    return bool(_WHATEVER.search(text)) and _names_somebody(text)


def _waived(statement: Statement, bare: str, match: re.Match[str]) -> bool:
    """Whether the words only tell of an approval: not needed, forbidden to ask for, or of someone
    at hand.
    """
    clause = statement.clause
    if isinstance(clause, Mandate) and clause.modality is Modality.MAY:
        return match.group().casefold().startswith("without")
    asks = isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID
    if asks and not match["e"] and not _HOLDS.match(match.group()):
        return True
    consent = match.group().casefold().endswith("consent")
    at_law = _AT_LAW.fullmatch(match.group()) is not None and bool(_OWNED.search(bare))
    return (
        at_law
        or (consent and bool(_PRIVATE.search(statement.words)))
        or _TOLD.search(bare[: match.start()]) is not None
    )


def _wanted(statement: Statement) -> str:
    """The words that want an approval of nobody in particular; empty when there are none."""
    bare = blanked(statement.clause.text)
    for match in _WANTED.finditer(bare):
        named = _OTHER_NOUN.match(bare, match.end(match.lastgroup or 0))
        if not named and not _waived(statement, bare, match):
            words = statement.clause.text[slice(*match.span())]
            return "" if _names_somebody(_around(statement)) else words
    return ""


def _around(statement: Statement) -> str:
    """What may name the approver: the whole node, its label, and headings about who decides."""
    words = statement.words
    near = words if len(words) <= _LONGEST else statement.clause.text
    titles = (title for title in statement.titles[1:] if _DECIDES.search(title))
    return " ".join((near, statement.label, *titles))


def _names_somebody(text: str) -> bool:
    return bool(_SPOKEN_TO.search(text) or _ROLE.search(_THING.sub("", text)))


def _finding(statement: Statement, words: str, table: ActionTable) -> Finding:
    text = statement.clause.text
    named = {one.name for one in (*banned_actions(text, table), *gated_actions(text, table))}
    if _REMOVES.search(text) and not _LOSES.search(text):
        named.discard("delete")
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
