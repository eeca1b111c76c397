"""From the nodes of artifacts to lines of sources and ops of revisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from personac import codec
from personac.api import Artifact, Document, Run
from personac.model import NodeId, blocks
from personac.revise.provenance import chain
from personac.source import Source, Span, written_at
from personac.trace.sourcemap import Entry, File, Further, Input, Lines, OpName, Place

T = TypeVar("T")
Written = tuple[str, Artifact]
"""A target and what it emits."""


def traced(document: Document, revisions: Iterable[Input], written: Sequence[Written]) -> Entry:
    """The part of the source map that one persona answers for.  It has all nodes of the persona,
    so that it is the same whatever targets are built.
    """
    numbers = _numbered(node.id for node in blocks(document.persona))
    sources = {source.path: number for number, source in enumerate(document.sources)}
    origins = [tuple(chain(document.origins.get(node))) for node in numbers]
    tags = {n.id: tag for n in blocks(document.persona) if (tag := getattr(n, "tag", None))}
    ops = _numbered(OpName(op.revision, op.op) for found in origins for op in found)
    return Entry(
        persona=document.persona.id,
        sources=tuple(Input(source.path, source.digest) for source in document.sources),
        revisions=tuple(sorted(revisions)),
        ops=tuple(ops),
        nodes=tuple(
            Place(
                node,
                *_lines_of(document, node, tags.get(node, ""), sources),
                tuple(ops[OpName(op.revision, op.op)] for op in found),
            )
            for node, found in zip(numbers, origins, strict=True)
        ),
        further=tuple(_further(document, numbers, sources)),
        files=tuple(_file(target, artifact, numbers) for target, artifact in written),
    )


def _further(
    document: Document, numbers: Mapping[NodeId, int], sources: Mapping[str, int]
) -> Iterator[Further]:
    """The other places of what was folded into a node, then of what was decided against."""
    for table, overruled in ((document.also, False), (document.overruled, True)):
        for node, number in numbers.items():
            for place in table.get(node, ()):
                if place.path in sources:
                    at = sources[place.path]
                    lines = lines_of(document.sources[at], place.span)
                    yield Further(number, at, *lines, overruled)


def _numbered(found: Iterable[T]) -> dict[T, int]:
    return {one: number for number, one in enumerate(dict.fromkeys(found))}


def _lines_of(
    document: Document, node: NodeId, tag: str, sources: Mapping[str, int]
) -> tuple[int, int, int]:
    """The number of the source that a node was written in, and its first and last line there."""
    origin = written_at(document.origins.get(node))
    if origin is None or origin.path not in sources:
        return -1, 0, 0
    source = document.sources[sources[origin.path]]
    start = _opening(source.text, tag, origin.span) if tag else origin.span.start
    return sources[origin.path], *lines_of(source, Span(start, origin.span.end))


def _opening(text: str, tag: str, span: Span) -> int:
    """Where the element begins whose words are at ``span``: its attributes stand there."""
    start = text.rfind(f"<{tag}", 0, span.start + len(tag) + 1)
    return span.start if start < 0 or text.find(f"</{tag}", start, span.start) >= 0 else start


def lines_of(source: Source, span: Span) -> tuple[int, int]:
    """The first and the last line that a span has words in."""
    text = source.text[span.start : span.end]
    first = span.start + len(text) - len(text.lstrip())
    last = max(span.start + len(text.rstrip()) - 1, first)
    return source.position(first).line, source.position(last).line


def _file(target: str, artifact: Artifact, numbers: Mapping[NodeId, int]) -> File:
    lines = tuple(_lines(run, numbers) for run in artifact.lines)
    return File(f"{target}/{artifact.path}", codec.digest(artifact.content.encode()), lines)


def _lines(run: Run, numbers: Mapping[NodeId, int]) -> Lines:
    return Lines(run.first, run.last, tuple(numbers[node] for node in run.nodes), run.made)
