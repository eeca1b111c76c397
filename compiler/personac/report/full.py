"""Findings with the lines they are about, the way rustc and ruff show them.

error[MAN001]: a grant allows what a mandate forbids
 --> personas/a.md:4:8
  |
4 | tools: Read, Bash
  |              ^^^^ granted here, without limit
...
9 | - NO Git operations without approval
  |   ----------------- forbidden here
  = why: tools are enforced by the client, sentences are not
  = help: restrict the grant, or drop the mandate
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from personac.diagnostics import Applicability, Diagnostic
from personac.report.colour import Paint, painter
from personac.report.concise import address
from personac.report.frame import Window, window
from personac.report.locate import Place
from personac.report.placed import Placed, ordered
from personac.report.visible import short, visible
from personac.source import Source, Span

MAX_LABEL = 100


class Mark(NamedTuple):
    """One label below its line."""

    line: int
    span: Span
    text: str
    primary: bool


def render(found: Iterable[Placed], sources: Mapping[str, Source], *, colour: bool = False) -> str:
    """All findings, a blank line after each."""
    paint = painter(colour=colour)
    return "".join(
        "".join(f"{line}\n" for line in lines(one, sources, paint)) + "\n" for one in ordered(found)
    )


def lines(found: Placed, sources: Mapping[str, Source], paint: Paint) -> Iterator[str]:
    """The lines of one finding."""
    diagnostic = found.diagnostic
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    yield f"{head}{paint(f': {short(diagnostic.message)}', 'bold')}"
    files = _files(found)
    numbers = [mark.line for _, marks in files.values() for mark in marks]
    gutter = len(str(max(numbers, default=1)))
    for index, (path, (place, marks)) in enumerate(files.items()):
        arrow = paint(" " * gutter + (":::" if index else "-->"), "gutter")
        yield f"{arrow} {address(place)}"
        if marks and path in sources:
            yield from _snippet(sources[path], marks, gutter, diagnostic, paint)
    yield from _notes(found, gutter, paint)


def _files(found: Placed) -> dict[str, tuple[Place, list[Mark]]]:
    """For each file, primary one first, the place that heads it and its marks."""
    files: dict[str, tuple[Place, list[Mark]]] = {}
    labels = zip(found.places, found.diagnostic.labels, strict=True)
    for index, (place, label) in enumerate(labels):
        if place is None:
            continue
        _, marks = files.setdefault(place.path, (place, []))
        if not place.whole:
            text = short(label.text, MAX_LABEL)
            marks.append(Mark(place.start.line, place.span, text, index == 0))
    return files


def _snippet(
    source: Source, marks: list[Mark], gutter: int, diagnostic: Diagnostic, paint: Paint
) -> Iterator[str]:
    bar = paint(" " * gutter + " |", "gutter")
    yield bar
    before = 0
    for line, seen, below in _windows(source, marks):
        yield from _gap(source, before, line, gutter, paint)
        yield f"{paint(f'{line:>{gutter}} |', 'gutter')} {seen.text}".rstrip()
        for mark in below:
            tone = diagnostic.severity if mark.primary else "gutter"
            under = seen.underline(mark.span, "^" if mark.primary else "-")
            under, lead = under.lstrip(), len(under) - len(under.lstrip())
            yield f"{bar} {' ' * lead}{paint(f'{under} {mark.text}'.rstrip(), tone)}"
        before = line


def _windows(source: Source, marks: list[Mark]) -> Iterator[tuple[int, Window, list[Mark]]]:
    """The lines to show in order; a line too long to show all of its marks comes twice."""
    shown: Window | None = None
    below: list[Mark] = []
    line = 0
    for mark in sorted(marks):
        if shown is not None and mark.line == line and shown.covers(mark.span):
            below.append(mark)
            continue
        if shown is not None:
            yield line, shown, below
        line, below = mark.line, [mark]
        shown = window(source, line, mark.span)
    if shown is not None:
        yield line, shown, below


def _gap(source: Source, before: int, line: int, gutter: int, paint: Paint) -> Iterator[str]:
    """What stands for the lines between two shown ones: the line, if it is only one."""
    if not before or line - before <= 1:
        return
    if line - before > 2:
        yield paint("...", "gutter")
        return
    between = window(source, line - 1, Span(0, 0)).text
    yield f"{paint(f'{line - 1:>{gutter}} |', 'gutter')} {between}".rstrip()


def _notes(found: Placed, gutter: int, paint: Paint) -> Iterator[str]:
    diagnostic = found.diagnostic
    lead = " " * gutter + " " + paint("=", "gutter")
    if found.primary is None and diagnostic.labels and diagnostic.labels[0].at.node:
        yield f"{lead} {paint('node:', 'bold')} {short(diagnostic.labels[0].at.node)}"
    for name, text in (("why", diagnostic.why), ("help", diagnostic.help)):
        if text:
            yield f"{lead} {paint(f'{name}:', 'bold')} {visible(text)}"
    for fix in diagnostic.fixes:
        safe = fix.applicability is Applicability.SAFE
        shown = fix.applicability is Applicability.DISPLAY
        mark = "" if safe else f" ({'not written by --fix' if shown else fix.applicability})"
        yield f"{lead} {paint('fix:', 'bold')} {short(fix.title)}{mark}"
