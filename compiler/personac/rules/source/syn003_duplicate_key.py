"""SYN003: a frontmatter key that stands more than once."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Field
from personac.rules.source._notes import MAX_LABELS, at, noted


def check(context: LintContext) -> Iterator[Finding]:
    repeats: dict[str, list[Note]] = {}
    for note in noted(context, NoteKind.DUPLICATE_KEY):
        repeats.setdefault(note.detail, []).append(note)
    for key, found in repeats.items():
        yield _finding(context, key, found)


def _finding(context: LintContext, key: str, found: list[Note]) -> Finding:
    fields = (n for n in context.document.persona.header if isinstance(n, Field))
    first = next((field for field in fields if field.key == key), None)
    declared = (Label(Locator(node=first.id), "first value here"),) if first else ()
    again = tuple(at(note, "and again here") for note in found[1:MAX_LABELS])
    return Finding(
        message=f"`{key}` stands {len(found) + 1} times in the frontmatter",
        help=f"merge the values under one `{key}:` and delete the other lines",
        labels=(at(found[0]), *declared, *again),
    )


RULE = Rule(
    code="SYN003",
    name="duplicate-key",
    severity=Severity.ERROR,
    why="most loaders keep the last value and drop the others without a word",
    check=check,
)
