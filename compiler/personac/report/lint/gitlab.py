"""GitLab's Code Quality report, which is Code Climate's: a list of issues with fingerprints."""

from personac.codec import to_pretty_json
from personac.diagnostics import Severity
from personac.report.checked import LintReport
from personac.report.lint._words import line_of, marked, text_of
from personac.report.placed import Placed
from personac.report.visible import json_guarded

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.HINT: "info"}


def render(report: LintReport) -> str:
    issues = [_issue(one, mark) for one, mark in marked(report.findings, report)]
    return json_guarded(to_pretty_json(issues))


def _issue(found: Placed, mark: str) -> dict[str, object]:
    one, at = found.diagnostic, line_of(found)
    return {
        "type": "issue",
        "check_name": one.code,
        "description": f"{one.code} {one.name}: {text_of(found)}",
        "categories": ["Bug Risk"],
        "severity": _LEVELS[one.severity],
        "fingerprint": mark,
        "location": {"path": at.path, "lines": {"begin": at.line, "end": at.end_line}},
    }
