"""The command ``personac breaking``."""

import os
from collections.abc import Iterable
from typing import NamedTuple

import click

from personac import accepted, driver, fs, reference
from personac.api import Document
from personac.breaking import CATEGORIES, Change, compare, removed, within
from personac.cli._show import unreadable
from personac.errors import UsageError
from personac.report.breaking import FORMATS, render
from personac.report.changes import Compared, Report, Where, compared, ordered


@click.command(short_help="Compare what personas bind themselves to with a reference.")
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option(
    "--against",
    required=True,
    metavar="REF",
    help="git:COMMIT, a project or folder of personas, or the manifest of a build.",
)
@click.option(
    "--category",
    type=click.Choice(CATEGORIES, case_sensitive=False),
    default=CATEGORIES[-1],
    show_default=True,
    help="Which changes count; each category holds the ones before it.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--show-tightened", is_flag=True, help="Tell also what binds more than before.")
@click.option(
    "--accept", "accepting", multiple=True, metavar="CODE:ID", help="Record a change as reviewed."
)
@click.option("--reason", metavar="TEXT", default="", help="Why, for --accept.")
def breaking(
    files: tuple[str, ...],
    against: str,
    category: str,
    form: str,
    show_tightened: bool,
    accepting: tuple[str, ...],
    reason: str,
) -> int:
    """Report what the personas no longer demand, forbid, check or withhold.

    Both sides are compared after their revisions, by the ids of their personas, or by their paths
    where an id is new. With FILE only those personas are compared. The exit code is 0 when nothing
    is weaker, 1 when something is, 2 when the comparison could not be made or there was nothing
    to compare.
    """
    if accepting and not reason.strip():
        raise click.UsageError("--accept needs a --reason: who reads the record wants to know why")
    project = driver.open_project(os.getcwd())
    named = tuple(fs.relative(project.root, os.path.abspath(path)) for path in files)
    before, after = reference.at(project, against), reference.now(project, named)
    if _unsound(before) or _unsound(after):
        return 2
    both = reference.matched(before, after)
    if not (both.pairs or (both.gone and not files)):
        raise UsageError(_nothing(before, both))
    found = tuple(_changes(both, whole=not files))
    records = _records(project.root)
    if accepting:
        records = _accept(project.root, records, found, accepting, reason.strip())
    if files:
        compared_ids = {old.persona.id for old, _ in both.pairs}
        records = tuple(r for r in records if r.id.partition("/")[0] in compared_ids)
    report = _report(_Sides(before, after, both), found, within(found, category), records)
    if not show_tightened:
        report = _silent(report)
    click.echo(render(report, form), nl=False)
    return 1 if report.breaking else 0


def _unsound(side: reference.Side) -> bool:
    """Whether some of it could not be read; then nothing can be said of the rest either."""
    from personac.report.concise import render as concise

    click.echo(concise(side.findings), nl=False, err=True)
    unreadable(side.errors)
    return bool(side.findings or side.errors)


def _nothing(before: reference.Side, both: reference.Matched) -> str:
    if not before.documents:
        return f"{before.name}: holds no personas, so nothing was compared; name another reference"
    new = ", ".join(one.sources[0].path for one in both.new)[:80]
    return f"nothing was compared: {before.name} has no persona of the same id or path as {new}"


def _changes(both: reference.Matched, *, whole: bool) -> Iterable[Change]:
    for old, new in both.pairs:
        yield from compare(old, new, tightened=True)
    if whole:
        yield from map(removed, both.gone)


def _records(root: str) -> tuple[accepted.Accepted, ...]:
    if not fs.exists(root, accepted.PATH):
        return ()
    source = driver.decode(accepted.PATH, fs.read_bytes(root, accepted.PATH))
    return accepted.parse(accepted.PATH, source.text)


def _accept(
    root: str,
    records: tuple[accepted.Accepted, ...],
    found: tuple[Change, ...],
    names: tuple[str, ...],
    reason: str,
) -> tuple[accepted.Accepted, ...]:
    """Add a record for each change that ``names`` mean; one of the same words takes its place."""
    for name in names:
        meant = [one for one in found if not one.tightened and _is_named(one, name)]
        if not meant:
            known = ", ".join(sorted({_name(one) for one in found if not one.tightened})[:5])
            raise UsageError(f"no breaking change is called `{name}`; there is {known or 'none'}")
        if len({_name(one) for one in meant}) > 1:
            raise UsageError(
                f"`{name}` means several changes; put the persona and a / before the id"
            )
        new = {(r.code, r.id, r.before, r.after): r for r in records}
        for one in meant:
            record = accepted.accept(one, reason)
            new[record.code, record.id, record.before, record.after] = record
        records = tuple(new.values())
    fs.write_all(root, [(accepted.PATH, accepted.render(records).encode())])
    return records


def _is_named(change: Change, name: str) -> bool:
    return name in (_name(change), f"{change.code}:{change.id}")


def _name(change: Change) -> str:
    return f"{change.code}:{accepted.identity(change)}"


class _Sides(NamedTuple):
    before: reference.Side
    after: reference.Side
    both: reference.Matched


def _report(
    sides: _Sides,
    found: tuple[Change, ...],
    wanted: tuple[Change, ...],
    records: tuple[accepted.Accepted, ...],
) -> Report:
    """What is ``wanted`` is shown; whether a record is stale depends on all that was ``found``."""
    now = {old.persona.id: new for old, new in sides.both.pairs}
    shown = ordered(_placed(one, sides, now) for one in wanted)
    reasons = {
        _key(one): r.reason for one in shown for r in records if accepted.covers(r, one.change)
    }
    used = {r for r in records if any(accepted.covers(r, one) for one in found)}
    return Report(
        against=sides.before.name,
        personas=len(sides.both.pairs),
        new=len(sides.both.new),
        breaking=tuple(
            one for one in shown if not one.change.tightened and _key(one) not in reasons
        ),
        tightened=tuple(one for one in shown if one.change.tightened),
        accepted=tuple(_reviewed(one, reasons[_key(one)]) for one in shown if _key(one) in reasons),
        stale=tuple(f"{r.code}:{r.id}" for r in records if r not in used),
    )


def _placed(change: Change, sides: _Sides, now: dict[str, Document]) -> Compared:
    before = Where(sides.before.sources, sides.before.documents.get(change.persona))
    after = Where(sides.after.sources, now.get(change.persona))
    return compared(change, _name(change), before, after)


def _key(one: Compared) -> tuple[str, str, str]:
    return one.name, one.change.before, one.change.after


def _reviewed(one: Compared, reason: str) -> Compared:
    return Compared(change=one.change, name=one.name, old=one.old, new=one.new, reason=reason)


def _silent(report: Report) -> Report:
    from personac.model import evolve

    return evolve(report, tightened=())
