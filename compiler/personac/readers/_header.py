"""Header facts shared by the readers: the notes of a source and fields from frontmatter."""

from bisect import bisect_left
from textwrap import dedent

from personac.api import NoteKind
from personac.model import Field, Raw, Value
from personac.readers._tree import Builder
from personac.source import Span
from personac.tables.fields import field_kind, is_text_field
from personac.text import frontmatter
from personac.text.slug import slug


def note_source(builder: Builder) -> None:
    """Record what decoding mended, so that nothing changes without being said."""
    source = builder.source
    if source.byte_order_mark:
        builder.note(NoteKind.BYTE_ORDER_MARK, Span(0, 0))
    if source.crlf:
        builder.note(NoteKind.CRLF, Span(0, 0))
    if source.text and not source.text.endswith("\n"):
        builder.note(NoteKind.NO_FINAL_NEWLINE, Span(len(source.text), len(source.text)))


def read_header(builder: Builder) -> tuple[tuple[Field | Raw, ...], int]:
    """The frontmatter's fields in order, and the offset where the body starts."""
    found = frontmatter.read(builder.source.text)
    if found is None:
        return (), 0
    for mend in found.mends:
        builder.note(mend.kind, mend.span, mend.detail)
    nodes: list[tuple[Span, Field | Raw]] = []
    inside: set[Span] = set()
    starts = [comment.span.start for comment in found.comments]
    for entry in found.entries:
        first, stop = (bisect_left(starts, at) for at in (entry.span.start, entry.span.end))
        inside.update(comment.span for comment in found.comments[first:stop])
        nodes.append((entry.key_span, _field(builder, entry, commented=first < stop)))
    outside = (comment for comment in found.comments if comment.span not in inside)
    nodes += [(c.span, _raw(builder, c.text, c.span)) for c in outside]
    if found.raw.strip():
        start = builder.source.text.find(found.raw)
        span = Span(start, start + len(found.raw.rstrip()))
        nodes.append((span, _raw(builder, found.raw.rstrip("\n"), span)))
    return tuple(node for _, node in sorted(nodes, key=lambda pair: pair[0])), found.end


def _raw(builder: Builder, text: str, span: Span) -> Raw:
    return Raw(id=builder.claim("frontmatter-text", span), text=text, format="frontmatter")


def _field(builder: Builder, entry: frontmatter.Entry, *, commented: bool) -> Field:
    kind = field_kind(entry.key)
    if entry.typed and is_text_field(kind):
        builder.note(NoteKind.YAML_TYPED, entry.span, f"{entry.key}: {entry.typed}")
    node = builder.claim(slug(entry.key) or "field", entry.span)
    source = _written(builder, entry) if commented or _has_map(entry.value) else None
    return Field(id=node, key=entry.key, kind=kind, value=entry.value, source=source)


def _has_map(value: Value) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, tuple) and any(_has_map(part) for part in value)
    )


def _written(builder: Builder, entry: frontmatter.Entry) -> str:
    """The YAML of a value as its author wrote it, without the indentation of its place."""
    text = builder.source.text
    line = text.rfind("\n", 0, entry.span.start) + 1
    lead = entry.span.start - line if not text[line : entry.span.start].strip(" -") else 0
    return dedent(" " * lead + text[entry.span.start : entry.span.end].rstrip())
