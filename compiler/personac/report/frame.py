"""A line of a source as it is shown: tabs and hidden characters spelled out, long lines cut."""

from functools import lru_cache
from typing import NamedTuple

from personac.report.visible import shown, width, width_at
from personac.source import Source, Span
from personac.tables.secrets import masked

MAX_COLUMNS = 120
LEAD = 40
TAB = 4


class Cell(NamedTuple):
    text: str
    columns: int


class Window(NamedTuple):
    """The part of a line that is shown: offsets in the source, and what stands for each."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        before, after = "…" * self.cut_before, "…" * self.cut_after
        return (before + "".join(cell.text for cell in self.cells) + after).rstrip()

    def covers(self, span: Span) -> bool:
        """Whether ``span`` is in view, as far as it is on this line."""
        begins = self.start <= span.start <= self.end
        return begins and (span.end <= self.end or not self.cut_after)

    def underline(self, span: Span, mark: str) -> str:
        """Marks below ``span``, at least one; what is outside of the window has none."""
        begin = min(max(span.start, self.start), self.end) - self.start
        stop = min(max(span.end, self.start), self.end) - self.start
        lead = self.cut_before + sum(cell.columns for cell in self.cells[:begin])
        length = sum(cell.columns for cell in self.cells[begin:stop])
        return " " * lead + mark * max(length, 1)


def window(source: Source, number: int, focus: Span) -> Window:
    """Line ``number`` from its start if ``focus`` is in view then, else from just before it."""
    start = source.line_starts[number - 1]
    end = source.text.find("\n", start)
    end = len(source.text) if end < 0 else end
    text = _discreet(source.text)
    whole = _from(text, start, start, end)
    if whole.covers(focus) or focus.start - LEAD <= start:
        return whole
    return _from(text, focus.start - LEAD, start, end)


@lru_cache(8)
def _discreet(text: str) -> str:
    """The text of a source, its secrets made unreadable, offset by offset."""
    return masked(text)


def _from(text: str, begin: int, start: int, end: int) -> Window:
    """As many characters of the line at ``start`` from ``begin`` on as there is room for."""
    cells: list[Cell] = []
    columns, at = 0, begin
    while at < end and columns < MAX_COLUMNS and len(cells) < 2 * MAX_COLUMNS:
        cells.append(_cell(text, at, columns))
        columns += cells[-1].columns
        at += 1
    return Window(begin, at, tuple(cells), begin > start, at < end)


def _cell(text: str, at: int, columns: int) -> Cell:
    if text[at] == "\t":
        size = TAB - columns % TAB
        return Cell(" " * size, size)
    seen = shown(text, at)
    return Cell(seen, width_at(text, at) if seen == text[at] else width(seen))
