"""Contract clauses with the words around them that may limit when they hold."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from personac.enforce._exceptions import exceptions
from personac.model import (
    AnyNode,
    Contract,
    Item,
    NodeId,
    Persona,
    Section,
    Stating,
    Step,
    Text,
    Workflow,
    children,
    placed,
    said_around,
)

_MOST_BELOW = 50


class Stated(NamedTuple):
    """A clause, the node that states it, and the titles, labels and lead lines above it,
    outermost first; ``step`` is the step or workflow that it belongs to, ``excepted`` what the
    items, paragraph or section after it except from it.
    """

    clause: Contract
    node: Stating
    above: tuple[str, ...]
    step: str | None
    excepted: str = ""

    @property
    def around(self) -> str:
        """All that its node says besides a title."""
        return said_around(self.clause, self.node)

    @property
    def beside(self) -> str:
        """All that its node and the items below it say."""
        words = [self.around]
        stack = [child for child in children(self.node) if isinstance(child, Item | Text)]
        while stack and len(words) < _MOST_BELOW:
            child = stack.pop()
            words.append(": ".join((*_label(child), child.text)))
            stack += [one for one in children(child) if isinstance(one, Item | Text)]
        return "\n".join(words)


class _Beside(NamedTuple):
    """What stands before and after a node on its own level and says something of it."""

    lead: tuple[str, ...]
    excepted: str


def stated(persona: Persona) -> Iterator[Stated]:
    """Every mandate, gate and metric, in document order."""
    beside = _beside(persona)
    for node, above in placed(persona):
        if not isinstance(node, Stating) or not any(isinstance(c, Contract) for c in node.clauses):
            continue
        titles = [n.title for n in above if isinstance(n, Step | Workflow)]
        step = next(filter(None, reversed(titles)), "a step") if titles else None
        words = [word for one in above for word in (*beside[one.id].lead, *_words(one))]
        own = (*words, *beside[node.id].lead, *_label(node))
        for clause in node.clauses:
            if isinstance(clause, Contract):
                yield Stated(clause, node, own, step, beside[node.id].excepted)


def _beside(persona: Persona) -> dict[NodeId, _Beside]:
    levels = [persona.body, *(children(node) for node, _ in placed(persona))]
    return {
        node.id: _Beside(lead, excepted)
        for level in levels
        for node, lead, excepted in zip(level, _leads(level), exceptions(level), strict=True)
    }


def _leads(nodes: Sequence[AnyNode]) -> Iterator[tuple[str, ...]]:
    """For each node of one level the paragraph before it, where that leads its items."""
    lead: tuple[str, ...] = ()
    for node in nodes:
        lead = lead if isinstance(node, Item) else ()
        yield lead
        if isinstance(node, Text):
            last = node.text.rstrip().rpartition("\n")[2]
            lead = (last,) if last.endswith(":") or not last else ()
            lead = (*_label(node), *lead)


def _label(node: AnyNode) -> tuple[str, ...]:
    return (node.label,) if isinstance(node, Item | Text) and node.label else ()


def _words(node: AnyNode) -> tuple[str, ...]:
    match node:
        case Section() | Workflow() | Step():
            return (node.title,)
        case Item():
            return (*_label(node), node.text)
        case _:
            return ()
