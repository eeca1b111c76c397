"""Placing a new entry among others, in their form and numbering."""

from personac.api import Document, Outcome
from personac.model import Block, Holder, Section, Workflow
from personac.revise.ops._edit import (
    headed,
    holds,
    like,
    listed,
    new_id,
    one_line,
    put,
    renumbered,
    unchanged,
)


def add_beside(
    document: Document,
    holder: Holder | None,
    anchor: int,
    shift: int,
    words: tuple[str, str | None],
) -> Outcome[Document]:
    """A new block before (``shift`` 0) or after (1) a child of ``holder`` or of the body;
    ``words`` are its text and its label.
    """
    before = document.persona.body if holder is None else holder.children
    text, label = one_line(words[0]), words[1]
    if standing := next((child for child in before if holds(child, text, label)), None):
        return unchanged(document, standing.id)
    neighbour = before[anchor]
    node = like(neighbour, new_id(document, neighbour.id, label or text), text, label)
    at = anchor + shift
    children = renumbered((*before[:at], node, *before[at:]), before, anchor)
    return Outcome(put(document, holder, children))


def add_last(
    document: Document, holder: Holder, words: tuple[str, str | None]
) -> Outcome[Document]:
    """A new entry after the last one of the holder's list, or a text when it has no list."""
    last = max((at for at, child in enumerate(holder.children) if listed(child)), default=-1)
    if last >= 0:
        return add_beside(document, holder, last, 1, words)
    text, label = one_line(words[0]), words[1]
    if standing := next((child for child in holder.children if holds(child, text, label)), None):
        return unchanged(document, standing.id)
    node = like(None, new_id(document, _inside(holder), label or text), text, label)
    at = _end_of_text(holder.children)
    return Outcome(put(document, holder, (*holder.children[:at], node, *holder.children[at:])))


def _inside(holder: Holder) -> str:
    """What ids below the holder start with: a section's own id, else that of its section."""
    return f"{holder.id}/" if isinstance(holder, Section | Workflow) else holder.id


def _end_of_text(children: tuple[Block, ...]) -> int:
    """Before the first title below: what stands after it would belong to it."""
    return next((at for at, child in enumerate(children) if headed(child)), len(children))
