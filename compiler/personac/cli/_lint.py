"""What ``personac lint`` does with what it was asked."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import click
from msgspec import Struct

from personac import driver, linter
from personac.cli import _lint_about
from personac.cli._files import load
from personac.cli._show import check_names, colour, exit_code, progress, unreadable
from personac.clock import today
from personac.diagnostics import Severity
from personac.errors import InputError
from personac.linter import Linted, Unit, Wanted
from personac.linting import names
from personac.linting.check import partial
from personac.linting.fixing import Fixed
from personac.report import lint as report
from personac.report import statistics
from personac.report.checked import LintReport
from personac.report.concise import address
from personac.report.patch import Patch, patch
from personac.report.placed import Placed, ordered, worst
from personac.report.summary import lint as summary
from personac.report.summary import plural
from personac.report.visible import path as shown_path
from personac.report.visible import short, visible
from personac.source import Source
from personac.text.dates import is_date

_STDIN = "-"
COUNTED = (*report.FOR_PEOPLE, "json", "jsonl")
MOST_SHOWN = 10_000
"""Findings of one run that are reported; the exit code, the summary, statistics and the baseline
know all of them."""
_UNFIT = (
    "this hunk is to read, not to apply: it shows hidden characters, commands or a secret in "
    "other words; --fix writes it"
)


class Asked(Struct, frozen=True, kw_only=True):
    """The options of the command."""

    paths: tuple[str, ...]
    wanted: Wanted
    fix: bool
    unsafe: bool
    diff: bool
    statistics: bool
    strict: bool
    fail_on: Severity | None
    fail_on_partial: bool
    hints: bool
    group: bool
    strict_baseline: bool
    write_baseline: bool
    prune_baseline: bool
    reason: str
    expires: str
    stdin_filename: str
    detect: bool
    allow_empty: bool
    form: str
    timings: bool
    show_files: bool
    show_settings: bool


class Files(NamedTuple):
    """What is checked, what could not be read, and how many files are no personas."""

    units: tuple[Unit, ...]
    errors: tuple[InputError, ...]
    skipped: int

    @property
    def sources(self) -> dict[str, Source]:
        return {unit.job.source.path: unit.job.source for unit in self.units}


def date(text: str, option: str) -> str:
    """A date of the command line; without one it is today."""
    if text and not is_date(text):
        raise click.UsageError(f"`{option} {text}`: write a date of the calendar as 2027-01-31")
    return text or today()


def run(asked: Asked, here: driver.Project) -> int:
    """Check, fix or record, say what came of it, and return the exit code."""
    _check(asked, here)
    files = _files(asked, here)
    if asked.show_files or asked.show_settings:
        show = _lint_about.names if asked.show_files else _lint_about.settings
        click.echo(show(files.units), nl=False)
        unreadable(files.errors)
        return exit_code((), files.errors)
    linted = linter.lint(files.units, asked.wanted, progress)
    if files.units and (asked.write_baseline or asked.prune_baseline):
        return _record(asked, files, linted)
    if asked.diff:
        return _show_diff(asked, files, linted)
    applied = 0
    if asked.fix:
        fixed = linter.fix(files.units, linted, progress, unsafe=asked.unsafe)
        linter.write(files.units, fixed)
        _say_refused(fixed)
        applied = sum(len(one.applied) for one in fixed)
        files = files._replace(units=_renewed(files.units, fixed))
        linted = linter.lint(files.units, asked.wanted, progress)
    _say(asked, files, linted, applied)
    if asked.timings:
        click.echo(_lint_about.timings(files.units), nl=False, err=True)
    return _code(asked, files, linted)


def _check(asked: Asked, here: driver.Project) -> None:
    check_names([asked.form], report.formats(), "format")
    known = names.rule_names(here.config.rules)
    given = asked.wanted
    selectors = (*given.select, *given.extend_select, *given.ignore, *given.mandatory)
    for one in names.unknown(selectors, known):
        raise click.UsageError(f"unknown rule `{one}`; {names.near(one, known)}")
    _check_baseline(asked)
    if (asked.fix or asked.write_baseline) and _STDIN in asked.paths:
        raise click.UsageError("standard input cannot be written; use --diff")
    if asked.statistics and asked.form not in COUNTED:
        raise click.UsageError(
            f"--statistics has no format `{asked.form}`; known are {', '.join(COUNTED)}"
        )
    if asked.unsafe and not (asked.fix or asked.diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")


def _check_baseline(asked: Asked) -> None:
    """Raise a usage error for options that say nothing together, or the opposite."""
    if asked.write_baseline and not asked.reason.strip():
        raise click.UsageError("--write-baseline needs --reason: why are the findings let pass?")
    if (asked.reason or asked.expires) and not asked.write_baseline:
        raise click.UsageError("--reason and --expires go with --write-baseline")
    if asked.expires and asked.expires < asked.wanted.today:
        raise click.UsageError(f"`--expires {asked.expires}`: the day is over; name one to come")
    named = asked.wanted.baseline
    for option, given in (
        ("--write-baseline", asked.write_baseline),
        ("--prune-baseline", asked.prune_baseline),
        ("--strict-baseline", asked.strict_baseline),
    ):
        if given and named is not None and not named:
            raise click.UsageError(f"{option} does not go with --no-baseline")


def _files(asked: Asked, here: driver.Project) -> Files:
    sources, errors = load(
        asked.paths, here, stdin_name=asked.stdin_filename, allow_empty=asked.allow_empty
    )
    base = os.getcwd() if asked.paths else here.root
    typed = asked.stdin_filename if _STDIN in asked.paths else None
    units = linter.units(sources, base, here, asked.wanted, typed)
    kept = tuple(unit for unit in units if not asked.detect or linter.is_persona(unit))
    if not kept and not errors and not asked.allow_empty:
        raise click.UsageError("none of the files looks like a persona; --allow-empty accepts it")
    return Files(kept, errors, len(units) - len(kept))


def _renewed(units: Sequence[Unit], fixed: Iterable[Fixed]) -> tuple[Unit, ...]:
    from msgspec.structs import replace

    new = {one.source.path: one.source for one in fixed}
    return tuple(
        unit._replace(job=replace(unit.job, source=new.get(unit.job.source.path, unit.job.source)))
        for unit in units
    )


def _closing(files: Files, linted: Linted, applied: int) -> str:
    if files.errors and not files.units:
        return ""
    return summary(
        len(files.units),
        linted.findings,
        suppressed=len(linted.suppressed),
        stale=len(linted.stale),
        skipped=files.skipped,
        fixed=applied,
    )


def _say(asked: Asked, files: Files, linted: Linted, applied: int) -> None:
    closing = _closing(files, linted, applied)
    found = linted.findings
    if asked.form in report.FOR_PEOPLE or asked.statistics:
        found = tuple(one for one in found if asked.hints or not _is_hint(one))
    found = bounded(found) if not asked.statistics else found
    if asked.statistics:
        click.echo(statistics.render(found, asked.form, closing), nl=False)
    else:
        made = LintReport(
            findings=found,
            sources=linted.sources,
            suppressed=linted.suppressed,
            errors=files.errors,
            summary=closing,
            colour=colour(),
            group=asked.group,
        )
        click.echo(report.render(made, asked.form), nl=False)
    unreadable(files.errors)
    for line in _baseline_lines(linted):
        click.echo(line, err=True)


def bounded(found: Sequence[Placed]) -> tuple[Placed, ...]:
    """As many findings as anyone reads, the worst first to stay, and how many are left out."""
    if len(found) <= MOST_SHOWN:
        return tuple(found)
    said = f"{len(found) - MOST_SHOWN} findings of this run are left out, the least severe ones"
    return (*worst(found, MOST_SHOWN), partial("", said))


def _is_hint(one: Placed) -> bool:
    return one.diagnostic.severity is Severity.HINT


def _baseline_lines(linted: Linted) -> Iterator[str]:
    for what, entries in (("stale", linted.stale), ("expired", linted.expired)):
        for one in entries:
            reason = f" ({short(one.reason, 80)})" if one.reason else ""
            yield f"{what} baseline entry: {shown_path(one.path)}: {visible(one.code)}{reason}"


def _code(asked: Asked, files: Files, linted: Linted) -> int:
    code = exit_code(linted.findings, files.errors, strict=asked.strict, fail_on=asked.fail_on)
    if not code and asked.strict_baseline and (linted.stale or linted.expired):
        return 1
    limited = len(linted.findings) > MOST_SHOWN or any(
        one.diagnostic.code == "INT002" for one in linted.findings
    )
    return code or (4 if asked.fail_on_partial and limited else 0)


def _record(asked: Asked, files: Files, linted: Linted) -> int:
    reason = asked.reason.strip() if asked.write_baseline else ""
    written, number = linter.write_baseline(
        files.units, linted, asked.wanted, reason, asked.expires
    )
    unreadable(files.errors)
    entries = plural(number, "entry", "entries")
    click.echo(f"{visible(written)}: {entries}, {len(linted.stale)} dropped")
    return exit_code((), files.errors)


def _show_diff(asked: Asked, files: Files, linted: Linted) -> int:
    fixed = linter.fix(files.units, linted, progress, unsafe=asked.unsafe)
    old = files.sources
    changed = [one for one in fixed if one.source.text != old[one.source.path].text]
    for one in changed:
        _show_patch(patch(old[one.source.path], one.source), one.source.path)
    _say_refused(fixed)
    unreadable(files.errors)
    count = sum(len(one.applied) for one in changed)
    fixes = plural(count, "finding")
    click.echo(f"{fixes} would be fixed in {plural(len(changed), 'file')}", err=True)
    return exit_code((), files.errors) or (1 if changed else 0)


def _show_patch(made: Patch, path: str) -> None:
    for line in made.lines:
        click.echo(line)
    for start in made.unfit:
        where = f"{shown_path(path)}:{start}"
        click.echo(f"{where}: {_UNFIT}", err=True)


def _say_refused(fixed: Iterable[Fixed]) -> None:
    for one in ordered_refusals(fixed):
        click.echo(one, err=True)


def ordered_refusals(fixed: Iterable[Fixed]) -> Iterator[str]:
    """A line for each fix that was not applied."""
    refusals = {refusal.found: refusal for one in fixed for refusal in one.refused}
    for found in ordered(refusals):
        where = f"{address(found.primary)}: " if found.primary else ""
        reason = short(refusals[found].reason, 120)
        yield f"{where}not fixed: {found.diagnostic.code}: {reason}"
