"""MAN009: one mandate stated twice in a persona."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.mandates._copies import Copy, copies
from personac.tables.actions import from_options
from personac.text.plain import key


def check(context: LintContext) -> Iterator[Finding]:
    for copy in copies(context.document.persona, from_options(context.options)):
        if not copy.differs:
            yield _finding(copy)


def _finding(copy: Copy) -> Finding:
    later, first = copy.later.statement, copy.first.statement
    how = "the same" if key(later.clause.text) == key(first.clause.text) else "other"
    return Finding(
        message=f"this mandate is stated twice, in {how} words",
        help="keep one of the two statements and delete the other",
        labels=(later.mark(), first.mark("also stated here")),
    )


RULE = Rule(
    code="MAN009",
    name="duplicate-mandate",
    severity=Severity.WARNING,
    why="two copies drift apart: one gets changed, and the agent reads both",
    check=check,
)
