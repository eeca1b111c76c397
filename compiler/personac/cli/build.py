"""The command ``personac build``."""

import os

import click

from personac import driver
from personac.advisory import CODE as ADVICE
from personac.advisory import with_advice
from personac.cli import _build_report as report
from personac.cli._build_report import Asked
from personac.cli._show import (
    FORMATS,
    check_names,
    exit_code,
    findings,
    progress,
    unreadable,
)
from personac.clock import today
from personac.config import check_names as check_config
from personac.fanout import How
from personac.hearing import without_silenced
from personac.linting.built import Scope


@click.command(short_help="Compile the personas of the project for their targets.")
@click.option(
    "--target",
    "-t",
    "targets",
    multiple=True,
    metavar="T",
    help="Build only this target; '*' is all.",
)
@click.option("--out", metavar="DIR", help="Write below this folder instead of the configured one.")
@click.option(
    "--check", is_flag=True, help="Write nothing; fail when the output is not up to date."
)
@click.option(
    "--strict", is_flag=True, help="Fail on warnings, and on limits of tools that are prose only."
)
@click.option("--force", is_flag=True, help="Overwrite files that personac did not write.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="concise", show_default=True)
@click.option("--losses", is_flag=True, help="List every loss with its place.")
@click.option(
    "--hints", is_flag=True, help="Show hints too, and how much each target says in words only."
)
@click.option("--no-cache", is_flag=True, help="Compile everything anew.")
def build(
    targets: tuple[str, ...],
    out: str | None,
    check: bool,
    strict: bool,
    force: bool,
    form: str,
    losses: bool,
    hints: bool,
    no_cache: bool,
) -> int:
    """Compile the personas of the project for their targets.

    Findings and losses are reported; a persona that cannot be read or revised fails the build
    and then nothing is written.
    """
    from personac import registry

    project = driver.open_project(os.getcwd())
    known = tuple(writer.name for writer in registry.writers(project.target_files))
    wanted = known if "*" in targets else targets or project.config.targets
    check_names(wanted, known, "target")
    folder = out or project.config.out
    check_config(project.config, project.config_path or "", known)
    how = How(use_cache=not no_cache, store=not check, whole=not targets, watch=progress)
    built = driver.build(project, wanted, folder, how)
    built = with_advice(built) if hints else built
    built = without_silenced(project, built, today(), _scope(built, targets, hints=hints))
    blocked = bool(built.failed or built.unproven or built.problems)
    blocked = blocked or bool((built.plan.foreign or built.plan.edited) and not force)
    written = not check and not blocked
    if written:
        driver.commit(project, folder, built, force=force)
    asked = Asked(
        folder, form, check=check, written=written, force=force, losses=losses, strict=strict
    )
    _say(built, asked, hints=hints)
    code = exit_code(built.findings, built.unreadable, strict=strict)
    drift = report.drifted(built) if check else blocked
    weak = strict and report.unenforced(built) > 0
    return code or (1 if drift or weak else 0)


def _scope(built: driver.Built, targets: tuple[str, ...], *, hints: bool) -> Scope:
    """What comments may be called unused for."""
    unasked = frozenset() if hints else frozenset({ADVICE})
    return Scope(targets=not targets, personas=not built.failed, unasked=unasked)


def _say(built: driver.Built, asked: Asked, *, hints: bool) -> None:
    if asked.form == "json":
        click.echo(report.as_json(built, asked), nl=False)
        return
    unreadable(built.unreadable)
    click.echo(findings(built.findings, built.sources, asked.form, hints=hints), nl=False)
    click.echo(report.text(built, asked), nl=False)
