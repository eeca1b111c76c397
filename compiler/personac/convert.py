"""A persona in another dialect, with the proof that it binds itself to as much there."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from personac import pipeline, registry
from personac.api import Document, Emission, Loss, LossKind
from personac.breaking import GONE, Change, compare
from personac.codec import decode_source
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.emission import Lost, lost
from personac.model import Field, evolve, nodes
from personac.source import Span
from personac.text.slug import Ids


class Converted(Struct, frozen=True, kw_only=True):
    """``content`` is None when the dialect cannot say what the persona says; ``findings`` tell
    what it would have lost.
    """

    document: Document
    suffix: str = ""
    content: str | None = None
    losses: tuple[Lost, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def convert(
    document: Document, dialect: str, kinds: Mapping[str, str] | None = None, path: str = ""
) -> Converted:
    """``document`` in ``dialect``; what was written is read back, as the file at ``path`` or of
    a fitting name, and compared with it.
    """
    writer = next(one for one in registry.dialects() if one.name == dialect)
    outcome = pipeline.write(document, writer)
    if outcome.value is not None and _renamed(document, outcome.value, kinds):
        document = _named(document)
        outcome = pipeline.write(document, writer)
    if outcome.value is None or outcome.diagnostics:
        return Converted(document=document, findings=outcome.diagnostics)
    (artifact,) = outcome.value.artifacts
    findings = tuple(_faults(document, outcome.value, dialect, kinds, path))
    sources = {source.path: source for source in document.sources}
    return Converted(
        document=document,
        suffix=artifact.path.rpartition(".")[2],
        content=None if findings else artifact.content,
        losses=tuple(lost(writer, loss, document, sources) for loss in outcome.value.losses),
        findings=findings,
    )


def _renamed(document: Document, emission: Emission, kinds: Mapping[str, str] | None) -> bool:
    """Whether another name counts in the other dialect, so that it would be another persona."""
    (artifact,) = emission.artifacts
    written = pipeline.read(decode_source(artifact.path, artifact.content.encode()), None, kinds)
    return written.value is not None and written.value.persona.id != document.persona.id


def _named(document: Document) -> Document:
    """``document`` with its name in the header, which counts in every dialect."""
    persona = document.persona
    if any(isinstance(one, Field) and one.kind == "name" for one in persona.header):
        return document
    own = Ids(frozenset(node.id for node in nodes(persona))).claim("name")
    name = Field(id=own, key="name", kind="name", value=persona.id)
    return evolve(document, persona=evolve(persona, header=(name, *persona.header)))


def _faults(
    document: Document,
    emission: Emission,
    dialect: str,
    kinds: Mapping[str, str] | None,
    path: str,
) -> Iterator[Diagnostic]:
    """Why the file that was written does not stand for the persona."""
    (artifact,) = emission.artifacts
    content = artifact.content.encode()
    written = pipeline.read(decode_source(path or artifact.path, content), None, kinds)
    if written.value is None or written.value.dialect != dialect:
        seen = written.value.dialect if written.value else "no persona"
        fitting = pipeline.detect(decode_source(artifact.path, content))[0].name
        suffix = artifact.path.rpartition(".")[2] if path and fitting == dialect else ""
        yield _misread(document, dialect, seen, suffix)
        return
    for change in compare(document, written.value):
        if not _is_declared(change, emission.losses):
            yield _weaker(change)


def _is_declared(change: Change, losses: tuple[Loss, ...]) -> bool:
    """Whether a loss of the node says so: what is gone only one that drops it excuses."""
    declared = {loss.kind for loss in losses if loss.node == change.old}
    return LossKind.DROPPED in declared or (bool(declared) and change.became != GONE)


def _weaker(change: Change) -> Diagnostic:
    place = Locator(node=change.old, needle=change.before or None)
    return Diagnostic(
        code=change.code,
        name=change.name,
        severity=Severity.ERROR,
        message=change.message,
        why="a conversion says what its source says, no less",
        help="say it in a sentence of its own, so that every dialect can carry it",
        labels=(Label(place),) if change.old else (),
    )


def _misread(document: Document, dialect: str, seen: str, suffix: str) -> Diagnostic:
    """``suffix`` is the end of a name under which it would be read as what it is."""
    path = document.sources[0].path
    why = "a line of the persona is the mark by which another dialect is known"
    advice = "reword the heading, the fence or the label that opens like one of that dialect"
    if suffix:
        why = "the end of a file's name is a mark by which a dialect is known"
        advice = f"name a file that ends in `.{suffix}`"
    return Diagnostic(
        code="CNV001",
        name="dialect-misread",
        severity=Severity.ERROR,
        message=f"what was written as {dialect} would be read as {seen}",
        why=why,
        help=advice,
        labels=(Label(Locator(path=path, span=Span(0, 0))),),
    )
