"""Findings with the lines they are about, see ``personac.report.full``."""

from personac.report.checked import LintReport
from personac.report.colour import painter
from personac.report.full import lines
from personac.report.lint._repeats import groups


def render(report: LintReport) -> str:
    paint = painter(colour=report.colour)
    parts: list[str] = []
    for group in groups(report):
        parts += lines(group.first, report.sources, paint)
        if group.also:
            parts.append(f"  {paint('=', 'gutter')} {paint('also:', 'bold')} {_also(group.also)}")
        parts.append("")
    return "".join(f"{line}\n" for line in (*parts, *filter(None, [report.summary])))


def _also(text: str) -> str:
    return f"{text}; --no-group shows each"
