"""A change as a patch for ``git apply``, as far as nothing in it has to be hidden."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from personac.report.visible import visible
from personac.source import Source
from personac.tables.secrets import masked

_CONTEXT = (3, 2, 1)
"""Lines around a change; with fewer of them a masked line may not have to be shown."""
_NO_END = "\\ No newline at end of file\n"
_OpCode = tuple[str, int, int, int, int]


class Patch(NamedTuple):
    """A unified diff; an ``exact`` one can be applied."""

    text: str
    exact: bool


class _Line(NamedTuple):
    shown: str
    exact: bool


def patch(old: Source, new: str) -> Patch:
    """The change of a file to the text ``new``, with secrets and hidden characters unreadable."""
    before, after = _lines(old, old.text), _lines(old, new)
    matcher = SequenceMatcher(None, _parts(old.text), _parts(new), autojunk=False)
    for context in _CONTEXT:
        groups = list(matcher.get_grouped_opcodes(context))
        hunks = [line for group in groups for line in _hunk(group, before, after)]
        if all(line.exact for line in hunks):
            return Patch(_text(old.path, hunks), exact=True)
    groups = list(matcher.get_grouped_opcodes(_CONTEXT[0]))
    return Patch(
        _text(old.path, [line for group in groups for line in _hunk(group, before, after)]),
        exact=False,
    )


def _text(path: str, hunks: Sequence[_Line]) -> str:
    head = f"--- {_name(f'a/{path}')}\n+++ {_name(f'b/{path}')}\n"
    return head + "".join(line.shown for line in hunks)


def _parts(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text.rpartition("\n")[2]] * (
        not text.endswith("\n")
    )


def _lines(source: Source, text: str) -> list[_Line]:
    """The lines as they are in the file, byte order mark and line ends included."""
    found: list[_Line] = []
    for number, (real, safe) in enumerate(zip(_parts(text), _parts(masked(text)), strict=True)):
        line = real.removesuffix("\n")
        shown = "\t".join(map(visible, safe.removesuffix("\n").split("\t")))
        mark = "\ufeff" if source.byte_order_mark and not number else ""
        end = ("\r\n" if source.crlf else "\n") if real.endswith("\n") else f"\n{_NO_END}"
        found.append(_Line(f"{mark}{shown}{end}", shown == line))
    return found


def _hunk(
    group: Sequence[_OpCode], before: Sequence[_Line], after: Sequence[_Line]
) -> Iterator[_Line]:
    (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
    old, new = _range(old_start, old_end), _range(new_start, new_end)
    yield _Line(f"@@ -{old} +{new} @@\n", exact=True)
    for tag, start, end, other, last in group:
        if tag == "equal":
            yield from _signed(" ", before[start:end])
            continue
        yield from _signed("-", before[start:end])
        yield from _signed("+", after[other:last])


def _signed(sign: str, lines: Sequence[_Line]) -> Iterator[_Line]:
    return (line._replace(shown=sign + line.shown) for line in lines)


def _range(start: int, end: int) -> str:
    count = end - start
    first = start + 1 if count else start
    return f"{first}" if count == 1 else f"{first},{count}"


def _name(path: str) -> str:
    """A path as git writes it: in quotes where it has anything in it that is not plain."""
    if visible(path) == path and not set(path) & set('"\\'):
        return path
    return '"' + "".join(map(_quoted, path)) + '"'


def _quoted(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if visible(char) == char:
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
