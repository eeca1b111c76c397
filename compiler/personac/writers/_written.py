"""The body of a persona in Markdown with its names and labels as their author wrote them."""

from collections.abc import Iterator

from personac.model import Persona, Section, Step, Text, Workflow
from personac.writers._ledger import Ledger
from personac.writers._lines import Line
from personac.writers._markdown import Markdown, trimmed, unbroken, wrapper_of


class Written(Markdown):
    """What the Markdown dialects have in common; the client targets smooth more."""

    def title(self, node: Section | Workflow | Step) -> str:
        return node.title if node.tag is None and not node.attributes else super().title(node)

    def form(self, node: Section | Workflow) -> str:
        return node.form

    def name(self, label: str) -> str:
        return label

    def text(self, node: Text) -> Iterator[str]:
        yield from unbroken(self.labelled(node.label, node.text, node.form))


def body(persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    """The lines of the body; every node rendered is carried in ``ledger``."""
    markdown = Written(persona.id, wrapper_of(persona.body, persona.id))
    lines = trimmed(markdown.blocks(persona.body))
    ledger.carry_all(frozenset(markdown.carried))
    return lines
