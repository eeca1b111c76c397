"""A revised document written back into its source, and the proof that it says the same there."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from personac import codec, pipeline
from personac.accept import body, canonical, header
from personac.accept.changes import Added, Change, Removed, Rewritten, changes
from personac.accept.edit import Edit, Unwritable, apply
from personac.accept.place import Places
from personac.api import Document
from personac.diagnostics import Outcome
from personac.model import Field, NodeId, Persona, evolve
from personac.report.tree import lines
from personac.source import FromOp, Source, written_at

Read = Callable[[Mapping[str, Source]], Outcome[Document]]
"""Reads the persona anew with other texts of some sources."""
_WHOLE = 100_000


class Refused(NamedTuple):
    """Why the source stays as it is: one line, and the node it is about if it is about one."""

    reason: str
    node: NodeId = ""
    path: str = ""


class Rewrite(NamedTuple):
    """A source with another text, and the edits that lead to it."""

    old: Source
    new: Source
    edits: tuple[Edit, ...]


class Baked(NamedTuple):
    """The sources that change, and what the persona then reads as."""

    files: tuple[Rewrite, ...]
    document: Document

    @property
    def sources(self) -> dict[str, Source]:
        return {one.new.path: one.new for one in self.files}


def bake(
    document: Document, revised: Document, own: Collection[str], read: Read
) -> Baked | Refused:
    """The sources of ``document`` with edits after which it reads as ``revised``, ids apart.  Only
    those whose paths are its ``own`` are edited: others build on the rest.
    """
    try:
        files = tuple(_rewrites(document, revised, own))
    except Unwritable as unfit:
        return Refused(unfit.reason, unfit.node, unfit.path)
    outcome = read({one.new.path: one.new for one in files})
    if outcome.value is None:
        return Refused("with the edits the source could not be read any more")
    if outcome.value.dialect != document.dialect:
        return Refused(f"with the edits it would be read as {outcome.value.dialect}")
    if problem := different(outcome.value.persona, revised.persona, _touched(revised)):
        return Refused(problem)
    return Baked(files, outcome.value)


def _rewrites(document: Document, revised: Document, own: Collection[str]) -> Iterator[Rewrite]:
    by_path: dict[str, list[Change]] = {}
    for change in changes(document.persona, revised.persona):
        by_path.setdefault(_path(change, document), []).append(change)
    for source in document.sources:
        found = by_path.get(source.path, [])
        if found and source.path not in own:
            reason = f"it stands in {source.path}, which other personas may build on"
            raise Unwritable(_node(found[0]), reason)
        try:
            edits = tuple(_edits(found, Places(document, source), source))
            text = apply(source.text, edits)
        except Unwritable as unfit:
            unfit.path = source.path
            raise
        if edits:
            new = evolve(source, text=text, digest=codec.digest(text.encode()))
            yield Rewrite(source, new, edits)


def _path(change: Change, document: Document) -> str:
    """The file that a change is to be made in: where the node stands, or its nearest neighbour."""
    match change:
        case Rewritten(old=node) | Removed(node=node):
            near = [node]
        case Added():
            near = [one for one in (change.before, change.after, change.parent) if one]
    for one in near:
        if (origin := written_at(document.origins.get(one.id))) is not None:
            return origin.path
    return document.sources[0].path


def _node(change: Change) -> NodeId:
    return change.new.id if isinstance(change, Rewritten) else change.node.id


def _edits(found: Sequence[Change], places: Places, source: Source) -> Iterator[Edit]:
    if found and pipeline.detect(source)[0].name == "canonical":
        yield from canonical.edits(found, places)
        return
    for change in found:
        yield from _field(change, places) or body.edits(change, places)


def _field(change: Change, places: Places) -> list[Edit]:
    match change:
        case Rewritten(old=Field() as old, new=Field() as new):
            return [header.rewritten(places.text, places.span(old.id), old, new)]
        case Added(node=Field() as node):
            fields = [
                places.span(one.id)
                for one in places.order
                if isinstance(one, Field) and one.id in places.origins
            ]
            return [header.added(places.text, fields[-1] if fields else None, node)]
        case Removed(node=Field() as node):
            return [header.removed(places.text, places.span(node.id), node)]
        case _:
            return []


def _touched(revised: Document) -> frozenset[NodeId]:
    """Nodes that a revision made or changed: how their value was written is not compared."""
    return frozenset(n for n, origin in revised.origins.items() if isinstance(origin, FromOp))


def different(found: Persona, wanted: Persona, touched: frozenset[NodeId]) -> str:
    """Where two personas say something else; empty when they differ in ids at most."""
    if found.id != wanted.id:
        return f"the persona would be called `{found.id}` instead of `{wanted.id}`"
    if _said(found, wanted, touched) == _said(wanted, wanted, touched):
        return ""
    pairs = zip(lines(found, _WHOLE), lines(wanted, _WHOLE), strict=False)
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("less", "more"))
    return f'it would read as "{_cut(one, other)}" where the revision says "{_cut(other, one)}"'


def _said(persona: Persona, model: Persona, touched: frozenset[NodeId]) -> object:
    """The persona without ids, and without the spelling of values that a revision gave."""
    if len(persona.header) == len(model.header):
        pairs = zip(persona.header, model.header, strict=True)
        bare = (evolve(a, source=None) if _changed(a, b, touched) else a for a, b in pairs)
        persona = evolve(persona, header=tuple(bare))
    return _without_ids(codec.plain(persona))


def _changed(node: object, model: object, touched: frozenset[NodeId]) -> bool:
    return isinstance(node, Field) and isinstance(model, Field) and model.id in touched


def _without_ids(value: object) -> object:
    """Plain data without ids, and without the form of a label that there is not."""
    if isinstance(value, dict):
        left_out = ("id",) if "label" in value or "title" in value else ("id", "form")
        return {key: _without_ids(one) for key, one in value.items() if key not in left_out}
    return [_without_ids(below) for below in value] if isinstance(value, list | tuple) else value


def _cut(words: str, other: str, most: int = 70) -> str:
    """The part of a line around its first difference from another."""
    words, other = words.strip(), other.strip()
    same = next(
        (i for i, pair in enumerate(zip(words, other, strict=False)) if len(set(pair)) > 1), 0
    )
    start = max(0, same - most // 2)
    part = words[start : start + most]
    return ("…" if start else "") + part + ("…" if start + most < len(words) else "")
