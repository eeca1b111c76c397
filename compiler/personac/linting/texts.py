"""The texts of a persona that a rule of the project may look at, by kind of node."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Document
from personac.diagnostics import Label, Locator
from personac.identity import text_of
from personac.model import (
    AnyNode,
    Code,
    Field,
    Gate,
    Item,
    Mandate,
    Metric,
    NodeId,
    Raw,
    Row,
    Section,
    Step,
    Text,
    Workflow,
    nodes,
)
from personac.source import FromSource, Span, written_at

SCOPES = ("mandate", "gate", "metric", "step", "item", "text", "title", "code", "table", "field")
"""``field.NAME`` is the field of that name."""


class Piece(NamedTuple):
    node: NodeId
    text: str


class Found(NamedTuple):
    """Words that a pattern meets; ``at`` is their place where they stand as they are."""

    words: str
    label: Label
    at: FromSource | None


def found(pattern: re.Pattern[str], document: Document, scopes: tuple[str, ...]) -> Iterator[Found]:
    """What ``pattern`` meets in ``scopes``, each on its own words."""
    texts = {source.path: source.text for source in document.sources}
    for piece in pieces(document, scopes):
        origin = document.origins.get(piece.node) or document.origins.get(piece.node.split("#")[0])
        written = written_at(origin)
        after = written.span.start if written else 0
        for match in pattern.finditer(piece.text):
            words = match.group()
            near = pattern.search(texts[written.path], after, written.span.end) if written else None
            if written is None or near is None:
                yield Found(words, Label(Locator(node=piece.node, needle=words)), None)
                continue
            span = Span(*near.span())
            after = span.end
            label = Label(Locator(path=written.path, span=span))
            yield Found(words, label, FromSource(written.path, span))


def pieces(document: Document, scopes: tuple[str, ...]) -> tuple[Piece, ...]:
    """The texts in ``scopes``, in document order; every one without any."""
    found: list[Piece] = []
    for node in nodes(document.persona):
        for scope, text in _texts(node):
            clause = scope in ("mandate", "gate", "metric")
            wanted = (
                (scope in scopes or scope.partition(".")[0] in scopes) if scopes else not clause
            )
            if text and wanted:
                found.append(Piece(node.id, text))
    return tuple(found)


def _texts(node: AnyNode) -> tuple[tuple[str, str], ...]:
    match node:
        case Mandate() | Gate() | Metric():
            return ((type(node).__name__.lower(), node.text),)
        case Section() | Workflow():
            return (("title", node.title),)
        case Step():
            return (("step", node.text), ("title", node.title))
        case Item() | Text():
            return ((type(node).__name__.lower(), " ".join(filter(None, (node.label, node.text)))),)
        case Code():
            return (("code", node.text),)
        case Row():
            return (("table", " | ".join(node.cells)),)
        case Raw():
            return (("text", node.text),)
        case Field():
            return ((f"field.{node.key}", text_of(node.value)),)
        case _:
            return ()
