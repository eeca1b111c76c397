"""SEC006: a command that destroys what cannot be brought back."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._destructive import ANY, MARKS, says
from personac.rules.security._passages import Passage, matches, of_command, trimmed


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, ANY, MARKS):
        if not (passage.refused(match) or passage.shown or _is_set(passage, match)):
            yield _finding(passage, match)


def _is_set(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the variable that names what goes gets its value right here."""
    return bool(match["name"]) and f"{match['name']}=" in passage.words


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = trimmed(match.group())
    remedy = "name exactly what may go, or let the user approve it in a step before this one"
    return of_command(passage, words, f"`{words[:80]}` {says(match)}", remedy)


RULE = Rule(
    code="SEC006",
    name="destructive-command",
    severity=Severity.ERROR,
    why="an agent that runs it by mistake, or in another folder, loses work for good",
    check=check,
)
