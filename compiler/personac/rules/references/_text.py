"""What the reference rules share: the words of every node that is not code, and their labels."""

from collections.abc import Iterable, Iterator

from personac.api import LintContext
from personac.diagnostics import Label, Locator
from personac.identity import text_of
from personac.model import AnyNode, Code, Field, NodeId, Persona, Raw, Row, Table, blocks
from personac.source import FromOp

MAX_LABELS = 3


def may_hold(context: LintContext, marks: Iterable[str]) -> bool:
    """Whether any text can hold one of ``marks``: a cheap test before a walk."""
    document = context.document
    if any(mark in source.text for mark in marks for source in document.sources):
        return True
    return any(type(origin) is FromOp for origin in document.origins.values())


def texts(persona: Persona) -> Iterator[tuple[NodeId, str]]:
    """The words of each node outside code blocks and comments, in document order."""
    for node in blocks(persona):
        if not isinstance(node, Code | Raw) and (words := words_of(node)):
            yield node.id, words


def words_of(node: AnyNode) -> str:
    """A node's own words, without those of the nodes below it."""
    match node:
        case Field():
            return text_of(node.value)
        case Row():
            return "\n".join(node.cells)
        case Table():
            return "\n".join(node.header)
        case _:
            parts = (getattr(node, name, None) for name in ("title", "label", "text"))
            return "\n".join(part for part in parts if part)


def label(node: NodeId, words: str, text: str = "") -> Label:
    return Label(Locator(node=node, needle=words), text)
