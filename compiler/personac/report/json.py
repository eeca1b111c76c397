r"""Findings for programs.  The shape is stable: fields are added, never renamed or removed.

``line`` and ``column`` count from 1 in code points; ``end_line`` and ``end_column`` are the
position after the last character.  A finding without a place has ``path`` null.  ``start`` and
``end`` of an edit are offsets in code points of the text without a byte order mark and with
``\n`` line ends.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypedDict

from msgspec import Struct

from personac.codec import to_pretty_json
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.errors import InputError
from personac.report.checked import Suppressed
from personac.report.locate import Place, place, whole
from personac.report.placed import Placed, counts, ordered
from personac.report.visible import json_guarded
from personac.source import Position, Source

SCHEMA: Literal["personac/diagnostics/1"] = "personac/diagnostics/1"


_START = Position(1, 1)


class _Range(TypedDict):
    path: str | None
    line: int
    column: int
    end_line: int
    end_column: int


class Range(Struct, frozen=True, kw_only=True):
    path: str | None
    line: int
    column: int
    end_line: int
    end_column: int


class LabelReport(Range, frozen=True, kw_only=True):
    text: str


class EditReport(Range, frozen=True, kw_only=True):
    start: int
    end: int
    replacement: str


class FixReport(Struct, frozen=True, kw_only=True):
    title: str
    applicability: Applicability
    edits: tuple[EditReport, ...]


class Finding(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    severity: Severity
    message: str
    why: str
    help: str
    path: str | None
    line: int
    column: int
    end_line: int
    end_column: int
    labels: tuple[LabelReport, ...]
    fixes: tuple[FixReport, ...]


class Unreadable(Struct, frozen=True, kw_only=True):
    """A file that was asked for and is not among those checked."""

    path: str
    reason: str


class Silenced(Struct, frozen=True, kw_only=True):
    """A finding that is not among the others: by a comment (``inSource``) or the baseline."""

    finding: Finding
    kind: str
    reason: str


class Report(Struct, frozen=True, kw_only=True, omit_defaults=True):
    schema: Literal["personac/diagnostics/1"]
    findings: tuple[Finding, ...]
    counts: dict[Severity, int]
    unreadable: tuple[Unreadable, ...]
    suppressed: tuple[Silenced, ...] = ()


def render(
    found: Iterable[Placed],
    sources: Mapping[str, Source],
    errors: Iterable[InputError] = (),
    suppressed: Iterable[Suppressed] = (),
) -> str:
    """The report as indented JSON; a CI system reads no command in it."""
    return json_guarded(to_pretty_json(report(found, sources, errors, suppressed)))


def report(
    found: Iterable[Placed],
    sources: Mapping[str, Source],
    errors: Iterable[InputError] = (),
    suppressed: Iterable[Suppressed] = (),
) -> Report:
    silenced = tuple(
        Silenced(finding=_finding(one.found, sources), kind=one.kind, reason=one.reason)
        for one in suppressed
    )
    in_order = ordered(found)
    findings = tuple(_finding(one, sources) for one in in_order)
    unreadable = tuple(Unreadable(path=one.path, reason=one.reason) for one in errors)
    return Report(
        schema=SCHEMA,
        findings=findings,
        counts=counts(in_order),
        unreadable=unreadable,
        suppressed=silenced,
    )


def _finding(found: Placed, sources: Mapping[str, Source]) -> Finding:
    one = found.diagnostic
    labels = zip(found.places, one.labels, strict=True)
    return Finding(
        code=one.code,
        name=one.name,
        severity=one.severity,
        message=one.message,
        why=one.why,
        help=one.help,
        labels=tuple(LabelReport(text=label.text, **_at(where)) for where, label in labels),
        fixes=tuple(_fix(fix, sources) for fix in one.fixes),
        **_at(found.primary),
    )


def _at(found: Place | None) -> _Range:
    path = None if found is None else found.path
    start, end = (_START, _START) if found is None else (found.start, found.end)
    return _Range(
        path=path,
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
    )


def _fix(fix: Fix, sources: Mapping[str, Source]) -> FixReport:
    edits = tuple(_edit(edit, sources) for edit in fix.edits)
    return FixReport(title=fix.title, applicability=fix.applicability, edits=edits)


def _edit(edit: Edit, sources: Mapping[str, Source]) -> EditReport:
    source = sources.get(edit.path)
    return EditReport(
        start=edit.span.start,
        end=edit.span.end,
        replacement=edit.replacement,
        **_at(place(source, edit.span) if source else whole(edit.path)),
    )
