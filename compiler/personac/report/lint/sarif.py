"""SARIF 2.1.0, as code scanning reads it, within the limits of GitHub."""

from collections.abc import Iterable, Iterator

from personac import __version__, registry
from personac.codec import to_pretty_json
from personac.diagnostics import Diagnostic, Fix, Severity
from personac.report.checked import LintReport, Suppressed
from personac.report.lint._words import marked, uri_of
from personac.report.locate import Place, place, whole
from personac.report.placed import Placed, worst
from personac.report.visible import json_guarded, short, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
INTERNAL = "INT001"
MOST = 5000
"""A service shows no more of one run."""
MOST_RELATED = 100
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}

Json = dict[str, object]


def render(report: LintReport) -> str:
    """One run; what is suppressed is there with its reason, as far as there is room.  A result
    has a place: code scanning takes no other.
    """
    silent = {id(one.found): one for one in report.suppressed}
    placed = [one for one in report.findings if one.primary]
    every = list(marked((*placed, *(one.found for one in report.suppressed)), report))
    kept = {id(one) for one in worst(placed, MOST)}
    first = [(one, mark) for one, mark in every if id(one) in kept]
    shown = [*first, *((one, mark) for one, mark in every if id(one) in silent)][:MOST]
    rules = sorted({one.diagnostic.code: one.diagnostic for one, _ in shown}.items())
    run: Json = {
        "tool": {"driver": _driver([one for _, one in rules])},
        "automationDetails": {"id": "personac/lint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(every))],
        "results": [_result(one, mark, report, silent.get(id(one))) for one, mark in shown],
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_guarded(to_pretty_json(log))


def _driver(rules: Iterable[Diagnostic]) -> Json:
    return {
        "name": "personac",
        "semanticVersion": __version__,
        "rules": [_rule(one) for one in rules],
    }


def _rule(one: Diagnostic) -> Json:
    page = registry.pages().get(one.code)
    lead = registry.lead(page) if page else one.why
    return {
        "id": one.code,
        "name": one.name,
        "shortDescription": {"text": visible(lead or one.name)},
        "fullDescription": {"text": visible(one.why or one.name)},
        "help": {"text": page.text, "markdown": page.text} if page else {"text": one.why or "-"},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
        "properties": {"tags": ["agents", one.code[:3]]},
    }


def _invocation(report: LintReport, total: int) -> Json:
    """What became of the run: files that could not be read, and what is about no file."""
    failed = any(one.diagnostic.code == INTERNAL for one in report.findings)
    made: Json = {"executionSuccessful": not report.errors and not failed}
    notes = [_note("error", f"{one.path}: {one.reason}") for one in report.errors]
    notes += [
        _note("warning", f"{one.diagnostic.code}: {one.diagnostic.message}")
        for one in report.findings
        if one.primary is None
    ]
    left = total - MOST
    notes += [_note("warning", f"INT002: {left} results are left out")] if left > 0 else []
    return made | ({"toolExecutionNotifications": notes} if notes else {})


def _note(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": visible(text)}}


def _result(found: Placed, mark: str, report: LintReport, silenced: Suppressed | None) -> Json:
    one = found.diagnostic
    text = f"{short(one.message)}; {visible(one.help)}" if one.help else short(one.message)
    result: Json = {
        "ruleId": one.code,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [_location(found.primary)] if found.primary else [],
        "partialFingerprints": {"primaryLocationLineHash": mark},
    }
    if related := list(_related(found)):
        result["relatedLocations"] = related[:MOST_RELATED]
    if fixes := [_fix(fix, report) for fix in one.fixes if _known(fix, report)]:
        result["fixes"] = fixes
    if silenced:
        result["suppressions"] = [
            {"kind": silenced.kind, "justification": visible(silenced.reason)}
        ]
    return result


def _related(found: Placed) -> Iterator[Json]:
    labels = list(zip(found.places, found.diagnostic.labels, strict=True))[1:]
    for number, (at, label) in enumerate(labels, 1):
        if at is not None:
            text = visible(label.text) or "see also"
            yield {"id": number, **_location(at), "message": {"text": text}}


def _location(at: Place) -> Json:
    physical: Json = {"artifactLocation": {"uri": uri_of(at.path)}}
    if not at.whole:
        physical["region"] = _region(at)
    return {"physicalLocation": physical}


def _region(at: Place) -> Json:
    return {
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
    }


def _known(fix: Fix, report: LintReport) -> bool:
    return bool(fix.edits) and all(edit.path in report.sources for edit in fix.edits)


def _fix(fix: Fix, report: LintReport) -> Json:
    paths = list(dict.fromkeys(edit.path for edit in fix.edits))
    changes: list[Json] = []
    for path in paths:
        source = report.sources.get(path)
        edits = [edit for edit in fix.edits if edit.path == path]
        replacements = [
            {
                "deletedRegion": _region(place(source, edit.span) if source else whole(path)),
                "insertedContent": {"text": edit.replacement},
            }
            for edit in edits
        ]
        where: Json = {"uri": uri_of(path)}
        changes.append({"artifactLocation": where, "replacements": replacements})
    return {"description": {"text": visible(fix.title)}, "artifactChanges": changes}
