"""A comment for a pull request: what was found, one table a file."""

from collections.abc import Iterator
from itertools import groupby

from personac.report.breaking.markdown import escaped
from personac.report.checked import LintReport
from personac.report.concise import elsewhere
from personac.report.lint._words import line_of
from personac.report.placed import Placed, ordered

MOST = 200
_HEAD = "| where | | rule | what |\n| --- | --- | --- | --- |\n"


def render(report: LintReport) -> str:
    """Markdown in which nothing from a persona is markup, a link, a mention or HTML."""
    found = ordered(report.findings)
    title = "## Agent personas\n\n"
    text = f"{title}{escaped(report.summary)}\n" if report.summary else title
    for path, below in groupby(found[:MOST], key=lambda one: line_of(one).path):
        text += f"\n**{escaped(path or 'project')}**\n\n{_HEAD}" + "".join(_rows(below))
    if len(found) > MOST:
        text += f"\n{len(found) - MOST} more findings are not shown.\n"
    return text


def _rows(found: Iterator[Placed]) -> Iterator[str]:
    for placed in found:
        one, at = placed.diagnostic, line_of(placed)
        where = "" if at.whole else f"{at.line}:{at.column}"
        what = escaped(one.message + elsewhere(placed))
        what += f"; {escaped(one.help)}" if one.help else ""
        rule = f"{one.code} {escaped(one.name)}"
        yield f"| {escaped(where)} | {one.severity} | {rule} | {what} |\n"
