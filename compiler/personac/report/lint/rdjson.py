"""Reviewdog's Diagnostic Format; its columns count bytes of UTF-8."""

from personac.codec import to_pretty_json
from personac.diagnostics import Edit, Severity
from personac.report.checked import LintReport
from personac.report.lint._words import text_of
from personac.report.locate import Place, place
from personac.report.placed import Placed, ordered
from personac.report.visible import json_guarded, visible
from personac.source import Position, Source

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.HINT: "INFO"}
Json = dict[str, object]


def render(report: LintReport) -> str:
    log: Json = {
        "source": {"name": "personac"},
        "diagnostics": [_diagnostic(one, report) for one in ordered(report.findings)],
    }
    return json_guarded(to_pretty_json(log))


def _diagnostic(found: Placed, report: LintReport) -> Json:
    one = found.diagnostic
    shown: Json = {
        "message": text_of(found),
        "location": _location(found.primary, report),
        "severity": _LEVELS[one.severity],
        "code": {"value": one.code},
    }
    edits = [edit for fix in one.fixes[:1] for edit in fix.edits if edit.path in report.sources]
    if edits:
        shown["suggestions"] = [_suggestion(edit, report) for edit in edits]
    return shown


def _location(at: Place | None, report: LintReport) -> Json:
    if at is None:
        return {"path": ""}
    source = report.sources.get(at.path)
    if at.whole or source is None:
        return {"path": visible(at.path)}
    return {"path": visible(at.path), "range": _range(at, source)}


def _range(at: Place, source: Source) -> Json:
    return {"start": _position(at.start, source), "end": _position(at.end, source)}


def _position(at: Position, source: Source) -> Json:
    before = source.line(at.line)[: at.column - 1]
    return {"line": at.line, "column": len(before.encode("utf-8", "replace")) + 1}


def _suggestion(edit: Edit, report: LintReport) -> Json:
    source = report.sources[edit.path]
    return {"range": _range(place(source, edit.span), source), "text": edit.replacement}
