"""What made one line of an output: asked of the source map, told with words of the sources."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from msgspec import Struct
from msgspec.structs import asdict

from personac.model import NodeId
from personac.report.words import find_words
from personac.revise.deeds import Deed, deed, op_of
from personac.revise.parse import Loaded
from personac.revision import OpBase
from personac.source import Source
from personac.trace.sourcemap import Entry, File, Further, Input, Lines, Place

_WORD = re.compile(r"[^\W_]+")


class Stood(Struct, frozen=True, kw_only=True):
    """Lines of a source; ``changed`` when the source is not what was built, so that they may
    say something else by now.
    """

    path: str
    first: int
    last: int
    text: tuple[str, ...] = ()
    changed: bool = False


class Change(Deed, frozen=True, kw_only=True):
    """``changed`` when the revision is not what was built, or not there any more."""

    changed: bool = False


class Said(Struct, frozen=True, kw_only=True):
    """One node behind a line: where it stood, and the ops on it, the first one first."""

    node: NodeId
    source: Stood | None = None
    changes: tuple[Change, ...] = ()
    also: tuple[Stood, ...] = ()
    """Where other sources say it."""
    overruled: tuple[Stood, ...] = ()
    """What other sources say instead, left out because the project says so."""


class Answer(Struct, frozen=True, kw_only=True):
    """``made`` is what the writer made the line for; without it the line holds words of its
    nodes.  ``origin`` tells where the words at the column asked for come from.
    """

    path: str
    line: int
    text: str
    target: str
    persona: str = ""
    made: str = ""
    nodes: tuple[Said, ...] = ()
    sources: tuple[str, ...] = ()
    origin: str = ""


class Known(Struct, frozen=True):
    """The project as it is now: sources by path, revisions by id."""

    sources: Mapping[str, Source]
    revisions: Mapping[str, Loaded]


def answer(
    entry: Entry, file: File, lines: Sequence[str], at: tuple[int, int | None], known: Known
) -> Answer:
    """What made line ``at[0]`` of a file with these ``lines``; ``at[1]`` is a column or None."""
    number, column = at
    run = next((r for r in file.lines if r.first <= number <= r.last), None)
    found = tuple(
        _said(entry, node, run, lines, number, known) for node in _nodes(entry, file, run)
    )
    line = lines[number - 1]
    return Answer(
        path=file.path,
        line=number,
        text=line,
        target=file.path.partition("/")[0],
        persona=entry.persona,
        made=_made(run, file),
        nodes=found,
        sources=tuple(source.name for source in entry.sources),
        origin=_origin(line, column, found, known) if column else "",
    )


def _nodes(entry: Entry, file: File, run: Lines | None) -> Iterable[int]:
    """The nodes of a run; those of a file without lines are behind all of it."""
    if run is not None:
        return run.nodes
    return () if file.lines else range(len(entry.nodes))


def _made(run: Lines | None, file: File) -> str:
    if run is not None:
        return run.made
    if file.lines:
        return "space between blocks"
    return "the whole file" if file.digest else "what is not the project's own in this file"


def _said(
    entry: Entry, node: int, run: Lines | None, lines: Sequence[str], number: int, known: Known
) -> Said:
    place = entry.nodes[node]
    others = [one for one in entry.further if one.node == node]
    return Said(
        node=place.node,
        source=_source(entry, place, run, lines, number, known) if place.source >= 0 else None,
        changes=tuple(_change(entry, op, known) for op in reversed(place.ops)),
        also=tuple(_stood(entry, one, known) for one in others if not one.overruled),
        overruled=tuple(_stood(entry, one, known) for one in others if one.overruled),
    )


def _source(
    entry: Entry, place: Place, run: Lines | None, lines: Sequence[str], number: int, known: Known
) -> Stood:
    source = _unchanged(entry.sources[place.source], known)
    if source is None:
        return _stood(entry, place, known)
    return _shown(source, *narrowed(source, place, run, lines, number))


def _stood(entry: Entry, place: Place | Further, known: Known) -> Stood:
    """All lines of a place, with their words where the source is still what was built."""
    stated = entry.sources[place.source]
    if (source := _unchanged(stated, known)) is not None:
        return _shown(source, place.first, place.last)
    return Stood(path=stated.name, first=place.first, last=place.last, changed=True)


def _unchanged(stated: Input, known: Known) -> Source | None:
    source = known.sources.get(stated.name)
    return source if source is not None and source.digest == stated.digest else None


def _shown(source: Source, first: int, last: int) -> Stood:
    text = tuple(source.line(at) for at in range(first, last + 1))
    return Stood(path=source.path, first=first, last=last, text=text)


def narrowed(
    source: Source, place: Place, run: Lines | None, lines: Sequence[str], number: int
) -> tuple[int, int]:
    """The source lines behind one of the lines of a run: line by line where both have as many,
    else those that hold its words, else all lines of the node.
    """
    if place.last == place.first or run is None or run.made:
        return place.first, place.last
    line, at = lines[number - 1], place.first + number - run.first
    alike = run.last - run.first == place.last - place.first
    if alike and _covers(source.line(at), line):
        return at, at
    start = source.line_starts[place.first - 1]
    end = source.line_starts[place.last - 1] + len(source.line(place.last))
    found = find_words(line.strip(" |>-"), source.text, start, end)
    if found is None or not _covers(source.text[found.start : found.end], line):
        return place.first, place.last
    return source.position(found.start).line, source.position(max(found.end - 1, found.start)).line


def _covers(there: str, line: str) -> bool:
    """Whether a part of a source holds every word of a line, but for the numbers of a list."""
    wanted = (word for word in _words_of(line) if not word.isdecimal())
    return _words_of(html.unescape(there)).issuperset(wanted)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    """Every target has much the same lines."""
    return frozenset(_WORD.findall(text.casefold()))


def _change(entry: Entry, number: int, known: Known) -> Change:
    named = entry.ops[number]
    loaded = known.revisions.get(named.revision)
    found = deed(loaded, named.op) if loaded else None
    if loaded is None or found is None:
        return Change(revision=named.revision, op=named.op, changed=True)
    digests = {revision.name: revision.digest for revision in entry.revisions}
    changed = digests.get(named.revision) != loaded.source.digest
    return Change(**asdict(found), changed=changed)


def _origin(line: str, column: int, found: Sequence[Said], known: Known) -> str:
    """Where the word at a column comes from, when a source and ops have shares in the line."""
    for said in found:
        before = _words(" ".join(said.source.text) if said.source else "")
        words = _words(line)
        at = sum(1 for start, _ in _starts(line) if start < column) - 1
        if at < 0:
            continue
        matcher = SequenceMatcher(None, before, words, autojunk=False)
        if any(block.b <= at < block.b + block.size for block in matcher.get_matching_blocks()):
            return "source"
        for change in reversed(said.changes):
            loaded = known.revisions.get(change.revision)
            op = op_of(loaded, change.op) if loaded else None
            if op is not None and words[at] in _words(" ".join(_texts(op))):
                return f"{change.revision}/{change.op}"
    return ""


def _words(text: str) -> list[str]:
    return [word for _, word in _starts(text)]


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Every word with the column before it."""
    found = islice(_WORD.finditer(text), 10_000)
    return ((match.start(), match.group()) for match in found)


def _texts(op: OpBase) -> Iterator[str]:
    """The words that an op brings."""
    for name in ("text", "label", "with_", "value"):
        value = getattr(op, name, None)
        if value:
            yield str(value)
