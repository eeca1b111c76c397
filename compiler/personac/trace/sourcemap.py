"""The source map of a build: every line of every output by the nodes that made it.

It stands beside the manifest and never inside an output.  Nodes are listed once for each
persona and named by their number in that list, because all targets share them.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from personac import codec
from personac.errors import UsageError
from personac.model import NodeId

SCHEMA: Literal["personac/sourcemap/1"] = "personac/sourcemap/1"


class Input(Struct, frozen=True, array_like=True, order=True):
    """A source by its path, or a revision by its id, and the digest of its text."""

    name: str
    digest: str


class OpName(Struct, frozen=True, array_like=True):
    revision: str
    op: str


class Place(Struct, frozen=True, array_like=True):
    """Where the words of a node stand: lines of one of the ``sources``, and the ``ops`` that
    changed them, the last one first.  A node that an op has made stands in no source: -1.
    """

    node: NodeId
    source: int
    first: int
    last: int
    ops: tuple[int, ...] = ()


class Further(Struct, frozen=True, array_like=True):
    """Lines of one of the ``sources`` where what a node says stands too, or what was left out in
    favour of it.
    """

    node: int
    source: int
    first: int
    last: int
    overruled: bool = False


class Lines(Struct, frozen=True, array_like=True):
    """A range of lines of an output: its nodes, and what the writer made it for, if not just to
    hold their words.  Lines in no range set others apart.
    """

    first: int
    last: int
    nodes: tuple[int, ...] = ()
    made: str = ""


class File(Struct, frozen=True):
    """An output by its path below the output folder.  Without ``lines`` it was made as a whole of
    the nodes of its entry; without a ``digest`` it is its user's, too.
    """

    path: str
    digest: str
    lines: tuple[Lines, ...] = ()


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Outputs with the same inputs.  Without a ``persona`` they belong to all of a target, and
    each node is a mandate with its persona's name before it.
    """

    persona: str = ""
    sources: tuple[Input, ...] = ()
    revisions: tuple[Input, ...] = ()
    ops: tuple[OpName, ...] = ()
    nodes: tuple[Place, ...] = ()
    further: tuple[Further, ...] = ()
    files: tuple[File, ...] = ()


class SourceMapFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["personac/sourcemap/1"]
    entries: tuple[Entry, ...] = ()

    def find(self, path: str, line: int = 1) -> tuple[Entry, File] | None:
        """The output at a path; of one that several personas stand in, the one of a line."""
        found = [(entry, file) for entry in self.entries for file in entry.files]
        named = [pair for pair in found if pair[1].path == path]
        return max(named, key=lambda pair: _nearest(pair[1], line), default=None)


def _nearest(file: File, line: int) -> int:
    """Where the last run begins that begins before a line, or on it."""
    return max((run.first for run in file.lines if run.first <= line), default=0)


def empty() -> SourceMapFile:
    return SourceMapFile(schema=SCHEMA)


def merged(entries: Iterable[Entry]) -> SourceMapFile:
    """The map of these entries; those that differ in their files only become one."""
    found: dict[bytes, Entry] = {}
    for entry in entries:
        key = codec.to_json(replace(entry, files=()))
        before = found.get(key, replace(entry, files=()))
        found[key] = replace(before, files=(*before.files, *entry.files))
    whole = (replace(e, files=_sorted(e.files)) for e in found.values() if e.files)
    return SourceMapFile(schema=SCHEMA, entries=tuple(sorted(whole, key=_rank)))


def _sorted(files: Iterable[File]) -> tuple[File, ...]:
    return tuple(sorted(dict.fromkeys(files), key=lambda file: file.path))


def _rank(entry: Entry) -> tuple[str, tuple[Input, ...], str]:
    return entry.persona, entry.sources, entry.files[0].path


def only(entries: Iterable[Entry], wanted: Callable[[str], bool]) -> tuple[Entry, ...]:
    """The entries with those of their files whose path is wanted."""
    return tuple(replace(e, files=tuple(f for f in e.files if wanted(f.path))) for e in entries)


def encode(found: SourceMapFile) -> bytes:
    """One entry a line, so that a change of one persona changes one line."""
    entries = b",\n".join(codec.to_json(entry) for entry in found.entries)
    return b'{"schema":"%s","entries":[\n%s\n]}\n' % (SCHEMA.encode(), entries)


def parse(data: bytes) -> SourceMapFile:
    """Raises ``msgspec.DecodeError`` for what is no source map, and ``UsageError`` for one whose
    numbers name nothing.
    """
    found = codec.from_json(data, SourceMapFile)
    if any(not _sound(entry) for entry in found.entries):
        raise UsageError("a number in it names nothing")
    return found


def _sound(entry: Entry) -> bool:
    runs = (run for file in entry.files for run in file.lines)
    return (
        all(-1 <= place.source < len(entry.sources) for place in entry.nodes)
        and all(0 <= op < len(entry.ops) for place in entry.nodes for op in place.ops)
        and all(0 <= one.node < len(entry.nodes) for one in entry.further)
        and all(0 <= one.source < len(entry.sources) for one in entry.further)
        and all(0 <= node < len(entry.nodes) for run in runs for node in run.nodes)
    )
