"""Reading the files that a command names, each into a document or an error."""

import os
import sys
from collections.abc import Iterable, Sequence

import click
from msgspec import Struct

from personac import compositions, driver, fs, pipeline
from personac.api import Document
from personac.cli._show import findings
from personac.diagnostics import Severity
from personac.errors import InputError
from personac.report.placed import Placed, placed
from personac.source import Source

_STDIN = "-"


class Read(Struct, frozen=True):
    """One file: ``document`` is None when its reader gave up; ``findings`` say why."""

    source: Source
    document: Document | None
    findings: tuple[Placed, ...]


def load(
    paths: Sequence[str],
    project: driver.Project,
    *,
    stdin_name: str = _STDIN,
    allow_empty: bool = False,
) -> tuple[tuple[Source, ...], tuple[InputError, ...]]:
    """The files, those below folders and ``-`` (standard input) as text; without ``paths`` the
    personas of the project.  What cannot be read is an error each and does not stop the others;
    finding nothing is one unless it is allowed.
    """
    if "" in paths:
        raise click.UsageError("a path is empty; name a file, or `.` for all of this folder")
    here = os.getcwd() if paths else project.root
    named = [path for path in paths or project.config.personas if path != _STDIN]
    there = [path for path in named if fs.exists(here, path)]
    sources, errors = driver.load(here, fs.expand(here, there))
    advice = "" if paths else "; name files, or start with `personac init`"
    errors += tuple(_missing(path, advice) for path in named if path not in there)
    if _STDIN in paths:
        try:
            sources += (_stdin(stdin_name),)
        except InputError as error:
            errors += (error,)
    if not sources and not errors and not allow_empty:
        raise click.UsageError(
            "no persona files were found; name a file or a folder that holds some"
        )
    return sources, errors


def _missing(path: str, advice: str) -> InputError:
    return InputError(path, f"there is no such file or folder{advice}")


def _stdin(name: str) -> Source:
    data = sys.stdin.buffer.read(fs.MAX_FILE + 1)
    if len(data) > fs.MAX_FILE:
        raise InputError(name, f"is larger than the limit of {fs.MAX_FILE // 1024} KiB")
    return driver.decode(name, data)


def read_all(
    paths: Sequence[str], dialect: str | None, project: driver.Project
) -> tuple[tuple[Read, ...], tuple[InputError, ...]]:
    """What ``load`` finds, read."""
    sources, errors = load(paths, project)
    return tuple(read(source, dialect, project) for source in sources), errors


def read(source: Source, dialect: str | None, project: driver.Project) -> Read:
    outcome = pipeline.read(source, dialect, project.config.kinds)
    origins = outcome.value.origins if outcome.value else {}
    found = placed(outcome.diagnostics, {source.path: source}, origins)
    return Read(source, outcome.value, found)


def wholes(read: Sequence[Read], project: driver.Project) -> tuple[Read, ...]:
    """Each file, or in its place the persona of the project that it states with others, once."""
    from personac.assembly import assemble

    base = os.getcwd()
    named = {fs.relative(project.root, os.path.join(base, o.source.path)): o.source for o in read}
    left = {one.source.path: one for one in read}
    for made_of in compositions.of(project, named, base):
        outcome = assemble(made_of, project.config.settled)
        origins = outcome.value.origins if outcome.value else {}
        found = placed(outcome.diagnostics, {one.path: one for one in made_of.files}, origins)
        first = next(one.path for one in made_of.sources if one.path in left)
        gone = {one.path for one in made_of.sources} - {first}
        left[first] = Read(left[first].source, outcome.value, found)
        left = {path: one for path, one in left.items() if path not in gone}
    return tuple(left.values())


def unsound(read: Iterable[Read]) -> tuple[Placed, ...]:
    """Say on standard error what kept files from being read as they are written: in full where
    it is why there is nothing to show, in a line each where the reader mended the source.
    """
    from personac.report.concise import render

    files = tuple(read)
    failed = tuple(finding for one in files for finding in one.findings)
    for one in files:  # several may be of one path, each with a text of its own
        sources = {one.source.path: one.source}
        click.echo(findings(one.findings, sources, "full", hints=False), nl=False, err=True)
    repairs = [one for one in _mended(files) if one.diagnostic.severity is not Severity.HINT]
    click.echo(render(repairs), nl=False, err=True)
    return (*failed, *repairs)


def _mended(found: Iterable[Read]) -> tuple[Placed, ...]:
    """What the rules about the source say: where it is not read as it is written."""
    from personac import registry

    rules = tuple(rule for rule in registry.rules() if rule.code.startswith("SYN"))
    return tuple(
        finding
        for one in found
        if one.document is not None
        for finding in placed(
            pipeline.lint(one.document, rules),
            {one.source.path: one.source},
            one.document.origins,
        )
    )


def dialects() -> tuple[str, ...]:
    from personac import registry

    return tuple(reader.name for reader in registry.readers())
