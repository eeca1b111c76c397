"""SYN011: a file that two readers claim with equal certainty."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, NoteKind, Rule
from personac.diagnostics import Severity
from personac.rules.source._notes import line_of, noted


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.DIALECT_TIE):
        first, _, second = note.detail.partition(" and ")
        yield Finding(
            message=f"the dialect may be {first} or {second}; it was read as {first}",
            help=f"say which it is: `--dialect {first}` or `--dialect {second}`",
            labels=(line_of(context, note),),
        )


RULE = Rule(
    code="SYN011",
    name="dialect-ambiguous",
    severity=Severity.WARNING,
    why="each dialect finds name, steps and mandates in other places",
    check=check,
)
