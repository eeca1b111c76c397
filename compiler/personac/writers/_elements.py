"""Blocks as elements of persona XML: well-formed, escaped, and read back as the same blocks."""

import re
from collections import Counter
from collections.abc import Iterator

from personac.model import (
    Attribute,
    Block,
    Code,
    Item,
    NodeId,
    Raw,
    Section,
    Step,
    Style,
    Text,
    Workflow,
)
from personac.passes.workflows import step_number
from personac.tables.fields import field_kind
from personac.text.label import split_label
from personac.text.plain import plain
from personac.text.xmlname import (
    ENTRY,
    NUMBER,
    PART,
    STEP,
    TITLE,
    stated_title,
    tag_of,
    title_of,
    title_of_tag,
)
from personac.writers._lines import Line
from personac.writers._markdown import trimmed
from personac.writers._written import Written

Titled = Section | Workflow | Step
_LIST_LINE = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->|<\?[^?]*\?>", re.DOTALL)
_VERBATIM = frozenset({"example", "examples", "sample", "dialogue", "conversation"})


class Elements:
    """Writes blocks; ``carried`` are those that were written."""

    def __init__(self, markdown: Written) -> None:
        self.markdown = markdown
        self.carried = markdown.carried

    def blocks(self, nodes: tuple[Block, ...], depth: int) -> list[Line]:
        """The elements of a run of siblings."""
        names = Counter(_tag(node) for node in nodes)
        return [line for node in nodes for line in self.block(node, depth, names)]

    def block(self, node: Block, depth: int, names: Counter[str]) -> list[Line]:
        self.carried.add(node.id)
        match node:
            case Section() | Workflow() if not _is_dialogue(node):
                return self.section(node, depth)
            case Step() if node.style in (Style.HEADING, Style.ELEMENT):
                return self.section(node, depth)
            case Step() | Item():
                return self.item(node, depth, names)
            case Text() if _is_fact(node):
                fact = Item(id=node.id, text=node.text, label=node.label)
                return self.item(fact, depth, names)
            case Text():
                return [_line(node.id, depth, f"<p>{_lines(_said(node), depth + 1)}</p>")]
            case Raw() if node.text == "---":
                return [_line(node.id, depth, "<hr/>")]
            case Raw() if _COMMENT.fullmatch(node.text):
                return [_line(node.id, depth, node.text)]
            case Code() if node.info == "cdata" and "]]>" not in node.text:
                return [_line(node.id, depth, f"<![CDATA[\n{node.text}\n]]>")]
            case _:
                return self.verbatim(node, depth)

    def section(self, node: Titled, depth: int) -> list[Line]:
        tag = node.tag or tag_of(node.title, PART)
        title = f"{node.title}:" if node.style is Style.LABEL else node.title
        attributes = _with_title(tag, node.attributes, title)
        if not node.children:
            tag, attributes = node.tag or PART, _with_title(PART, node.attributes, title)
        below = self.blocks(node.children, depth + 1)
        if node.children and all(isinstance(one, Raw | Code) for one in node.children):
            below = [line for one in node.children for line in self.verbatim(one, depth + 1)]
        return _enclosed(node.id, depth, tag, attributes, below)

    def verbatim(self, node: Block, depth: int) -> list[Line]:
        """What only Markdown can say, in a section of characters that are no markup."""
        lines = trimmed(self.markdown.blocks((node,)))
        text = "\n".join(line.text for line in lines).replace("]]>", "]]]]><![CDATA[>")
        return [
            _line(node.id, depth, "<markdown><![CDATA["),
            *(Line(text, (node.id,)) for text in text.split("\n")),
            Line("]]></markdown>", (node.id,)),
        ]

    def item(self, node: Item | Step, depth: int, names: Counter[str]) -> list[Line]:
        tag, attributes = _entry(node, names)
        text, below = node.text, self.below(node.children, depth + 1)
        apart = tag == ENTRY and (
            "\n" in text or (below and (not text or _LIST_LINE.match(text) is not None))
        )
        if apart:
            lead = f"<p>{_lines(text, depth + 2)}</p>"
            first = [_line(node.id, depth + 1, lead)]
            return _enclosed(node.id, depth, tag, attributes, [*first, *below])
        words = _escaped(" ".join(text.split()))
        opening = f"<{tag}{_written(attributes)}"
        if not below:
            end = f">{words}</{tag}>" if words else "/>"
            return [_line(node.id, depth, opening + end)]
        return [
            _line(node.id, depth, f"{opening}>{words}"),
            *below,
            _line(node.id, depth, f"</{tag}>"),
        ]

    def below(self, nodes: tuple[Block, ...], depth: int) -> list[Line]:
        """What stands below an entry: plain lines where all of it can be said in them."""
        if len(nodes) > 1 and all(_is_line(node) for node in nodes):
            return [line for node in nodes for line in self.line(node, depth)]
        return self.blocks(nodes, depth)

    def line(self, node: Block, depth: int) -> Iterator[Line]:
        assert isinstance(node, Item)
        self.carried.add(node.id)
        mark = "- " if node.ordinal is None else f"{node.ordinal}. "
        yield _line(node.id, depth, mark + _escaped(_labelled(node)))


def _line(node: NodeId, depth: int, text: str) -> Line:
    return Line("  " * depth + text, (node,))


def _lines(text: str, depth: int) -> str:
    """The lines of a paragraph, each in its place."""
    return ("\n" + "  " * depth).join(_escaped(line.strip()) for line in text.split("\n"))


def _enclosed(
    node: NodeId,
    depth: int,
    tag: str,
    attributes: tuple[Attribute, ...],
    below: list[Line],
) -> list[Line]:
    opening = f"<{tag}{_written(attributes)}"
    if not below:
        return [_line(node, depth, f"{opening}/>")]
    return [_line(node, depth, f"{opening}>"), *below, _line(node, depth, f"</{tag}>")]


def _written(attributes: tuple[Attribute, ...]) -> str:
    return "".join(f' {one.name}="{_escaped(one.value, quote=True)}"' for one in attributes)


def _escaped(text: str, *, quote: bool = False) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace('"', "&quot;") if quote else text.replace("]]>", "]]&gt;")


def _tag(node: Block) -> str:
    if isinstance(node, Item | Step):
        return node.tag or tag_of(_label(node) or "", ENTRY)
    return getattr(node, "tag", None) or ""


def _label(node: Item | Step) -> str | None:
    return node.label if isinstance(node, Item) else node.title or None


def _entry(node: Item | Step, names: Counter[str]) -> tuple[str, tuple[Attribute, ...]]:
    """The name of an entry with the attributes that say its label and its number."""
    label, tag, attributes = _label(node), _tag(node), node.attributes
    if not node.tag and "\n" in node.text:
        tag = ENTRY
    if isinstance(node, Step) and not node.tag and (not label or not step_number(label)):
        tag, attributes = STEP, (Attribute(NUMBER, node.number),)
    if label and (not node.tag or title_of(tag, attributes) != label):
        alone = tag != ENTRY and names[tag] == 1 and title_of_tag(tag) == label
        attributes = attributes if alone else _with_title(tag, attributes, label, always=True)
    number = str(node.ordinal) if isinstance(node, Item) and node.ordinal is not None else ""
    if number and tag == ENTRY and all(one.name != NUMBER for one in attributes):
        attributes = (Attribute(NUMBER, number), *attributes)
    return tag, attributes


def _with_title(
    tag: str, attributes: tuple[Attribute, ...], title: str, *, always: bool = False
) -> tuple[Attribute, ...]:
    """The attributes with one that says the title in full, unless the name says it already."""
    stated = stated_title(tag, attributes)
    if title == (stated or title_of_tag(tag)) and not (always and stated is None):
        return attributes
    kept = tuple(one for one in attributes if one.name != TITLE or stated is None)
    return (*kept, Attribute(TITLE, title))


def _said(node: Text | Item) -> str:
    return f"{node.form.replace('{}', node.label)} {node.text}".rstrip() if node.label else node.text


def _labelled(node: Item) -> str:
    return " ".join(_said(node).split())


def _is_fact(node: Text) -> bool:
    """A line that says who the agent is, such as ``Agent_Role: …``."""
    known = bool(node.label) and field_kind(plain(node.label or "")) != "other"
    return known and bool(node.text) and "\n" not in node.text


def _is_line(node: Block) -> bool:
    """Whether an entry is one line, and is read from it as the same entry."""
    if not isinstance(node, Item) or node.tag or node.children or "\n" in node.text:
        return False
    said = _labelled(node)
    found = split_label(said)
    same = (found.label, found.form) == (node.label, node.form) if found else node.label is None
    has_words = any(character.isalnum() for character in said)
    return same and bool(node.text) and has_words and not _LIST_LINE.match(said)


def _is_dialogue(node: Section | Workflow) -> bool:
    """An element whose text is kept verbatim."""
    return node.style is Style.ELEMENT and (node.tag or "").lower() in _VERBATIM
