"""Where the comments and the lines of block text of a YAML document stand."""

import re
from collections.abc import Iterator

from personac.source import Span
from personac.text.blocks import Md
from personac.text.frontmatter import Comment, yaml_comments

_DIRECTIVE = re.compile(r"%[^\n]*")


class Comments:
    """The comments of a document in order, each given once; those of following lines as one."""

    def __init__(self, text: str, start: int) -> None:
        self._source, self._start = text, start
        self._waiting = list(
            reversed(list(self._joined([*_directives(text, start), *yaml_comments(text, start)])))
        )

    def take(self, end: int | None) -> Iterator[tuple[str, Span]]:
        """What stands before ``end`` and was not given yet; all without one."""
        while self._waiting and (end is None or self._waiting[-1][1].start < end):
            yield self._waiting.pop()

    def _joined(self, found: list[Comment]) -> Iterator[tuple[str, Span]]:
        run: list[Comment] = []
        for one in found:
            if (
                run
                and self._source[
                    run[-1].span.end - self._start : one.span.start - self._start
                ].strip()
            ):
                yield _one(run)
                run = []
            run.append(one)
        if run:
            yield _one(run)


def _directives(text: str, start: int) -> Iterator[Comment]:
    match = _DIRECTIVE.match(text)
    if match:
        yield Comment(match.group().rstrip(), Span(start, start + len(match.group().rstrip())))


def _one(run: list[Comment]) -> tuple[str, Span]:
    return shown("\n".join(one.text for one in run)), Span(run[0].span.start, run[-1].span.end)


def shown(comment: str) -> str:
    """A YAML comment as one of Markdown."""
    return f"<!-- {comment.replace('--', '- -')} -->"


class Places:
    """From offsets in the value of a block scalar to those in its source."""

    def __init__(self, text: str, value: str, span: Span) -> None:
        self._span = span
        self._starts: list[tuple[int, int]] = []
        at = text.find("\n", span.start, span.end) + 1
        offset = 0
        for line in value.split("\n") if at else ():
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            lead = max(end - at - len(line), 0)
            if text[at + lead : end] != line:
                self._starts.clear()
                break
            self._starts.append((offset, at + lead))
            offset, at = offset + len(line) + 1, end + 1
            if at > span.end:
                break

    def moved(self, block: Md) -> Md:
        return block._replace(
            span=self._moved(block.span),
            children=tuple(self.moved(child) for child in block.children),
            rows=tuple((self._moved(span), cells) for span, cells in block.rows),
        )

    def _moved(self, span: Span) -> Span:
        if not self._starts:
            return self._span
        start = self._at(span.start)
        return Span(start, max(start, min(self._at(span.end), self._span.end)))

    def _at(self, offset: int) -> int:
        from bisect import bisect_right

        line = max(bisect_right(self._starts, (offset, 1 << 60)) - 1, 0)
        return self._starts[line][1] + offset - self._starts[line][0]
