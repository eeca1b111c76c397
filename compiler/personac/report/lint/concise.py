"""One line a finding: ``path:line:col: severity[CODE] message``."""

from personac.report.checked import LintReport
from personac.report.concise import line
from personac.report.lint._repeats import groups


def render(report: LintReport) -> str:
    shown = [
        line(group.first, colour=report.colour) + (f" ({group.also})" if group.also else "")
        for group in groups(report)
    ]
    return "".join(f"{one}\n" for one in (*shown, *filter(None, [report.summary])))
