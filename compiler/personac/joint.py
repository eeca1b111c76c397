"""The files that a target has for all personas together, made of what each persona would have.

Every persona is compiled alone, so that one alone is compiled again when it changes.  What is
around the personas in such a file, its ``Frame``, is the same for all; between them stands only
what belongs to one of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from personac.api import Artifact, Frame
from personac.codec import digest
from personac.compile import Compiled
from personac.emission import Emitted
from personac.plan import Problem
from personac.report.visible import short
from personac.text.filename import folded
from personac.trace.sourcemap import File, Lines


class _Part(NamedTuple):
    """What one persona puts into a file."""

    source: str
    artifact: Artifact
    frame: Frame
    lines: tuple[str, ...]


class _Whole(NamedTuple):
    """A file of all personas: ``starts`` has the line before the part of each source."""

    content: str
    length: int
    starts: Mapping[str, int]


_Files = dict[tuple[str, str], list[_Part]]


def joined(compiled: Sequence[Compiled]) -> tuple[Compiled, ...]:
    """The same, with every file that stands for all personas whole and traced as it then is."""
    parts = _parts(compiled)
    if not parts:
        return tuple(compiled)
    whole = {place: _whole(found) for place, found in parts.items()}
    return tuple(_with(one, whole) for one in compiled)


def clashes(compiled: Sequence[Compiled]) -> tuple[Problem, ...]:
    """Personas that such a file would know by one name."""
    found: list[Problem] = []
    for (target, path), parts in _parts(compiled).items():
        seen: dict[str, str] = {}
        for part in parts:
            name = part.frame.name
            other = seen.setdefault(folded(name), part.source)
            if name and other != part.source:
                both = f"{short(other)} and {short(part.source)} both make `{short(name, 60)}`"
                found.append(Problem(f"{target}/{path}", f"{both}; rename one of the personas"))
    return tuple(found)


def _parts(compiled: Iterable[Compiled]) -> _Files:
    found: _Files = {}
    for one in compiled:
        for emitted in one.emitted:
            for artifact in emitted.artifacts:
                if artifact.frame is not None:
                    part = _Part(one.path, artifact, artifact.frame, _lines(artifact.content))
                    found.setdefault((emitted.target, artifact.path), []).append(part)
    return {place: sorted(parts, key=_rank) for place, parts in found.items()}


def _lines(content: str) -> tuple[str, ...]:
    return tuple(content.split("\n")[:-1])


def _rank(part: _Part) -> tuple[str, str]:
    return part.frame.name, part.source


def _whole(parts: Sequence[_Part]) -> _Whole:
    frame, around = parts[0].frame, parts[0].lines
    lines = [*around[: frame.before]]
    starts: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        starts[part.source] = len(lines)
        own = list(part.lines[part.frame.before : len(part.lines) - part.frame.after])
        if own and number < len(parts):
            own[-1] += frame.comma
        lines += own
    lines += around[len(around) - frame.after :]
    return _Whole("".join(f"{line}\n" for line in lines), len(lines), starts)


def _with(one: Compiled, whole: Mapping[tuple[str, str], _Whole]) -> Compiled:
    frames = {
        f"{emitted.target}/{artifact.path}": (whole[emitted.target, artifact.path], artifact)
        for emitted in one.emitted
        for artifact in emitted.artifacts
        if artifact.frame is not None
    }
    files = (
        _traced(file, one.path, *frames[file.path]) if file.path in frames else file
        for file in one.trace.files
    )
    return replace(
        one,
        emitted=tuple(_filled(emitted, whole) for emitted in one.emitted),
        trace=replace(one.trace, files=tuple(files)),
    )


def _filled(emitted: Emitted, whole: Mapping[tuple[str, str], _Whole]) -> Emitted:
    artifacts = (
        replace(one, content=whole[emitted.target, one.path].content) if one.frame else one
        for one in emitted.artifacts
    )
    return replace(emitted, artifacts=tuple(artifacts))


def _traced(file: File, source: str, whole: _Whole, alone: Artifact) -> File:
    runs = (run for line in file.lines for run in _moved(line, source, whole, alone))
    return File(file.path, digest(whole.content.encode()), tuple(runs))


def _moved(run: Lines, source: str, whole: _Whole, alone: Artifact) -> Iterator[Lines]:
    """A run of a persona's own file where it is in the whole one."""
    frame, length = alone.frame, len(_lines(alone.content))
    assert frame is not None
    end = length - frame.after
    places = (
        (1, frame.before, 0),
        (frame.before + 1, end, whole.starts[source] - frame.before),
        (end + 1, length, whole.length - length),
    )
    for first, last, by in places:
        start, stop = max(run.first, first), min(run.last, last)
        if start <= stop:
            yield Lines(start + by, stop + by, run.nodes, run.made)
