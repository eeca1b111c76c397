"""Edits of a source text, and the lines that they are made of."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from personac.model import NodeId
from personac.source import Span

_BLANK = re.compile(r"[ \t]*\n")


class Edit(NamedTuple):
    """What stands at ``span`` becomes ``text``, because of a change to ``node``."""

    span: Span
    text: str
    node: NodeId


class Unwritable(Exception):
    """A change that no edit of the source can make; holds the node, the reason and, once it is
    known, the path of the source.
    """

    def __init__(self, node: NodeId, reason: str) -> None:
        super().__init__(reason)
        self.node = node
        self.reason = reason
        self.path = ""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; those at one place in their order.  Edits that overlap raise
    ``Unwritable``.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at:
            raise Unwritable(edit.node, "two changes touch the same words of the source")
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join((*parts, text[at:]))


def line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """The end of the line of ``at``, before its line break."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def lead(text: str, at: int) -> str:
    """What stands before ``at`` on its line."""
    return text[line_start(text, at) : at]


def indent(text: str, at: int) -> str:
    """The white space and quote marks that the line of ``at`` begins with."""
    line = text[line_start(text, at) : line_end(text, at)]
    return line[: len(line) - len(line.lstrip(" \t>"))]


def whole_lines(text: str, span: Span) -> Span:
    """The lines of ``span`` with their ends, and one of two blank lines that they would leave."""
    start, end = line_start(text, span.start), min(line_end(text, span.end) + 1, len(text))
    before = start == 0 or text.endswith("\n\n", 0, start)
    if before and (blank := _BLANK.match(text, end)):
        end = blank.end()
    elif before and end == len(text) and start:
        start -= 1
    return Span(start, end)
