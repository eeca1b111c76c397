"""SYN002: frontmatter that is opened and never closed."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.rules.source._notes import at, noted, short, source_text
from personac.source import Span


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.FRONTMATTER_UNCLOSED):
        yield _finding(note, source_text(context, note.path))


def _finding(note: Note, text: str) -> Finding:
    blank = text.find("\n\n", note.span.end)
    stop = blank if blank >= 0 else len(text.rstrip("\n"))
    last = text[:stop].rpartition("\n")[2]
    edit = Edit(note.path, Span(stop, stop), "\n---")
    return Finding(
        message="the frontmatter opened here is never closed",
        help=f"add a line `---` after `{short(last)}`",
        labels=(at(note),),
        fixes=(Fix("close the frontmatter", (edit,), Applicability.UNSAFE),),
    )


RULE = Rule(
    code="SYN002",
    name="frontmatter-unclosed",
    severity=Severity.ERROR,
    why="clients take the header for text of the persona and find no name, tools or model",
    check=check,
)
