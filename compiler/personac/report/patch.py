"""A change of a file as `git apply` takes it, as far as that can be printed without harm."""

import os
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from personac.codec import encode_source
from personac.report.visible import visible
from personac.source import Source
from personac.tables.secrets import masked

_CONTEXT = (3, 2, 1)
"""Lines around a change; with fewer of them a secret nearby may not have to be shown."""
_BYTE_ORDER_MARK = "\ufeff"


class Patch(NamedTuple):
    """The lines of the patch, without their ends; ``unfit`` are the lines of the old file where
    hunks start that are for reading only, since something in them had to be spelled out.
    """

    lines: tuple[str, ...]
    unfit: tuple[int, ...]


class _Line(NamedTuple):
    """A line as the file has it, with its end, and as it may be printed."""

    text: str
    shown: str

    def after(self, sign: str) -> Iterator[str]:
        """What is printed; a workflow would take `::` after white space for a command."""
        command = sign == " " and self.shown.lstrip().startswith("::")
        yield sign + (self.shown.replace(":", "\\x3a", 1) if command else self.shown)
        if not self.text.endswith("\n"):
            yield "\\ No newline at end of file"


def patch(old: Source, new: Source) -> Patch:
    """What leads from one text of a file to the other; empty when they are equal."""
    usual = _with(_CONTEXT[0], old, new)
    if not usual.unfit:
        return usual
    closer = (_with(context, old, new) for context in _CONTEXT[1:])
    return next((one for one in closer if not one.unfit), usual)


def _with(context: int, old: Source, new: Source) -> Patch:
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after])
    lines: list[str] = []
    unfit: list[int] = []
    for group in matcher.get_grouped_opcodes(context):
        (_, first, _, start, _), (_, _, last, _, stop) = group[0], group[-1]
        lines.append(f"@@ -{_range(first, last)} +{_range(start, stop)} @@")
        printed = list(_hunk(group, before, after))
        lines += [text for sign, one in printed for text in one.after(sign)]
        if any(next(one.after(sign)) != sign + _bare(one.text) for sign, one in printed):
            unfit.append(first + 1)
    if lines:
        lines = [f"--- {_name('a', old.path)}", f"+++ {_name('b', old.path)}", *lines]
    return Patch(tuple(lines), tuple(unfit))


def _lines(source: Source) -> list[_Line]:
    text = encode_source(source, source.text).decode("utf-8")
    whole = [f"{line}\n" for line in text.split("\n")]
    whole[-1] = whole[-1][:-1]
    seen = masked(text).split("\n")
    pairs = zip(whole, seen, strict=True)
    return [_Line(line, _seen(discreet)) for line, discreet in pairs if line]


def _bare(text: str) -> str:
    return text.removesuffix("\n")


def _seen(text: str) -> str:
    """A line with its tabs, its byte order mark and the carriage return that ends it; all else
    that hides or that a terminal or a CI system obeys is spelled out.
    """
    mark = text[:1] if text.startswith(_BYTE_ORDER_MARK) else ""
    end = text[-1:] if text.endswith("\r") else ""
    words = text[len(mark) : len(text) - len(end)].split("\t")
    return f"{mark}{chr(9).join(map(visible, words))}{end}"


def _hunk(
    group: Sequence[tuple[str, int, int, int, int]],
    before: Sequence[_Line],
    after: Sequence[_Line],
) -> Iterator[tuple[str, _Line]]:
    for tag, first, last, start, stop in group:
        if tag == "equal":
            yield from ((" ", one) for one in before[first:last])
            continue
        yield from (("-", one) for one in before[first:last])
        yield from (("+", one) for one in after[start:stop])


def _range(start: int, stop: int) -> str:
    """Lines as a unified diff counts them: from 1, and from the one before where there is none."""
    length = stop - start
    return f"{start + 1 if length else start},{length}"


def _name(side: str, path: str) -> str:
    """A file as git names it: quoted where it would not show itself, and ended by a tab where it
    holds a space.
    """
    whole = f"{side}/{path}"
    if visible(whole) == whole and not set(whole) & {'"', "\\"}:
        return f"{whole}\t" if " " in whole else whole
    octal = (
        chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in os.fsencode(whole)
    )
    return f'"{"".join(octal)}"'
