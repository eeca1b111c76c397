"""A specification as pieces in reading order: headings, labels of parts, and what they hold."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.source import Span
from personac.text.blocks import Md
from personac.text.plain import key

_LONGEST = 400
_WRITTEN = (
    r"(?:current instruction snippet|(?:current|existing|original) text|proposed revision"
    r"|(?:proposed|suggested) (?:change|text|wording)|reasoning|rationale)s?"
)
_LABEL = re.compile(
    r"(?:(?:\*\*|__)(?P<label>[^*_\n]{1,120}?)(?:\*\*|__)[ \t]*:?"
    rf"|(?P<plain>{_WRITTEN}(?: \([^()\n]{{1,200}}\))?):)[ \t]*(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_SURE = re.compile(rf"{_WRITTEN}(?:\s*\(.*\))?", re.IGNORECASE)
"""Labels that need no blank line before them: nothing that is quoted would open with these."""
FRAMEWORKS = re.compile(r"\((?P<names>[^()\n]{1,200})\)")
PARTS = {
    "snippet": re.compile(r"(?:current|existing|original)\b.*|(?:instruction )?snippets?|quotes?"),
    "proposal": re.compile(r"(?:proposed|suggested|new|recommended)\b.*|proposals?|revisions?"),
    "reason": re.compile(r"(?:reason(?:ing)?s?|rationale|why|justification)\b.*"),
}


class Piece(NamedTuple):
    """A stretch of the text in reading order: ``kind`` is heading, label, or what it holds."""

    kind: str
    text: str
    span: Span
    level: int = 0
    children: tuple[Md, ...] = ()


def pieces(blocks: tuple[Md, ...], text: str) -> Iterator[Piece]:
    for block in blocks:
        if block.kind == "heading":
            yield Piece("heading", block.text, block.span, block.level)
        elif block.kind == "paragraph":
            yield from _paragraphs(block, text)
        elif block.kind == "item":
            yield from _item(block, text)
        elif block.kind == "quote":
            yield from (p._replace(kind="item") for p in pieces(block.children, text))
        elif block.kind == "fence":
            yield Piece("item", block.text.strip(), block.span)
        elif block.kind != "rule":
            yield Piece("other", text[block.span.start : block.span.end], block.span)


def _item(block: Md, text: str) -> Iterator[Piece]:
    """An entry; a label on a line of its own, without a blank line before it, is none of it."""
    own, *rest = _runs(block.children[0], text) if block.children else (block,)
    if not rest:
        yield Piece("item", _own(block, text), block.span, 0, block.children)
        return
    yield Piece("item", own.text, Span(block.span.start, own.span.end))
    for one in rest:
        yield from _paragraph(one)
    yield from pieces(block.children[1:], text)


def _paragraphs(block: Md, text: str) -> Iterator[Piece]:
    for one in _runs(block, text):
        yield from _paragraph(one)


def _runs(block: Md, text: str) -> list[Md]:
    """A paragraph cut before each of its lines that opens with the label of a part."""
    if block.kind != "paragraph":
        return [block]
    found: list[Md] = []
    at = block.span.start
    for line in re.finditer(r"\n[ \t>]*(?=\S)", text[at : block.span.end]):
        stop = block.span.start + line.end()
        label = _labelled(text[stop : min(block.span.end, stop + _LONGEST)].partition("\n")[0])
        if label and _SURE.fullmatch(_name(label)):
            found.append(_run(block, text, at, block.span.start + line.start()))
            at = stop
    return [*found, _run(block, text, at, block.span.end)] if found else [block]


def _run(block: Md, text: str, start: int, end: int) -> Md:
    return block._replace(text=text[start:end].strip(), span=Span(start, end))


def _labelled(text: str) -> re.Match[str] | None:
    """The label of a part that the text opens with."""
    match = _LABEL.match(text)
    return match if match and part_of(_name(match), PARTS) else None


def _name(match: re.Match[str]) -> str:
    return str(match["label"] or match["plain"]).strip(" :")


def _paragraph(block: Md) -> Iterator[Piece]:
    """A paragraph; one that starts with the label of a part is that label and the rest."""
    match = _labelled(block.text)
    if match is None:
        yield Piece("text", block.text, block.span)
        return
    at = Span(block.span.start, block.span.start + match.start("rest"))
    yield Piece("label", _name(match), at)
    if rest := match["rest"].strip():
        yield Piece("text", rest, Span(block.span.end - len(rest), block.span.end))


def _own(item: Md, text: str) -> str:
    """The words of an item without the list below it."""
    first = item.children[:1]
    if first and first[0].kind in ("paragraph", "heading"):
        return first[0].text
    return text[item.span.start : item.span.end] if not item.children else ""


def part_of(label: str, parts: dict[str, re.Pattern[str]]) -> str:
    bare = key(FRAMEWORKS.sub("", label))
    return next((name for name, form in parts.items() if form.fullmatch(bare)), "")
