"""What the formats of other tools have in common: a path, a range and one line of text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from personac.report.checked import LintReport
from personac.report.concise import elsewhere
from personac.report.fingerprint import fingerprints
from personac.report.placed import Placed, ordered
from personac.report.visible import short, visible


class Line(NamedTuple):
    """A finding the way most tools know one.  Lines and columns count from 1."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    whole: bool


def line_of(found: Placed) -> Line:
    at = found.primary
    if at is None:
        return Line("", 1, 1, 1, 1, whole=True)
    return Line(
        visible(at.path), at.start.line, at.start.column, at.end.line, at.end.column, at.whole
    )


def text_of(found: Placed) -> str:
    """Message, other places and help on one line."""
    one = found.diagnostic
    said = short(one.message) + elsewhere(found)
    return f"{said}; {short(one.help)}" if one.help else said


def uri_of(path: str) -> str:
    """A relative reference, whatever the name of the file is made of."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def marked(found: Iterable[Placed], report: LintReport) -> Iterator[tuple[Placed, str]]:
    """Findings in order, each with its fingerprint."""
    listed = ordered(found)
    return zip(listed, fingerprints(listed, report.sources), strict=True)
