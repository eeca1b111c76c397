"""SEC007: something secret and a way out, in one command or sentence."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, beginning, matches, trimmed

_SENSITIVE = (
    r"(?:~/\.ssh\b|\$HOME/\.ssh\b|\bid_(?:rsa|ed25519)\b(?!\.pub)"
    r"|(?<![\w-])(?:[\w~$./-]{0,60}/)?\.env\b(?!\.(?:example|sample|template))|\.aws/credentials|"
    r"\.netrc\b|\.npmrc\b|\.pgpass\b|\.git-credentials\b|\.kube/config|\.docker/config\.json|"
    r"/etc/(?:passwd|shadow)\b|\bprintenv\b|\$\(\s*env\s*\)|`env`|"
    r"\bcredentials\.json|\bcookies?\.sqlite)"
)
_LOOSE = (
    r"(?:\bcredentials?\b|\bsecrets?\b|\bapi keys?\b|(?<!reset the )(?<!reset your )(?<!change the )\bpasswords?\b(?! reset)|\bprivate keys?\b|"
    r"\bssh keys?\b|\b(?:access|session|auth|api) tokens?\b|\benvironment variables\b|"
    r"\b(?:whole|entire|full) conversation\b|\b(?:conversation|chat) (?:history|log|transcript)\b)"
)
_COMMAND = r"(?:(?!&&|[;|])[^\n])"
_POSTS = (
    rf"(?:\bcurl\b{_COMMAND}{{0,200}}\s(?:-d|--data(?:-\w+)?|--json|-F|--form|-T|--upload-file)\b|"
    rf"\bwget\b{_COMMAND}{{0,200}}--post-|\bnc\s+(?:-\w+\s+){{0,3}}[\w.$-]+\s+\d+|"
    rf"\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b{_COMMAND}{{0,200}}\s-(?:Body|InFile)\b|"
    r"\brequests\.(?:post|put)\(|\bfetch\()"
)
_URL = r"https?://(?!localhost|127\.|0\.0\.0\.0|example\.(?:com|org))[^\s`\"'<>)]+"
_AWAY = rf"(?:{_URL}|\bwebhook\b|\bpastebin\b|\b[\w.+-]+@(?!example\.)[\w-]+\.[\w.-]+)"
_SENDS = r"\b(?:send|post|upload|forward|transmit|copy|e-?mail|mail|exfiltrate|submit|leak)\b"
_SAID = r"(?:(?!\.\s)[^\n])"
_PATH = re.compile(
    rf"{_POSTS}{_COMMAND}{{0,200}}{_SENSITIVE}{_COMMAND}{{0,80}}"
    rf"|(?:{_SENSITIVE}[^\n]{{0,200}}?|(?:^|[;&`$(]|\n)\s*env\s*)\|[^\n]{{0,120}}(?:{_POSTS}|\bcurl\b[^\n]{{0,120}}@-|\bnc\b)[^\n]{{0,120}}"
    rf"|\b(?:curl|wget|iwr|irm|nslookup|dig|ping|host)\b{_COMMAND}{{0,200}}\$\([^\n)]{{0,80}}{_SENSITIVE}[^\n`]{{0,80}}"
    rf"|\b(?:scp|rsync|sftp)\s(?:(?!&&|[;|`])[^\n]){{0,120}}?(?<!-i ){_SENSITIVE}[^\s`]{{0,60}}\s+[\w.-]+(?:@[\w.-]+)?:[^\s`]{{0,80}}"
    rf"|\b(?:aws\s+s3|gsutil|gcloud\s+storage)\s+(?:-m\s+)?(?:cp|sync|mv|rsync){_COMMAND}{{0,80}}?{_SENSITIVE}[^\s`]{{0,60}}\s+(?:s3|gs)://[^\n`;|&]{{0,80}}"
    rf"|\bgh\s+(?:gist|issue|pr)\s+(?:create|comment)\b{_COMMAND}{{0,120}}?{_SENSITIVE}"
    rf"|{_SENDS}{_SAID}{{0,100}}?(?:{_SENSITIVE}|{_LOOSE}){_SAID}{{0,100}}?\b(?:to|via)\b{_SAID}{{0,40}}?{_AWAY}"
    rf"|(?:{_SENSITIVE}|{_LOOSE})`?{_SAID}{{0,60}}?\b(?:and|then) (?:then )?{_SENDS} (?:it|them|its|their|the (?:content|result|output)s?|what)\b{_SAID}{{0,60}}?{_AWAY}"
    rf"|\b(?:include|attach|put|embed)\b{_SAID}{{0,60}}?(?:{_SENSITIVE}|{_LOOSE}){_SAID}{{0,40}}?\b(?:request|call|message|e-?mail|payload|body) to {_AWAY}"
    rf"|\b(?:https?|xh)\s+(?:POST|PUT)\s{_COMMAND}{{0,160}}<\s*{_SENSITIVE}"
    rf"|!\[[^\]\n]{{0,80}}\]\({_URL}\?[^)\n]{{0,80}}=(?:\{{\{{?|\$|<)[^)\n]{{0,80}}\)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = (
    "curl",
    "wget",
    "http://",
    "https://",
    "webhook",
    "pastebin",
    "scp ",
    "rsync",
    "sftp",
    "nslookup",
    "dig ",
    "s3://",
    "gs://",
    "iwr",
    *beginning("irm", "gh ", "nc "),
    "invoke-",
    "@",
    "fetch(",
)


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
