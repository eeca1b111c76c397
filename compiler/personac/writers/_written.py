"""The body of a persona in Markdown with its names and labels as their author wrote them."""

from collections.abc import Iterator

from personac.api import LossKind
from personac.model import (
    AnyNode,
    Item,
    NodeId,
    Persona,
    Raw,
    Section,
    Step,
    Style,
    Text,
    Workflow,
    evolve,
    transform,
)
from personac.passes.workflows import step_number
from personac.writers._ledger import Ledger
from personac.writers._lines import Line
from personac.writers._markdown import Markdown, Part, trimmed, unbroken, wrapper_of


class Written(Markdown):
    """What the Markdown dialects have in common; the client targets smooth more."""

    def __init__(self, persona: NodeId, wrapper: NodeId | None) -> None:
        super().__init__(persona, wrapper)
        self.headed: list[Item] = []
        """Entries that became headings."""

    def title(self, node: Section | Workflow | Step) -> str:
        return node.title if node.tag is None and not node.attributes else super().title(node)

    def form(self, node: Section | Workflow) -> str:
        return node.form

    def name(self, label: str) -> str:
        return label

    def element(self, node: Item, level: int) -> Iterator[Part]:
        self.headed.append(node)
        yield from super().element(node, level)

    def raw(self, node: Raw) -> Iterator[str]:
        yield from node.text.split("\n")

    def text(self, node: Text) -> Iterator[str]:
        yield from unbroken(self.labelled(node.label, node.text, node.form))


def body(persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    """The lines of the body; every node rendered is carried in ``ledger``."""
    shown = transform(persona, _numbered)
    markdown = Written(persona.id, wrapper_of(shown.body, persona.id))
    lines = trimmed(markdown.blocks(shown.body))
    ledger.carry_all(frozenset(markdown.carried))
    for node in markdown.headed:
        detail = "an element that follows sections is written as a heading, not as a label"
        ledger.lose(node, LossKind.APPROXIMATED, detail)
    return lines


def _numbered(node: AnyNode) -> AnyNode:
    """A line that is labelled as a step with the number that it will be read with, and a step
    that only its tag made one with its number in words.
    """
    if isinstance(node, Item) and node.ordinal is None and node.label:
        number = step_number(node.label)
        return evolve(node, ordinal=int(number)) if number.isdigit() else node
    if not isinstance(node, Step) or not node.tag or node.style is not Style.ITEM or node.title:
        return node
    title = f"Step {node.number}"
    kept = tuple(a for a in node.attributes if a.value != node.number)
    return evolve(node, title=title, attributes=kept) if step_number(title) else node
