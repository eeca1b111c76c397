"""Finds words in a source however they were written: escaped, quoted, wrapped or marked."""

import html
import re
from bisect import bisect_left
from typing import NamedTuple

from personac.source import Span

_PIECE = re.compile(
    r"(?P<space>(?:\n[ \t]*(?:>[ \t]?)+|\s|\\\n|<br ?/?>)+)"
    r"|\\(?P<escaped>[^\w\s])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<written>\\[nt])(?=[\W_A-Z]|$)"
    r"|(?P<mark>\*+|_{2,}|(?<![^\W_])_|_(?![^\W_])|`+|~~|(?<=')')"
)
_EDGE = 3
_MARKS = ("**", "__", "~~", "`")


class View(NamedTuple):
    """Text without its dress; character ``n`` stands at ``starts[n]``, ends at ``ends[n]``."""

    text: str
    starts: list[int]
    ends: list[int]


def find_words(needle: str, text: str, start: int, end: int) -> Span | None:
    """Where ``needle`` stands in ``text[start:end]``, however it is dressed.

    First as it is, then the way Markdown, XML or YAML may have written it, then in any case.
    Whole words win over parts of words.
    """
    if not needle.strip():
        return None
    exact = _whole_word(needle, text, start, end)
    if exact is not None:
        return Span(exact, exact + len(needle))
    for marks, fold in ((True, False), (False, False), (False, True)):
        seen = view(text, start, end, marks=marks, fold=fold)
        wanted = view(needle, 0, len(needle), marks=marks, fold=fold).text.strip()
        found = _dressed(wanted, seen) if wanted else None
        if found is not None:
            return _with_marks(found, text, start, end)
    return _from_first_to_last(wanted, seen)


def _with_marks(span: Span, text: str, start: int, end: int) -> Span:
    """The span with the mark before or after it whose other one stands inside."""
    for mark in _MARKS:
        if text.count(mark, span.start, span.end) % 2:
            before, after = span.start - len(mark), span.end + len(mark)
            if before >= start and text.startswith(mark, before):
                return Span(before, span.end)
            if after <= end and text.startswith(mark, span.end):
                return Span(span.start, after)
    return span


def _dressed(wanted: str, seen: View, after: int = 0) -> Span | None:
    at = _whole_word(wanted, seen.text, after, len(seen.text))
    if at is None:
        return None
    return Span(seen.starts[at], seen.ends[at + len(wanted) - 1])


def _from_first_to_last(wanted: str, seen: View) -> Span | None:
    """The span of a long needle that has something else in its middle."""
    words = wanted.split()
    if len(words) <= 2 * _EDGE:
        return None
    first = _dressed(" ".join(words[:_EDGE]), seen)
    if first is None:
        return None
    last = _dressed(" ".join(words[-_EDGE:]), seen, bisect_left(seen.starts, first.end))
    return Span(first.start, last.end if last else first.end)


def _whole_word(needle: str, text: str, start: int, end: int) -> int | None:
    first = at = text.find(needle, start, end)
    while at >= 0:
        before = at > start and text[at - 1].isalnum() and needle[0].isalnum()
        stop = at + len(needle)
        after = stop < end and text[stop].isalnum() and needle[-1].isalnum()
        if not before and not after:
            return at
        at = text.find(needle, at + 1, end)
    return first if first >= 0 else None


def view(text: str, start: int, end: int, *, marks: bool, fold: bool) -> View:
    """``text[start:end]`` unescaped, white space joined; without ``marks`` emphasis goes too."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(shown: str, begin: int, stop: int) -> None:
        shown = shown.casefold() if fold else shown
        chars.append(shown)
        starts.extend([begin] * len(shown))
        ends.extend([stop] * len(shown))

    at = start
    for piece in _PIECE.finditer(text, start, end):
        for plain in range(at, piece.start()):
            add(text[plain], plain, plain + 1)
        add(_plain(piece, marks=marks), piece.start(), piece.end())
        at = piece.end()
    for plain in range(at, end):
        add(text[plain], plain, plain + 1)
    return View("".join(chars), starts, ends)


def _plain(piece: re.Match[str], *, marks: bool) -> str:
    if piece["space"] or piece["written"]:
        return " "
    if piece["escaped"]:
        return piece["escaped"]
    if piece["entity"]:
        return html.unescape(piece["entity"])
    return piece["mark"] if marks else ""
