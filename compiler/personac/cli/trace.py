"""The command ``personac trace``."""

import os
import re

import click

from personac import codec, driver, fs
from personac.cli import _trace_report as report
from personac.config import suggest
from personac.errors import InputError, UsageError
from personac.inputs import revisable
from personac.records import read_sourcemap
from personac.trace.answer import Answer, Known, answer
from personac.trace.sourcemap import Entry, File, SourceMapFile

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>[1-9][0-9]{0,8})(?::(?P<column>[1-9][0-9]{0,8}))?")


@click.command(short_help="Tell what made a line of an output.")
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--out", metavar="DIR", help="The output folder, if not the configured one.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def trace(place: str, out: str | None, form: str) -> int:
    """Tell which source lines and which revisions made a line of an output.

    The answer comes from the source map that the build has written beside the manifest. With a
    column it also says whether the word there is the source's or a revision's.
    """
    found = _PLACE.fullmatch(place)
    if found is None:
        raise click.UsageError(f"`{place}` names no line; write FILE:LINE or FILE:LINE:COLUMN")
    project = driver.open_project(os.getcwd())
    folder = out or project.config.out
    path = _below(found["path"], project.root, folder)
    number = int(found["line"])
    entry, file = _known(read_sourcemap(project.root, folder), path, number, folder)
    text = _text(project.root, folder, file)
    column = int(found["column"]) if found["column"] else None
    at = (_line(text, number, f"{folder}/{path}"), column)
    told = answer(entry, file, text.split("\n"), at, _project(project, folder))
    click.echo(_shown(told, folder, form), nl=False)
    return 0


def _shown(told: Answer, folder: str, form: str) -> str:
    return report.as_json(told, folder) if form == "json" else report.text(told, folder)


def _below(path: str, root: str, folder: str) -> str:
    """The path below the output folder, asked for from here or from there."""
    base = os.path.realpath(os.path.join(root, folder))
    here = os.path.realpath(path)
    if os.path.commonpath([base, here]) == base:
        return os.path.relpath(here, base).replace(os.sep, "/")
    if os.path.isfile(os.path.join(base, path)):
        return path.replace(os.sep, "/")
    raise UsageError(f"{path}: does not lie below {folder}; trace a file that personac has written")


def _known(found: SourceMapFile, path: str, line: int, folder: str) -> tuple[Entry, File]:
    if not found.entries:
        raise UsageError(f"there is no source map in {folder}; run `personac build` first")
    known = found.find(path, line)
    if known is None:
        paths = [file.path for entry in found.entries for file in entry.files]
        raise UsageError(f"{folder}/{path}: is no output of a persona; {suggest(path, paths)}")
    return known


def _text(root: str, folder: str, file: File) -> str:
    data = fs.read_bytes(root, f"{folder}/{file.path}", limit=1 << 24)
    if file.digest and codec.digest(data) != file.digest:
        raise InputError(
            f"{folder}/{file.path}",
            "was changed since the build, so its lines are not those of the source map; "
            "run `personac build`",
        )
    return data.decode()


def _line(text: str, number: int, path: str) -> int:
    count = text.count("\n")
    if number > count:
        raise UsageError(f"{path}: has {count} lines, and no line {number}")
    return number


def _project(project: driver.Project, folder: str) -> Known:
    found = revisable(project, folder)
    revisions = {loaded.revision.id: loaded for loaded in found.revisions}
    files = (one for made_of in found.personas for one in made_of.files)
    return Known({source.path: source for source in files}, revisions)
