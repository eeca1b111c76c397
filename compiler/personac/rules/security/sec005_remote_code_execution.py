"""SEC005: a program that is fetched from the net and run unread."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches, of_command, trimmed

_SHELL = (
    r"(?:sudo\s+(?:-\w+\s+){0,3})?(?:/(?:usr/)?bin/)?(?:env\s+)?(?:ba|z|da|k|fi)?sh\b(?!\s+-c\b|\.)"
)
_SCRIPT = r"(?:sudo\s+)?(?:python3?|node|perl|ruby|php)(?=\s*(?:-\s*)?(?:$|[|&;\n`\"')]))"
_REMOTE = re.compile(
    rf"\b(?:curl|wget)\b[^\n|;`]{{0,300}}\|\s*(?:{_SHELL}|{_SCRIPT})"
    r"|\b(?:ba|z)?sh\s+<\(\s*(?:curl|wget)\b[^\n)]{0,300}\)"
    r"|\b(?:source|\.)\s+<\(\s*(?:curl|wget)\b[^\n)]{0,300}\)"
    r"|\b(?:eval|(?:ba|z)?sh\s+-c)\s+[\"']?(?:\$\(|`)\s*(?:curl|wget)\b[^\n]{0,300}"
    r"|\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^\n|]{0,300}\|\s*(?:iex|invoke-expression)\b"
    r"|\b(?:iex|invoke-expression)\b[^\n]{0,80}(?:downloadstring|iwr|irm|invoke-webrequest)[^\n]{0,200}"
    rf"|\bbase64\s+(?:-d|-D|--decode)\b[^\n|]{{0,100}}\|\s*{_SHELL}",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = ("curl", "wget", "iwr", "irm", "invoke-", "iex", "base64")


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _REMOTE, _MARKS):
        if not passage.refused(match) and not passage.shown:
            yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = trimmed(match.group())
    message = f"`{words[:100]}` runs what it fetches, unread"
    remedy = "install a pinned version, or download it, check its hash, then run it"
    return of_command(passage, words, message, remedy)


RULE = Rule(
    code="SEC005",
    name="remote-code-execution",
    severity=Severity.ERROR,
    why="whoever controls the address, or the way to it, runs any command as the user",
    check=check,
)
