"""Where the nodes of a document stand in its source, with their marks, tags and all below."""

import re

from personac.accept.edit import Unwritable, lead, line_end, line_start
from personac.api import Document
from personac.model import Field, Item, NodeId, Section, Step, Style, Workflow, walk
from personac.revise._words import Placed, places
from personac.source import FromSource, Source, Span

_MARK = re.compile(r"[ \t>]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)?(?:#{1,6}[ \t]+)?")


class Places:
    """One of the sources of a document, asked for the nodes that it states."""

    def __init__(self, document: Document, source: Source) -> None:
        self.text = source.text
        self.origins = {
            node: origin
            for node, origin in document.origins.items()
            if isinstance(origin, FromSource) and origin.path == source.path
        }
        found = places(document.persona)
        self.above = {place.node.id: place.above for place in found}
        self.order = tuple(place.node for place in found)

    def span(self, node: NodeId) -> Span:
        origin = self.origins.get(node)
        if origin is None:
            raise Unwritable(node, "it does not stand in the source")
        return origin.span

    def in_xml(self, node: Placed | None) -> bool:
        """Whether the node is an element or stands in one, so that its words are XML."""
        return node is not None and any(map(_tagged, (*self.above[node.id], node)))

    def extent(self, node: Placed) -> Span:
        """The node with all that stands below it, and with its tags."""
        ids = [one.id for one in walk(node) if one.id in self.origins]
        spans = [self.span(one) for one in ids]
        own = self.span(node.id)
        start, end = own.start, max(span.end for span in spans)
        tag = getattr(node, "tag", None)
        if tag and not isinstance(node, Field):
            start = self.opening(tag, own.start, node.id)
            end = self.closing(tag, max(end, start), start, node.id)
        return Span(start, end)

    def opening(self, tag: str, at: int, node: NodeId) -> int:
        start = self.text.rfind(f"<{tag}", 0, at + len(tag) + 1)
        if start < 0:
            raise Unwritable(node, f"the tag `<{tag}>` does not stand before it")
        return start

    def closing(self, tag: str, at: int, start: int, node: NodeId) -> int:
        """The end of the element that begins at ``start``; ``at`` is the end of its content."""
        if re.compile(rf"<{re.escape(tag)}[^<>]*/>").match(self.text, start):
            return max(at, self.text.index(">", start) + 1)
        end = self.text.find(f"</{tag}>", at)
        if end < 0:
            raise Unwritable(node, f"the element `<{tag}>` has no end tag")
        return end + len(tag) + 3

    def lines(self, node: Placed) -> Span:
        """The extent, which must have its lines for itself but for marks."""
        found = self.extent(node)
        after = self.text[found.end : line_end(self.text, found.end)]
        if not _MARK.fullmatch(lead(self.text, found.start)) or after.strip():
            raise Unwritable(node.id, "its line holds something else too")
        return found

    def mark(self, node: Placed) -> str:
        """What stands before the words of a node on its line: margin, bullet or number."""
        before = lead(self.text, self.span(node.id).start)
        if not _MARK.fullmatch(before):
            raise Unwritable(node.id, "its line begins with something else than a mark")
        return before

    def apart(self, first: Placed, second: Placed) -> bool:
        """Whether a blank line stands between two neighbours."""
        end, start = self.extent(first).end, self.extent(second).start
        return "\n\n" in self.text[end : line_start(self.text, start)].replace(" ", "")


def _tagged(node: Placed) -> bool:
    if isinstance(node, Section | Workflow | Step):
        return node.tag is not None and node.style is not Style.ELEMENT
    return isinstance(node, Item) and node.tag is not None
