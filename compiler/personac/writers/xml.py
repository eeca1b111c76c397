"""Persona XML: elements in a fence of Markdown, or a file of their own."""

import re
from itertools import groupby

from personac.api import Document, Emission, Outcome, Writer
from personac.model import (
    AnyNode,
    Attribute,
    Block,
    Code,
    Item,
    Persona,
    Raw,
    Section,
    Step,
    Style,
    Workflow,
    evolve,
    transform,
)
from personac.tables.kinds import section_kind
from personac.text.xmlblock import resolve
from personac.writers._dialect import emission, with_header
from personac.writers._elements import Elements
from personac.writers._idioms import titled, unmarked
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line
from personac.writers._markdown import trimmed
from personac.writers._written import Written

DIALECT = "xml"
ROOT = "persona_context"
_FENCES = re.compile(r"^\s*(`{3,})", re.MULTILINE)


def write(document: Document) -> Outcome[Emission]:
    ledger = Ledger()
    persona = document.persona
    bare = False
    if document.dialect != DIALECT:
        persona = _as_xml(persona)
    elif document.sources:
        bare = re.match(r"\s*<(?!!--)", document.sources[0].text) is not None
    mixed = Mixed(persona.id, None)
    body = mixed.elements.blocks(persona.body, 0) if bare else trimmed(mixed.blocks(persona.body))
    ledger.carry_all(frozenset(mixed.carried))
    lines = with_header(document, tuple(body))
    return emission(DIALECT, document, lines, ledger, "xml" if bare else "md")


class Mixed(Written):
    """Markdown in which every run of elements has a fence."""

    def __init__(self, persona: str, wrapper: str | None) -> None:
        super().__init__(persona, wrapper)
        inner = Written(persona, wrapper)
        inner.carried = self.carried
        self.elements = Elements(inner)

    def blocks(self, nodes: tuple[Block, ...]) -> list[Line]:
        lines: list[Line] = []
        for is_element, run in groupby(nodes, _is_element):
            some = tuple(run)
            part = self.fenced(some) if is_element else super().blocks(some)
            lines += [BLANK, *part] if lines and part else part
        return lines

    def fenced(self, nodes: tuple[Block, ...]) -> list[Line]:
        inner = self.elements.blocks(nodes, 0)
        longest = max((len(run) for line in inner for run in _FENCES.findall(line.text)), default=2)
        fence = "`" * (longest + 1)
        made = (nodes[0].id,)
        return [Line(f"{fence}xml", made), *inner, Line(fence, made)]


def _is_element(node: Block) -> bool:
    if isinstance(node, Section | Workflow | Step):
        return node.tag is not None and node.style is not Style.ELEMENT
    return isinstance(node, Item) and node.tag is not None


def _as_xml(persona: Persona) -> Persona:
    """The whole body below one root, but for the title of the document."""
    bare = transform(unmarked(persona), _resolved)
    title = titled(bare)
    binds = title is not None and section_kind(title.title) not in ("other", "identity")
    if title is None or binds or bare.body[-1] is not title:
        return evolve(bare, body=(_root(bare, bare.body),))
    inside = evolve(title, children=(_root(bare, title.children),))
    return evolve(bare, body=(*bare.body[:-1], inside))


def _resolved(node: AnyNode) -> AnyNode:
    """Words in which ``&lt;`` is the character, as it is in Markdown."""
    names = [
        name for name in ("title", "label", "text") if "&" in (getattr(node, name, None) or "")
    ]
    if isinstance(node, Raw | Code) or not names:
        return node
    return evolve(node, **{name: resolve(getattr(node, name)) for name in names})


def _root(persona: Persona, below: tuple[Block, ...]) -> Section:
    active = (Attribute("active", persona.id),)
    title = "Persona context"
    return Section(id=persona.id, title=title, tag=ROOT, attributes=active, children=below)


WRITER = Writer(name=DIALECT, version=1, title="Persona XML", write=write, dialect=True)
