"""SYN006: a document type or entity declaration in persona XML."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, NoteKind, Rule
from personac.diagnostics import Severity
from personac.rules.source._notes import at, noted


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.XML_DOCTYPE):
        yield Finding(
            message=f"`{note.detail}` in persona XML; the block was not read",
            help=f"delete the `{note.detail}` declaration and write out what it stands for",
            labels=(at(note),),
        )


RULE = Rule(
    code="SYN006",
    name="doctype-or-entity",
    severity=Severity.ERROR,
    why="declarations can pull in other files or grow without bound, so they are never expanded",
    check=check,
)
