"""Changing a header field, with the guard over those that grant powers."""

from personac.api import Document, Outcome
from personac.model import Field, Value, evolve
from personac.revise.ops._edit import change, refused
from personac.revise.ops._grants import widening


def with_value(document: Document, node: Field, value: Value) -> Outcome[Document]:
    """The document with another value of the field, unless that grants more than before."""
    if widened := widening(node, node.kind, value):
        return widens(widened, node.id)
    new = evolve(node, value=value, source=None)
    return Outcome(change(document, node.id, lambda _: new))


def widens(what: str, node: str | None = None) -> Outcome[Document]:
    remedy = "change the persona itself, where its owner reviews it; a revision may only narrow"
    return refused(f"the new value {what}", remedy, (node,) if node else (), code="REV013")
