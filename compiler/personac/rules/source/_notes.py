"""What the source rules share: the notes of one kind, their words and their labels."""

from collections.abc import Iterator, Sequence

from personac.api import LintContext, Note, NoteKind
from personac.diagnostics import Edit, Label, Locator
from personac.model import Field
from personac.source import Span, written_at

MAX_SINGLE = 5
MAX_LABELS = 3


def noted(context: LintContext, *kinds: NoteKind) -> tuple[Note, ...]:
    """The notes of these kinds, in source order."""
    found = [note for note in context.document.notes if note.kind in kinds]
    return tuple(sorted(found, key=lambda note: (note.path, note.span)))


def batches(notes: Sequence[Note]) -> Iterator[tuple[Note, ...]]:
    """The notes one by one, or all together when there are more than a few."""
    if len(notes) > MAX_SINGLE:
        yield tuple(notes)
    else:
        yield from ((note,) for note in notes)


def at(note: Note, text: str = "") -> Label:
    return Label(Locator(path=note.path, span=note.span), text)


def labels(batch: Sequence[Note]) -> tuple[Label, ...]:
    return tuple(at(note) for note in batch[:MAX_LABELS])


def more(batch: Sequence[Note]) -> str:
    """What to add to a message about the first note of a batch."""
    others = len(batch) - 1
    return "" if others < 1 else f" (here and in {others} more places)"


def source_text(context: LintContext, path: str) -> str:
    """The text of a source; empty when the document has none of that path."""
    return next((s.text for s in context.document.sources if s.path == path), "")


def words(context: LintContext, note: Note) -> str:
    """The words of the source under a note."""
    return source_text(context, note.path)[note.span.start : note.span.end]


def replacing(note: Note, replacement: str) -> Edit:
    return Edit(note.path, note.span, replacement)


def line_of(context: LintContext, note: Note) -> Label:
    """A label under the whole line at a note that has no words of its own."""
    text = source_text(context, note.path)
    begin = text.rfind("\n", 0, note.span.start) + 1
    end = text.find("\n", begin)
    return Label(Locator(path=note.path, span=Span(begin, end if end >= 0 else len(text))))


def field_at(context: LintContext, note: Note) -> Field | None:
    """The header field whose value starts where the note does."""
    for node in context.document.persona.header:
        place = written_at(context.document.origins.get(node.id))
        if isinstance(node, Field) and place and place.span.start == note.span.start:
            return node
    return None


def short(text: str, limit: int = 48) -> str:
    """The first line of ``text``, cut at a word when it is long."""
    line = " ".join(text.split("\n", 1)[0].split())
    if len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[:limit]).rstrip(" ,:;") + " …"
