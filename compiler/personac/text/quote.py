"""Quotations: finding the words an author cites, whatever dress they wear.

Both sides are normalised before they are compared: compatibility forms, quotation marks and
dashes become plain, emphasis, code and list marks go, white space collapses, case folds.
After that exact words decide.  Similarity only serves messages about words not found.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<mark>^[ \t]*(?:[-*+•]|\d{1,3}[.)]|\#{1,6})[ \t]+)"
    r"|(?P<dress>(?<!\w)\\_|\\_(?!\w)|\\(?=[!-/:-@\[-`{-~])|[*`]+|~~|(?<![\w\\])_+|_+(?!\w))"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)"
    r"|(?P<space>\s+)"
    r"|(?P<dash>[-\u2010-\u2015\u2212]+)"
    r"|(?P<quote>[\"'\u2018-\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb])"
    r"|(?P<word>[a-z0-9 ]+(?![\u0300-\u036f]))"
    r"|(?P<other>.[\u0300-\u036f]*)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_GAP = re.compile(r"\s*(?:…|\.{3,}|\[(?:…|\.{3,})\])\s*")
_WORD = re.compile(r"\w[\w'-]*")
_FINAL = " .,;:!?"
_LONG = 20
"""So many characters are no beginning of a word by chance."""


class Normal(NamedTuple):
    """Normalised text; character ``i`` stands for ``source[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=8192)
def normalise(text: str) -> Normal:
    """``text`` in the form in which quotations are compared, with the way back."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for part, start, end in _parts(text):
        if part == " " and (not out or out[-1] == " "):
            continue
        out.extend(part)
        starts.extend([start] * len(part))
        ends.extend([end] * len(part))
    if out and out[-1] == " ":
        del out[-1], starts[-1], ends[-1]
    return Normal("".join(out), tuple(starts), tuple(ends))


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        match match.lastgroup:
            case "mark" | "dress":
                continue
            case "space":
                yield " ", start, end
            case "dash":
                yield "-", start, end
            case "quote":
                yield "'", start, end
            case "word":
                for offset, character in enumerate(match.group().casefold(), start):
                    yield character, offset, offset + 1
            case "entity":
                yield _folded(html.unescape(match.group())), start, end
            case _:
                yield _folded(match.group()), start, end


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def key_of(text: str) -> str:
    """Equal for texts that say the same words: normalised, final punctuation dropped."""
    return normalise(text).text.rstrip(_FINAL)


class Run(NamedTuple):
    """Words between two gaps; ``cut`` when the gap follows without a space, as in ``elicit…``,
    so that the last of them may be the beginning of a word.
    """

    text: str
    cut: bool = False


@lru_cache(maxsize=1024)
def _runs(quote: str) -> tuple[Run, ...]:
    found: list[Run] = []
    at = 0
    for gap in _GAP.finditer(quote):
        cut = quote[gap.start() : gap.start() + 1] in ("…", ".") and gap.start() > at
        found.append(Run(normalise(quote[at : gap.start()]).text, cut))
        at = gap.end()
    found.append(Run(normalise(quote[at:]).text.rstrip(_FINAL)))
    return tuple(run for run in found if run.text.strip(_FINAL))


def pieces(quote: str) -> tuple[str, ...]:
    """The normalised runs of words between the gaps of a quotation."""
    return tuple(run.text for run in _runs(quote))


def find_quote(quote: str, text: str) -> list[tuple[int, int]]:
    """Where ``text`` holds the words of ``quote``, as ranges of ``text``, without overlaps.

    ``…`` or ``...`` inside the quotation stands for any words, at its end for the rest; whole
    words are compared, but for a long run that a gap cuts off; the final punctuation of the
    quotation may be missing or differ.
    """
    wanted = _runs(quote)
    normal = normalise(text)
    found: list[tuple[int, int]] = []
    at = 0
    while wanted and (hit := _next(wanted, normal.text, at)):
        found.append((normal.starts[hit[0]], normal.ends[hit[1] - 1]))
        at = hit[1]
    return found


def _next(wanted: tuple[Run, ...], text: str, at: int) -> tuple[int, int] | None:
    start = -1
    for piece, cut in wanted:
        open_end = cut and len(piece) >= _LONG
        at = _whole(piece, text, at, open_end=open_end)
        if at < 0:
            return None
        start = at if start < 0 else start
        at += len(piece)
        while open_end and _joined(text, at, piece[-1]):
            at += 1
    return start, at


def _whole(piece: str, text: str, at: int, *, open_end: bool) -> int:
    """The next place of ``piece`` that does not cut a word; -1 when there is none."""
    at = text.find(piece, at)
    while at >= 0 and (
        _joined(text, at, piece[0]) or (not open_end and _joined(text, at + len(piece), piece[-1]))
    ):
        at = text.find(piece, at + 1)
    return at


def _joined(text: str, edge: int, inner: str) -> bool:
    """Whether the edge of a piece lies inside a word; ``inner`` is the piece's side of it."""
    if edge <= 0 or edge >= len(text) or not _wordy(inner):
        return False
    return _wordy(text[edge - 1]) and _wordy(text[edge])


def _wordy(character: str) -> bool:
    return character.isalnum() or character == "_"


def likeness(quote: str, text: str) -> float:
    """The share of the quotation's words that ``text`` holds in order; for messages only."""
    wanted, there = (_WORD.findall(" ".join(one)) for one in (pieces(quote), pieces(text)))
    if not wanted or not set(wanted) & set(there):
        return 0.0
    blocks = SequenceMatcher(None, wanted, there, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def difference(quote: str, text: str, most: int = 2) -> str:
    """The first differences between a quotation and a text close to it, in words."""
    quoted, there = _GAP.sub(" ", quote).split(), text.split()
    matcher = SequenceMatcher(None, _keys(quoted), _keys(there), autojunk=False)
    found = [
        _told(" ".join(quoted[a:b]), " ".join(there[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal" and not (a == b and (a in (0, len(quoted))))
    ]
    return ", ".join(found[:most])


def _keys(words: list[str]) -> list[str]:
    return [key_of(word) for word in words]


def _told(quoted: str, there: str) -> str:
    if not there:
        return f'lacks "{_cut(quoted)}"'
    return f'has "{_cut(there)}"' + (f' for "{_cut(quoted)}"' if quoted else " in between")


def _cut(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
