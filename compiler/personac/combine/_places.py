"""Places of nodes in the sources of a document."""

from collections.abc import Sequence

from personac.api import Document
from personac.combine.say import Origin
from personac.diagnostics import Label, Locator
from personac.model import NodeId
from personac.source import FromSource, Source, Span, written_at


def written(document: Document, node: NodeId) -> FromSource | None:
    """Where a node stands; a clause stands in the node its id starts with."""
    origin = document.origins.get(node) or document.origins.get(node.partition("#")[0])
    return written_at(origin)


def origin(document: Document, node: NodeId) -> Origin:
    """The source of a node; of a merged document only the first one's dialect is known."""
    place = written(document, node)
    first = document.sources[0].path
    path = place.path if place else first
    return Origin(path, document.dialect if path == first else "")


def short(document: Document, node: NodeId, among: Sequence[Document]) -> str:
    """The end of a source's path that no other source of the documents has."""
    return _end(origin(document, node).path, among)


def _end(path: str, among: Sequence[Document]) -> str:
    others = {f"/{one.path}" for document in among for one in document.sources} - {f"/{path}"}
    parts = path.split("/")
    ends = ("/".join(parts[-count:]) for count in range(1, len(parts) + 1))
    return next((e for e in ends if not any(o.endswith(f"/{e}") for o in others)), path)


def name(document: Document) -> str:
    return document.sources[0].path.rpartition("/")[2]


def exactly(document: Document, node: NodeId, words: str) -> FromSource | None:
    """Where words of a node stand, or the node, as its source has it."""
    place = written(document, node)
    source = place and next((one for one in document.sources if one.path == place.path), None)
    if not (place and source and words):
        return place
    return FromSource(place.path, _span(source, place.span, words))


def label(document: Document, node: NodeId, words: str = "", text: str = "") -> Label:
    """A label on the words of a node, as an exact span of the file."""
    place = written(document, node)
    if place is None:
        return Label(Locator(path=document.sources[0].path, span=Span(0, 0)), text)
    source = next((one for one in document.sources if one.path == place.path), None)
    span = _span(source, place.span, words) if source else place.span
    return Label(Locator(path=place.path, span=span), text)


def _span(source: Source, span: Span, words: str) -> Span:
    from personac.text.quote import find_quote

    there = source.text[span.start : span.end]
    if words:
        at = there.find(words)
        found = [(at, at + len(words))] if at >= 0 else find_quote(words, there)
        if found:
            return Span(span.start + found[0][0], span.start + found[0][1])
    return Span(span.start, span.start + len(there.rstrip()))


def line(document: Document, node: NodeId, words: str = "", among: Sequence[Document] = ()) -> str:
    """``path:line`` for a message, with as much of the path as tells it from the others."""
    at = label(document, node, words).at
    source = next((one for one in document.sources if one.path == at.path), None)
    number = source.position(at.span.start).line if source and at.span else 1
    return f"{_end(at.path or '', among)}:{number}"
