"""A hand edit of an output as a change of the sources that the output was made of."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, unified_diff

from msgspec import Struct

from personac.source import Source
from personac.trace.answer import narrowed
from personac.trace.sourcemap import Entry, File, Lines, Place


class Offer(Struct, frozen=True):
    """A ``patch`` of sources for the lines that stand there alone, and for the others where what
    they say is ``elsewhere``.
    """

    patch: str = ""
    elsewhere: tuple[str, ...] = ()


class _Edit(Struct, frozen=True, order=True):
    """Lines ``start`` to ``end`` of a source, counted from 0, and what takes their place."""

    path: str
    start: int
    end: int
    lines: tuple[str, ...] = ()


def offer(entry: Entry, file: File, texts: tuple[str, str], sources: Mapping[str, Source]) -> Offer:
    """What an edit, from what was made to what is there now, asks of the sources."""
    old, new = (text.split("\n") for text in texts)
    edits: set[_Edit] = set()
    elsewhere: list[str] = []
    finder = _Finder(entry, file, old, sources)
    for kind, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            continue
        made = list(_edits(finder, (start, end), new[first:last]))
        if made and None not in made:
            edits.update(one for one in made if one is not None)
        else:
            elsewhere += finder.about(start, max(end, start + 1))
    return Offer(_patch(edits, sources), tuple(dict.fromkeys(elsewhere)))


def _edits(finder: "_Finder", lines: tuple[int, int], new: Sequence[str]) -> Iterator[_Edit | None]:
    """The change of a run of lines, an edit for each; None where a line is not to be found."""
    start, end = lines
    if start == end:
        yield finder.behind(start - 1, tuple(new))
    elif not new or end - start == len(new):
        for at in range(start, end):
            yield finder.instead(at, new[at - start] if new else None)
    else:
        yield None


class _Finder:
    """Where the lines of an output stand in the sources."""

    def __init__(
        self, entry: Entry, file: File, lines: Sequence[str], sources: Mapping[str, Source]
    ) -> None:
        self.entry, self.file, self.lines, self.sources = entry, file, lines, sources

    def _run(self, at: int) -> Lines | None:
        return next((run for run in self.file.lines if run.first <= at + 1 <= run.last), None)

    def _places(self, at: int) -> tuple[Place, ...]:
        run = self._run(at)
        return tuple(self.entry.nodes[node] for node in run.nodes) if run else ()

    def _source(self, place: Place) -> Source | None:
        """The source of a node as it was built from; None when it has changed since."""
        if place.source < 0:
            return None
        stated = self.entry.sources[place.source]
        found = self.sources.get(stated.name)
        same = found is not None and found.digest == stated.digest and not found.crlf
        return found if same else None

    def _found(self, at: int) -> tuple[Source, int] | None:
        """The one line of a source, counted from 1, that says the same as a line: a change of
        one that a writer has made anew, such as a narrower list of tools, would say another thing.
        """
        line = self.lines[at].strip()
        found: set[tuple[str, int]] = set()
        for place in self._places(at):
            source = self._source(place)
            if source is None or place.ops or not line:
                continue
            first, last = narrowed(source, place, self._run(at), self.lines, at + 1)
            found |= {
                (source.path, n) for n in range(first, last + 1) if source.line(n).strip() == line
            }
        if len(found) != 1:
            return None
        path, number = found.pop()
        return self.sources[path], number

    def instead(self, at: int, new: str | None) -> _Edit | None:
        found = self._found(at)
        if found is None:
            return None
        source, number = found
        old = source.line(number)
        if new is None:
            return _Edit(source.path, number - 1, number)
        text = old.replace(self.lines[at].strip(), new.strip(), 1)
        return _Edit(source.path, number - 1, number, (text,))

    def behind(self, at: int, new: tuple[str, ...]) -> _Edit | None:
        """New lines behind a line; empty ones before them are passed over in the source, too."""
        blank = 0
        while at >= 0 and not self.lines[at].strip():
            at, blank = at - 1, blank + 1
        found = self._found(at) if at >= 0 else None
        if found is None:
            return None
        source, number = found
        count = source.text.count("\n")
        passed = [source.line(n) for n in range(number + 1, min(number + blank, count) + 1)]
        if any(line.strip() for line in passed):
            return None
        end = number + len(passed)
        return _Edit(source.path, end, end, new)

    def about(self, start: int, end: int) -> Iterator[str]:
        """Where to say it instead: sources with their lines, and revisions."""
        places = [place for at in range(start, end) for place in self._places(at)]
        for place in places:
            if place.source >= 0:
                lines = (
                    f"{place.first}-{place.last}" if place.last > place.first else f"{place.first}"
                )
                yield f"{self.entry.sources[place.source].name}:{lines}"
            yield from (f"revision {self.entry.ops[op].revision}" for op in place.ops)
        if not places:
            yield from (one.name for one in self.entry.sources)


def _patch(edits: set[_Edit], sources: Mapping[str, Source]) -> str:
    """A unified diff that ``git apply`` takes at the root of the project."""
    found: list[str] = []
    for path in sorted({one.path for one in edits}):
        old = sources[path].text.split("\n")
        new = list(old)
        for one in sorted((e for e in edits if e.path == path), reverse=True):
            new[one.start : one.end] = one.lines
        found.append(difference("\n".join(old), "\n".join(new), (f"a/{path}", f"b/{path}")))
    return "".join(found)


def difference(old: str, new: str, names: tuple[str, str]) -> str:
    """A unified diff, with a mark where a text does not end with a line break."""
    lines = unified_diff(_lines(old), _lines(new), *names)
    marked = (
        one if one.endswith("\n") else f"{one}\n\\ No newline at end of file\n" for one in lines
    )
    return "".join(marked)


def _lines(text: str) -> list[str]:
    *whole, rest = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([rest] if rest else [])]
