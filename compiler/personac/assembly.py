"""A persona from all the files that make it: read, merged, and set on what it builds on."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from personac import pipeline
from personac.api import Document, Outcome
from personac.combine import Say, inherit, merge
from personac.composition import (
    EXTENDS,
    INCLUDES,
    MOST_BASES,
    Composition,
    Link,
    names_in,
    stating_links,
    traits,
    without_links,
)
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.model import evolve
from personac.passes import enrich
from personac.report.visible import short
from personac.revise.prose.read import is_spec
from personac.source import Source, written_at

MAX_MESSAGE = 190


class Settled(Struct, frozen=True):
    """What a project's settings say of its sources: who is right where they differ, and what kinds
    of sections its own titles head.
    """

    say: Say = Say()
    kinds: dict[str, str] = {}


def assemble(composition: Composition, settled: Settled) -> Outcome[Document]:
    """The whole persona; without a value when a file, a link or the project's say is missing."""
    if len(composition.sources) == 1 and not composition.links:
        return _read(composition.sources[0], settled)
    return _Assembly(composition, settled).whole(composition.sources)


def _read(source: Source, settled: Settled) -> Outcome[Document]:
    return _read_once(source, tuple(sorted(settled.kinds.items())))


@lru_cache(maxsize=8)
def _read_once(source: Source, kinds: tuple[tuple[str, str], ...]) -> Outcome[Document]:
    """What is accepted, merged or proven asks for the same few files again and again."""
    return pipeline.read(source, kinds=dict(kinds))


class _Assembly:
    """One persona in the making; a group of files is put together once."""

    def __init__(self, composition: Composition, settled: Settled) -> None:
        self.settled = settled
        self.full = len(composition.bases) >= MOST_BASES
        self.bases = {one.path: base for base in composition.bases for one in base}
        self.links = {(link.path, link.name): link for link in composition.links}
        self.done: dict[str, Outcome[Document]] = {}
        self.above: list[str] = []
        self.overfull = False

    def whole(self, group: tuple[Source, ...]) -> Outcome[Document]:
        name = group[0].path
        if name not in self.done:
            self.above.append(name)
            self.done[name] = self._whole(group)
            self.above.pop()
        return self.done[name]

    def _whole(self, group: tuple[Source, ...]) -> Outcome[Document]:
        read = [_read(source, self.settled) for source in group]
        told = [finding for one in read for finding in one.diagnostics]
        found = [one.value for one in read if one.value is not None]
        extends, includes = (self.bases_of(found, kind, told) for kind in (EXTENDS, INCLUDES))
        if not found or _failed(told):
            return Outcome(None, tuple(told))
        bare = [evolve(one, persona=without_links(one.persona)) for one in found]
        outcome = merge(bare, self.settled.say)
        told += outcome.diagnostics
        if outcome.value is not None and (extends or includes):
            outcome = inherit(outcome.value, extends, includes)
            told += outcome.diagnostics
        if outcome.value is None or _failed(told):
            return Outcome(None, tuple(told))
        return Outcome(enrich(outcome.value, self.settled.kinds), tuple(told))

    def bases_of(
        self, found: Sequence[Document], kind: str, told: list[Diagnostic]
    ) -> tuple[Document, ...]:
        """What the files of one persona build on, each once, in the order in which they name it."""
        bases: dict[str, Document] = {}
        for of in found:
            for name in getattr(traits(of.persona), kind):
                outcome = self.base(self.links.get((of.sources[0].path, name)), of)
                told += outcome.diagnostics
                if outcome.value is not None:
                    bases.setdefault(outcome.value.sources[0].path, outcome.value)
        return tuple(bases.values())

    def base(self, link: Link | None, of: Document) -> Outcome[Document]:
        """What a link leads to, whole itself."""
        if link is None or not link.to:
            return Outcome(None, tuple(_missing(link, of)))
        group = self.bases.get(link.to, ())
        if group and group[0].path in self.above:
            return Outcome(None, (_cycle([*self.above, group[0].path], link, of),))
        if not group and self.full:
            return Outcome(None, tuple(self.too_many(link, of)))
        if not group:
            return Outcome(None, (_unread(link, of),))
        if any(is_spec(one.text) for one in group):
            return Outcome(None, (_no_persona(link, of),))
        found = self.whole(group)
        if found.value is None and not found.diagnostics:
            return Outcome(None, (_unread(link, of),))
        return found

    def too_many(self, link: Link, of: Document) -> Iterator[Diagnostic]:
        """Said once, where the first of them is named."""
        if not self.overfull:
            self.overfull = True
            message = f"more than the {MOST_BASES} files that a persona may build on, from here on"
            remedy = "put parts that belong together into one file"
            yield _problem("REF008", "base-not-found", message, remedy, link, of)


def _failed(told: Sequence[Diagnostic]) -> bool:
    return any(one.severity is Severity.ERROR for one in told)


def _missing(link: Link | None, of: Document) -> Iterator[Diagnostic]:
    if link is not None:
        near = " or ".join(f"`{short(path, 60)}`" for path in link.near)
        remedy = f"did you mean {near}?" if near else "name a file below a folder of personas"
        message = f"`{short(link.name, 60)}` is no file to build on; {remedy}"[:MAX_MESSAGE]
        yield _problem("REF008", "base-not-found", message, remedy, link, of)


def _unread(link: Link, of: Document) -> Diagnostic:
    message = f"`{short(link.to, 120)}` gives no persona, and this one builds on it"
    return _problem("REF008", "base-not-found", message, "mend that file first", link, of)


def _no_persona(link: Link, of: Document) -> Diagnostic:
    message = f"`{short(link.to, 120)}` is a revision specification, which nothing can build on"
    remedy = "put it into a folder of `revisions`, and name a persona or a part here"
    return _problem("REF008", "base-not-found", message, remedy, link, of)


def _cycle(chain: Sequence[str], link: Link, of: Document) -> Diagnostic:
    around = " -> ".join(path.rpartition("/")[2] for path in chain[chain.index(chain[-1]) :])
    message = f"personas build on one another in a circle: {around}"[:MAX_MESSAGE]
    return _problem("REF006", "reference-cycle", message, "take one of the links out", link, of)


def _problem(
    code: str, name: str, message: str, remedy: str, link: Link, of: Document
) -> Diagnostic:
    return Diagnostic(
        code=code,
        name=name,
        severity=Severity.ERROR,
        message=message,
        why="what a persona builds on binds it; without it mandates would be missing",
        help=remedy,
        labels=(Label(_place(link, of)),),
    )


def _place(link: Link, of: Document) -> Locator:
    """Where the link is written: a document that does not come about has no other place."""
    for node in stating_links(of.persona):
        origin = written_at(of.origins.get(node.id))
        if origin is not None and link.name in names_in(node):
            return Locator(path=link.path, span=origin.span, needle=link.name)
    return Locator(path=link.path, needle=link.name)
