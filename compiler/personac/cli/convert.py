"""The command ``personac convert``."""

import os

import click

from personac import driver
from personac.cli._files import dialects, read_all
from personac.cli._show import check_names
from personac.cli._written import Wanted, convert_all


@click.command(short_help="Write persona files in another dialect.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--to", "target", required=True, metavar="DIALECT", help="The dialect to write.")
@click.option("--dialect", metavar="NAME", help="Read as this dialect instead of detecting it.")
@click.option("--output", "-o", metavar="FILE", help="Write this file.")
@click.option("--out", metavar="DIR", help="Write below this folder, each file by its name.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option("--losses", is_flag=True, help="List every loss with its place.")
def convert(
    files: tuple[str, ...],
    target: str,
    dialect: str | None,
    output: str | None,
    out: str | None,
    force: bool,
    losses: bool,
) -> int:
    """Write persona files in another dialect.

    One file goes to standard output, or to -o; several go to --out. Folders are read whole; - is
    standard input. What was written is read back first: when a mandate, a gate or a limit of the
    tools would be lost or weakened without being declared, nothing is written.
    """
    check_names([target], dialects(), "dialect")
    check_names([dialect] if dialect else [], dialects(), "dialect")
    project = driver.open_project(os.getcwd())
    read, errors = read_all(files, dialect, project)
    wanted = Wanted(target, output, out, force=force, losses=losses)
    return convert_all(read, errors, wanted, project)
