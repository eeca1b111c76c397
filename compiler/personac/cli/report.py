"""The command ``personac report``."""

import os

import click

from personac import driver
from personac.cli._show import check_names, exit_code, findings, progress, unreadable
from personac.config import check_names as check_config
from personac.fanout import How


@click.command(short_help="Show what enforces each mandate on each target.")
@click.option(
    "--target",
    "-t",
    "targets",
    multiple=True,
    metavar="T",
    help="Show only this target; '*' is all.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True
)
def report(targets: tuple[str, ...], form: str) -> int:
    """Show what enforces each mandate on each target.

    Every mandate and gate of the project by target: refused by the client, asked for, or prose
    only, with the reason. Nothing is written.
    """
    from personac import registry
    from personac.matrix import matrix
    from personac.report.matrix import as_json, as_markdown, as_text

    project = driver.open_project(os.getcwd())
    known = tuple(writer.name for writer in registry.writers(project.target_files))
    check_config(project.config, project.config_path or "", known)
    wanted = known if "*" in targets else targets or project.config.targets
    check_names(wanted, known, "target")
    how = How(store=False, watch=progress)
    built = driver.build(project, wanted, project.config.out, how)
    unreadable(built.unreadable)
    failed = [one for one in built.compiled if one.failed]
    said = [finding for one in failed for finding in one.findings]
    click.echo(findings(said, built.sources, "concise", hints=False), nl=False, err=True)
    render = {"text": as_text, "md": as_markdown, "json": as_json}[form]
    click.echo(render(matrix(built.compiled, built.hookless)), nl=False)
    return exit_code(said, built.unreadable)
