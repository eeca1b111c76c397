"""What the ops share: reading and changing one place of a persona.  All pure."""

from collections.abc import Callable, Sequence

from personac.api import Document, Outcome
from personac.diagnostics import Diagnostic
from personac.model import (
    AnyNode,
    Block,
    Field,
    Holder,
    Item,
    NodeId,
    Persona,
    Section,
    Step,
    Style,
    Text,
    Workflow,
    blocks,
    evolve,
    nodes,
    transform,
)
from personac.revise._faults import at_node, finding
from personac.revise._words import Placed, label_of, words_of
from personac.revise.provenance import numbering
from personac.text.quote import find_quote, key_of
from personac.text.slug import Ids, content_slug, slug

Siblings = tuple[Block, ...]
_ENDS = ".!?:;…\u3002\uff01\uff1f"
_CLOSING = "*_`\"')]”’»"


def node_of(document: Document, node: NodeId) -> Placed:
    return next(found for found in blocks(document.persona) if found.id == node)


def with_persona(document: Document, persona: Persona) -> Document:
    return evolve(document, persona=persona)


def change(document: Document, node: NodeId, how: Callable[[AnyNode], AnyNode | None]) -> Document:
    """The document with one node replaced, or dropped for None."""

    def changed(found: AnyNode) -> AnyNode | None:
        return how(found) if found.id == node else found

    return with_persona(document, transform(document.persona, changed))


def parent_of(persona: Persona, node: NodeId) -> Holder | None:
    """The block that holds ``node``; None at the top of the persona."""
    for found in nodes(persona):
        if isinstance(found, Holder) and any(child.id == node for child in found.children):
            return found
    return None


def siblings_of(persona: Persona, node: NodeId) -> Siblings:
    """The blocks ``node`` stands among, itself included; empty for header fields and rows."""
    parent = parent_of(persona, node)
    found = persona.body if parent is None else parent.children
    return found if any(child.id == node for child in found) else ()


def put(document: Document, parent: Holder | None, children: Siblings) -> Document:
    """The document with the blocks of one holder, or of the body, exchanged."""
    if parent is None:
        return with_persona(document, evolve(document.persona, body=children))
    return change(document, parent.id, lambda node: evolve(node, children=children))


def new_id(document: Document, beside: NodeId, words: str) -> NodeId:
    """A readable id in the section of ``beside`` that no node has or had."""
    prefix = beside.rpartition("/")[0] if "/" in beside else ""
    base = content_slug(words) or "item"
    return _ids(document).claim(f"{prefix}/{base}" if prefix else base)


def new_field_id(document: Document, key: str) -> NodeId:
    return _ids(document).claim(slug(key) or "field")


def _ids(document: Document) -> Ids:
    there = frozenset(node.id for node in nodes(document.persona))
    return Ids(there | frozenset(document.origins))


def like(neighbour: Block | None, node: NodeId, text: str, label: str | None) -> Block:
    """A new block of the form of its neighbour; without one, a text."""
    match neighbour:
        case Item():
            tag = neighbour.tag if label is None and neighbour.label is None else None
            return Item(
                id=node,
                text=text,
                label=label,
                form=neighbour.form,
                ordinal=neighbour.ordinal,
                tag=tag,
            )
        case Step() if neighbour.style is Style.ITEM:
            bare = label is None and not neighbour.title
            return Step(
                tag=neighbour.tag if bare else None,
                attributes=numbering(neighbour) if bare else (),
                id=node,
                title=label or "",
                text=text,
                number=neighbour.number,
                level=neighbour.level,
                style=neighbour.style,
                form=neighbour.form,
            )
        case _:
            return Text(id=node, text=text, label=label)


def listed(node: AnyNode) -> bool:
    """Whether the node is an entry of a list."""
    return isinstance(node, Item) or (isinstance(node, Step) and node.style is Style.ITEM)


def headed(node: AnyNode) -> bool:
    """Whether the node opens with a title, so that what is written after it belongs to it."""
    return isinstance(node, Section | Workflow | Step) and not listed(node)


def renumbered(children: Siblings, before: Siblings, anchor: int) -> Siblings:
    """The numbers of the list that held ``before[anchor]``, counted on over what it is now.
    A list that does not count by one stays as it is written.
    """
    first, last = _run(before, anchor)
    numbers = [_number(node) for node in before[first:last]]
    start = numbers[0] if numbers else None
    if start is None or numbers != list(range(start, start + len(numbers))):
        return children
    last += len(children) - len(before)
    counted = (_with_number(node, start + i) for i, node in enumerate(children[first:last]))
    return (*children[:first], *counted, *children[last:])


def _run(nodes: Siblings, at: int) -> tuple[int, int]:
    """The range of neighbouring numbered entries around ``at``."""
    first = last = at
    while first > 0 and _number(nodes[first - 1]) is not None:
        first -= 1
    while last < len(nodes) and _number(nodes[last]) is not None:
        last += 1
    return (first, last) if last > at else (at, at)


def _number(node: Block) -> int | None:
    if isinstance(node, Item):
        return node.ordinal
    if isinstance(node, Step) and listed(node) and node.number.isdecimal():
        return int(node.number)
    return None


def _with_number(node: Block, number: int) -> Block:
    if not isinstance(node, Step):
        return evolve(node, ordinal=number)
    own = numbering(node)
    counted = (evolve(a, value=str(number)) if a in own else a for a in node.attributes)
    return evolve(node, number=str(number), attributes=tuple(counted))


def says(node: AnyNode, text: str, label: str | None) -> bool:
    """Whether the node already says this, under this label."""
    if not isinstance(node, Item | Text | Step) or key_of(words_of(node)) != key_of(text):
        return False
    return label is None or key_of(label_of(node) or "") == key_of(label)


def holds(node: AnyNode, text: str, label: str | None) -> bool:
    """Whether the node says this, or is called so and says it among other words."""
    if says(node, text, label):
        return True
    if label is None or not isinstance(node, Item | Text | Step):
        return False
    same = key_of(label_of(node) or "") == key_of(label)
    return same and bool(find_quote(text, words_of(node)))


def one_line(text: str) -> str:
    return " ".join(text.split())


def sentence_added(text: str, sentence: str) -> str:
    """``text`` and the sentence after it, with a full stop between where there is none."""
    text = text.rstrip()
    if not text:
        return sentence
    stop = "" if text.rstrip(_CLOSING)[-1:] in _ENDS or text[-1] in _ENDS else "."
    return f"{text}{stop} {sentence}"


def with_words(node: Placed, text: str) -> Placed:
    """The node with another text of its own; a header value keeps no comments."""
    match node:
        case Field():
            return evolve(node, value=text, source=None)
        case Section() | Workflow():
            return evolve(node, title=text)
        case _:
            return evolve(node, text=text)


def refused(
    message: str, remedy: str, targets: Sequence[NodeId] = (), code: str = "REV009"
) -> Outcome[Document]:
    """No result, and why."""
    return Outcome(None, (finding(code, message, [at_node(n) for n in targets], remedy=remedy),))


def unchanged(document: Document, node: NodeId) -> Outcome[Document]:
    """The result stands there already."""
    return Outcome(
        document, (finding("REV008", "already applied: nothing to change", (at_node(node),)),)
    )


def each(
    document: Document,
    targets: Sequence[NodeId],
    apply: Callable[[Document, NodeId], Outcome[Document]],
) -> Outcome[Document]:
    """Apply to every target in turn; one refusal refuses the whole."""
    found: list[Diagnostic] = []
    refusals = False
    for node in targets:
        outcome = apply(document, node)
        found.extend(outcome.diagnostics)
        refusals = refusals or outcome.value is None
        document = outcome.value or document
    return Outcome(None if refusals else document, tuple(found))
