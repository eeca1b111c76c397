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
    Persona,
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
from personac.tables.kinds import section_kind
from personac.text.plain import plain
from personac.text.slug import slug
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, split
from personac.writers._titles import (
    IDENTIFIER,
    ROOT_TAGS,
    attribute_text,
    noted,
    readable,
    title_of,
    with_note,
)

Part = str | Line
"""What a node says in a line of its own, or a line of another node."""
_NEGATIVE_TAGS = re.compile(
    r"(?:\w+[_-])?(?:not|never|no|dont|avoid|forbid|forbidden|prohibit|prohibited|deny|denied|"
    r"disallow|disallowed|ban|banned|except|unless)(?:[_-][\w-]+)?",
    re.IGNORECASE,
)
"""Tags without which the words of an entry say the opposite."""
_RULE_TAGS = re.compile(r"r|rule|mandate|constraint", re.IGNORECASE)
_RULING = frozenset({"mandates", "forbidden"})
"""Kinds of sections whose title makes a rule of every entry; elsewhere its tag did."""
_NUMBER_NAMES = ("n", "number", "id", "order")
_DECLARATION = re.compile(r"\A<\?xml(?:\s[^>]*)?\?>\s*")
_OPENS_BLOCK = re.compile(
    r"^(\d{1,9}(?=[.)])|)(?:([.)+*-]|#{1,6})(?=[ \t])|(<)(?=/?[A-Za-z][^>]*>\s*$))"
)
"""Words that would be a list or a heading of their own at the start of an item."""
_ENDS_PARAGRAPH = re.compile(r"\s*(?:`{3}|~{3}|#{1,6}(?:\s|$)|(?:=+|-+)\s*$)")
_INTERRUPTS = re.compile(
    rf"{_ENDS_PARAGRAPH.pattern}|\s*(?:(?:[-+*]|\d{{1,9}}[.)])(?:\s|$)|>|</?[A-Za-z][^>]*>\s*$)"
)
"""What starts a block of its own in the middle of a paragraph."""
_DRAWN = re.compile(r"(?!\.{3}\Z)[\s*_=~#+.·•–—\u2500-\u259f-]{3,}")
"""A line that only sets things apart; a row of symbols may say something."""
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})", re.MULTILINE)


def render(persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    """The lines of the Markdown; every node rendered is carried in ``ledger``."""
    lines, carried = _rendered(persona.body, persona.id)
    ledger.carry_all(carried)
    return lines


@lru_cache(maxsize=4)
def _rendered(
    body: tuple[Block, ...], persona: NodeId
) -> tuple[tuple[Line, ...], frozenset[NodeId]]:
    """One rendering serves every target that takes Markdown."""
    markdown = Markdown(persona, wrapper_of(body, persona))
    lines = trimmed(markdown.blocks(body))
    return lines, frozenset(markdown.carried)


def trimmed(found: list[Line]) -> tuple[Line, ...]:
    """The lines without blank ones at either end."""
    lines = split(found)
    words = [at for at, line in enumerate(lines) if line.text]
    return tuple(lines[words[0] : words[-1] + 1] if words else [BLANK] * bool(lines))


class Markdown:
    """Writes blocks; a dialect that keeps more of its own form overrides how names are said."""

    def __init__(self, persona: NodeId, wrapper: NodeId | None) -> None:
        self.persona = persona
        self.wrapper = wrapper
        self.carried: set[NodeId] = set()
        self.lifted = 0
        self.ruling = False

    def heading(self, level: int, title: str) -> str:
        return f"{'#' * min(max(level - self.lifted, 1), 6)} {title}"

    def blocks(self, nodes: tuple[Block, ...]) -> list[Line]:
        """Lines of a run of blocks; lists stay tight, everything else is set apart."""
        lines: list[Line] = []
        before: Block | None = None
        level = 0
        for node in nodes:
            headed = bool(level) and _titled(node)
            parts = self.element(node, level) if level and _titled(node) else self.block(node)
            own = self.own(node, parts)
            level = self.level(node) or level
            if not own:
                continue
            tight = not headed and _in_list(before) and _in_list(node) and _same_list(before, node)
            if lines and not tight:
                lines.append(BLANK)
            lines.extend(own)
            before = None if headed else node
        return lines

    def own(self, node: Block, parts: Iterator[Part]) -> list[Line]:
        self.carried.add(node.id)
        return [Line(part, (node.id,)) if isinstance(part, str) else part for part in parts]

    def block(self, node: Block) -> Iterator[Part]:
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
                yield from _quoted(node, self.blocks(node.children))
            case Code():
                yield from _code(node)
            case Table():
                yield from self.table(node)
            case Raw():
                yield from self.raw(node)

    def section(self, node: Section | Workflow) -> Iterator[Part]:
        is_wrapper = node.id == self.wrapper
        lifted = is_wrapper and node.level > 1
        title = self.title(node)
        outer = self.ruling
        self.ruling = not is_wrapper and section_kind(title) in _RULING
        self.lifted += lifted
        below = self.blocks(node.children)
        self.lifted -= lifted
        self.ruling = outer
        if node.style is Style.ELEMENT:
            yield from _enclosed(node, below)
            return
        if not is_wrapper:
            yield (
                self.labelled(title, "", self.form(node))
                if node.style is Style.LABEL
                else self.heading(node.level, title)
            )
            yield from [BLANK] if below else []
        yield from below

    def title(self, node: Section | Workflow | Step) -> str:
        bare = not isinstance(node, Step) and _is_root(node, self.persona)
        return title_of(node.title, node.tag, () if bare else node.attributes)

    def form(self, node: Section | Workflow) -> str:
        """``Core_Responsibilities:`` is a heading in all but form."""
        return LABEL_FORM if IDENTIFIER.fullmatch(node.title) else node.form

    def name(self, label: str) -> str:
        return readable(label)

    def labelled(self, label: str | None, text: str, form: str) -> str:
        if not label:
            return text
        named = self.name(label)
        words = _bare(named) if form.startswith("**") else named
        return f"{form.replace('{}', words)} {text}".rstrip()

    def step(self, node: Step) -> Iterator[Part]:
        if node.style is Style.ELEMENT:
            yield from _enclosed(node, self.blocks(node.children))
        elif node.style is Style.HEADING:
            yield self.heading(node.level, self.title(node))
            yield from [BLANK] if node.children else []
            yield from self.blocks(node.children)
        elif node.style is Style.ITEM:
            marker = f"{node.number}. " if node.number.isdigit() else "- "
            yield from self.item(node, marker, node.title or None, node.text, _unnumbered(node))
        else:
            words = with_note(node.text, noted(node.attributes, node.text, node.title))
            yield from unbroken(self.labelled(node.title, words, node.form))
            if node.children:
                yield BLANK
                yield from self.blocks(node.children)

    def item(
        self,
        node: Item | Step,
        marker: str,
        label: str | None,
        text: str,
        attributes: tuple[Attribute, ...] | None = None,
    ) -> Iterator[Part]:
        shown = node.attributes if attributes is None else attributes
        words = with_note(text, noted(shown, text, label or ""))
        if label is None and node.tag and _NEGATIVE_TAGS.fullmatch(node.tag):
            label = re.sub(r"[_-]+", " ", node.tag).strip().capitalize()
        if label is None and node.tag and _RULE_TAGS.fullmatch(node.tag) and not self.ruling:
            label = "Rule"
        first, *rest = unbroken(self.labelled(label, words, node.form))
        yield (marker + _OPENS_BLOCK.sub(r"\1\\\2\3", first)).rstrip()
        indent = " " * len(marker)
        yield from (indent + line for line in rest)
        below = self.blocks(node.children)
        if below and _needs_room(node.children[0]):
            yield BLANK
        yield from (_led(indent, line) for line in below)

    def element(self, node: Item, level: int) -> Iterator[Part]:
        """A labelled element after a section: as an item it would fall to that section."""
        yield self.heading(level, title_of(node.label or "", node.tag, node.attributes))
        if node.text:
            yield BLANK
            yield node.text
        below = self.blocks(node.children)
        yield from [BLANK, *below] if below else []

    def text(self, node: Text) -> Iterator[str]:
        kind = field_kind(plain(node.label)) if node.label else "other"
        if kind == "handle" and slug(node.text) == self.persona:
            return
        named = kind != "other"
        form = LABEL_FORM if named and not node.form.startswith("**") else node.form
        yield from unbroken(self.labelled(node.label, node.text, form))

    def table(self, node: Table) -> Iterator[Part]:
        width = max([len(node.header), *(len(row.cells) for row in node.rows)])
        yield _row(node.header, width)
        yield "|" + " --- |" * width
        for row in node.rows:
            self.carried.add(row.id)
            yield Line(_row(row.cells, width), (row.id,))

    def raw(self, node: Raw) -> Iterator[str]:
        if text := _DECLARATION.sub("", node.text, 1):
            yield from ("---" if _is_rule(node) else text).split("\n")

    def level(self, node: Block) -> int:
        """The level of the heading that a block stands under in the output; 0 without one."""
        if node.id == self.wrapper:
            return 0
        if isinstance(node, Section | Workflow | Step) and node.style is Style.HEADING:
            return node.level
        return 0


def _titled(node: Block) -> TypeGuard[Item]:
    return isinstance(node, Item) and bool(node.tag and node.label)


def _verbatim(node: Section | Workflow | Step) -> bool:
    return len(node.children) == 1 and isinstance(node.children[0], Raw)


def _quoted(node: Quote, below: list[Line]) -> Iterator[Line]:
    for line in below:
        yield Line(f"> {line.text}".rstrip(), line.nodes or (node.id,))


def _led(lead: str, line: Line) -> Line:
    return Line(lead + line.text, line.nodes, line.made) if line.text else line


def _enclosed(node: Section | Workflow | Step, below: list[Line]) -> Iterator[Part]:
    yield f"<{node.tag}{attribute_text(node.attributes)}>"
    yield from ([BLANK, *below, BLANK] if below and not _verbatim(node) else below)
    yield f"</{node.tag}>"


def _in_list(node: Block | None) -> bool:
    return isinstance(node, Item) or (isinstance(node, Step) and node.style is Style.ITEM)


def _same_list(before: Block | None, node: Block) -> bool:
    return _ordered(before) == _ordered(node)


def _ordered(node: Block | None) -> bool:
    if isinstance(node, Step):
        return node.number.isdigit()
    return isinstance(node, Item) and node.ordinal is not None


def _needs_room(first: Block) -> bool:
    """Whether what stands below an item would go on with its words: a paragraph, a label, or a
    list that does not start with 1.
    """
    number = first.ordinal if isinstance(first, Item) else None
    if isinstance(first, Step) and first.style is Style.ITEM and first.number.isdigit():
        number = int(first.number)
    labelled = isinstance(first, Section | Workflow | Step) and first.style is Style.LABEL
    return isinstance(first, Text) or labelled or number not in (None, 1)


def _marker(ordinal: int | None) -> str:
    return "- " if ordinal is None else f"{ordinal}. "


def _bare(title: str) -> str:
    """A title for use inside bold marks."""
    return title.replace("**", "").rstrip(":").strip()


def unbroken(text: str) -> Iterator[str]:
    """The lines of a paragraph; one that would end it stays a line of it, as the indentation of
    its source made it.
    """
    for number, line in enumerate(text.split("\n")):
        ends = (_INTERRUPTS if number else _ENDS_PARAGRAPH).match(line)
        yield line if ends is None else f"    {line.lstrip()}" if number else f"\\{line.lstrip()}"


def wrapper_of(body: tuple[Block, ...], persona: NodeId) -> NodeId | None:
    """The root element of persona XML, when the body opens with it: it says only whose it is."""
    for node in body:
        if isinstance(node, Section | Workflow) and _is_root(node, persona):
            return node.id
        if isinstance(node, Section) and node.level == 1 and node.tag is None:
            return wrapper_of(node.children, persona)
        if not _is_preamble(node):
            return None
    return None


def _is_root(node: Section | Workflow, persona: NodeId) -> bool:
    is_root = node.tag is not None and ROOT_TAGS.fullmatch(node.tag) is not None
    plain_root = is_root and node.style is Style.HEADING
    named = [a.name in ("active", "name") and slug(a.value) == persona for a in node.attributes]
    return plain_root and named in ([], [True])


def _is_preamble(node: Block) -> bool:
    """What may stand before the root: a declaration, a comment, a rule, a header field."""
    if isinstance(node, Raw):
        return node.text.startswith(("<?", "<!--")) or _is_rule(node)
    return isinstance(node, Text) and bool(node.label) and field_kind(plain(node.label)) != "other"


def _is_rule(node: Raw) -> bool:
    return node.format == "rule" and _DRAWN.fullmatch(node.text) is not None


def _unnumbered(node: Step) -> tuple[Attribute, ...]:
    """The attributes without the one that the number of the step was read from."""
    number = next((a for a in node.attributes if a.name in _NUMBER_NAMES), None)
    if number is None or number.value != node.number or not node.number.isdigit():
        return node.attributes
    return tuple(a for a in node.attributes if a is not number)


def _code(node: Code) -> Iterator[str]:
    longest = max((len(match[1]) for match in _FENCE.finditer(node.text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence + ("" if node.info == "cdata" else node.info)
    yield from node.text.split("\n")
    yield fence


def _row(cells: tuple[str, ...], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in padded) + " |"
