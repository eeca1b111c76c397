"""One JSON object a line and finding, with the fields of ``findings`` in the JSON report."""

from personac.codec import to_json
from personac.report import json
from personac.report.checked import LintReport
from personac.report.visible import json_guarded


def render(report: LintReport) -> str:
    found = json.report(report.findings, report.sources, report.errors).findings
    return "".join(f"{json_guarded(to_json(one).decode())}\n" for one in found)
