"""``Agent_Handle:`` specifications in all three generations and every spelling of the header."""

import re

from personac.api import Document, Note, NoteKind, Outcome, Reader
from personac.model import evolve
from personac.readers._markdown import read_markdown
from personac.source import Source, Span

_HANDLE = re.compile(r"^\W{0,9}Agent(?:\\?_| )Handle\W{0,4}(?::|$)", re.IGNORECASE | re.MULTILINE)
_ESCAPED = re.compile(r"^[ \t*#]{0,9}(?:[A-Z][A-Za-z]*\\_)+[A-Za-z]+(?=[*_]{0,3}:)", re.MULTILINE)


def sniff(source: Source) -> float:
    return 0.95 if _HANDLE.search(source.text[:20_000]) else 0.0


def read(source: Source) -> Outcome[Document]:
    found = read_markdown(source, "handle")
    escaped = _ESCAPED.search(source.text)
    if escaped is None or found.value is None:
        return found
    span = Span(escaped.start(), escaped.end())
    note = Note(NoteKind.ESCAPED_KEY, source.path, span, escaped.group().strip("*_ "))
    return Outcome(evolve(found.value, notes=(*found.value.notes, note)), found.diagnostics)


READER = Reader(name="handle", version=1, sniff=sniff, read=read)
