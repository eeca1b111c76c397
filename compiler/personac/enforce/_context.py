"""Contract clauses with the words around them that may limit when they hold."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.enforce._exceptions import exceptions
from personac.model import (
    AnyNode,
    Contract,
    Item,
    Persona,
    Section,
    Stating,
    Step,
    Text,
    Workflow,
    children,
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
        match self.node:
            case Item() | Text() | Step():
                return self.node.text
            case _:
                return self.clause.text

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


class _Place(NamedTuple):
    node: AnyNode
    above: tuple[str, ...]
    step: str | None
    excepted: str


def stated(persona: Persona) -> Iterator[Stated]:
    """Every mandate, gate and metric, in document order."""
    stack = list(reversed(_below(persona.body, (), None)))
    while stack:
        place = stack.pop()
        node, above, step, excepted = place
        if isinstance(node, Stating):
            own = above + _label(node)
            found = (clause for clause in node.clauses if isinstance(clause, Contract))
            yield from (Stated(clause, node, own, step, excepted) for clause in found)
        if isinstance(node, Step | Workflow):
            step = node.title or step or "a step"
        below = tuple(child for child in children(node) if not isinstance(child, Contract))
        stack.extend(reversed(_below(below, above + _words(node), step)))


def _below(nodes: tuple[AnyNode, ...], above: tuple[str, ...], step: str | None) -> list[_Place]:
    """The nodes of one level; items have the paragraph before them as their lead."""
    found: list[_Place] = []
    lead: tuple[str, ...] = ()
    for node, excepted in zip(nodes, exceptions(nodes), strict=True):
        if not isinstance(node, Item):
            lead = ()
        found.append(_Place(node, above + lead, step, excepted))
        if isinstance(node, Text):
            last = node.text.rstrip().rpartition("\n")[2]
            lead = (last,) if last.endswith(":") or not last else ()
            lead = (*_label(node), *lead)
    return found


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
