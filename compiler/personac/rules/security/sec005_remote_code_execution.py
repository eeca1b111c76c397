"""SEC005: a program that is fetched from the net and run unread."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, beginning, matches, of_command, trimmed

_SHELL = (
    r"(?:sudo\s+(?:-\w+\s+){0,3})?(?:/(?:usr/)?bin/)?(?:env\s+)?(?:ba|z|da|k|fi)?sh\b(?!\s+-c\b|\.)"
)
_SCRIPT = r"(?:sudo\s+)?(?:python3?|node|perl|ruby|php)(?=\s*(?:-\s*)?(?:$|[|&;\n`\"')]))"
_FETCH = r"(?:curl|wget)(?:\.exe)?"
_THROUGH = r"(?:\|\s*(?:tee|sed|tr|gunzip|zcat|xz|cat|grep)\b[^\n|;`]{0,100}){0,2}"
_RUNS = r"(?:(?:sudo\s+)?(?:(?:ba|z|da|k)?sh|python3?|node|perl|ruby|source|\.)\s+(?:-\w+\s+){0,2}(?:\./)?|(?:sudo\s+)?\./)"
_REMOTE = re.compile(
    rf"\b{_FETCH}\b[^\n|;`]{{0,300}}{_THROUGH}\|\s*(?:{_SHELL}|{_SCRIPT})"
    rf"|\b(?:(?:ba|z)?sh|source|\.|python3?|node|perl|ruby)\s+<\(\s*{_FETCH}\b[^\n)]{{0,300}}\)"
    rf"|\b(?:eval|(?:ba|z)?sh\s+-c)\s+[\"']?(?:\$\(|`)\s*{_FETCH}\b[^\n]{{0,300}}"
    rf"|\b{_FETCH}\b[^\n|;&`]{{0,300}}?(?:\s-[a-zA-Z]{{0,5}}[oO]\s*|\s--output[ =]|\s--output-document[ =]|\s>\s?|/)"
    r"(?P<file>(?:(?<!/)[\w.~-]{0,30}/[\w./-]{1,80}|[\w.-]{2,60}))[\"']?(?:[ \t][^\n|;&`]{0,100})?[ \t]*(?:&&|;|\n)"
    r"(?P<between>[^`]{0,300}?)(?:^|&&|;|\n|\s)\s*"
    rf"{_RUNS}(?P=file)(?![\w./-])"
    r"|\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^\n|]{0,300}\|\s*(?:iex|invoke-expression)\b"
    r"|\b(?:iex|invoke-expression)\b[^\n]{0,80}(?:downloadstring|iwr|irm|invoke-webrequest)[^\n]{0,200}"
    r"|\bexec\([^\n]{0,60}(?:urlopen|requests\.get|urllib)[^\n]{0,120}"
    r"|\b(?:npx|bunx|uvx|pipx\s+run)\s+(?:-\S{1,20}\s+){0,3}https?://[^\s`]+"
    r"|\bdeno\s+run\b[^\n`|;&]{0,80}\shttps?://[^\s`]+"
    rf"|\bbase64\s+(?:-d|-D|--decode)\b[^\n|]{{0,100}}\|\s*{_SHELL}"
    r"|\b(?:download|fetch)\b[^.\n`]{0,40}`?https?://[^\s`,]{4,200}`?,?\s(?:and|then)\s(?:then\s)?"
    r"(?:run|execute|source|eval)\s(?:it|the (?:script|file|program|binary))\b",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = (
    "curl",
    "wget",
    "iwr",
    *beginning("irm"),
    "invoke-",
    "iex",
    "base64",
    "deno",
    "http",
    "exec(",
)
_CHECKED = re.compile(
    r"\b(?:sha\d+sum|shasum|gpg|cosign|minisign|verify|checksum)\b", re.IGNORECASE
)


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _REMOTE, _MARKS):
        checked = match["between"] and _CHECKED.search(match["between"])
        if not (passage.refused(match) or passage.shown or checked):
            yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = trimmed(match.group())
    message = f"`{words[:100]}` runs what it fetches, unread"
    remedy = "install a pinned version, or download it, check its hash, then run it"
    return of_command(passage, match.group() if match["file"] else words, message, remedy)


RULE = Rule(
    code="SEC005",
    name="remote-code-execution",
    severity=Severity.ERROR,
    why="whoever controls the address, or the way to it, runs any command as the user",
    check=check,
)
