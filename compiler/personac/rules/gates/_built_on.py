"""Thresholds of a file beside those of the files that it extends or includes."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from personac.api import Fact, LintContext
from personac.identity import is_root_tag, text_of
from personac.model import Field, Persona, Section, walk
from personac.rules._facts import declared, fact
from personac.rules.gates._bounds import bounds

_LINK = "builds on"
_BASES = frozenset({"extends", "includes"})


class Apart(NamedTuple):
    """A threshold of a file, and another one for the same in a file that it builds on."""

    own: Fact
    base: Fact
    metric: str
    here: str
    there: str


def noted(context: LintContext) -> Iterator[Fact]:
    """The thresholds of one file and the files it names.  A persona that was put together of
    several files is checked as a whole, so that nothing is noted of it.
    """
    document = context.document
    if len(document.sources) > 1:
        return
    for name in _named(document.persona):
        yield declared(context, _LINK, name)
    for bound in bounds(document.persona):
        about = "\t".join((bound.called, str(bound.lower), bound.family, *sorted(bound.where)))
        words = "\t".join((repr(bound.value), bound.words))
        yield fact(context, about, bound.node, bound.words, words=words)


def _named(persona: Persona) -> Iterator[str]:
    """The files that the header, or the root of its XML, names."""
    said: list[str] = []
    for node in (*persona.header, *walk(*persona.body)):
        if isinstance(node, Field) and node.kind in _BASES:
            said.append(text_of(node.value))
        elif isinstance(node, Section) and node.tag is not None and is_root_tag(node.tag):
            said += [one.value for one in node.attributes if one.name in _BASES]
    yield from (name for each in said for part in each.split(",") if (name := part.strip()))


def apart(facts: Sequence[Fact]) -> Iterator[Apart]:
    """The first contradiction of each metric between a file and one that it builds on."""
    files: defaultdict[str, dict[str, Fact]] = defaultdict(dict)
    links: defaultdict[str, list[str]] = defaultdict(list)
    for one in facts:
        path = one.label.at.path or ""
        if one.about == _LINK:
            links[path].append(one.words)
        else:
            files[path].setdefault(one.about, one)
    paths = _Paths(facts)
    for path in links:
        for base in _below(path, links, paths):
            yield from _between(files[path], files.get(base, {}))


class _Paths:
    """Which file a name in another one means."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._known = {one.label.at.path or "": one.persona for one in facts}
        self._named: dict[str, str] = {}
        for path, persona in self._known.items():
            for name in (path.rsplit(".", 1)[0], _stem(path), persona):
                self._named.setdefault(name, path)

    def meant(self, path: str, name: str) -> str:
        near = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        for at in (near, posixpath.normpath(name)):
            if at in self._known:
                return at
        return self._named.get(near) or self._named.get(_stem(name), "")


def _stem(path: str) -> str:
    return path.rpartition("/")[2].split(".")[0].removeprefix("_")


def _below(path: str, links: Mapping[str, Sequence[str]], paths: _Paths) -> Iterator[str]:
    """Every file that one builds on, at any depth, each once."""
    seen, waiting = {path}, [path]
    while waiting:
        at = waiting.pop()
        for name in links.get(at, ()):
            base = paths.meant(at, name)
            if base and base not in seen:
                seen.add(base)
                waiting.append(base)
                yield base


def _between(own: Mapping[str, Fact], base: Mapping[str, Fact]) -> Iterator[Apart]:
    for about, one in own.items():
        other = base.get(about)
        if other is not None:
            (value, here), (usual, there) = (each.words.split("\t", 1) for each in (one, other))
            if value != usual:
                yield Apart(one, other, about.split("\t")[0], here, there)
