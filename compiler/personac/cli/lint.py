"""The command ``personac lint``."""

import os
from typing import NamedTuple

import click

from personac import driver, pipeline, registry
from personac.api import Rule
from personac.cli._files import Read, dialects, load, read
from personac.cli._show import FORMATS, check_names, exit_code, findings, progress, unreadable
from personac.compile import runs
from personac.config import check_names as check_config
from personac.config import suggest_code, unknown_codes
from personac.errors import InputError
from personac.report.placed import Placed, ordered, placed
from personac.source import Source


class Wanted(NamedTuple):
    """Codes or prefixes of the rules to run (all when there are none) and to leave out."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]


@click.command(short_help="Check persona files.")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--dialect", metavar="NAME", help="Read as this dialect instead of detecting it.")
@click.option("--select", multiple=True, metavar="CODE", help="Run only these codes or prefixes.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out these codes or prefixes.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--hints", is_flag=True, help="Show hints too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
def lint(
    paths: tuple[str, ...],
    dialect: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    hints: bool,
    form: str,
) -> int:
    """Check persona files.

    Without PATH the personas of the project are checked. A lint of nothing is an error, so
    that silence always means success.
    """
    project = driver.open_project(os.getcwd())
    check_config(project.config, project.config_path)
    if dialect is not None:
        check_names([dialect], dialects(), "dialect")
    wanted = Wanted(select or project.config.lint.select, ignore or project.config.lint.ignore)
    _check_codes((*select, *ignore))
    sources, errors = load(paths, project)
    folder = os.path.relpath(os.getcwd(), project.root).replace(os.sep, "/") if paths else ""
    found = _check(sources, dialect, wanted, project, folder)
    _say(found, sources, errors, form, hints=hints)
    return exit_code(found, errors, strict=strict)


def _check_codes(codes: tuple[str, ...]) -> None:
    for code in unknown_codes(codes):
        raise click.UsageError(f"unknown rule `{code}`; {suggest_code(code)}")


def _check(
    sources: tuple[Source, ...],
    dialect: str | None,
    wanted: Wanted,
    project: driver.Project,
    folder: str,
) -> tuple[Placed, ...]:
    """``folder`` is where the paths of ``sources`` start, from the root of the project."""
    rules = tuple(rule for rule in registry.rules() if runs(rule, *wanted))
    together = tuple(rule for rule in registry.catalogue_rules() if runs(rule, *wanted))
    options = {"accept-shell": project.config.lint.accept_shell, "folder": (folder,)}
    found: list[Placed] = []
    entries: list[pipeline.Entries] = []
    for source in progress(sources, len(sources)):
        one = read(source, dialect, project)
        found += _findings(one, rules, options)
        if one.document is not None:
            gathered = pipeline.gather(one.document, together, options)
            found += placed(gathered.diagnostics, {source.path: source}, {})
            entries.append(gathered.value or {})
    across = pipeline.lint_catalogue(entries, together)
    return ordered([*found, *placed(across, {source.path: source for source in sources}, {})])


def _say(
    found: tuple[Placed, ...],
    sources: tuple[Source, ...],
    errors: tuple[InputError, ...],
    form: str,
    *,
    hints: bool,
) -> None:
    by_path = {source.path: source for source in sources}
    click.echo(findings(found, by_path, form, hints=hints, errors=errors), nl=False)
    unreadable(errors)
    if form != "json" and sources:
        from personac.report.summary import lint as summary

        click.echo(summary(len(sources), found))


def _findings(
    one: Read, rules: tuple[Rule, ...], options: dict[str, tuple[str, ...]]
) -> tuple[Placed, ...]:
    if one.document is None:
        return one.findings
    found = pipeline.lint(one.document, rules, options)
    return one.findings + placed(found, {one.source.path: one.source}, one.document.origins)
