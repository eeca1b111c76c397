"""Total accounting: every node of a persona is carried into the output or declared lost."""

from personac.api import Emission, Loss, LossKind
from personac.model import AnyNode, Field, NodeId, Persona, ToolGrant, blocks, walk


class Ledger:
    """What one writer did with each node."""

    def __init__(self) -> None:
        self._carried: set[NodeId] = set()
        self._losses: list[Loss] = []

    def carry(self, node: AnyNode, *, whole: bool = False) -> None:
        """The node's own words are in the output; with ``whole`` everything below it too."""
        if not whole:
            self._carried.add(node.id)
            return
        self._carried.update(below.id for below in walk(node))

    def carry_all(self, nodes: frozenset[NodeId]) -> None:
        self._carried |= nodes

    def lose(self, node: AnyNode, kind: LossKind, detail: str) -> None:
        self._losses.append(Loss(node.id, kind, detail))

    @property
    def carried(self) -> frozenset[NodeId]:
        return frozenset(self._carried)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(self._losses)


def unaccounted(persona: Persona, emission: Emission) -> tuple[NodeId, ...]:
    """Nodes that the writer neither carried nor declared lost, in document order."""
    known = emission.carried | {loss.node for loss in emission.losses}
    wanted: list[AnyNode] = list(blocks(persona))
    for node in persona.header:
        if isinstance(node, Field):
            wanted.extend(clause for clause in node.clauses if isinstance(clause, ToolGrant))
    return tuple(node.id for node in wanted if node.id not in known)
