"""The command ``personac lint``."""

import os

import click

from personac import driver, pipeline, registry
from personac.api import Rule
from personac.cli._files import Read, dialects, read_all
from personac.cli._show import FORMATS, check_names, exit_code, findings, unreadable
from personac.compile import selected
from personac.report.placed import Placed, ordered, placed


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
    if dialect is not None:
        check_names([dialect], dialects(), "dialect")
    chosen = select or project.config.lint.select
    left_out = ignore or project.config.lint.ignore
    _check_codes((*chosen, *left_out))
    read, errors = read_all(paths or project.config.personas, dialect, project)
    if not read and not errors:
        raise click.UsageError(
            "no persona files were found; name a file or a folder that holds some"
        )
    rules = tuple(rule for rule in registry.rules() if selected(rule.code, chosen, left_out))
    options = {"accept-shell": project.config.lint.accept_shell}
    found = ordered(f for one in read for f in _findings(one, rules, options))
    sources = {one.source.path: one.source for one in read}
    click.echo(findings(found, sources, form, hints=hints), nl=False)
    unreadable(errors)
    if form != "json":
        from personac.report.summary import lint as summary

        click.echo(summary(len(read), found))
    return exit_code(found, errors, strict=strict)


def _check_codes(codes: tuple[str, ...]) -> None:
    known = {rule.code for rule in registry.rules()}
    known |= {code[:3] for code in known}
    for code in codes:
        if not any(name.startswith(code) for name in known):
            check_names([code], sorted(known), "rule")


def _findings(
    one: Read, rules: tuple[Rule, ...], options: dict[str, tuple[str, ...]]
) -> tuple[Placed, ...]:
    if one.document is None:
        return one.findings
    found = pipeline.lint(one.document, rules, options)
    return one.findings + placed(found, {one.source.path: one.source}, one.document.origins)
