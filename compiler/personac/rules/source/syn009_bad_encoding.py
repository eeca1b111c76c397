"""SYN009: characters that text files do not hold: controls, and marks of a broken encoding."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.rules.source._notes import MAX_LABELS
from personac.source import Source, Span

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+|\r(?!\n)")
_LOST = re.compile("\ufffd+")
_MOJIBAKE = re.compile(
    "(?:\u00e2\u20ac[\u0080-\u2122\u0153\u00a6]|\u00c3[\u0080-\u00bf]|\u00f0\u0178[\u0080-\u2122]|\u00ef\u00bf\u00bd)"
)


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        if controls := [match.span() for match in _CONTROL.finditer(source.text)]:
            yield _controls(source, controls)
        if source.text.isascii():
            continue
        if lost := [match.span() for match in _LOST.finditer(source.text)]:
            yield _broken(source, lost, "characters were lost: U+FFFD stands in their place")
        if mixed := [match.span() for match in _MOJIBAKE.finditer(source.text)]:
            yield _broken(source, mixed, "UTF-8 was read as another encoding and saved again")


def _controls(source: Source, places: Sequence[tuple[int, int]]) -> Finding:
    char = source.text[places[0][0]]
    return Finding(
        message=f"the text holds the control character U+{ord(char):04X}{_more(places)}",
        help="delete it, or write what it stands for",
        labels=_labels(source, places),
    )


def _broken(source: Source, places: Sequence[tuple[int, int]], says: str) -> Finding:
    return Finding(
        message=f"{says}{_more(places)}",
        help="write the characters that were meant, and save the file as UTF-8",
        labels=_labels(source, places),
        severity=Severity.WARNING,
        why="the agent reads other words than its author wrote",
    )


def _more(places: Sequence[tuple[int, int]]) -> str:
    return f" ({len(places)} places)" if len(places) > 1 else ""


def _labels(source: Source, places: Sequence[tuple[int, int]]) -> tuple[Label, ...]:
    return tuple(
        Label(Locator(path=source.path, span=Span(start, end)))
        for start, end in places[:MAX_LABELS]
    )


RULE = Rule(
    code="SYN009",
    name="bad-encoding",
    severity=Severity.ERROR,
    why="terminals obey control characters, YAML and XML refuse them, and editors hide them",
    check=check,
)
