"""Which node each line of a canonical document belongs to."""

import re
from collections.abc import Iterator

from personac.model import AnyNode, Clause, NodeId, Persona, children
from personac.writers._lines import Line

_FORM = "form of the document"
_KEY = re.compile(r" *([a-z_]+):")
_HOLDING = frozenset({"children", "rows", "clauses"})


class _Open:
    """A node whose lines are not at their end: the column of its dash, and the key that its
    lines are the value of.
    """

    def __init__(self, column: int, node: NodeId, holding: frozenset[str] = _HOLDING) -> None:
        self.keys = column + 2
        self.said = ((node,), "") if node else ((), _FORM)
        self.key = ""
        self.holding = holding

    def holds(self, line: str) -> bool:
        """Whether another node begins at a line in the column of the keys."""
        return self.key in self.holding and line.startswith("- ", self.keys)


def canonical_lines(text: str, persona: Persona) -> Iterator[Line]:
    """The lines of ``canonical_yaml(persona)``.  Nodes stand as list entries below the keys that
    hold nodes, in the order of the tree; what is indented deeper is a value.
    """
    order = _in_order(persona)
    stack = [_Open(-2, "", frozenset({"header", "body"}))]
    for line in text.removesuffix("\n").split("\n"):
        column = len(line) - len(line.lstrip(" "))
        while line and len(stack) > 1 and column < stack[-1].keys:
            stack.pop()
        inside = stack[-1]
        if column == inside.keys and inside.holds(line):
            stack.append(_Open(column, next(order, "")))
        elif column == inside.keys and (key := _KEY.match(line)):
            inside.key = key[1]
        yield Line(line, *stack[-1].said)


def _in_order(persona: Persona) -> Iterator[NodeId]:
    """The nodes as they are written: clauses after what stands below, named by their holder."""
    stack: list[AnyNode] = [*reversed((*persona.header, *persona.body))]
    while stack:
        node = stack.pop()
        yield node.id.partition("#")[0] if isinstance(node, Clause) else node.id
        below = children(node)
        own = [one for one in below if isinstance(one, Clause)]
        stack += [*reversed(own), *(one for one in reversed(below) if not isinstance(one, Clause))]
