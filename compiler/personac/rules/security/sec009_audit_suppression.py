"""SEC009: what the agent does is to be kept from its user."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches

_DEED = (
    r"(?:delet|remov|push|commit|merg|deploy|send|sent|upload|run|ran|execut|install|overwr|"
    r"disabl|download|modif|chang|edit|fetch|post|transfer|grant)\w*"
)
_DO = (
    r"(?:delete|remove|push|commit|merge|deploy|send|upload|run|execute|install|overwrite|disable|"
    r"download|modify|change|edit|fetch|post|transfer|grant)"
)
_WHO = (
    r"(?:the |your |any |a )?(?:users?|humans?|operators?|maintainers?|owners?|reviewers?|anyone|"
    r"developers?)"
)
_HIDES = re.compile(
    r"(?P<tell>\b(?:do not|don['’]t|never|must not)\s+(?:ever )?(?:tell|inform|notify|alert|warn|"
    rf"mention to|report to|let)\s+{_WHO}\b(?!\s+(?:to|not to|what|how|which"
    rf"|whether)\b)[^.\n]{{0,100}})"
    r"|(?P<mention>\b(?:do not|don['’]t|never|must not)\s+(?:mention|log|report|record|disclose"
    r"|show)\s+"
    rf"(?:this|these|that|the|any|your)?\s*(?:step|command|action|upload|request|deletion|change|call|transfer)s?\b[^.\n]{{0,80}})"
    rf"|(?P<silent>\b(?:silently|secretly|covertly|stealthily|quietly)\s+{_DO}\b[^.\n]{{0,60}}"
    rf"|\b{_DO}\s+(?:it |them |this )?(?:silently|secretly|covertly)\b)"
    rf"|(?P<without>\bwithout\s+(?:telling|informing|notifying|alerting)\s+{_WHO}\b[^.\n]{{0,40}})"
    r"|(?P<logs>\b(?:hide|conceal)\s+(?:this|the|these|your)\s+(?:step|action|command|change|activity)s?\b"
    r"|\b(?:disable|turn off|clear|delete|wipe)\s+(?:the |all )?(?:audit|command|shell) (?:logs?"
    r"|logging|history|trail)\b"
    r"|\bunset HISTFILE\b|\bhistory -c\b|HISTSIZE=0)",
    re.IGNORECASE,
)
_MARKS = (
    "silently",
    "secretly",
    "covertly",
    "stealthily",
    "quietly",
    "hide",
    "conceal",
    "histfile",
    "histsize",
    "history -c",
    "without telling",
    "without informing",
    "without notifying",
    "without alerting",
    "audit",
    "command log",
    "shell log",
    "command history",
    "shell history",
    "not tell",
    "not inform",
    "not notify",
    "not alert",
    "not warn",
    "not mention",
    "not report",
    "not let",
    "not log",
    "not record",
    "not disclose",
    "not show",
    "t tell",
    "t inform",
    "t notify",
    "t alert",
    "t warn",
    "t mention",
    "t report",
    "t let",
    "t log",
    "t record",
    "t disclose",
    "t show",
    "never tell",
    "never inform",
    "never notify",
    "never alert",
    "never warn",
    "never mention",
    "never report",
    "never let",
    "never log",
    "never record",
    "never disclose",
    "never show",
    "not ever",
    "never ever",
)

_ACTS = re.compile(rf"\b(?:{_DEED})\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:unless|until|when|if|except|before|while|only)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:never|not|no|cannot|avoid|without|forbid\w*|prohibit\w*|prevent\w*|don['’]t|instead of"
    r"|rather than|"
    r"fail\w*|detect\w*|errors?|bugs?|can|could|may|might|would|will|if|that)\b|n['’]t\b|❌|✗|🚫",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _HIDES, _MARKS):
        if not (passage.shown or passage.heading or _is_banned(passage, match)):
            yield _finding(passage, match)


def _is_banned(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the words forbid to hide: "never push silently"."""
    if passage.quoted(match):
        return True
    if match["tell"] or match["mention"]:
        return False
    line = passage.line(match.start())
    before = line[: line.find(match.group())]
    return passage.forbidden or bool(_NEGATED.search(before) or _NEGATED.search(passage.lead))


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = " ".join(match.group().split())
    hidden = match["silent"] or match["logs"] or _ACTS.search(words)
    surely = hidden and not _CONDITION.search(passage.line(match.start()))
    return Finding(
        message=f"`{words[:90]}` keeps from the user what the agent does",
        help="let the agent say what it did, or name what need not be said and why",
        labels=(passage.mark(match.group()),),
        severity=None if surely else Severity.WARNING,
    )


RULE = Rule(
    code="SEC009",
    name="audit-suppression",
    severity=Severity.ERROR,
    why="what a user does not learn of can neither be stopped nor undone",
    check=check,
)
