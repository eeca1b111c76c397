"""Sentences of a text with their offsets, and their words without Markdown dress.

No sentence is longer than ``LONGEST``, so that what reads one may look at all of it at once.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_SPECIAL = re.compile(
    r"(?P<code>`[^`\n]*`)|(?P<entity>&(?:lt|gt|amp|quot|apos|nbsp|[lr][sd]quo|#34|#39|#x2[27]);)"
    r"|(?P<escape>\\[\\`*_{}\[\]()#+\-.!<>~|&])"
    r"|\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|~~"
)
_DRESS = frozenset("`&\\*_~")
_HIDING = frozenset("`'\"“(")
_ENTITIES = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "#34": '"',
    "#39": "'",
    "#x22": '"',
    "#x27": "'",
}
_CODE = re.compile(r"`[^`\n]*`")
_QUOTED = re.compile(
    r"(?<!\w)'[^'\n]{2,120}'(?!\w)|“[^”\n]{2,300}”|(?<![\w\"])\"[^\"\n]{2,300}\"(?![\w\"])"
)
_STATUS = re.compile(r"\W?[A-Z][A-Z ]{1,11}[,.]?\W?")
_PARENTHESES = re.compile(r"\([^()\n]{0,400}\)")
_END = re.compile(
    r"(?:[.!?]+[\"')”’]*|[\u3002\uff01\uff1f])(?=\s|$)|;(?=\s)|(?:(?<!\s)\s+|(?<!\s))[▸•]\s+|  \n"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no|fig|dr|mr|mrs|ms|st|al)|\b[A-Z]|^\d{1,2})\.$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
LONGEST = 2000
_STEM = 4


class Words(NamedTuple):
    """Text without emphasis and escapes; ``offsets[i]`` is where character i came from."""

    text: str
    offsets: Sequence[int]


class Sentence(NamedTuple):
    """``text`` is for reading, ``bare`` the same with code, quotations and parentheses blanked
    (``x`` for letters), both of one length; ``start`` and ``end`` are offsets in the source.
    """

    text: str
    bare: str
    start: int
    end: int


def undress(text: str) -> Words:
    """Drop emphasis and escapes, resolve the common entities; code spans stay whole."""
    if _DRESS.isdisjoint(text):
        return Words(text, range(len(text) + 1))
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _SPECIAL.finditer(text):
        start, end = match.span()
        kept, begin = _kept(match)
        out += (text[at:start], kept)
        offsets += range(at, start)
        offsets += range(begin, begin + len(kept))
        at = end
    out.append(text[at:])
    offsets += range(at, len(text) + 1)
    return Words("".join(out), tuple(offsets))


def _kept(match: re.Match[str]) -> tuple[str, int]:
    """What is left of a piece of dress, and where that came from."""
    if match["code"]:
        return match["code"], match.start()
    if match["entity"]:
        return _ENTITIES[match["entity"][1:-1]], match.start()
    if match["escape"]:
        return match["escape"][1], match.start() + 1
    return "", match.end()


@lru_cache(maxsize=2048)
def words_of(text: str) -> frozenset[str]:
    """The words of ``text`` in lower case, whole and by their first four letters: a pattern
    is tried only where a word stands that it cannot match without.
    """
    words = frozenset(_WORD.findall(text.casefold()))
    return words.union(word[:_STEM] for word in words)


def blank(text: str) -> str:
    """Blank code, quotations and text in parentheses: what they say binds nobody.

    A quoted status in capitals (``"FAIL"``) stays.
    """

    def hide(match: re.Match[str]) -> str:
        whole = match.group()
        if whole[0] != "(" and _STATUS.fullmatch(whole):
            return whole
        return (
            whole[0]
            + re.sub(r"\w", "x", whole[1:-1]).replace(".", "x").replace(";", "x")
            + whole[-1]
        )

    if _HIDING.isdisjoint(text):
        return text
    for pattern in (_CODE, _QUOTED, _PARENTHESES):
        text = pattern.sub(hide, text)
    return text


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split at sentence ends and semicolons; offsets count characters of ``text``."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    words = undress(text)
    bare = blank(words.text)
    start = 0
    for match in _END.finditer(bare):
        if match.group().startswith(".") and _ABBREVIATION.search(
            bare, max(0, match.start() - 12), match.start() + 1
        ):
            continue
        yield from _pieces(words, bare, start, match.end())
        start = match.end()
    yield from _pieces(words, bare, start, len(bare))


def _pieces(words: Words, bare: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end:
        stop = end
        if end - start > LONGEST:
            space = bare.rfind(" ", start + 1, start + LONGEST)
            stop = space if space > start else start + LONGEST
        if sentence := _sentence(words, bare, start, stop):
            yield sentence
        start = stop


def _sentence(words: Words, bare: str, start: int, end: int) -> Sentence | None:
    raw = words.text[start:end]
    lead = len(raw) - len(raw.lstrip())
    body = raw.strip()
    if not any(character.isalnum() for character in body):
        return None
    begin = start + lead
    stop = begin + len(body)
    text = body.replace("\n", " ")
    return Sentence(
        text, bare[begin:stop].replace("\n", " "), words.offsets[begin], words.offsets[stop - 1] + 1
    )
