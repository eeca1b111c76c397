"""The command ``personac import``."""

import os
from collections.abc import Iterable, Sequence

import click

from personac import driver, fs
from personac.cli._files import Read, dialects
from personac.cli._show import check_names
from personac.cli._written import Wanted, convert_all
from personac.errors import InputError
from personac.report.placed import placed
from personac.source import Source
from personac.targets.form import Form

_SUFFIXES = (".md", ".mdc", ".toml", ".json", ".yaml", ".yml")


@click.command(name="import", short_help="Read the agent files of clients as personas.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--to",
    "dialect",
    default="canonical",
    metavar="DIALECT",
    show_default=True,
    help="The dialect to write.",
)
@click.option("--from", "target", metavar="TARGET", help="Read as files of this target.")
@click.option("--output", "-o", metavar="FILE", help="Write this file.")
@click.option("--out", metavar="DIR", help="Write below this folder, each persona by its name.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option("--losses", is_flag=True, help="List every loss with its place.")
def import_(
    paths: tuple[str, ...],
    dialect: str,
    target: str | None,
    output: str | None,
    out: str | None,
    force: bool,
    losses: bool,
) -> int:
    """Read the agent files of clients as personas.

    Which client a file is for is told by its path and its keys. Of a folder the agent files of
    every client are read. Names of tools, models and settings become those that all targets know;
    what is not understood stays as it is, and is said.
    """
    from personac import registry

    project = driver.open_project(os.getcwd())
    forms = tuple(w.form for w in registry.writers(project.target_files) if w.form is not None)
    check_names([dialect], dialects(), "dialect")
    check_names([target] if target else [], [form.target for form in forms], "target")
    chosen = next((form for form in forms if form.target == target), None)
    sources, errors = driver.load(os.getcwd(), _files(paths, forms))
    missing = tuple(
        InputError(path, "there is no such file or folder")
        for path in paths
        if not fs.exists(os.getcwd(), path)
    )
    read, unread = _read_all(sources, forms, chosen, project, paths)
    if not read and not (*errors, *missing, *unread):
        raise click.UsageError("no agent files were found; name a file, or --from its target")
    wanted = Wanted(dialect, output, out, force=force, losses=losses, by_name=True)
    return convert_all(read, (*missing, *errors, *unread), wanted, project)


def _files(paths: Sequence[str], forms: Sequence[Form]) -> tuple[str, ...]:
    """The files named, and those below folders that some client takes for an agent, each once."""
    here = os.getcwd()
    fixed = [form.path for form in forms if "{name}" not in form.path]
    found: dict[str, str] = {}
    for path in (*(p for p in paths if not fs.is_folder(here, p)), *paths):
        there: Iterable[str] = [path]
        if fs.is_folder(here, path):
            whole = (f"{path.rstrip('/')}/{one}" for one in fixed)
            there = (*fs.expand(here, [path], _SUFFIXES, hidden=True), *whole)
        for one in there:
            if fs.exists(here, one):
                found.setdefault(os.path.abspath(one), one)
    return tuple(found.values())


def _read_all(
    sources: Sequence[Source],
    forms: Sequence[Form],
    chosen: Form | None,
    project: driver.Project,
    paths: Sequence[str],
) -> tuple[list[Read], list[InputError]]:
    from personac.importing.native import natives
    from personac.importing.read import read

    found: list[Read] = []
    errors: list[InputError] = []
    for source in sources:
        named = source.path in paths
        form, is_agent = _form(source, forms, chosen, named=named)
        if not is_agent and named:
            reason = "is no agent file of a known client; --from names its target"
            errors.append(InputError(source.path, reason))
        if not is_agent:
            continue
        try:
            agents = natives(source, form)
        except InputError as error:
            errors.append(error)
            continue
        for one in agents:
            outcome = read(one, project.config.kinds)
            origins = outcome.value.origins if outcome.value else {}
            told = placed(outcome.diagnostics, {source.path: one.source}, origins)
            found.append(Read(one.source, outcome.value, told))
    return found, errors


def _form(
    source: Source, forms: Sequence[Form], chosen: Form | None, *, named: bool
) -> tuple[Form | None, bool]:
    """The target of a file, and whether it holds an agent at all."""
    from personac.importing.native import is_canonical, of_content, of_path

    if chosen is not None:
        return chosen, True
    if is_canonical(source):
        return None, True
    native = [one for one in forms if not one.whole]
    form = of_path(source, os.path.abspath(source.path).replace(os.sep, "/"), native)
    form = form or of_content(source, native)
    if form is not None:
        return form, True
    return None, _is_persona(source, named=named)


def _is_persona(source: Source, *, named: bool) -> bool:
    """Whether a file without a target is Markdown that some dialect is sure of."""
    from personac import registry

    if os.path.splitext(source.path)[1].lower() not in (".md", ".mdc", ".markdown", ".xml", ".txt"):
        return False
    return named or max(reader.sniff(source) for reader in registry.readers()) >= 0.6
