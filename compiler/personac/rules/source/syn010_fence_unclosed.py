"""SYN010: a code fence that is opened and never closed."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Severity
from personac.model import Code, blocks
from personac.rules.source._notes import at, noted, short, words
from personac.source import written_at

_MARK = re.compile(r"`{3,}|~{3,}")


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.FENCE_UNCLOSED):
        yield _finding(context, note)


def _finding(context: LintContext, note: Note) -> Finding:
    opening = words(context, note).strip()
    found = _MARK.search(opening)
    mark = found.group() if found else "```"
    lines = _swallowed(context, note)
    read = f"; {lines} lines after it are read as code" if lines > 1 else ""
    close = f"close it with {mark}, and open it with {mark}{mark[0]} if it holds fences itself"
    return Finding(
        message=f"the fence {short(opening)} is never closed{read}",
        help=close if lines else f"delete {short(opening)}: nothing follows it",
        labels=(at(note),),
    )


def _swallowed(context: LintContext, note: Note) -> int:
    for node in blocks(context.document.persona):
        place = written_at(context.document.origins.get(node.id))
        if isinstance(node, Code) and place and place.span.start == note.span.start:
            return len(node.text.split("\n")) if node.text.strip() else 0
    return 0


RULE = Rule(
    code="SYN010",
    name="fence-unclosed",
    severity=Severity.WARNING,
    why="everything below is code: its headings, mandates and steps are lost to tools",
    check=check,
)
