"""The command ``personac parse``."""

import os

import click
from msgspec import Raw

from personac import codec, driver
from personac.cli._files import Read, dialects, read_all, unsound
from personac.cli._show import check_names, exit_code, unreadable


@click.command(short_help="Show the canonical form of persona files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--dialect", metavar="NAME", help="Read as this dialect instead of detecting it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json", "jsonl", "tree"]),
    default="yaml",
    show_default=True,
)
def parse(files: tuple[str, ...], dialect: str | None, form: str) -> int:
    """Show the canonical form of persona files.

    Folders are read whole; - is standard input. Files that cannot be read are reported and do
    not stop the others. With --format json several files make one array.
    """
    if dialect is not None:
        check_names([dialect], dialects(), "dialect")
    read, errors = read_all(files, dialect, driver.open_project(os.getcwd()))
    several = len(read) + len(errors) > 1
    if form == "json" and several:
        click.echo(_array(read), nl=False)
    else:
        for one in read:
            if one.document is not None:
                click.echo(_render(one, form, several=several), nl=False)
    said = unsound(read)
    unreadable(errors)
    return exit_code(said, errors)


def _array(read: tuple[Read, ...]) -> str:
    personas = (one.document.persona for one in read if one.document is not None)
    return codec.to_pretty_json([Raw(codec.canonical_line(one).encode()) for one in personas])


def _render(one: Read, form: str, *, several: bool) -> str:
    assert one.document is not None
    persona = one.document.persona
    if form == "jsonl":
        return codec.canonical_line(persona)
    if form == "json":
        return codec.canonical_json(persona)
    if form == "yaml":
        return ("---\n" if several else "") + codec.canonical_yaml(persona)
    from personac.report.tree import render

    title = f"{one.source.path}: {one.document.dialect}\n" if several else ""
    return title + render(persona)
