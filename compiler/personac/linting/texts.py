"""The texts of a persona that a rule of the project may look at, by kind of node."""

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

SCOPES = ("mandate", "gate", "metric", "step", "item", "text", "title", "code", "table", "field")
"""``field.NAME`` is the field of that name."""


class Piece(NamedTuple):
    node: NodeId
    text: str

    def label(self, words: str) -> Label:
        return Label(Locator(node=self.node, needle=words))


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
