"""For programs.  The shape is stable: fields are added, never renamed or removed."""

from typing import Literal

from msgspec import Struct

from personac.codec import to_pretty_json
from personac.report.changes import Compared, Report
from personac.report.locate import Place
from personac.report.visible import json_guarded
from personac.tables.secrets import masked

SCHEMA: Literal["personac/breaking/1"] = "personac/breaking/1"


class At(Struct, frozen=True):
    path: str
    line: int
    column: int


class ChangeReport(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    id: str
    persona: str
    part: str
    message: str
    help: str
    before: str
    after: str
    old: At | None
    new: At | None
    reason: str


class BreakingReport(Struct, frozen=True, kw_only=True):
    schema: Literal["personac/breaking/1"] = SCHEMA
    against: str
    personas: int
    breaking: tuple[ChangeReport, ...]
    tightened: tuple[ChangeReport, ...]
    accepted: tuple[ChangeReport, ...]
    stale: tuple[str, ...]


def render(report: Report) -> str:
    """The report as indented JSON; a CI system reads no command in it."""
    shown = BreakingReport(
        against=report.against,
        personas=report.personas,
        breaking=tuple(map(_change, report.breaking)),
        tightened=tuple(map(_change, report.tightened)),
        accepted=tuple(map(_change, report.accepted)),
        stale=report.stale,
    )
    return json_guarded(to_pretty_json(shown))


def _change(one: Compared) -> ChangeReport:
    change = one.change
    return ChangeReport(
        code=change.code,
        name=change.name,
        id=one.name.partition(":")[2],
        persona=change.persona,
        part=change.part,
        message=masked(change.message),
        help=masked(change.help),
        before=masked(change.before),
        after=masked(change.after),
        old=_at(one.old),
        new=_at(one.new),
        reason=one.reason,
    )


def _at(place: Place | None) -> At | None:
    return None if place is None else At(place.path, place.start.line, place.start.column)
