"""The command ``personac lint``."""

import os

import click

from personac import driver
from personac.cli import _lint
from personac.cli._files import dialects
from personac.cli._show import check_names
from personac.config import check_names as check_config
from personac.diagnostics import Severity
from personac.linter import Wanted

NEVER = "never"


@click.command(short_help="Check persona files.")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--dialect", metavar="NAME", help="Read as this dialect instead of detecting it.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Run only these rules: their codes, starts of codes, names, or ALL.",
)
@click.option("--extend-select", multiple=True, metavar="CODE", help="Run these rules besides.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out these rules.")
@click.option(
    "--mandatory",
    multiple=True,
    metavar="CODE",
    help="Rules that no comment may silence.",
)
@click.option("--preview", is_flag=True, help="Run the rules that are in preview too.")
@click.option("--fix", is_flag=True, help="Write the safe fixes that are proven.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: those that change words.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, Severity), NEVER]),
    default=str(Severity.ERROR),
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--fail-on-partial", is_flag=True, help="Exit with 4 when a limit was reached.")
@click.option("--hints", is_flag=True, help="Show hints too.")
@click.option("--no-group", is_flag=True, help="Show each of many findings that say the same.")
@click.option("--baseline", metavar="FILE", help="Known findings; not those of the project.")
@click.option("--no-baseline", is_flag=True, help="Report known findings too.")
@click.option("--strict-baseline", is_flag=True, help="Fail on entries that meet nothing any more.")
@click.option("--write-baseline", is_flag=True, help="Record all findings; takes --reason.")
@click.option("--prune-baseline", is_flag=True, help="Drop the entries that meet nothing any more.")
@click.option("--reason", metavar="TEXT", default="", help="Why the findings are let pass.")
@click.option("--expires", metavar="DATE", default="", help="Their last day, 2027-01-31.")
@click.option("--today", metavar="DATE", default="", help="The date that `until=` is measured by.")
@click.option("--no-cache", is_flag=True, help="Check everything anew.")
@click.option("--stdin-filename", metavar="PATH", default="-", help="What standard input is.")
@click.option("--detect", is_flag=True, help="Skip files that do not look like personas.")
@click.option("--allow-empty", is_flag=True, help="Finding no file is no error.")
@click.option("--timings", is_flag=True, help="Say how long reading and each rule takes.")
@click.option("--show-files", is_flag=True, help="Name the files, and check nothing.")
@click.option("--show-settings", is_flag=True, help="Show what holds for them, and check nothing.")
@click.option("--format", "form", metavar="NAME", default="full", show_default=True)
def lint(
    paths: tuple[str, ...],
    dialect: str | None,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    mandatory: tuple[str, ...],
    preview: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    strict: bool,
    fail_on: str,
    fail_on_partial: bool,
    hints: bool,
    no_group: bool,
    baseline: str | None,
    no_baseline: bool,
    strict_baseline: bool,
    write_baseline: bool,
    prune_baseline: bool,
    reason: str,
    expires: str,
    today: str,
    no_cache: bool,
    stdin_filename: str,
    detect: bool,
    allow_empty: bool,
    form: str,
    timings: bool,
    show_files: bool,
    show_settings: bool,
) -> int:
    """Check persona files.

    Without PATH the personas of the project are checked; `-` is standard input. A lint of
    nothing is an error, so that silence always means success.
    """
    here = driver.open_project(os.getcwd())
    check_config(here.config, here.config_path)
    if baseline and no_baseline:
        raise click.UsageError("--baseline does not go with --no-baseline")
    if dialect is not None:
        check_names([dialect], dialects(), "dialect")
    asked = _lint.Asked(
        paths=paths,
        wanted=Wanted(
            select=_codes(select),
            extend_select=_codes(extend_select),
            ignore=_codes(ignore),
            mandatory=_codes(mandatory),
            preview=preview,
            dialect=dialect,
            today=_lint.date(today, "--today"),
            baseline="" if no_baseline else baseline,
            recording=write_baseline,
            use_cache=not no_cache,
        ),
        fix=fix,
        unsafe=unsafe_fixes,
        diff=diff,
        statistics=statistics,
        strict=strict,
        fail_on=None if fail_on == NEVER else Severity(fail_on),
        fail_on_partial=fail_on_partial,
        hints=hints,
        group=not no_group,
        strict_baseline=strict_baseline,
        write_baseline=write_baseline,
        prune_baseline=prune_baseline,
        reason=reason,
        expires=_lint.date(expires, "--expires") if expires else "",
        stdin_filename=stdin_filename,
        detect=detect,
        allow_empty=allow_empty,
        form=form,
        timings=timings,
        show_files=show_files,
        show_settings=show_settings,
    )
    return _lint.run(asked, here)


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Those of each option, with commas between them."""
    return tuple(code.strip() for codes in given for code in codes.split(","))
