"""A document without statements that the project decided against."""

from collections import defaultdict
from collections.abc import Iterable

from personac.api import Document
from personac.model import AnyNode, Item, NodeId, Row, Stating, Text, evolve, transform
from personac.text.quote import find_quote


def without(document: Document, out: Iterable[tuple[NodeId, str]]) -> Document:
    """``document`` without the words of these nodes, "" for all of them; what else the nodes say
    stays.
    """
    texts: dict[NodeId, list[str]] = defaultdict(list)
    for node, words in out:
        if words not in texts[node]:
            texts[node].append(words)
    if not texts:
        return document

    def change(node: AnyNode) -> AnyNode | None:
        gone = texts.get(node.id)
        return _shorter(node, gone) if gone and isinstance(node, Stating) else node

    return evolve(document, persona=transform(document.persona, change))


def _shorter(node: Stating, gone: list[str]) -> AnyNode | None:
    """The node without some of its words; None when it says nothing else."""
    kept = tuple(one for one in node.clauses if getattr(one, "text", None) not in gone)
    if isinstance(node, Row) or "" in gone:
        return None
    if not isinstance(node, Item | Text):
        return evolve(node, clauses=kept)
    text = node.text
    for words in gone:
        text = _cut(text, words)
    if any(one.isalnum() for one in text):
        return evolve(node, text=text.strip(), clauses=kept)
    if isinstance(node, Item) and node.children:
        return evolve(node, text="", clauses=kept)
    return None


def _cut(text: str, words: str) -> str:
    at = text.find(words)
    found = [(at, at + len(words))] if at >= 0 else find_quote(words, text)
    return f"{text[: found[0][0]]} {text[found[0][1] :]}" if found else text
