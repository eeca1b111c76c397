"""SEC006: a command that destroys what cannot be brought back."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches, of_command, trimmed

_STOP = r"[.,:!](?=\s|$)"
"""What ends a sentence or a part of it, and is no part of a command."""
_END = rf"(?=[\s;&|`\"')]|{_STOP}|$)"
_TARGET = (
    r"(?:/\*?|~/?\*?|\.{1,2}/?\*?|\*|\"?\$\{?(?P<name>(?!\w*(?i:tmp|temp|cache|build|dist))\w+)"
    r"\}?\"?/?\*?)"
)
_OPTIONS = r"(?:-[a-zA-Z]+\s+|--[a-z-]+\s+){0,4}"
_RECURSIVE = r"-(?:[a-zA-Z]*[rR][a-zA-Z]*f|[a-zA-Z]*f[a-zA-Z]*[rR])[a-zA-Z]*"
_FORCED = rf"(?=[^\n`;|&]{{0,120}}?\s(?:--force(?!-with-lease|-if-includes)|-f){_END})"
_PASSING = r"(?!IF\b|[\w${\"]*(?i:test|tmp|temp))"
_COMMANDS = (
    (
        "deletes everything below a folder",
        rf"\brm\s+(?:-[a-zA-Z]+\s+){{0,2}}{_RECURSIVE}\s+{_OPTIONS}{_TARGET}{_END}",
    ),
    ("overwrites the history of others", rf"\bgit\s+push\b{_FORCED}[^\n`;|&]{{0,120}}"),
    ("throws away changes that are not committed", r"\bgit\s+reset\s+--hard\b[^\n`;|&]{0,60}"),
    (
        "deletes files that git does not know",
        rf"\bgit\s+clean\s+-(?=[a-z]*f)(?=[a-z]*[dx])[a-z]+{_END}",
    ),
    (
        "overwrites a disk",
        (
            r"\bdd\s+[^\n`]{0,100}\bof=/dev/(?!null|zero|stdout)\w+"
            r"|\bmkfs(?:\.\w+)?\s+[^\n`]{0,60}/dev/\w+"
        ),
    ),
    (
        "deletes a database",
        rf"\bDROP\s+(?:DATABASE|SCHEMA)\s+(?:IF\s+EXISTS\s+)?{_PASSING}[\w.\"{{}}$]+",
    ),
    (
        "lets everyone write everywhere",
        r"\bchmod\s+(?:-R\s+0?777|0?777\s+-R)\b[^\n`;|&]{0,60}",
    ),
    ("starts processes without end", r":\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:"),
    ("deletes infrastructure unasked", r"\bterraform\s+destroy\b[^\n`]{0,60}-auto-approve\b"),
)
_ANY = re.compile(
    "|".join(f"(?P<k{n}>{form})" for n, (_, form) in enumerate(_COMMANDS)), re.MULTILINE
)
_MARKS = (
    "rm -",
    "rm	",
    "git push",
    "git reset",
    "git clean",
    "git  ",
    "of=/dev/",
    "mkfs",
    "drop ",
    "chmod",
    ":()",
    "terraform",
)

_SAYS = tuple(says for says, _ in _COMMANDS)


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _ANY, _MARKS):
        if not (passage.refused(match) or passage.shown or _is_set(passage, match)):
            yield _finding(passage, match)


def _is_set(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the variable that names what goes gets its value right here."""
    return bool(match["name"]) and f"{match['name']}=" in passage.words


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    says = next(says for n, says in enumerate(_SAYS) if match[f"k{n}"])
    words = trimmed(match.group())
    remedy = "name exactly what may go, or let the user approve it in a step before this one"
    return of_command(passage, words, f"`{words[:80]}` {says}", remedy)


RULE = Rule(
    code="SEC006",
    name="destructive-command",
    severity=Severity.ERROR,
    why="an agent that runs it by mistake, or in another folder, loses work for good",
    check=check,
)
