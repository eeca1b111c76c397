"""Makes symbolic places concrete: from nodes and words to files, lines and columns."""

from collections.abc import Mapping

from msgspec import Struct

from personac.diagnostics import Locator
from personac.report.words import find_words
from personac.source import FromOp, Position, Source, SourceMap, Span, written_at

_ORIGIN = Position(1, 1)


class Place(Struct, frozen=True):
    """A range of a file; ``end`` is the position after its last character.

    ``whole`` means the file as such: there is no line to show.
    """

    path: str
    start: Position
    end: Position
    span: Span
    whole: bool = False


def locate(locator: Locator, sources: Mapping[str, Source], origins: SourceMap) -> Place | None:
    """The place that ``locator`` means; None when nothing in the sources answers to it."""
    if locator.node is not None and locator.span is None:
        return _node(locator.node, locator.needle, sources, origins)
    if locator.path is None:
        return None
    source = sources.get(locator.path)
    if source is None:
        return whole(locator.path)
    if locator.span is not None:
        return _words(source, locator.span, locator.needle)
    if locator.needle is not None:
        found = find_words(locator.needle, source.text, 0, len(source.text))
        return place(source, found) if found else whole(locator.path)
    return whole(locator.path)


def place(source: Source, span: Span) -> Place:
    """``span`` with its positions; a span past the end is cut to the text."""
    start = min(max(span.start, 0), len(source.text))
    end = min(max(span.end, start), len(source.text))
    return Place(source.path, source.position(start), source.position(end), Span(start, end))


def whole(path: str) -> Place:
    return Place(path, _ORIGIN, _ORIGIN, Span(0, 0), whole=True)


def _node(
    node: str, needle: str | None, sources: Mapping[str, Source], origins: SourceMap
) -> Place | None:
    """A clause has no origin of its own: it stands in the node its id starts with."""
    origin = origins.get(node) or origins.get(node.partition("#")[0])
    written = written_at(origin)
    if written is None:
        return _revision(origin, sources) if isinstance(origin, FromOp) else None
    source = sources.get(written.path)
    if source is None:
        return whole(written.path)
    return _words(source, written.span, needle)


def _words(source: Source, span: Span, needle: str | None) -> Place:
    found = find_words(needle, source.text, span.start, span.end) if needle else None
    return place(source, found or _trimmed(source.text, span))


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(text[span.start : span.end].rstrip()))


def _revision(origin: FromOp, sources: Mapping[str, Source]) -> Place | None:
    """The op in the revision's file, which is known by its path or by the stem of it."""
    for path, source in sources.items():
        stem = path.rpartition("/")[2].partition(".")[0]
        if origin.revision in (path, stem):
            found = find_words(origin.op, source.text, 0, len(source.text))
            return place(source, found) if found else whole(path)
    return None
