"""SYN012: oddities of the file that were evened out when it was read."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Edit, Fix, Label, Severity
from personac.model import evolve
from personac.rules.source._notes import MAX_LABELS, at, line_of, noted, words
from personac.source import Span

_ODDITIES = {
    NoteKind.BYTE_ORDER_MARK: ("a byte order mark", "save it as UTF-8 without a byte order mark"),
    NoteKind.CRLF: ("CRLF line ends", "save it with LF line ends"),
    NoteKind.ESCAPED_KEY: ("escaped keys", "write keys without backslashes"),
    NoteKind.NO_FINAL_NEWLINE: ("no final newline", "end it with a newline"),
}


def check(context: LintContext) -> Iterator[Finding]:
    found = {note.kind: note for note in noted(context, *_ODDITIES)}
    if not found:
        return
    kinds = [kind for kind in _ODDITIES if kind in found]
    labels = dict.fromkeys(_label(context, found[kind]) for kind in kinds)
    yield Finding(
        message="the file has " + _listed([_ODDITIES[kind][0] for kind in kinds]),
        help=_listed([_advice(found[kind]) for kind in kinds]),
        labels=tuple(labels)[:MAX_LABELS],
        fixes=tuple(map(_newline, found.values())) if kinds == [NoteKind.NO_FINAL_NEWLINE] else (),
    )


def _label(context: LintContext, note: Note) -> Label:
    if note.span.start == note.span.end:
        return line_of(context, note)
    lead = len(found := words(context, note)) - len(found.lstrip())
    return at(evolve(note, span=Span(note.span.start + lead, note.span.end)))


def _advice(note: Note) -> str:
    if note.kind is NoteKind.ESCAPED_KEY:
        plain = note.detail.strip().replace("\\", "")
        return f"write `{plain}` without backslashes"
    return _ODDITIES[note.kind][1]


def _listed(parts: list[str]) -> str:
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def _newline(note: Note) -> Fix:
    return Fix("end the file with a newline", (Edit(note.path, note.span, "\n"),))


RULE = Rule(
    code="SYN012",
    name="unusual-source",
    severity=Severity.HINT,
    why="personac reads it all the same, but other clients and line-based tools may not",
    check=check,
)
