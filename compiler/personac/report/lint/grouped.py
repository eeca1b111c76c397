"""The findings of each file below its name, one line each."""

from collections.abc import Iterator
from itertools import groupby

from personac.report.checked import LintReport
from personac.report.colour import Paint, painter
from personac.report.concise import elsewhere
from personac.report.placed import Placed, ordered
from personac.report.visible import path, short


def render(report: LintReport) -> str:
    paint = painter(colour=report.colour)
    parts: list[str] = []
    for name, found in groupby(ordered(report.findings), key=_path):
        parts += (paint(path(name) or "project", "bold"), *_below(list(found), paint), "")
    return "".join(f"{line}\n" for line in (*parts, *filter(None, [report.summary])))


def _path(one: Placed) -> str:
    return one.primary.path if one.primary else ""


def _below(found: list[Placed], paint: Paint) -> Iterator[str]:
    places = [_place(one) for one in found]
    width = max(map(len, places))
    for place, one in zip(places, found, strict=True):
        severity = one.diagnostic.severity
        code = paint(f"{severity}[{one.diagnostic.code}]", severity)
        yield f"  {place:>{width}} {code} {short(one.diagnostic.message)}{elsewhere(one)}"


def _place(one: Placed) -> str:
    at = one.primary
    return "" if at is None or at.whole else f"{at.start.line}:{at.start.column}"
