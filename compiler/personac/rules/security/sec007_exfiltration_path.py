"""SEC007: something secret and a way out, in one command or sentence."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches, trimmed

_SENSITIVE = (
    r"(?:~/\.ssh\b|\bid_(?:rsa|ed25519)\b|\.env\b(?!\.(?:example|sample|template))|\.aws/credentials|"
    r"\.netrc\b|\.npmrc\b|\.kube/config|/etc/(?:passwd|shadow)\b|\bprintenv\b|\$\(\s*env\s*\)|`env`|"
    r"\bcredentials\.json|\bcookies?\.sqlite)"
)
_LOOSE = (
    r"(?:\bcredentials?\b|\bsecrets?\b|\bapi keys?\b|\bpasswords?\b|\bprivate keys?\b|"
    r"\bssh keys?\b|\benvironment variables\b|\b(?:whole|entire|full) conversation\b|"
    r"\b(?:conversation|chat) (?:history|log|transcript)\b)"
)
_POSTS = (
    r"(?:\bcurl\b[^\n]{0,200}\s(?:-d|--data(?:-\w+)?|-F|--form|-T|--upload-file)\b|"
    r"\bwget\b[^\n]{0,200}--post-|\bnc\s+(?:-\w+\s+){0,3}[\w.$-]+\s+\d+)"
)
_URL = r"https?://(?!localhost|127\.|0\.0\.0\.0|example\.(?:com|org))[^\s`\"'<>)]+"
_SENDS = r"\b(?:send|post|upload|forward|transmit|copy|e-?mail|exfiltrate)\b"
_PATH = re.compile(
    rf"{_POSTS}[^\n]{{0,200}}{_SENSITIVE}[^\n]{{0,80}}"
    rf"|{_SENSITIVE}[^\n]{{0,200}}?\|[^\n]{{0,120}}(?:{_POSTS}|\bcurl\b[^\n]{{0,120}}@-|\bnc\b)[^\n]{{0,120}}"
    rf"|{_SENDS}[^.\n]{{0,100}}(?:{_SENSITIVE}|{_LOOSE})[^\n]{{0,100}}?\bto\b[^\n]{{0,40}}?(?:{_URL}|\bwebhook\b|\bpastebin\b)"
    rf"|!\[[^\]\n]{{0,80}}\]\({_URL}\?[^)\n]{{0,80}}=(?:\{{\{{?|\$|<)[^)\n]{{0,80}}\)",
    re.IGNORECASE,
)
_MARKS = ("curl", "wget", "nc ", "http://", "https://", "webhook", "pastebin")


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _PATH, _MARKS):
        if not (passage.refused(match) or passage.shown):
            yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = trimmed(match.group())
    return Finding(
        message=f"`{words[:90]}` takes something secret out",
        help="name what may be sent and where to, without secrets, or delete the order",
        labels=(passage.mark(words),),
    )


RULE = Rule(
    code="SEC007",
    name="exfiltration-path",
    severity=Severity.ERROR,
    why="the agent can read the secret, and here it is told to send it away",
    check=check,
)
