"""The words that make a checkpoint: approvals to obtain, checks to pass, work that stops.

Patterns run over ``Sentence.bare``, in any case unless they stand among the capitals.
"""

import re
from functools import cache
from typing import NamedTuple

APPROVAL = r"(?:approvals?|confirmation|sign-?offs?|(?<!`\s)permission|consent|go-ahead|(?:explicit|written|prior|user|human|formal|owner) authori[sz]ation|clearance)"
STAGE = (
    r"(?:proceed|continu|implement|produc|output|commit|merg|deploy|releas|hand|complet|submit|deliver|finish|"
    r"publish|ship|send|mov|accept|approv|clos|mark|finali[sz]|execut|going|push|launch|rollout|writing|acting|"
    r"returning|presenting|being considered|declar|report|creating|starting|beginning|development|production|"
    r"making|applying|present|sav|signing|running|generat|next)\w*"
)
_HUMAN = (
    r"(?:users?|humans?|hitl|owners?|on-?call|maintainers?|managers?|stakeholders?|operators?|team leads?|"
    r"leadership|supervisors?|legal|engineers?|developers?|experts?|person|customers?|clients?)"
)
_PERSON = r"(?:users?|humans?|owners?|maintainers?|managers?|stakeholders?|operators?|developers?|clients?|customers?)"
_START = r"(?:^\W{0,4}(?:\w+ly\s+)?|[,:&→–—]\s*(?:\w+ly\s+)?|\b(?:and|then|must|should|shall|always)\s+(?:\w+ly\s+)?)"
_WORK = (
    r"(?:builds?|reviews?|merg\w+|deploy\w*|releas\w+|status|pipelines?|progress|prs?|pull requests?|commits?|"
    r"production|feature|work\w*|implementation|execution|completion|launch|process|stor(?:y|ies)|tasks?|handoff|promotion|transition)"
)
_PROOF = r"(?:pass\w*|evidence|approv\w*|review\w*|tests?|tested|scans?|valid\w*|verif\w*|checks?|sign-?off|confirm\w*|complete\w*|green|checklist)"

_NEEDED = {
    "approvals": "appr conf sign perm cons ahea auth clea revi feed deci vali pass veri gree mand "
    "requ before huma expl resp repl go goes goin",
    "ordered": "before until prior revi appr sign",
    "checks": "before prior pass met gree sati comp gate gati until",
    "blocking": "bloc halt fail stop reje abor paus refu show only without until unless before "
    "brok unre open unte wait proc miss abse unav inva not t",
}
"""Words, by their first four letters or whole, of which a match of each family holds one."""
_APPROVALS = (
    rf"\b(?:ask|request(?! to\b)|await|obtain|get|seek|wait|receive|gain|prompt(?: the user)? for|require)\b[^.;]{{0,50}}\b{APPROVAL}\b",
    rf"(?<!not )(?<!without )\b(?:requires?|needs?)\b(?! you to)[^.;]{{0,40}}\b(?:{APPROVAL}|(?<!peer-)review)\b(?! of| the)",
    r"\b(?:review|approval|sign-?off|confirmation)\b\s+(?:is|are|as)\s+(?:\w+ly\s+)?(?:required|mandatory|needed)\b",
    rf"\b(?:present|submit|send)\b[^.;]{{0,60}}\bfor (?:\w+ (?:and|&) )?{APPROVAL}\b",
    r"\b(?:submit|be submitted)\b[^.;]{0,60}\bfor (?:[\w-]+ ){0,2}review\b",
    rf"\b(?:{APPROVAL}|reviews?) (?:is |are )?required\s+(?:before|for|prior to|to)\b",
    r"\b(?:must|shall|has to|have to)\s+(?:explicitly |first |formally )?(?:approve|sign off)\b",
    r"\b(?:pause|stop|halt|wait)\s+for\s+(?:[\w-]+\s+)?(?:human|user|manual|owner|maintainer|stakeholder|team|legal)(?:['’]s)?\s+(?:review|feedback|sign-?off|decision)\b",
    rf"^\W*(?:always\s+|first\s+)?(?:ask|check with|confirm with|consult)\b(?![^.;]{{0,60}}\b(?:questions?|clarif\w+))(?:\s+(?:the\s+)?(?:{_PERSON}|first))?\s+before\b",
    r"\bonly\b[^.;]{1,60}\b(?:after|once|when|if|upon)\b[^.;]{0,60}\b(?:approv(?:al|ed|es)|confirm(?:ed|s|ation)|pass(?:es|ed)?|verified|sign-?off|signed off|green)\b",
    rf"\b(?:is|are|as) (?:mandatory|required) (?:for|before) (?:all |any )?{_WORK}\b",
    rf"\b(?:must|shall)\s+(?:\w+\s+)?(?:have|receive|obtain|undergo|get)\b[^.;]{{0,40}}\b(?:{APPROVAL}|review)\b",
    r"\b(?:must|shall|should)\s+be\s+(?:\w+ly\s+)?(?:approved|reviewed|signed off|authori[sz]ed|confirmed)\s+(?:by|with)\b",
    rf"\b{APPROVAL}\s+(?:must|should|shall)\s+be\s+(?:obtained|given|received|granted|recorded|requested)\b",
    r"\bgo(?:es)? to (?:a )?human\b|\bescalat\w+\b[^.;]{0,100}\bfor human (?:review|decision|approval)\b",
    rf"\bonly\s+(?:after\b|upon\b|with\b|w/|once\b|when\b|if\b|on\b)[^.;]{{0,50}}\b(?:{APPROVAL}|approv(?:ed|es)|confirm(?:ed|s)|pass(?:es|ed)?|explicit\w*)\b",
    rf"\b{_PERSON}(?:['’]s)? (?:validation|approval|confirmation|sign-?off|review)\b[^.;]{{0,40}}\b(?:sought|obtained|received|given|required|granted)\b",
    rf"\bwait for\b[^.;]{{0,30}}\b{_PERSON}(?:['’]s)?\s+(?:to\s+)?(?:confirm|approv|respon|reply|go|decision|decide)\w*",
    rf"\b(?:after|once|until)\s+(?:the\s+)?{_PERSON}\s+(?:has\s+|have\s+)?(?:approv|confirm)\w*",
)
_ORDERED = (
    rf"{_START}(?:verify|validate|ensure|make sure|check|confirm|test|prove|scan|audit|double-check)\b[^.;]{{0,280}}\b(?:before|until|prior to)\b[^.;]{{0,30}}\b{STAGE}",
    rf"{_START}(?:run|execute|perform|complete|conduct)\b[^.;]{{0,60}}\b(?:tests?|checks?|checklists?|lint\w*|builds?|scans?|suites?|validations?|reviews?|verification)\b[^.;]{{0,60}}\b(?:before|until|prior to)\b[^.;]{{0,20}}\b(?:{STAGE}|open\w* (?:a |the )?(?:prs?\b|pull|merge))",
    rf"{_START}(?:verify|ensure|confirm)\b[^.;]{{0,60}}\b(?:go(?:es)? through|has|have|received?|pass(?:ed|es)?)\b[^.;]{{0,30}}\b(?:review|approval|sign-?off)\b",
)
_CHECKS = (
    rf"\b(?:must|should|shall)\s+(?:\w+\s+)?be\s+(?:\w+ly\s+)?(?:tested|verified|validated|reviewed|checked|approved|scanned|audited|confirmed)\b[^.;]{{0,60}}\b(?:before|prior to)\b[^.;]{{0,30}}\b{STAGE}",
    rf"\b(?:must|should|shall)\s+(?:\w+\s+){{0,2}}(?:meet|pass|satisfy|achieve|exceed)\b[^.;]{{0,120}}\b(?:before|prior to)\b[^.;]{{0,20}}\b{STAGE}",
    rf"\bbefore\s+(?:{STAGE})[^.;]{{0,60}},?\s*(?:you must |always |must )?(?<!to )(?:verify|validate|test|ensure|check|confirm|run)\b",
    rf"\b(?:must|should|shall)\s+(?:all\s+)?be\s+(?:green|passing|complete[d]?|resolved|fixed|addressed|met|satisfied|clean)\b[^.;]{{0,40}}\b(?:before|prior to)\b[^.;]{{0,20}}\b{STAGE}",
    r"\b(?:must|shall) (?:all )?pass\b|\buntil (?:it|they|all|the|every)\b[^.;]{0,40}\b(?:pass(?:es)?|(?:is|are) (?:met|green|satisfied))\b",
    r"\b(?:criteria|conditions?|checks?)\b[^.;]{0,30}\b(?:must be met|to be met)\b",
    r"\ball\b[^.;]{0,60}\b(?:items?|criteria|checks?)\b[^.;]{0,20}\b(?:are|is|have been)\s+(?:\w+ly\s+)?(?:met|complete|satisfied|passed|passing)\b",
    r"\b(?:if|once|when|only when)\s+all\b[^.;]{0,60}\b(?:items?|criteria|checks?|tests?|tasks?)\b[^.;]{0,30}\b(?:pass|passed|complete|completed|met|green)\b",
    r"\b(?:is|are) (?:the|an?)\s+(?:[\w-]+[ ,]+){0,2}gate\b|\bmust gate\b|\bmandatory gate\b",
    rf"\b(?:repeat|iterate|loop)\b[^.;]{{0,40}}\buntil\b[^.;]{{0,60}}\b{_PROOF}",
)
_BLOCKING = (
    rf"(?<!un)(?<!-)\bblock(?:s|ing)?\s+(?:the\s+|a\s+|an\s+|any\s+|all\s+)?(?:[\w-]+\s+){{0,2}}{_WORK}\b|\bblocks\b[^.;]{{0,40}}\bfrom\b",
    rf"\b(?:halts?|fails?|stops?|rejects?|aborts?|pauses?)\s+(?:the\s+|all\s+)(?:\w+\s+)?{_WORK}\b",
    rf"(?<!/)\b(?:halts?|fails?|stops?)\s+{_WORK}\b(?<!fail status)",
    r"\b(?:if|when|unless)\b[^.;]{3,200}(?:,|\band\b|\bthen\b)\s*(?:then )?(?:immediately )?(?:halt|abort|stop)\b(?=\s*(?:$|[.,:;!]|and\b|before\b|immediately\b|work\b|execution\b|processing\b|the (?:run|build|workflow|task|process)\b))",
    r"^\W*(?:immediately )?(?:stop|halt|abort|pause)(?: (?:immediately|work|execution|the \w+))?(?:\s+and\s+(?:[\w-]+\s+){1,4}?)?\s*\b(?:when|if)\b|^\W*(?:reject|refuse|block)\b[^.;]{0,80}\b(?:when|if|unless|until)\b",
    r"\bis an? (?:hard )?(?:stop|blocking|halt) (?:condition|error|issue)\b|\bis an? (?:hard stop|blocker|showstopper)\b",
    r"\bblock\b[^.;]{0,60}\buntil\b|\b(?:proceed|continue|deploy|merge|release|push)\b[^.;]{0,30}\bonly (?:after|upon|if|when|once)\b",
    r"\bwill (?:immediately )?(?:refuse|reject|block|halt)\b",
    r"\bmust be (?:failed|rejected|blocked|halted|stopped)\b|\b(?:is|are) (?:automatically )?(?:blocked|rejected) (?:if|when|until|unless)\b",
    r"\b(?:pipeline|build|workflow|deployment|process|work)\b[^.;]{0,10}\bto (?:halt|stop|fail)\b",
    r"\bno\s+[\w\s-]{1,50}?\b(?:is|are|can|may|proceeds?)\b[^.;]{0,40}\bwithout\b[^.;]{0,40}\b(?:pass\w*|evidence|approv\w*|review\w*|test\w*|scan\w*|valid\w*)",
    r"\bcannot (?:proceed|continue|advance|be (?:merged|deployed|released|closed|accepted|completed|marked))\b[^.;]{0,40}\b(?:without|until|unless)\b",
    rf"\b(?:do not|don['’]t|never|must not)\s+(?:proceed|continue|start|begin|move|advance|go)\b[^.;]{{0,60}}\b(?:without|until|unless)\b[^.;]{{0,60}}\b(?:{APPROVAL}|{_PROOF})",
    r"\b(?:do not|don['’]t|never|must not)\s+(?:merge|deploy|release|mark|commit|push|ship|publish|complete|close|submit|accept|declare|claim|consider)\b[^.;]{0,60}\b(?:without|until|unless|before)\b[^.;]{0,60}\b(?:pass\w*|tests?|tested|verif\w*|validat\w*|green|checklist|checks)\b",
    rf"\b(?:do not|don['’]t|never|must not)\s+\w+\b[^.;]{{0,80}}\buntil\b[^.;]{{0,60}}\b(?:{APPROVAL}|{_PROOF})",
    rf"\b(?:do not|don['’]t|never|must not)\s+(?:start|begin|implement|cod(?:e|ing)|deploy|merge|release|push|proceed|execute|apply)\b[^.;]{{0,60}}\bbefore\b[^.;]{{0,60}}\b(?:{APPROVAL}|approved|reviewed|confirmed|signed off)\b",
    r"\b(?:incomplete|not (?:done|complete|finished|ready)) (?:without|until|unless)\b",
    r"\b(?:is|are) (?:not|never) (?:merged|deployed|released|closed|accepted|done|complete|shipped|published|approved)\b[^.;]{0,20}\b(?:until|unless|before)\b",
    r"\b(?:never|do not|don['’]t|must not)\s+(?:merge|deploy|release|mark|commit|push|ship|publish|complete|close|submit|accept|declare)\b[^.;]{0,60}\bwith (?:failing|broken|unresolved|open|untested)\b",
    r"\b(?:fail\w*|broken|failing)\b[^.;]{0,40}\bmust (?:never|not) be\b",
    r"\b(?:if|when)\b[^.;]{3,120}\b(?:pause|stop|halt|wait)\b[^.;]{0,80}\b(?:ask|user|human|report|guidance|request|escalate|owner)\b",
    rf"\b(?:alert|notify|inform|ask|tell|warn|consult)\s+(?:the\s+)?{_PERSON}\s*(?:,|and|&)\s*(?:then )?(?:wait|stop|halt|pause|do not proceed)\b",
    r"\b(?:stop|halt|pause)(?:\s+\w+)?\s*(?:,|and|&)\s*(?:request|ask|wait|report|alert|notify|escalate|consult|seek|confirm)\b",
    r"\bif\b[^.;]{0,80}\b(?:missing|absent|unavailable|invalid|fails?|failed|not (?:found|exist|approved|set|present|met))\b[^.;]{0,160},\s*(?:then )?(?:\w+ )?(?:stop|halt|abort|refuse|return(?! to\b)|exit|reject|ask|do not (?:proceed|continue|advance|merge|deploy|commit)|set \W?\w+)\b",
    rf"\b(?:if|when)\b[^.;]{{3,120}}\b{_PERSON}\b[^.;]{{0,30}}\b(?:and|then) (?:halt|stop|wait|pause)\b",
)
_CAPITALS = (
    r"^\W{0,4}(?:HALT|STOP)\b(?!\s*$)|[,:–—→]\s*(?:HALT|STOP)\b",
    r"\b(?:[Ii]f|[Ww]hen|IF|WHEN|[Uu]nless|[Nn]ot|NOT)\b[^.;]{0,120}\b(?:HALT|STOP)\b|\b(?:HALT|STOP)\s+(?:if|IF|when|WHEN|until|UNTIL|for:|and (?:ask|wait|request|report))\b",
    r"\bstatus (?:is|set to|is set to|to|becomes)\W{1,3}FAIL\w*",
)
_CONSEQUENCE = (
    r"(?:[<>≤≥]=?\s?[$€£]?\d|\b(?:exceed(?:s|ing)?|above|over|below)\s+[$€£]?\d)[^.;]{0,60}"
    r"(?:\bmust\b|→[^.;]{0,40}\b(?:alert|notif|roll|review|approv|open|reject|warn)|\btrigger|\bblock|\bfail|\bescalat|\bpage\b|\bhalt|\bstop|\brequir)"
)
_SEVERE = r"\([^()]{0,60}\d[^()]{0,40}\)[^.;]{0,40}\bmust\b[^.;]{0,20}\b(?:trigger|block|fail|escalat|halt|page)"
_IF_NOT = r"\b(?:verify|confirm|ensure|check|validate)\b[^.;()]{3,80}\(\s*(?:if not|otherwise|else),?[^()]{0,30}\b(?:halt|stop|abort)"
_REGRESSION = r"\bregression thresholds?\b.{0,40}\d"
CONDITION = re.compile(r"^\W*(?:for|on)\b|\b(?:if|when|unless|on any)\b", re.IGNORECASE)
"""What makes an escalation a checkpoint: the case in which it happens."""
_ESCALATED = rf"\b(?:escalat\w+|hand(?:s|ed)? (?:off|over)|defer|flag)\b[^;]{{0,60}}\b{_HUMAN}\b"


class Family(NamedTuple):
    """Patterns, and the words of which each match has one."""

    needed: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def found(self, text: str, words: frozenset[str]) -> bool:
        """Whether one stands in ``text``, whose words are ``words``."""
        if self.needed.isdisjoint(words):
            return False
        return any(pattern.search(text) for pattern in self.patterns)


@cache
def approvals() -> Family:
    return _family("approvals", _APPROVALS)


@cache
def ordered() -> Family:
    """Checks before a stage that only an instruction makes, not a description of the work."""
    return _family("ordered", _ORDERED)


@cache
def stops() -> tuple[Family, ...]:
    """Checks before a stage, and whatever blocks."""
    return (_family("checks", _CHECKS), _family("blocking", _BLOCKING))


@cache
def loud() -> tuple[re.Pattern[str], ...]:
    """What blocks as it is written, in capitals."""
    return tuple(re.compile(pattern) for pattern in _CAPITALS)


@cache
def consequence() -> re.Pattern[str]:
    return re.compile(_CONSEQUENCE, re.IGNORECASE)


@cache
def in_parentheses() -> tuple[re.Pattern[str], ...]:
    """What counts even where parentheses hold its telling word."""
    return _compiled((_REGRESSION, _SEVERE, _IF_NOT))


@cache
def escalation() -> re.Pattern[str]:
    return re.compile(_ESCALATED, re.IGNORECASE)


def _family(name: str, patterns: tuple[str, ...]) -> Family:
    return Family(frozenset(_NEEDED[name].split()), _compiled(patterns))


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
