"""Contract clauses with what stands around them."""

from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from personac.diagnostics import Label, Locator
from personac.model import (
    AnyNode,
    Clause,
    Contract,
    Item,
    Mandate,
    Persona,
    Section,
    Stating,
    Step,
    Text,
    Workflow,
    placed,
    said_around,
)
from personac.once import once

Titled = Section | Workflow | Step
_RECAP = ("reminder", "remember", "recap", "summary", "key takeaways", "in short")
C = TypeVar("C", bound=Clause)


class Statement(Struct, frozen=True, dict=True):
    """A clause, the node that states it and the nodes above that one, outermost first."""

    clause: Contract
    node: Stating
    above: tuple[AnyNode, ...]

    @cached_property
    def label(self) -> str:
        """The words before the statement on its line, when its node has a label."""
        return (self.node.label or "") if isinstance(self.node, Item | Text) else ""

    @cached_property
    def words(self) -> str:
        """All that its node says, the sentences before and after it included."""
        return said_around(self.clause, self.node)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(node.title for node in self.above if isinstance(node, Titled))

    @cached_property
    def part_titles(self) -> tuple[str, ...]:
        """The titles above, without that of the whole document."""
        above = (node for node in self.above if isinstance(node, Titled))
        whole = (node for node in above if not (isinstance(node, Section) and _names_all(node)))
        return tuple(node.title for node in whole)

    @cached_property
    def step(self) -> Step | None:
        steps = [node for node in (*self.above, self.node) if isinstance(node, Step)]
        return steps[-1] if steps else None

    @cached_property
    def recap(self) -> bool:
        """Whether it repeats on purpose."""
        words = f"{' '.join(self.titles)} {self.label} {self.clause.text[:20]}".casefold()
        return any(word in words for word in _RECAP)

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node.id, needle=self.clause.text), says)


def _names_all(section: Section) -> bool:
    return section.level == 1 and section.tag is None


@once
def statements(persona: Persona) -> tuple[Statement, ...]:
    """Mandates, gates and metrics, in document order."""
    return tuple(
        Statement(clause, node, above)
        for node, above in placed(persona)
        if isinstance(node, Stating)
        for clause in node.clauses
        if isinstance(clause, Contract)
    )


@once
def mandates(persona: Persona) -> tuple[tuple[Statement, Mandate], ...]:
    return tuple(
        (one, one.clause) for one in statements(persona) if isinstance(one.clause, Mandate)
    )
