"""The command ``personac contract``."""

import os

import click

from personac import driver
from personac.cli._files import dialects, read_all, unsound, wholes
from personac.cli._show import check_names, exit_code, unreadable


@click.command(short_help="List the mandates, gates and metrics of persona files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--dialect", metavar="NAME", help="Read as this dialect instead of detecting it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True
)
def contract(files: tuple[str, ...], dialect: str | None, form: str) -> int:
    """List the mandates, gates and metrics of persona files.

    A persona of the project that is made of several files is shown with all that they state.

    With --format jsonl one object per line: file, line, column, kind, polarity, modality,
    unless, threshold, text, id, and the normal form: source, subject, action, object, condition,
    exception, stage, approver, consequence, blocking, criterion, thresholds, scope, actions,
    persona.
    """
    from personac.report.contract import jsonl, rows, table

    if dialect is not None:
        check_names([dialect], dialects(), "dialect")
    project = driver.open_project(os.getcwd())
    read, errors = read_all(files, dialect, project)
    read = read if dialect else wholes(read, project)
    found = [row for one in read if one.document is not None for row in rows(one.document)]
    click.echo(jsonl(found) if form == "jsonl" else table(found), nl=False)
    said = unsound(read)
    unreadable(errors)
    return exit_code(said, errors)
