"""What ``personac trace`` says, for people and for scripts."""

from collections.abc import Iterator

from msgspec.structs import asdict

from personac import codec
from personac.report.visible import json_guarded, short, visible
from personac.trace.answer import Answer, Change, Said, Stood

MAX_LINES = 8
_CHANGED = "changed since the build"


def text(told: Answer, folder: str) -> str:
    return "".join(f"{line}\n" for line in _lines(told, folder))


def _lines(told: Answer, folder: str) -> Iterator[str]:
    yield f"{visible(folder)}/{visible(told.path)}:{told.line}"
    if told.text.strip():
        yield f"    {short(told.text)}"
    if told.made:
        yield f"made by  the writer {told.target}: {visible(told.made)}"
    for said in told.nodes:
        yield from _said(said)
    if not told.nodes and told.sources:
        sources = ", ".join(visible(name) for name in told.sources)
        yield (
            f"persona  {visible(told.persona)} of {sources}"
            if told.persona
            else f"from     {sources}"
        )
    if told.origin:
        yield f"column   the word comes from {_origin(told.origin)}"


def _said(said: Said) -> Iterator[str]:
    yield f"node     {visible(said.node)}"
    if said.source is not None:
        yield from _stood("source", said.source)
    for stood in said.also:
        yield from _stood("also", stood)
    for stood in said.overruled:
        yield from _stood("not", stood)
    for change in said.changes:
        yield from _change(change)


def _stood(what: str, source: Stood) -> Iterator[str]:
    lines = f"{source.first}" if source.first == source.last else f"{source.first}-{source.last}"
    note = f" ({_CHANGED}; the lines are those of then)" if source.changed else ""
    yield f"{what:<8} {visible(source.path)}:{lines}{note}"
    for line in source.text[:MAX_LINES]:
        yield f"    {short(line)}".rstrip()
    if len(source.text) > MAX_LINES:
        yield f"    … and {len(source.text) - MAX_LINES} more"


def _change(change: Change) -> Iterator[str]:
    name = f"{visible(change.revision)}, op {visible(change.op)}"
    if not change.path:
        yield f"revision {name} ({_CHANGED}: no longer there)"
        return
    note = f" ({_CHANGED})" if change.changed else ""
    yield f"revision {name}: {change.verb}, {visible(change.path)}:{change.line}{note}"
    if change.reason:
        yield f"    {visible(change.reason)}"


def _origin(origin: str) -> str:
    return "the source" if origin == "source" else f"the revision, {visible(origin)}"


def as_json(told: Answer, folder: str) -> str:
    """Schema ``personac/trace/1``; the path is the one below the project's root."""
    data = {"schema": "personac/trace/1", **asdict(told), "path": f"{folder}/{told.path}"}
    return json_guarded(codec.to_pretty_json(data))
