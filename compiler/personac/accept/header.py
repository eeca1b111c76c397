"""Header fields, changed in the frontmatter that holds them, in the style of their author."""

import json
import re
from collections.abc import Iterator

from personac.accept.edit import Edit, Unwritable, indent, lead, line_end, line_start
from personac.model import Field, Value
from personac.source import Span
from personac.text import frontmatter

_ENTRY = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*)")
_COMMENT = re.compile(r"(?:^|\s)#")


def rewritten(text: str, span: Span, old: Field, new: Field) -> Edit:
    """The value of a field for another; its quotes, its kind of list and its comments stay."""
    raw = text[span.start : span.end].rstrip()
    whole = Span(span.start, span.start + len(raw))
    if (
        isinstance(old.value, tuple)
        and isinstance(new.value, tuple)
        and (lines := _lines(raw, old.value, new.value))
    ):
        return Edit(whole, lines, new.id)
    if "\n" in raw and _COMMENT.search(raw) and raw[0] not in "|>\"'":
        raise Unwritable(new.id, f"the value of `{new.key}` holds a comment that would be lost")
    margin = " " * len(lead(text, span.start)) if "\n" in raw else indent(text, span.start)
    for value in _values(new.value, raw, margin):
        if _reads_as(new.key, value, new.value, margin):
            return Edit(whole, value, new.id)
    raise Unwritable(new.id, f"the new value of `{new.key}` cannot be written as it stands there")


def _lines(raw: str, old: tuple[Value, ...], new: tuple[Value, ...]) -> str:
    """A block list without the lines of what goes and with a line for what comes; empty when
    that cannot be done line by line.
    """
    lines = raw.split("\n")
    entries = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    kept = [value for value in old if value in new]
    if len(entries) != len(old) or list(new[: len(kept)]) != kept:
        return ""
    gone = {number for number, value in zip(entries, old, strict=True) if value not in new}
    if not kept or not all(isinstance(value, str) for value in (*old, *new)):
        return ""
    left = [line for number, line in enumerate(lines) if number not in gone]
    margin = indent(raw, len(raw)) if len(lines) > 1 else ""
    return "\n".join((*left, *(f"{margin}- {_flow(value)}" for value in new[len(kept) :]))).lstrip()


def _values(value: Value, raw: str, margin: str) -> Iterator[str]:
    """Spellings of the value, that of the old one first."""
    if isinstance(value, str):
        yield from _texts(value, raw)
        return
    if "\n" in raw or raw[:2] == "- ":
        yield from _blocks(value, margin)
    yield _flow(value)


def _texts(value: str, raw: str) -> Iterator[str]:
    if raw[:1] in "|>" and raw and "\n" in raw:
        mark, first = raw.split("\n", 2)[:2]
        margin = first[: len(first) - len(first.lstrip())]
        for one in dict.fromkeys((mark, f"{mark[0]}-")):
            yield f"{one}\n" + "\n".join(f"{margin}{line}" for line in value.split("\n"))
    single = "'" + value.replace("'", "''") + "'"
    double = json.dumps(value, ensure_ascii=False)
    if "\n" in value:
        yield double
        return
    yield from {'"': (double,), "'": (single,)}.get(raw[:1], (value,))
    yield from (value, double)


def _blocks(value: Value, margin: str) -> Iterator[str]:
    if isinstance(value, tuple):
        yield f"\n{margin}".join(f"- {_flow(one)}" for one in value)
    elif isinstance(value, dict):
        yield f"\n{margin}".join(f"{_flow(key)}: {_flow(one)}" for key, one in value.items())


def _flow(value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_flow(one) for one in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    safe = re.fullmatch(r"[A-Za-z][\w ./()+-]*", value) and value == value.strip()
    return value if safe else json.dumps(value, ensure_ascii=False)


def _reads_as(key: str, written: str, value: Value, margin: str) -> bool:
    line = f"\n{margin or '  '}" if written.startswith("- ") or "\n" in written else " "
    line = " " if written[:1] in "|>\"'[{" else line
    found = frontmatter.read(f"---\n{key}:{line}{written}\n---\n")
    return (
        found is not None
        and not found.mends
        and not found.comments
        and [entry.value for entry in found.entries] == [value]
    )


def added(text: str, last: Span | None, node: Field) -> Edit:
    """A line for the field after the last one, or a frontmatter of its own."""
    value = next(
        (v for v in _values(node.value, "", "") if _reads_as(node.key, v, node.value, "")), ""
    )
    if not value:
        raise Unwritable(node.id, f"the value of `{node.key}` cannot be written on a line")
    line = f"{node.key}: {value}"
    if last is None:
        offsets = frontmatter.split(text)
        at = offsets[0] if offsets else 0
        new = f"{line}\n" if offsets else f"---\n{line}\n---\n\n"
        return Edit(Span(at, at), new, node.id)
    end = line_end(text, last.start + len(text[last.start : last.end].rstrip()))
    return Edit(Span(end, end), f"\n{line}", node.id)


def removed(text: str, span: Span, node: Field) -> Edit:
    """The lines of the field go, with its key; a comment after its value stays."""
    start = line_start(text, span.start)
    while start and not text[start:].lstrip("\"' ").startswith(node.key):
        start = line_start(text, start - 1)
    stop = span.start + len(text[span.start : span.end].rstrip())
    end = line_end(text, stop)
    if comment := text[stop:end].strip():
        return Edit(Span(start, end), comment, node.id)
    return Edit(Span(start, min(end + 1, len(text))), "", node.id)
