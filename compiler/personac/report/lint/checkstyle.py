"""Checkstyle's XML, which many code review tools read."""

from itertools import groupby
from xml.sax.saxutils import quoteattr

from personac.diagnostics import Severity
from personac.report.checked import LintReport
from personac.report.lint._words import line_of, text_of
from personac.report.lint._xml import plain
from personac.report.placed import Placed, ordered

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}


def render(report: LintReport) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for path, found in groupby(ordered(report.findings), key=lambda one: line_of(one).path):
        lines += (f"  <file name={_attribute(path)}>", *map(_error, found), "  </file>")
    return "".join(f"{line}\n" for line in (*lines, "</checkstyle>"))


def _error(found: Placed) -> str:
    one, at = found.diagnostic, line_of(found)
    attributes = {
        "line": str(at.line),
        "column": str(at.column),
        "severity": _LEVELS[one.severity],
        "message": text_of(found),
        "source": f"personac.{one.code}",
    }
    said = " ".join(f"{name}={_attribute(value)}" for name, value in attributes.items())
    return f"    <error {said}/>"


def _attribute(text: str) -> str:
    return quoteattr(plain(text), {'"': "&quot;"})
