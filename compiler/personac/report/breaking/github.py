"""Workflow commands: each change as an annotation of the line in a pull request."""

from personac.report.breaking._summary import summary
from personac.report.changes import Compared, Report
from personac.report.visible import short, visible
from personac.report.workflow_commands import command, data


def render(report: Report) -> str:
    lines = [_command("error", one) for one in report.breaking]
    lines += [_command("notice", one) for one in report.tightened]
    lines += [f"::warning::{data(f'stale record {short(name)}')}" for name in report.stale]
    lines.append(visible(summary(report)))
    return "".join(f"{line}\n" for line in lines)


def _command(level: str, one: Compared) -> str:
    place, change = one.place, one.change
    where = {"file": place.path}
    if not place.whole:
        where |= {
            "line": str(place.start.line),
            "col": str(place.start.column),
            "endLine": str(place.end.line),
        }
    where["title"] = f"{change.code} {change.name}"
    was = f" (before: {short(change.before, 120)})" if change.before and change.after else ""
    return command(level, where, f"{short(change.message)}{was}; {change.help}")
