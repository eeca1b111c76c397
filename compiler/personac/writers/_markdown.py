"""The body of a persona as Markdown that a careful author would have written by hand."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeGuard

from personac.model import (
    LABEL_FORM,
    Attribute,
    Block,
    Code,
    Item,
    NodeId,
    Quote,
    Raw,
    Section,
    Step,
    Style,
    Table,
    Text,
    Workflow,
)
from personac.tables.fields import field_kind
from personac.text.plain import plain
from personac.writers._ledger import Ledger

_ROOT_TAGS = re.compile(r"agent|persona|persona_context|agent_persona", re.IGNORECASE)
ROOT_LEVEL = 2
_IDENTIFIER = re.compile(r"[A-Z][A-Za-z]*(?:\\?_[A-Za-z]+)+:?")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})", re.MULTILINE)


def render(body: tuple[Block, ...], ledger: Ledger) -> str:
    """Markdown with a final newline; every node rendered is carried in ``ledger``."""
    text, carried = _rendered(body)
    ledger.carry_all(carried)
    return text


@lru_cache(maxsize=4)
def _rendered(body: tuple[Block, ...]) -> tuple[str, frozenset[NodeId]]:
    """One rendering serves every target that takes Markdown."""
    markdown = _Markdown()
    lines = markdown.blocks(body)
    text = "\n".join(lines).strip("\n") + "\n" if lines else ""
    return text, frozenset(markdown.carried)


class _Markdown:
    def __init__(self) -> None:
        self.carried: set[NodeId] = set()
        self.lifted = 0

    def heading(self, level: int, title: str) -> str:
        return f"{'#' * min(max(level - self.lifted, 1), 6)} {title}"

    def blocks(self, nodes: tuple[Block, ...]) -> list[str]:
        """Lines of a run of blocks; lists stay tight, everything else is set apart."""
        lines: list[str] = []
        before: Block | None = None
        level = 0
        for node in nodes:
            own = list(self.element(node, level) if level and _titled(node) else self.block(node))
            headed = bool(level) and _titled(node)
            level = _level(node) or level
            if not own:
                continue
            tight = not headed and _in_list(before) and _in_list(node) and _same_list(before, node)
            if lines and not tight:
                lines.append("")
            lines.extend(own)
            before = None if headed else node
        return lines

    def block(self, node: Block) -> Iterator[str]:
        self.carried.add(node.id)
        match node:
            case Section() | Workflow():
                yield from self.section(node)
            case Step():
                yield from self.step(node)
            case Item():
                yield from self.item(node, _marker(node.ordinal), node.label, node.text)
            case Text():
                yield from self.text(node)
            case Quote():
                yield from (f"> {line}".rstrip() for line in self.blocks(node.children))
            case Code():
                yield from _code(node)
            case Table():
                yield from self.table(node)
            case Raw() if not node.text.startswith("<?"):
                yield from ("---" if node.format == "rule" else node.text).split("\n")

    def section(self, node: Section | Workflow) -> Iterator[str]:
        lifted = _is_wrapper(node) and node.level > 1
        self.lifted += lifted
        below = self.blocks(node.children)
        self.lifted -= lifted
        if node.style is Style.ELEMENT:
            yield from _enclosed(node, below)
            return
        if not _is_wrapper(node):
            title = _title(node.title, node.tag, node.attributes)
            yield (
                _labelled(title, "", _section_form(node))
                if node.style is Style.LABEL
                else self.heading(node.level, title)
            )
            yield from [""] if below else []
        yield from below

    def step(self, node: Step) -> Iterator[str]:
        if node.style is Style.ELEMENT:
            yield from _enclosed(node, self.blocks(node.children))
        elif node.style is Style.HEADING:
            title = _title(node.title, node.tag, node.attributes)
            yield self.heading(node.level, title)
            yield from [""] if node.children else []
            yield from self.blocks(node.children)
        elif node.style is Style.ITEM:
            marker = f"{node.number}. " if node.number.isdigit() else "- "
            shown = tuple(a for a in node.attributes if a.value != node.number)
            yield from self.item(node, marker, node.title or None, node.text, shown)
        else:
            yield from _labelled(node.title, node.text, node.form).split("\n")
            if node.children:
                yield ""
                yield from self.blocks(node.children)

    def item(
        self,
        node: Item | Step,
        marker: str,
        label: str | None,
        text: str,
        attributes: tuple[Attribute, ...] | None = None,
    ) -> Iterator[str]:
        shown = node.attributes if attributes is None else attributes
        words = (text + _noted(shown, text)).lstrip()
        first, *rest = _labelled(label, words, node.form).split("\n")
        yield (marker + first).rstrip()
        indent = " " * len(marker)
        yield from (indent + line for line in rest)
        below = self.blocks(node.children)
        if below and isinstance(node.children[0], Text):
            yield ""
        yield from (indent + line if line else "" for line in below)

    def element(self, node: Item, level: int) -> Iterator[str]:
        """A labelled element after a section: as an item it would fall to that section."""
        self.carried.add(node.id)
        yield self.heading(level, _title(node.label or "", node.tag, node.attributes))
        yield from ["", node.text] if node.text else []
        below = self.blocks(node.children)
        yield from ["", *below] if below else []

    def text(self, node: Text) -> Iterator[str]:
        if node.label and field_kind(plain(node.label)) == "handle":
            return
        named = node.label and field_kind(plain(node.label)) != "other"
        yield from _labelled(node.label, node.text, LABEL_FORM if named else node.form).split("\n")

    def table(self, node: Table) -> Iterator[str]:
        width = max([len(node.header), *(len(row.cells) for row in node.rows)])
        yield _row(node.header, width)
        yield "|" + " --- |" * width
        for row in node.rows:
            self.carried.add(row.id)
            yield _row(row.cells, width)


def _titled(node: Block) -> TypeGuard[Item]:
    return isinstance(node, Item) and bool(node.tag and node.label)


def _level(node: Block) -> int:
    """The level of the heading that a block stands under in the output; 0 without one."""
    if isinstance(node, Section | Workflow) and _is_wrapper(node):
        return 0
    if isinstance(node, Section | Workflow | Step) and node.style is Style.HEADING:
        return node.level
    return 0


def _verbatim(node: Section | Workflow | Step) -> bool:
    return len(node.children) == 1 and isinstance(node.children[0], Raw)


def _enclosed(node: Section | Workflow | Step, below: list[str]) -> Iterator[str]:
    yield f"<{node.tag}{_attribute_text(node.attributes)}>"
    yield from (["", *below, ""] if below and not _verbatim(node) else below)
    yield f"</{node.tag}>"


def _in_list(node: Block | None) -> bool:
    return isinstance(node, Item) or (isinstance(node, Step) and node.style is Style.ITEM)


def _same_list(before: Block | None, node: Block) -> bool:
    return _ordered(before) == _ordered(node)


def _ordered(node: Block | None) -> bool:
    if isinstance(node, Step):
        return node.number.isdigit()
    return isinstance(node, Item) and node.ordinal is not None


def _marker(ordinal: int | None) -> str:
    return "- " if ordinal is None else f"{ordinal}. "


def _bare(title: str) -> str:
    """A title for use inside bold marks."""
    return title.replace("**", "").rstrip(":").strip()


def _readable(label: str) -> str:
    """``Core_Responsibilities`` as words."""
    if _IDENTIFIER.fullmatch(label):
        return label.replace("\\_", " ").replace("_", " ").rstrip(":")
    return label


def _section_form(node: Section | Workflow) -> str:
    """``Core_Responsibilities:`` is a heading in all but form."""
    return LABEL_FORM if _IDENTIFIER.fullmatch(node.title) else node.form


def _labelled(label: str | None, text: str, form: str) -> str:
    if not label:
        return text
    bold = form.startswith("**")
    words = _bare(_readable(label)) if bold else _readable(label)
    return f"{form.replace('{}', words)} {text}".rstrip()


def _is_wrapper(node: Section | Workflow) -> bool:
    """The root element of persona XML: its name is the persona's, it says nothing else."""
    names = [attribute.name for attribute in node.attributes]
    is_root = node.tag is not None and _ROOT_TAGS.fullmatch(node.tag) is not None
    outermost = node.level <= ROOT_LEVEL
    plain_root = is_root and node.style is Style.HEADING
    return plain_root and outermost and names in ([], ["active"], ["name"])


def _title(title: str, tag: str | None, attributes: tuple[Attribute, ...]) -> str:
    """The title with what its attributes say; a ``name`` stands in for a bare tag."""
    named = next((a.value for a in attributes if a.name in ("name", "title") and tag), None)
    rest = tuple(a for a in attributes if a.value != named)
    return _readable(named or title) + _noted(rest, title)


def _noted(attributes: tuple[Attribute, ...], text: str) -> str:
    shown = [f"{a.name}: {a.value}" for a in attributes if a.value and a.value not in text]
    return f" ({'; '.join(shown)})" if shown else ""


def _attribute_text(attributes: tuple[Attribute, ...]) -> str:
    quoted = (
        f'{a.name}="{a.value}"' if '"' not in a.value else f"{a.name}='{a.value}'"
        for a in attributes
    )
    return "".join(f" {one}" for one in quoted)


def _code(node: Code) -> Iterator[str]:
    longest = max((len(match[1]) for match in _FENCE.finditer(node.text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence + ("" if node.info == "cdata" else node.info)
    yield from node.text.split("\n")
    yield fence


def _row(cells: tuple[str, ...], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in padded) + " |"
