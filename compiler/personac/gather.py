"""The personas that a project's files make: which files state one persona, and what they name.

Pure: files are known by their paths, and read by what the caller gives.
"""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property

from msgspec import Struct

from personac.composition import MOST_BASES, Composition, Link, Traits, may_build_on_others
from personac.errors import InputError
from personac.source import Source
from personac.text.slug import slug

Loaded = tuple[tuple[Source, ...], tuple[InputError, ...]]
"""Files that could be read, and the reasons why others could not."""
Load = Callable[[Sequence[str]], Loaded]
_NEAR = 3


class Files(Struct, frozen=True, kw_only=True):
    """The files of a project: ``roots`` are the folders of personas, ``paths`` all that may be
    built on.  ``load`` reads some of them, ``describe`` tells what one says of itself.
    """

    roots: tuple[str, ...]
    paths: frozenset[str]
    load: Load
    describe: Callable[[Source], Traits]
    together: Mapping[str, tuple[str, ...]] = {}
    """Patterns of the files that state a persona, by its id, where the settings say so."""


class Gathered(Struct, frozen=True):
    """The personas in the order of their paths, and the files that could not be read."""

    personas: tuple[Composition, ...]
    errors: tuple[InputError, ...] = ()


def gather(sources: Sequence[Source], files: Files) -> Gathered:
    """Who is made of what; every one of ``sources`` states one persona."""
    groups = _groups(sources, files)
    library = _Library(files, groups)
    personas = [library.composition(group) for group in groups]
    return Gathered(tuple(sorted(personas, key=lambda one: one.path)), tuple(library.errors))


def unmatched(paths: Iterable[str], together: Mapping[str, tuple[str, ...]]) -> str | None:
    """A persona whose patterns name no file."""
    there = tuple(paths)
    return next(
        (
            name
            for name, patterns in together.items()
            if not any(fnmatchcase(path, one) for path in there for one in patterns)
        ),
        None,
    )


def _groups(sources: Sequence[Source], files: Files) -> list[tuple[Source, ...]]:
    """Files that the settings put together; then those of one folder below a root that name one
    persona; then each alone.
    """
    left = {source.path: source for source in sources}
    found: list[tuple[Source, ...]] = []
    for patterns in files.together.values():
        taken = [path for path in left if any(fnmatchcase(path, one) for one in patterns)]
        found += [tuple(left.pop(path) for path in taken)] if taken else []
    beside: dict[str, list[Source]] = defaultdict(list)
    for source in left.values():
        beside[posixpath.dirname(source.path)].append(source)
    for folder, there in beside.items():
        shared = len(there) > 1 and _is_below(folder, files.roots)
        found += _alike(there, files) if shared else [(one,) for one in there]
    return found


def _is_below(folder: str, roots: Iterable[str]) -> bool:
    return any(
        folder.startswith(f"{root}/") if root != "." else bool(folder)
        for root in map(posixpath.normpath, roots)
    )


def _alike(there: Iterable[Source], files: Files) -> Iterator[tuple[Source, ...]]:
    named: dict[str, list[Source]] = defaultdict(list)
    for source in there:
        named[files.describe(source).id].append(source)
    return (tuple(group) for group in named.values())


class _Library:
    """What personas build on, each file read once."""

    def __init__(self, files: Files, groups: Iterable[tuple[Source, ...]]) -> None:
        self.files = files
        self.errors: list[InputError] = []
        self.groups = {source.path: group for group in groups for source in group}
        self.names = _Names(files, tuple(self.groups.values()))
        self.links: dict[str, tuple[Link, ...]] = {}

    def composition(self, group: tuple[Source, ...]) -> Composition:
        links: list[Link] = []
        bases: dict[str, tuple[Source, ...]] = {}
        waiting = list(group)
        for source in waiting:
            for link in self.links_of(source):
                links.append(link)
                base = self.group(link.to) if link.to else ()
                if base and base[0].path not in bases and len(bases) < MOST_BASES:
                    bases[base[0].path] = base
                    waiting += base if base != group else ()
        return Composition(group, tuple(bases.values()), tuple(dict.fromkeys(links)))

    def links_of(self, source: Source) -> tuple[Link, ...]:
        if source.path not in self.links:
            said = self.files.describe(source) if may_build_on_others(source) else Traits("")
            names = (*said.extends, *said.includes)
            self.links[source.path] = tuple(self.names.link(source.path, name) for name in names)
        return self.links[source.path]

    def group(self, path: str) -> tuple[Source, ...]:
        """The files that state what a file is a part of; none when it cannot be read."""
        if path not in self.groups:
            found, errors = self.files.load([path])
            self.errors += errors
            self.groups[path] = found
        return self.groups[path]


class _Names:
    """Files by the names that other files call them; ``groups`` are those of one persona each."""

    def __init__(self, files: Files, groups: Sequence[tuple[Source, ...]]) -> None:
        self.files, self.groups = files, groups
        folders = {_folder(group): group[0].path for group in groups}
        self.roots = ("", *dict.fromkeys(map(posixpath.normpath, files.roots)))
        self.bare = {_bare(path): path for path in sorted(files.paths, reverse=True)}
        self.exact = {**folders, **{path: path for path in files.paths}}
        self.by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files.paths):
            self.by_stem[_stem(path)].append(path)

    def link(self, path: str, name: str) -> Link:
        """The file meant: beside ``path``, in a folder of personas or from the root; else the one
        of that name, or whose persona has it.  A file that can only mean itself names itself.
        """
        itself = ""
        for folder in (posixpath.dirname(path), *self.roots):
            at = posixpath.normpath(posixpath.join(folder, name))
            found = self.exact.get(at) or self.bare.get(at) or self.hidden(at)
            if found is not None and found != path:
                return Link(path, name, found)
            itself = found or itself
        stem = _stem(name)
        alike = [one for one in self.by_stem.get(stem, ()) if one != path]
        if not alike and not itself:
            alike = [one for one in self.by_id.get(stem, ()) if one != path]
        if len(alike) == 1 and "/" not in name:
            return Link(path, name, alike[0])
        if itself and not alike:
            return Link(path, name, itself)
        near = get_close_matches(stem, self.by_stem, _NEAR)
        return Link(path, name, near=tuple(alike or [self.by_stem[one][0] for one in near])[:_NEAR])

    @cached_property
    def by_id(self) -> Mapping[str, Sequence[str]]:
        """The first file of each persona by its id; it takes reading all of them."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for group in self.groups:
            found[self.files.describe(group[0]).id][group[0].path] = None
        return {name: tuple(paths) for name, paths in found.items()}

    def hidden(self, at: str) -> str | None:
        """The file that is only built on, named without its ``_``."""
        folder, name = posixpath.split(at)
        return self.exact.get(posixpath.join(folder, f"_{name}"))


def _folder(group: tuple[Source, ...]) -> str:
    """The folder that holds the files of a persona; empty for a persona of one file."""
    return posixpath.dirname(group[0].path) if len(group) > 1 else ""


def _bare(path: str) -> str:
    """A path without its suffix and the ``_`` of a file that is only built on."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, posixpath.splitext(name)[0].removeprefix("_"))


def _stem(path: str) -> str:
    return slug(posixpath.basename(_bare(path)))
