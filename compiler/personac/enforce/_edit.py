"""JSON text brought to another value by the smallest edit: what stays keeps its own bytes.

What is put in goes behind the last entry, or before the first of a list whose value has it there;
taking it out is the exact reverse.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


class _Entry(NamedTuple):
    """``lead`` is what stands before it, a comma included; ``name`` its key with the colon."""

    lead: str
    key: str
    name: str
    text: str
    value: object


class _Style(NamedTuple):
    """``unit`` is one step of indentation, None where everything is on one line."""

    unit: str | None
    newline: str
    ascii_only: bool

    def dumped(self, value: object, pad: str | None) -> str:
        unit = self.unit if pad is not None else None
        text = json.dumps(value, indent=unit, ensure_ascii=self.ascii_only, allow_nan=False)
        return text.replace("\n", f"{self.newline}{pad}")


def edited(text: str, value: object) -> str:
    """The JSON ``text`` with ``value`` instead of its own; both are an object."""
    start = _space(text, 1 if text.startswith("\ufeff") else 0)
    end = len(text.rstrip(" \t\r\n"))
    style = _style(text[start:end])
    inner = _edited(text[start:end], value, style, None if style.unit is None else "")
    return text[:start] + inner + text[end:]


def _style(body: str) -> _Style:
    indent = re.search(r"\n([ \t]+)\S", body)
    unit = indent.group(1) if indent else "  " if "\n" in body or body == "{}" else None
    return _Style(unit, "\r\n" if "\r\n" in body else "\n", body.isascii() and "\\u" in body)


def _edited(text: str, value: object, style: _Style, pad: str | None) -> str:
    """``pad`` is the indentation of the line that ``text`` opens on, None on a line of many."""
    if isinstance(value, dict) and text[0] == "{":
        entries, tail = _entries(text)
        stay = [(one, value[one.key]) for one in entries if one.key in value]
        known = {one.key for one in entries}
        new = [(f"{_key(key, style)}: ", v) for key, v in value.items() if key not in known]
        return _joined(text, (entries, tail), stay, ((), new), style, pad)
    if isinstance(value, list) and text[0] == "[":
        entries, tail = _entries(text)
        number, kept = max((_kept(entries, value, at) for at in _starts(entries, value)), key=_most)
        new = [("", v) for v in (value if not kept else value[number + len(kept) :])]
        before = [] if not kept else value[:number]
        return _joined(text, (entries, tail), kept, (before, new), style, pad)
    return style.dumped(value, pad)


def _starts(entries: Sequence[_Entry], value: list[object]) -> list[int]:
    """Where in a list its old entries may begin to stay: at once, behind what is new, or where
    the first of them stands now.
    """
    there = [one.value for one in entries]
    new = next((at for at, one in enumerate(value) if one in there), 0)
    moved = [at for at, one in enumerate(value) if there and one == there[0]]
    return [0, new, *moved[:1]]


def _kept(
    entries: Sequence[_Entry], value: list[object], start: int
) -> tuple[int, list[tuple[_Entry, object]]]:
    kept: list[tuple[_Entry, object]] = []
    for one in entries:
        at = start + len(kept)
        if at < len(value) and value[at] == one.value:
            kept.append((one, one.value))
    return start, kept


def _most(found: tuple[int, list[tuple[_Entry, object]]]) -> int:
    return len(found[1])


def _joined(
    text: str,
    held: tuple[Sequence[_Entry], str],
    stay: Sequence[tuple[_Entry, object]],
    put: tuple[Sequence[object], Sequence[tuple[str, object]]],
    style: _Style,
    pad: str | None,
) -> str:
    """``put`` is what goes before those that ``stay``, and behind them."""
    (entries, tail), (before, new) = held, put
    first = entries[0].lead if entries else ""
    apart = f",{first}" if "\n" in first else ", "
    parts: list[str] = []
    if before:
        shown = [style.dumped(value, _pad(first, pad)) for value in before]
        parts.append(first + apart.join(shown))
    for number, (one, value) in enumerate(stay):
        lead = one.lead if number else apart if before else first
        inner = one.text if value == one.value else _edited(one.text, value, style, _pad(lead, pad))
        parts.append(f"{lead}{one.name}{inner}")
    if not stay:
        tail = tail if not entries else "" if tail else first
    if new:
        opening, between, closing = _leads([one.lead for one, _ in stay], tail, style, pad)
        shown = [f"{name}{style.dumped(value, _pad(between, pad))}" for name, value in new]
        parts.append(opening + between.join(shown))
        tail = closing
    return f"{text[0]}{''.join(parts)}{tail}{text[-1]}"


def _leads(stay: Sequence[str], tail: str, style: _Style, pad: str | None) -> tuple[str, str, str]:
    """What stands before the first new entry, between them, and behind the last."""
    if stay:
        last = stay[-1].rpartition(",")[2]
        between = f",{last}" if len(stay) > 1 or "\n" in last else ", "
        return between, between, tail
    if tail or pad is None or style.unit is None:
        return tail, ", ", ""
    inside = f"{style.newline}{pad}{style.unit}"
    return inside, f",{inside}", f"{style.newline}{pad}"


def _pad(lead: str, pad: str | None) -> str | None:
    space = lead.rpartition(",")[2]
    return space.rpartition("\n")[2] if "\n" in space and pad is not None else None


def _key(key: str, style: _Style) -> str:
    return json.dumps(key, ensure_ascii=style.ascii_only)


def _entries(text: str) -> tuple[list[_Entry], str]:
    """The entries of an object or a list, and the white space behind the last."""
    found: list[_Entry] = []
    at = 1
    while True:
        begin, at = at, _space(text, at)
        if text[at] == ",":
            at = _space(text, at + 1)
        if text[at] in "]}":
            return found, text[begin:at]
        start, key = at, ""
        if text[0] == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _space(text, _space(text, at) + 1)
        value, end = _DECODER.raw_decode(text, at)
        found.append(_Entry(text[begin:start], key, text[start:at], text[at:end], value))
        at = end


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
