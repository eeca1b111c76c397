"""rephrase: some words of a node for others."""

import re
from typing import Annotated

from msgspec import Meta

from personac.api import Document, OpImpl, Outcome
from personac.model import (
    Code,
    Field,
    Item,
    NodeId,
    Raw,
    Row,
    Section,
    Step,
    Text,
    Workflow,
    evolve,
)
from personac.revise._faults import at_node, finding
from personac.revise._words import Placed, label_of, words_of
from personac.revise.ops._edit import (
    change,
    each,
    node_of,
    one_line,
    refused,
    unchanged,
    with_words,
)
from personac.revise.ops._field import with_value
from personac.revision import OpBase, Selector, TargetOp
from personac.text.quote import difference, find_quote, likeness

_MARKS = re.compile(r"\*\*|__|~~|[*`]")


class Rephrase(TargetOp, frozen=True, kw_only=True, tag="rephrase", rename={"with_": "with"}):
    words: Annotated[str, Meta(min_length=1)]
    with_: Annotated[str, Meta(min_length=1)]

    def afterwards(self) -> Selector | None:
        """The words of the quotation, or of the title when the title itself is rephrased."""
        name = "quote" if self.target.quote else "section"
        named = getattr(self.target, name) or ""
        place = next(iter(find_quote(self.words, named)), None)
        if place is None:
            return None
        return evolve(self.target, **{name: f"{named[: place[0]]}{self.with_}{named[place[1] :]}"})


def apply(document: Document, op: OpBase, targets: tuple[NodeId, ...]) -> Outcome[Document]:
    assert isinstance(op, Rephrase)
    return each(document, targets, lambda found, node: _rephrase(found, node, op))


def _rephrase(document: Document, target: NodeId, op: Rephrase) -> Outcome[Document]:
    node = node_of(document, target)
    texts = node.cells if isinstance(node, Row) else (words_of(node),)
    open_places = [(at, place) for at, text in enumerate(texts) for place in _open(text, op)]
    if len(open_places) == 1:
        at, place = open_places[0]
        return _changed(document, node, at, _exchanged(texts[at], place, op))
    if open_places:
        return _ambiguous(node, len(open_places))
    if any(find_quote(op.with_, text) for text in texts):
        return unchanged(document, target)
    return _absent(node, op)


def _open(text: str, op: Rephrase) -> list[tuple[int, int]]:
    """Where the words stand outside what they are to become."""
    done = find_quote(op.with_, text)
    return [
        (start, end)
        for start, end in find_quote(op.words, text)
        if not any(begin <= start and end <= stop for begin, stop in done)
    ]


def _exchanged(text: str, place: tuple[int, int], op: Rephrase) -> str | None:
    """The text with the words exchanged; None when that would tear emphasis apart."""
    start, end = _whole_marks(text, *place)
    if not _balanced(text[start:end]):
        return None
    new = one_line(op.with_)
    if text[place[0]].isupper() and op.words.lstrip()[:1].islower():
        new = new[:1].upper() + new[1:]
    tail = op.words[len(op.words.rstrip(".,;:!?")) :]
    end += len(tail) if tail and text.startswith(tail, end) else 0
    return text[:start] + new + text[end:]


def _whole_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The range with the marks around it, when it holds their counterparts."""
    if _balanced(text[start:end]):
        return start, end
    before, after = start, end
    while before > 0 and text[before - 1] in "*_`~":
        before -= 1
    while after < len(text) and text[after] in "*_`~":
        after += 1
    ranges = ((before, end), (start, after), (before, after))
    return next((r for r in ranges if _balanced(text[r[0] : r[1]])), (start, end))


def _balanced(words: str) -> bool:
    marks = _MARKS.findall(words)
    return all(marks.count(mark) % 2 == 0 for mark in marks)


def _changed(document: Document, node: Placed, at: int, text: str | None) -> Outcome[Document]:
    if text is None:
        return refused(
            "the words begin or end inside an emphasis",
            "give in `words` the whole of the emphasised phrase",
            (node.id,),
        )
    match node:
        case Field() if isinstance(node.value, str):
            return with_value(document, node, text)
        case Row():
            new: Placed = evolve(node, cells=(*node.cells[:at], text, *node.cells[at + 1 :]))
        case Item() | Text() | Step() | Code() | Raw() | Section() | Workflow():
            new = with_words(node, text)
        case _:
            return refused(
                "rephrase works on text, and this value is a list or a map",
                "use `set` with the whole value",
                (node.id,),
            )
    return Outcome(change(document, node.id, lambda _: new))


def _ambiguous(node: Placed, count: int) -> Outcome[Document]:
    message = f"the words occur {count} times in the text, where one place is meant"
    remedy = "give more of the words around them"
    return Outcome(None, (finding("REV002", message, (at_node(node.id),), remedy=remedy),))


def _absent(node: Placed, op: Rephrase) -> Outcome[Document]:
    text, label = words_of(node), label_of(node)
    if label and label != text and find_quote(op.words, label):
        remedy = "use `replace` with `label` to change a label"
    else:
        remedy = "write in `words` what stands there"
    near = f"; the text {difference(op.words, text)}" if likeness(op.words, text) >= 0.4 else ""
    message = f'the text has no words "{one_line(op.words)}"{near}'
    return Outcome(None, (finding("REV001", message, (at_node(node.id),), remedy=remedy),))


OP = OpImpl(model=Rephrase, apply=apply)
