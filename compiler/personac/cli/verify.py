"""The command ``personac verify``."""

import os

import click

from personac import driver, fs
from personac.cli._show import FORMATS, findings, progress, unreadable
from personac.config import check_names as check_config


@click.command(short_help="Prove that every mandate is in the files that were built.")
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
def verify(folder: str | None, form: str) -> int:
    """Prove that every mandate is in the files that were built.

    Reads the files in DIR (the configured output folder without it) as their clients would, and
    looks for every mandate, gate and metric of the revised personas, with its force, and for
    tools that a file opens and its persona does not.
    """
    from personac import registry
    from personac.cli import _verify_report as report
    from personac.verify import succeeded
    from personac.verify import verify as prove

    project = driver.open_project(os.getcwd())
    known = tuple(writer.name for writer in registry.writers(project.target_files))
    check_config(project.config, project.config_path or "", known)
    out = fs.relative(project.root, os.path.abspath(folder)) if folder else project.config.out
    found = prove(project, out, lambda done, total: progress(done, total, "verifying"))
    proven = succeeded(found)
    if form == "json":
        click.echo(report.as_json(found, proven=proven), nl=False)
    else:
        if form == "full":
            click.echo(report.table(found.checked), nl=False)
        for group in (found.findings, found.changes):
            click.echo(findings(group, found.sources, form, hints=False), nl=False)
        click.echo(report.summary(found, proven=proven))
    unreadable(found.unreadable)
    return 2 if found.unreadable else int(not proven)
