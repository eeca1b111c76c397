"""Findings for programs, schema ``personac/diagnostics/1``; see ``personac.report.json``."""

from personac.report import json
from personac.report.checked import LintReport


def render(report: LintReport) -> str:
    return json.render(report.findings, report.sources, report.errors, report.suppressed)
