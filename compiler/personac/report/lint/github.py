"""Workflow commands: each finding as an annotation of its line."""

from personac.diagnostics import Severity
from personac.errors import InputError
from personac.report.checked import LintReport
from personac.report.lint._words import line_of, text_of
from personac.report.placed import Placed, ordered
from personac.report.workflow_commands import command, data

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def render(report: LintReport) -> str:
    lines = [_line(one) for one in ordered(report.findings)]
    lines += [_unreadable(one) for one in report.errors]
    closing = [data(report.summary)] if report.summary else []
    return "".join(f"{line}\n" for line in (*lines, *closing))


def _unreadable(error: InputError) -> str:
    return command("error", {"file": error.path, "title": "not checked"}, error.reason)


def _line(found: Placed) -> str:
    one, at = found.diagnostic, line_of(found)
    where = {"file": at.path} if at.path else {}
    if not at.whole:
        where |= {"line": str(at.line), "col": str(at.column), "endLine": str(at.end_line)}
        if at.end_line == at.line:
            where["endColumn"] = str(at.end_column)
    return command(
        _LEVELS[one.severity], where | {"title": f"{one.code} {one.name}"}, text_of(found)
    )
