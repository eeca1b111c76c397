"""The lines that a suppression is for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from personac.api import Directive, Document, Reach
from personac.model import AnyNode, Item, children
from personac.source import Source, Span, written_at


class Lines(NamedTuple):
    first: int
    last: int


class Extent(Protocol):
    """Up to which line of a file goes what starts on a line."""

    def last(self, line: int) -> int:
        """The number of that line."""


def lines_beside(source: Source, directives: Sequence[Directive]) -> dict[Directive, Lines]:
    """The same in a file that is no persona: lines belong to what they are indented below, and in
    Markdown to their heading.
    """
    return _lines_in(source, directives, _Indented(source))


class _Indented:
    """What stands deeper than a line belongs to it, and so does a list at the depth of its key."""

    def __init__(self, source: Source) -> None:
        self.ends: dict[int, int] = {}
        open_lines: list[tuple[int, int, bool]] = []
        last = 0
        for number, text in enumerate(source.text.split("\n"), 1):
            words = text.lstrip(" ")
            if not words.strip() or (words.startswith("#") and not source.is_markdown):
                continue
            depth, entry = _depth(text), words.startswith("- ")
            while open_lines and not _is_below(depth, entry, *open_lines[-1][1:]):
                self.ends[open_lines.pop()[0]] = last
            open_lines.append((number, depth, entry))
            last = number
        self.ends |= dict.fromkeys((number for number, *_ in open_lines), last)

    def last(self, line: int) -> int:
        return self.ends.get(line, line)


def _is_below(depth: int, entry: bool, above: int, of_list: bool) -> bool:
    return depth > above or (entry and not of_list and depth == above)


def _depth(text: str) -> int:
    """How deep a line stands; headings of Markdown stand above all others."""
    heading = re.match(r"#{1,6}(?=[ \t])", text)
    return heading.end() - 10 if heading else len(text) - len(text.lstrip(" "))


def lines_of(document: Document) -> dict[Directive, Lines]:
    """For each directive, the lines of its file that it is for."""
    beside: dict[str, list[Directive]] = defaultdict(list)
    for one in document.directives:
        beside[one.path].append(one)
    sources = {source.path: source for source in document.sources}
    found: dict[Directive, Lines] = {}
    for path, directives in beside.items():
        found |= _lines_in(sources[path], directives, _Blocks(document, sources[path]))
    return found


def _lines_in(
    source: Source, directives: Sequence[Directive], blocks: Extent
) -> dict[Directive, Lines]:
    found: dict[Directive, Lines] = {}
    after: dict[int, int] = {}
    for one in reversed(directives):
        line = source.position(one.span.start).line
        alone = _alone(one, source, line)
        if alone or one.reach is Reach.NEXT:
            following = _next(line, after, source)
            if alone:
                after[line] = following
            line = following
        last = blocks.last(line) if one.reach is Reach.BLOCK else line
        found[one] = Lines(line, last)
    return found


def _alone(one: Directive, source: Source, line: int) -> bool:
    start = source.line_starts[line - 1]
    whole = source.line(line)
    rest = whole[: one.span.start - start] + whole[one.span.end - start :]
    return not rest.strip(" \t>")


def _next(line: int, after: dict[int, int], source: Source) -> int:
    """The next line with words; ``after`` has it for directives below that stand alone."""
    for number in range(line + 1, len(source.line_starts) + 1):
        if number in after:
            return after[number]
        if source.line(number).strip():
            return number
    return line


class _Blocks:
    """Up to which line of a file the node that starts on a line goes, all below it included."""

    def __init__(self, document: Document, source: Source) -> None:
        self.source = source
        self.origins = document.origins
        self.ends: dict[int, int] = {}
        persona = document.persona
        self._add((*persona.header, *persona.body))

    def last(self, line: int) -> int:
        return self.ends.get(line, line)

    def _add(self, roots: tuple[AnyNode, ...]) -> None:
        order = list(_levels(roots))
        reach: dict[str, Span] = {}
        for siblings in reversed(order):
            until = 0
            for node in reversed(siblings):
                span = self._extent(node, reach)
                if span is None:
                    until = 0
                    continue
                reach[node.id] = span
                until = max(until, span.end) if isinstance(node, Item) else span.end
                self._end(span.start, until)
                until = until if isinstance(node, Item) else 0

    def _extent(self, node: AnyNode, reach: dict[str, Span]) -> Span | None:
        written = written_at(self.origins.get(node.id))
        spans = [reach[one.id] for one in children(node) if one.id in reach]
        here = written is not None and written.path == self.source.path
        spans += [written.span] if written is not None and here else []
        if not spans:
            return None
        return Span(min(one.start for one in spans), max(one.end for one in spans))

    def _end(self, start: int, stop: int) -> None:
        line = self.source.position(start).line
        last = self.source.position(max(start, stop - 1)).line
        self.ends[line] = max(last, self.ends.get(line, 0))


def _levels(roots: tuple[AnyNode, ...]) -> Iterator[tuple[AnyNode, ...]]:
    """Every group of siblings, those above before those below."""
    groups = [roots]
    for group in groups:
        yield group
        groups.extend(below for node in group if (below := children(node)))
