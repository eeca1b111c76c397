"""The personas that files named by somebody are a part of, together with what they build on."""

import os
import posixpath
from collections.abc import Callable, Mapping

from personac import driver, fs
from personac.composition import Composition, Link, may_build_on_others, with_sources
from personac.fanout import PASSIVE, How
from personac.model import evolve
from personac.source import Source

Named = Mapping[str, Source]
"""Sources as they are called by who named them, by their paths from the project's root."""


def of(
    project: driver.Project, named: Named, base: str, how: How = PASSIVE
) -> tuple[Composition, ...]:
    """The personas of more than one file of which one is named, in the words of ``named``; paths
    are from the folder ``base``, in which they were named.
    """
    if not _may_be_parts(project, named):
        return ()
    gathered = driver.personas_of(project, project.config.out, how)
    parts = (one for one in gathered.personas if len(one.sources) > 1 or one.links)
    mine = (one for one in parts if any(source.path in named for source in one.sources))
    return tuple(_as_named(one, named, _names(project.root, base, named)) for one in mine)


def _may_be_parts(project: driver.Project, named: Named) -> bool:
    """Whether it is worth reading the project: a file builds on others, or lies where several
    files may state one persona.
    """
    roots = [posixpath.normpath(root) for root in project.config.personas]
    below = {path: text for path, text in named.items() if _is_below(path, roots)}
    if not below or not fs.expand(project.root, _there(project), skip=project.config.out):
        return False
    if project.config.merge.personas or any(map(may_build_on_others, below.values())):
        return True
    folders = {posixpath.dirname(path) for path in below} - {*roots, ""}
    return any(len(fs.expand(project.root, [folder])) > 1 for folder in folders)


def _there(project: driver.Project) -> list[str]:
    return [one for one in project.config.personas if fs.exists(project.root, one)]


def _is_below(path: str, roots: list[str]) -> bool:
    return any(root in (".", path) or path.startswith(f"{root}/") for root in roots)


def _names(root: str, base: str, named: Named) -> Callable[[str], str]:
    def name(path: str) -> str:
        if path in named:
            return named[path].path
        shown = os.path.relpath(os.path.join(root, path), base) if path else ""
        return shown.replace(os.sep, "/")

    return name


def _as_named(made_of: Composition, named: Named, name: Callable[[str], str]) -> Composition:
    """The same persona, its files with the texts and the paths that they are known by."""
    files = {
        one.path: named.get(one.path) or evolve(one, path=name(one.path)) for one in made_of.files
    }
    links = tuple(
        Link(name(one.path), one.name, name(one.to), tuple(map(name, one.near)))
        for one in made_of.links
    )
    return evolve(with_sources(made_of, files), links=links)


def files_of(made_of: tuple[Composition, ...]) -> tuple[Source, ...]:
    """Every file of the personas, once."""
    return tuple({file.path: file for one in made_of for file in one.files}.values())
