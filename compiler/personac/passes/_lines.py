"""The lines of a paragraph or item that its author wrote as a list, without inline tags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAGGED = re.compile(
    r"\s*(?:[-*+•]\s+)?<(?P<tag>[A-Za-z][\w-]{0,60})(?:\s[^<>]{0,200})?>(?P<text>.*?)(?:</(?P=tag)>\s*)?$"
)
_CLOSED = re.compile(r"</(?P<tag>[A-Za-z][\w-]{0,60})>")
_ENTRY = re.compile(r"(?:[-*+•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")
_FRESH = re.compile(r"\W{0,4}[A-Z@#`<\d]|\W{0,4}$")
_SHORT = 72


class Line(NamedTuple):
    """``entry`` is a line that opens with a list mark; ``tag`` the element it is written in."""

    text: str
    tag: str = ""
    entry: bool = False


def lines(text: str) -> tuple[Line, ...]:
    """The lines that are statements of their own; a wrapped paragraph is one line."""
    whole = untag(text)
    written = [line for line in text.split("\n") if not _CLOSED.fullmatch(line.strip())]
    if len(written) < 2 or not _is_list(written):
        tag = _TAGGED.match(written[0]) if len(written) == 1 else None
        return (Line(whole, tag["tag"] if tag and tag["tag"] in _closed(text) else ""),)
    return tuple(_joined(written))


def untag(text: str) -> str:
    """``text`` without the tags that it closes again."""
    for tag in _closed(text):
        text = re.sub(rf"</?{re.escape(tag)}(?:\s[^<>]{{0,200}})?>", "", text)
    return text.strip()


def _closed(text: str) -> tuple[str, ...]:
    if "</" not in text:
        return ()
    return tuple(dict.fromkeys(_CLOSED.findall(text)))[:50]


def _is_list(written: list[str]) -> bool:
    """Whether every line opens afresh and none but the last is as long as wrapped prose."""
    rest = written[1:]
    if any(_ENTRY.match(line) or _TAGGED.match(line) for line in rest):
        return True
    return all(_FRESH.match(line) for line in rest) and (
        len(rest) > 1 or len(written[0].strip()) < _SHORT or written[0].endswith((":", "  "))
    )


def _joined(written: list[str]) -> Iterator[Line]:
    """Lines in order; one that does not open afresh continues the one before."""
    held: list[str] = []
    for line in written:
        if held and (_ENTRY.match(line) or _FRESH.match(line) or _TAGGED.match(line)):
            yield _line("\n".join(held))
            held = []
        held.append(line)
    yield _line("\n".join(held))


def _line(text: str) -> Line:
    tag = _TAGGED.match(text)
    mark = _ENTRY.match(text)
    bare = untag(text[mark.end() :] if mark else text)
    named = tag["tag"] if tag and f"</{tag['tag']}>" in text else ""
    return Line(bare, named, mark is not None)
