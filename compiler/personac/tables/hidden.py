"""Characters that nobody sees: what each kind is called, and where it has honest work."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_FLAG = "\U0001f3f4"
_END_OF_TAG = "\U000e007f"
_RUN = re.compile(
    "(?P<tag>[\U000e0000-\U000e007f]+)"
    "|(?P<bidi>[\u202a-\u202e\u2066-\u2069]+)"
    "|(?P<mark>[\u061c\u200e\u200f]+)"
    "|(?P<width>[\u034f\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]+)"
    "|(?P<variation>[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,})"
    "|(?P<filler>[\u115f\u1160\u3164\uffa0]+)"
    "|(?P<hyphen>\xad{2,})"
)
_SUSPECT = re.compile(
    "[\U000e0000-\U000e01ef\u202a-\u202e\u2060-\u206f\u034f\ufff9-\ufffb\U0001d173-\U0001d17a\u061c\u180e\u200b-\u200f\ufeff\ufe00-\ufe0f"
    "\u115f\u1160\u3164\uffa0\xad]"
)
_JOINED = ("ARABIC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
           "KANNADA", "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER", "MONGOLIAN", "SYRIAC",
           "NKO", "MANDAIC", "THAI", "LAO")  # fmt: skip
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LIKE_LATIN = (
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405\u0408"
    "\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5"
    "\u03a7"
)
_LATIN = "aceopxyijshdqwABEKMHOPCTXISJoABEZHIKMNOPTYX"
_LOOKALIKE = dict(zip(_LIKE_LATIN, _LATIN, strict=True))
_FOREIGN = re.compile("[\u0370-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[A-Za-z]")


class Hidden(NamedTuple):
    """A run of hidden characters: its offsets, its kind, and what tag characters spell."""

    start: int
    end: int
    kind: str
    spelled: str = ""


def hidden(text: str) -> Iterator[Hidden]:
    """Every run of characters that are there and not seen, except where a script, an emoji or a
    flag needs them.
    """
    if text.isascii():
        return
    if not _SUSPECT.search(text):
        return
    right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    for match in _RUN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "mark" and right_to_left:
            continue
        if kind in ("tag", "width", "filler", "bidi") and _at_work(
            text, match, right_to_left=right_to_left
        ):
            continue
        yield Hidden(match.start(), match.end(), kind, _spelled(match.group()))


def _at_work(text: str, match: re.Match[str], *, right_to_left: bool) -> bool:
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    match match.lastgroup:
        case "tag":
            return before == _FLAG and match.group().endswith(_END_OF_TAG) and len(match[0]) <= 8
        case "filler":
            return _is("HANGUL", before) or _is("HANGUL", after)
        case "bidi":
            return right_to_left and "\u202e" not in match[0] and "\u202d" not in match[0]
        case _:
            return len(match[0]) == 1 and _joins(before, match[0], after)


def _joins(before: str, char: str, after: str) -> bool:
    if char == "\u200d" and (_is_emoji(before) or _is_emoji(after)):
        return True
    return _is_joined(before) and (_is_joined(after) or not after.isalnum())


def _is(script: str, char: str) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(script)


def _is_joined(char: str) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(_JOINED)


def _is_emoji(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or char == "\ufe0f")


def _spelled(run: str) -> str:
    return "".join(chr(ord(c) - 0xE0000) for c in run if 0xE0020 <= ord(c) <= 0xE007E)


def lookalikes(text: str) -> Iterator[tuple[int, str, str]]:
    """Latin words with letters of another script that look Latin: offset, word, as it looks."""
    if text.isascii() or not _FOREIGN.search(text):
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or not _LATIN_LETTER.search(word):
            continue
        foreign = [char for char in word if not char.isascii()]
        if all(char in _LOOKALIKE for char in foreign) and len(foreign) * 2 <= len(word):
            yield match.start(), word, "".join(_LOOKALIKE.get(char, char) for char in word)
