"""Writing what a command has read, in one dialect: all files or none."""

import os
from collections.abc import Iterable, Sequence

import click
from msgspec import Struct

from personac import driver, fs
from personac.cli._files import Read, unsound
from personac.cli._show import exit_code, findings, unreadable
from personac.convert import Converted
from personac.convert import convert as write
from personac.errors import InputError, UsageError
from personac.report.losses import render as render_losses
from personac.report.placed import Placed, placed
from personac.report.visible import visible


class Wanted(Struct, frozen=True):
    """The dialect, and where to: a file, a folder, or standard output.  With ``by_name`` a file
    in the folder is called after its persona, else after its source.
    """

    dialect: str
    output: str | None
    out: str | None
    force: bool = False
    losses: bool = False
    by_name: bool = False


class _File(Struct, frozen=True):
    """What was made of one file, and where it goes; no ``path`` is standard output."""

    read: Read
    made: Converted
    path: str = ""

    @property
    def findings(self) -> tuple[Placed, ...]:
        sources = {one.path: one for one in self.made.document.sources}
        return placed(self.made.findings, sources, self.made.document.origins)


def convert_all(
    read: Sequence[Read], errors: Sequence[InputError], wanted: Wanted, project: driver.Project
) -> int:
    """Write what was read, and say what was mended, what is lost and what fails; the exit code."""
    if wanted.output and wanted.out:
        raise click.UsageError("-o names one file and --out a folder; give one of them")
    if len(read) + len(errors) > 1 and not wanted.out:
        raise click.UsageError("several files need a folder to go to: --out DIR")
    made = [
        (one, write(one.document, wanted.dialect, project.config.kinds, wanted.output or ""))
        for one in read
        if one.document is not None
    ]
    found = [_File(one, new, _path(one, new, wanted)) for one, new in made]
    code = max(_said(read, found, losses=wanted.losses), exit_code((), errors))
    unreadable(errors)
    whole = not errors and len(found) == len(read)
    if whole and all(one.made.content is not None for one in found):
        _write(found, force=wanted.force)
    return code


def _path(read: Read, made: Converted, wanted: Wanted) -> str:
    if wanted.output or not wanted.out:
        return wanted.output or ""
    name = made.document.persona.id
    if not wanted.by_name:
        name = os.path.splitext(os.path.basename(read.source.path).strip("-"))[0] or name
    return os.path.join(wanted.out, f"{name}.{made.suffix or 'md'}")


def _said(read: Iterable[Read], found: list[_File], *, losses: bool) -> int:
    """Say on standard error what was mended, what is lost and what fails; the exit code."""
    failed = list(unsound(read))
    lost = [loss for one in found for loss in one.made.losses]
    click.echo(render_losses(lost, places=losses), nl=False, err=True)
    for one in found:
        sources = {source.path: source for source in one.made.document.sources}
        click.echo(findings(one.findings, sources, "full", hints=False), nl=False, err=True)
        failed += one.findings
    return exit_code(failed, ())


def _write(found: list[_File], *, force: bool) -> None:
    """All files or none; one that is there is left alone unless ``force``."""
    root = os.getcwd()
    places: dict[str, _File] = {}
    for one in found:
        other = places.setdefault(os.path.abspath(one.path), one) if one.path else one
        if other is not one:
            names = f"{visible(other.read.source.path)} and {visible(one.read.source.path)}"
            raise UsageError(f"{names} would both be written to {visible(one.path)}; rename one")
    taken = [one.path for one in found if one.path and fs.exists(root, one.path)]
    if taken and not force:
        raise UsageError(f"{visible(taken[0])} exists; --force overwrites it, -o names another")
    for folder, files in _folders(found).items():
        fs.write_all(folder, files)
    for one in found:
        click.echo(f"wrote {visible(one.path)}\n" if one.path else one.made.content or "", nl=False)


def _folders(found: list[_File]) -> dict[str, list[tuple[str, bytes]]]:
    """What goes into each folder, which may lie anywhere."""
    folders: dict[str, list[tuple[str, bytes]]] = {}
    for one in found if all(one.path for one in found) else ():
        folder, name = os.path.split(os.path.abspath(one.path))
        folders.setdefault(folder, []).append((name, (one.made.content or "").encode()))
    return folders
