"""Small work on lines that the dialects share."""

import html
import re
from collections.abc import Iterator

from injection.values import Gate

_ID = re.compile(r"([A-Za-z]+-?\d+|[A-Z]+(?:-[A-Z]+)+|P-\d+): ")


def split_id(text: str) -> tuple[str, str]:
    """The id that a statement begins with, empty where it has none, and the rest."""
    found = _ID.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def labelled(text: str, bold: str = "**") -> str:
    """The statement as Markdown has it: its id in bold before it."""
    name, rest = split_id(text)
    return f"{bold}{name}:{bold} {rest}" if name else rest


def gate_line(gate: Gate) -> str:
    """A gate as one line of Markdown."""
    criterion = gate.text.rstrip(".")
    owner = f" Owner: {gate.owner}." if gate.owner else ""
    return f"**{gate.id} {gate.name}:** {criterion}. If it fails, {gate.failure}.{owner}"


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def inserted(lines: list[str], at: int, new: list[str]) -> list[str]:
    return [*lines[:at], *new, *lines[at:]]


def appended(lines: list[str], new: list[str]) -> list[str]:
    """The lines with new ones at the end, after one that is empty."""
    body = list(lines)
    while body and not body[-1].strip():
        body.pop()
    return [*body, "", *new, ""]


def outside_fences(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of Markdown that are no code, with their numbers."""
    fence = ""
    for number, line in enumerate(lines):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            yield number, line
