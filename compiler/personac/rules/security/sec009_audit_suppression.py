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
_NOT = r"(?:do not|don['’]t|never|must not|should not|avoid|no need to)"
_DONE = (
    r"(?:steps?|commands?|actions?|uploads?|requests?|deletions?|removals?|changes?|calls?|transfers?"
    r"|downloads?|push(?:es)?|merges?|deployments?|installations?|commits?|edits?)"
    r"(?!\s+(?:body|bodies|headers?|payloads?|parameters?|data|requests?|messages?))"
)
_PAPER = (
    r"(?:the |your |any |a )?(?:final |weekly |daily )?(?:report|summary|summaries|logs?|changelog|answer"
    r"|response|reply|commit message|output|release notes|minutes|hand-?over)"
)
_HIDES = re.compile(
    rf"(?P<tell>\b{_NOT}\s+(?:ever )?(?:\w+ (?:or|and) )?(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|warn(?:ing)?|"
    rf"mention(?:ing)? to|report(?:ing)? to|let(?:ting)?)\s+{_WHO}\b(?!\s+(?:to|not to|how|whether)\b)(?!\s+(?:what|which)\b"
    rf"(?![^.\n]{{0,30}}\byou (?:have )?{_DEED}))[^.\n]{{0,100}})"
    rf"|(?P<mention>\b{_NOT}\s+(?:mention|log|report|record|disclose|show|include|list|write down)\s+"
    rf"(?:this|these|that|the|any|your)?\s*{_DONE}\b[^.\n]{{0,80}}"
    rf"|\b(?:leave|keep) (?:(?:this|these|that|the|any|your)\s(?:\w+\s)?{_DONE}) out of {_PAPER}\b"
    rf"|\bomit (?:(?:this|these|that|the|any|your)\s(?:\w+\s)?{_DONE}) (?:from|in) {_PAPER}\b"
    rf"|\b{_NOT}\s+(?:mention|disclose|reveal|admit|say|report) that you (?:have )?(?:\w+ly )?{_DEED}[^.\n]{{0,60}}"
    rf"|\b{_WHO} (?:must|should|may|can|will)(?: not|n['’]t| never) (?:know|learn|notice|find out|see|hear) (?:of |about )?"
    rf"(?:(?:this|the|these|your|any) {_DONE}|that you (?:have )?{_DEED})\b"
    rf"|\b(?:suppress|hide|mute) (?:any |all |the )?(?:output|messages?|logs?|notifications?) (?:about|of|for|from) (?:this|the|these|your|any) {_DONE}\b)"
    rf"|(?P<silent>\b{_DO}\s+(?:the |this |that |your )?{_DONE}\s(?:silently|secretly|covertly|quietly)\b|\b(?:silently|secretly|covertly|stealthily|quietly)\s+{_DO}\b[^.\n]{{0,60}}"
    rf"|\b{_DO}\s+(?:it |them |this )?(?:silently|secretly|covertly)\b"
    rf"|\b(?!run\b|execute\b){_DO}\s+(?:[\w`./-]+ ){{1,5}}(?:silently|secretly|covertly|stealthily)(?=[\s.,;]|$))"
    rf"|(?P<without>\bwithout\s+(?:telling|informing|notifying|alerting|letting)\s+{_WHO}\b[^.\n]{{0,40}}"
    rf"|\bwithout\s+{_WHO}(?:['’]s?)? (?:knowledge|knowing|noticing|being (?:told|informed|notified|aware)|awareness)\b"
    rf"|\bunbeknown(?:st)? to {_WHO}\b)"
    rf"|(?P<logs>\b(?:hide|conceal)\s+(?:this|the|these|your)\s+{_DONE}\b"
    rf"|\b(?:hide|conceal|keep)\s+(?:(?:this|the|these|that|your|any)\s)?(?:{_DONE}|it|this|that|what you (?:did|do))"
    rf"\s(?:secret |hidden |quiet |away )?from\s{_WHO}\b"
    rf"|\b(?:make sure|ensure|see to it)(?: that)? {_WHO} (?:does not|do not|doesn['’]t|don['’]t|never|will not|cannot) "
    r"(?:notices?|learns? of|finds? out|realizes?|realises?|becomes? aware)\b[^.\n]{0,60}"
    r"|\b(?:disable|turn off|clear|delete|wipe|erase|truncate|stop)\s+(?:the |all |any )?(?:audit|command|shell|bash)"
    r"(?:[ -](?:logs?|logging|history|trail|trails|records?))+\b"
    rf"|\b(?:leave no trace|cover (?:your|its|the|our) tracks)\b"
    rf"|\b(?:remove|erase|delete|wipe) (?:all|every|any) traces? (?:of|that) (?:(?:the|this|your) {_DONE}|what you did|you)\b"
    r"|\bunset HISTFILE\b|\bhistory -c\b|HISTSIZE=0|HISTFILE=/dev/null|\bset \+o history\b|\bauditctl -e 0\b"
    r"|\bsystemctl (?:stop|disable) auditd\b|\brm\b[^\n`;|&]{0,40}\.(?:bash|zsh)_history\b"
    r"|>\s?~/\.(?:bash|zsh)_history\b)",
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
    "without",
    "unbeknown",
    "audit",
    "mand log",
    "mand-log",
    "shell log",
    "shell-log",
    "bash log",
    "bash-log",
    "mand record",
    "mand-record",
    "shell record",
    "shell-record",
    "bash record",
    "bash-record",
    "trail",
    "history",
    "trace",
    "tracks",
    "keep ",
    " out of ",
    "omit ",
    "notice",
    "learn",
    "find out",
    "finds out",
    "reali",
    "aware",
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
    "not include",
    "not list",
    "not write",
    "t include",
    "t list",
    "t write",
    "never include",
    "never list",
    "avoid",
    "no need to",
    "not reveal",
    "not admit",
    "not say",
    "t reveal",
    "t admit",
    "t say",
    "never reveal",
    "never admit",
    "never say",
    "or tell",
    "not know",
    "never know",
    "not learn",
    "suppress",
    "mute ",
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
    if passage.quoted(match) and not match["logs"]:
        return True
    if match["tell"] or match["mention"]:
        return False
    line = passage.line(match.start())
    before = line[: line.find(match.group())]
    return passage.forbids(match) or bool(_NEGATED.search(before) or _NEGATED.search(passage.lead))


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
