"""ANSI colour for people; without it the same text, to the byte."""

from collections.abc import Callable

from personac.diagnostics import Severity

Paint = Callable[[str, str], str]
"""Takes a text and the name of a tone."""

_TONES = {
    Severity.ERROR: "1;31",
    Severity.WARNING: "1;33",
    Severity.HINT: "1;36",
    "bold": "1",
    "gutter": "34",
    "added": "32",
    "removed": "31",
}


def painter(*, colour: bool) -> Paint:
    return _painted if colour else _bare


def _painted(text: str, tone: str) -> str:
    return f"\x1b[{_TONES[tone]}m{text}\x1b[0m" if text else text


def _bare(text: str, tone: str) -> str:  # noqa: ARG001  the shape of Paint
    return text
