"""SARIF 2.1.0, as code scanning reads it: rules, results, places and stable fingerprints."""

from collections.abc import Iterator
from urllib.parse import quote

from personac import __version__, registry
from personac.breaking import rules
from personac.codec import digest, to_pretty_json
from personac.report.changes import Compared, Report
from personac.report.locate import Place
from personac.report.visible import json_guarded, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5000
"""A service shows no more of one run."""

Json = dict[str, object]


def render(report: Report) -> str:
    """One run; what was accepted is there with its suppression."""
    found = (*report.breaking, *report.tightened, *report.accepted)
    run: Json = {
        "tool": {"driver": _driver()},
        "automationDetails": {"id": "personac/breaking/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one) for one in found[:MOST]],
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_guarded(to_pretty_json(log))


def _driver() -> Json:
    return {
        "name": "personac",
        "semanticVersion": __version__,
        "rules": list(_rules()),
    }


def _rules() -> Iterator[Json]:
    for rule in rules():
        page = registry.pages()[rule.code]
        yield {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": registry.lead(page)},
            "fullDescription": {"text": rule.why},
            "help": {"text": page.text, "markdown": page.text},
            "defaultConfiguration": {"level": "error"},
        }


def _result(one: Compared) -> Json:
    change = one.change
    text = f"{change.message}; {change.help}"
    if change.before and change.after:
        text += f" (before: {change.before}; after: {change.after})"
    result: Json = {
        "ruleId": change.code,
        "level": "note" if change.tightened else "error",
        "message": {"text": visible(text)},
        "locations": [_location(one.place)],
        "partialFingerprints": {"personacChange/v1": _fingerprint(one)},
    }
    if one.reason:
        result["suppressions"] = [{"kind": "external", "justification": visible(one.reason)}]
    return result


def _fingerprint(one: Compared) -> str:
    change = one.change
    return digest(f"{one.name}\n{change.before}\n{change.after}".encode("utf-8", "replace"))


def _location(place: Place) -> Json:
    uri = quote(place.path.encode("utf-8", "surrogateescape"), safe="/")
    physical: Json = {"artifactLocation": {"uri": uri}}
    if not place.whole:
        physical["region"] = {
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        }
    return {"physicalLocation": physical}
