"""Markdown words without their dress, for comparing titles, labels and quotes."""

import html
import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&])")
_EMPHASIS = re.compile(r"\*{1,3}|`+|~~|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_WORDLIKE = re.compile(r"[^\w]+")
_NUMBERING = re.compile(
    r"^(?:part\s+[ivxlc\d]+(?:\.[a-z])?|[ivx]+|\d+(?:\.\d+)*)\s*[.:)\-–—]\s*", re.IGNORECASE
)


def unescape(text: str) -> str:
    """Undo Markdown backslash escapes and HTML entities."""
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` without escapes, emphasis, code marks and repeated white space."""
    return " ".join(_EMPHASIS.sub("", unescape(text)).split())


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A comparison key: words only, case folded; numbering, marks and emoji dropped."""
    bare = _NUMBERING.sub("", plain(text).replace("_", " "))
    return " ".join(_WORDLIKE.sub(" ", bare).casefold().split())


def strip_emphasis(text: str) -> str:
    """``text`` without one pair of bold or italic marks around the whole of it."""
    text = text.strip()
    for mark in ("***", "**", "__", "*", "_"):
        inner = text[len(mark) : -len(mark)]
        if text.startswith(mark) and text.endswith(mark) and inner and mark[0] not in inner:
            return inner.strip()
    return text
