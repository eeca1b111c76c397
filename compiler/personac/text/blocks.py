"""Markdown as nested blocks with exact spans; the one module that knows markdown-it.

Inline Markdown stays verbatim.  Departures from CommonMark, each because persona authors
write it so and text must not change its meaning: indentation never makes code, link
references stay text, a line that is one XML tag is a block of its own, a fence ends a paragraph
at any indentation, an HTML comment is a block only when it is closed, ``---`` under a paragraph
is a rule, never a heading, and an item that opens with a comparison (``- >90 %``) quotes
nothing.
"""

import re
from bisect import bisect_left
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from personac.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

MAX_TAG_LINE = 4096
MAX_NESTING = 40
DEEP = 4
_TAG_LINE = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*)"
    r"(?P<attributes>(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/?)>\s*"
)
_FENCE = re.compile(r"`{3,}[^`\n]*(?:\n|\Z)|~~~")
_COMPARISON = re.compile(r">=?\s?[$€£]?(?!\d+[.)]\s)\d[^\n]*+(?!\n[ \t]*>)")


class Md(NamedTuple):
    """One block.  ``kind`` is heading, paragraph, item, quote, fence, table, rule, comment or
    tag; ``span`` covers its text (for containers, everything inside).
    """

    kind: str
    span: Span
    text: str = ""
    level: int = 0
    info: str = ""
    ordinal: int | None = None
    closed: bool = True
    children: tuple["Md", ...] = ()
    rows: tuple[tuple[Span, tuple[str, ...]], ...] = ()


def parse(text: str) -> tuple[Md, ...]:
    r"""Parse ``text`` (``\n`` line ends) into blocks; spans count code points of ``text``."""
    if not text.strip():
        return ()
    tokens = _parser().parse(text.replace("\r", " ").replace("\0", " "))
    return _Spans(text).blocks(tokens, 0, len(tokens))


def tag_line(line: str) -> re.Match[str] | None:
    """The match when ``line`` is exactly one start, end or empty tag."""
    return _TAG_LINE.fullmatch(line.strip()) if len(line) <= MAX_TAG_LINE else None


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType

    parser = MarkdownIt("commonmark").enable("table")
    parser.disable(["code", "reference", "html_block", "lheading"])
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.at("blockquote", _quote_rule, options)
    parser.block.ruler.before("paragraph", "comment", _comment_rule, options)
    parser.block.ruler.before("paragraph", "tag", _tag_rule, options)
    parser.block.ruler.at("list", _list_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.before("table", "deep", _deep_rule)
    parser.options["maxNesting"] = 2 * MAX_NESTING
    parser.block.ruler.at(
        "fence", _fence_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.block.ruler.at("paragraph", _paragraph_rule)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _deep_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """What is nested too deeply to take apart stays text; markdown-it would drop it."""
    if silent or state.level < MAX_NESTING:
        return False
    state.line = end
    state.push("deep", "", 0).map = [start, end]
    return True


def _fence_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """CommonMark's rule.  A fence that opens at the margin is not closed by a deeply indented
    one, which it would be with indented code switched off.
    """
    from markdown_it.rules_block import fence

    at_margin = state.sCount[start] - state.blkIndent < DEEP
    state._code_enabled = at_margin  # noqa: SLF001  what ``is_code_block`` asks
    try:
        return fence(state, start, end, silent)
    finally:
        state._code_enabled = False  # noqa: SLF001


def _paragraph_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """CommonMark's rule, but a fence ends a paragraph however deeply it is indented: else the
    line that closes it would open another.
    """
    from markdown_it.rules_block import paragraph

    last = state.lineMax
    for number in _fences(state, start + 1, min(end, last)):
        if _fence_rule(state, number, end, True):
            state.lineMax = number
            break
    try:
        return paragraph(state, start, end, silent)
    finally:
        state.lineMax = last


def _fences(state: "StateBlock", start: int, end: int) -> "Iterator[int]":
    """The lines that look like a fence, up to the next empty one.  Which lines may be either is
    found out once: else each of many paragraphs would look at all the lines below it.
    """
    if "fences" not in state.env:
        lines = [line.lstrip(" \t>") for line in state.src.split("\n")]
        state.env["fences"] = [n for n, line in enumerate(lines) if _FENCE.match(line)]
        state.env["empty"] = [n for n, line in enumerate(lines) if not line]
    fences, empty = state.env["fences"], state.env["empty"]
    following = islice(fences, bisect_left(fences, start), None)
    blank = islice(empty, bisect_left(empty, start), None)
    stop = next((n for n in blank if n >= end or state.isEmpty(n)), end)
    for number in following:
        if number >= min(end, stop):
            return
        if _FENCE.match(_line(state, number)):
            yield number


def _list_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """CommonMark's rule, with deep indentation taken for the list's own margin: else the
    items of a list that is indented by four or more run together.
    """
    from markdown_it.rules_block import list_block

    margin = state.blkIndent
    if not silent and state.listIndent < 0 and state.sCount[start] - margin >= DEEP:
        state.blkIndent = state.sCount[start]
    try:
        return list_block(state, start, end, silent)
    finally:
        state.blkIndent = margin


def _line(state: "StateBlock", number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _quote_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import blockquote

    at = state.bMarks[start] + state.tShift[start]
    if state.parentType == "list" and _COMPARISON.match(state.src, at):
        return False
    return blockquote(state, start, end, silent)


def _tag_rule(state: "StateBlock", start: int, _end: int, silent: bool) -> bool:
    line = _line(state, start)
    if not line.startswith("<") or tag_line(line) is None:
        return False
    if not silent:
        state.line = start + 1
        token = state.push("tag", "", 0)
        token.map, token.content = [start, state.line], line.strip()
    return True


def _comment_rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", at):
        return False
    if "last_comment_end" not in state.env:
        state.env["last_comment_end"] = state.src.rfind("-->")
    if state.env["last_comment_end"] < at + 4:
        return False
    if silent:
        return True
    close = state.src.find("-->", at + 4)
    stop = start
    while stop < end - 1 and state.eMarks[stop] < close:
        stop += 1
    state.line = stop + 1
    token = state.push("comment", "", 0)
    token.map = [start, state.line]
    return True


class _Spans:
    """Turns tokens, which know lines only, into blocks with exact spans."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.text = text

    def blocks(self, tokens: "Sequence[Token]", at: int, end: int) -> tuple[Md, ...]:
        found: list[Md] = []
        while at < end:
            stop = _closing(tokens, at)
            found.extend(self.block(tokens, at, stop))
            at = stop + 1
        return tuple(found)

    def block(self, tokens: "Sequence[Token]", at: int, stop: int) -> tuple[Md, ...]:
        token = tokens[at]
        match token.type:
            case "heading_open":
                return (self.leaf("heading", tokens[at + 1], token, level=int(token.tag[1])),)
            case "paragraph_open":
                return (self.leaf("paragraph", tokens[at + 1], token),)
            case "bullet_list_open" | "ordered_list_open":
                return self.blocks(tokens, at + 1, stop)
            case "list_item_open":
                return (self.container("item", tokens, at, stop),)
            case "blockquote_open":
                return (self.container("quote", tokens, at, stop),)
            case "fence":
                return (self.fence(token),)
            case "hr":
                return (self.whole("rule", token),)
            case "comment" | "tag":
                return (self.whole(token.type, token),)
            case "table_open":
                return (self.table(tokens, at, stop),)
            case _:
                return (self.whole("paragraph", token),)

    def leaf(self, kind: str, inline: "Token", token: "Token", level: int = 0) -> Md:
        begin, _ = token.map or [0, 1]
        content = inline.content
        if not content:
            at = self.starts[begin]
            return Md(kind, Span(at, at + len(self.lines[begin])), level=level)
        first, last = content.split("\n", 1)[0].rstrip(), content.rsplit("\n", 1)[-1].strip()
        column = self.lines[begin].replace("\r", " ").rfind(first)
        row = begin + content.count("\n")
        tail = self.lines[row].replace("\r", " ").rfind(last) + len(last)
        span = Span(self.starts[begin] + max(column, 0), self.starts[row] + tail)
        return Md(kind, span, _tidy(content), level=level)

    def container(self, kind: str, tokens: "Sequence[Token]", at: int, stop: int) -> Md:
        inner = self.blocks(tokens, at + 1, stop)
        token = tokens[at]
        begin, _ = token.map or [0, 1]
        if inner:
            span = Span(inner[0].span.start, max(child.span.end for child in inner))
        else:
            line = self.lines[begin]
            span = Span(
                self.starts[begin] + len(line) - len(line.lstrip()), self.starts[begin] + len(line)
            )
        ordinal = int(token.info) if token.info.isdigit() else None
        return Md(kind, span, ordinal=ordinal, children=inner)

    def whole(self, kind: str, token: "Token") -> Md:
        begin, end = token.map or [0, 1]
        span = self.trimmed(begin, end)
        if kind in ("comment", "tag"):
            span = Span(max(self.text.find("<", span.start, span.end), span.start), span.end)
        return Md(kind, span, self.text[span.start : span.end])

    def trimmed(self, begin: int, end: int) -> Span:
        """Lines ``begin`` to ``end`` without the white space (and quote marks) around them."""
        start, stop = self.starts[begin], self.starts[end] - 1
        raw = self.text[start:stop]
        lead = len(raw) - len(raw.lstrip(" \t>"))
        return (
            Span(start + lead, start + len(raw.rstrip()))
            if raw.strip(" \t>")
            else Span(start, stop)
        )

    def fence(self, token: "Token") -> Md:
        begin, end = token.map or [0, 1]
        closing = self.lines[end - 1].strip(" \t>").rstrip("\r")
        closed = (
            end - begin > 1
            and closing.startswith(token.markup)
            and not closing.strip(token.markup[0])
        )
        span = Span(self.starts[begin], self.starts[end] - 1)
        return Md("fence", span, token.content, info=token.info.strip(), closed=closed)

    def table(self, tokens: "Sequence[Token]", at: int, stop: int) -> Md:
        rows: list[tuple[Span, tuple[str, ...]]] = []
        for index in range(at, stop):
            if tokens[index].type == "tr_open":
                end = _closing(tokens, index)
                begin = (tokens[index].map or tokens[at].map or [0])[0]
                cells = tuple(t.content for t in tokens[index:end] if t.type == "inline")
                span = self.trimmed(begin, begin + 1)
                rows.append((span, cells + self.overflow(span, len(cells))))
        begin, end = tokens[at].map or [0, 1]
        return Md("table", self.trimmed(begin, end), rows=tuple(rows))

    def overflow(self, span: Span, columns: int) -> tuple[str, ...]:
        """Cells past the last column of the header, which tables otherwise drop."""
        from markdown_it.rules_block.table import escapedSplit

        line = self.text[span.start : span.end].strip()
        cells = escapedSplit(line.removeprefix("|").removesuffix("|"))
        return tuple(cell.strip() for cell in cells[columns:] if cell.strip())


def _tidy(content: str) -> str:
    """Lines without indentation; a hard break keeps its two spaces."""
    if "\n" not in content:
        return content
    lines = [
        line.strip() + ("  " if line.endswith("  ") and line.strip() else "")
        for line in content.split("\n")
    ]
    return "\n".join(lines).rstrip()


def _closing(tokens: "Sequence[Token]", at: int) -> int:
    """The index of the token that closes the one at ``at`` (itself when it opens nothing)."""
    depth = 0
    while True:
        depth += tokens[at].nesting
        if depth <= 0:
            return at
        at += 1
