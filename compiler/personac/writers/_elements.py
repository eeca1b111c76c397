"""Blocks as elements of persona XML: well-formed, escaped, and read back as the same blocks."""

import re
from collections import Counter

from personac.model import (
    LABEL_FORM,
    Attribute,
    Block,
    Code,
    Contract,
    Item,
    NodeId,
    Raw,
    Section,
    Step,
    Style,
    Text,
    Workflow,
    walk,
)
from personac.tables.fields import field_kind
from personac.text.label import split_label
from personac.text.plain import plain
from personac.text.xmlname import PART, TITLE, stated_title, tag_of, title_of_tag
from personac.writers._lines import Line
from personac.writers._markdown import trimmed
from personac.writers._written import Written

Titled = Section | Workflow | Step
_LIST_LINE = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->|<\?[^?]*\?>", re.DOTALL)
_VERBATIM = frozenset({"example", "examples", "sample", "dialogue", "conversation"})


class Elements:
    """Writes blocks; ``markdown`` writes what only Markdown can say."""

    def __init__(self, markdown: Written) -> None:
        self.markdown = markdown

    def blocks(self, nodes: tuple[Block, ...], depth: int) -> list[Line]:
        """The elements of a run of siblings."""
        names = Counter(_tag(node) for node in nodes)
        return [line for node in nodes for line in self.block(node, depth, names)]

    def block(self, node: Block, depth: int, names: Counter[str]) -> list[Line]:
        self.markdown.carried.add(node.id)
        match node:
            case Section() | Workflow() if not _is_dialogue(node):
                return self.section(node, depth)
            case Step() if node.style is not Style.ITEM and not node.text:
                return self.section(node, depth)
            case Step() if node.style is not Style.ITEM:
                words = _said(node.title, node.text, node.form)
                return [_paragraph(node.id, depth, words), *self.blocks(node.children, depth)]
            case Step() | Item():
                named = node.tag or _is_named(node)
                return self.named(node, depth, names) if named else self.entry(node, depth)
            case Text() if _is_fact(node):
                fact = Item(id=node.id, text=node.text, label=node.label)
                return self.named(fact, depth, names)
            case Text():
                return [_paragraph(node.id, depth, _said(node.label, node.text, node.form))]
            case Raw() if node.text == "---":
                return [_line(node.id, depth, "<hr/>")]
            case Raw() if _COMMENT.fullmatch(node.text):
                return [_line(node.id, depth, node.text)]
            case Code() if node.info == "cdata" and "]]>" not in node.text:
                return [_line(node.id, depth, f"<![CDATA[\n{node.text}\n]]>")]
            case _:
                return self.verbatim(node, depth)

    def section(self, node: Titled, depth: int) -> list[Line]:
        title = node.title
        if node.style is Style.LABEL:
            title = (node.form if node.form.startswith("**") else LABEL_FORM).replace("{}", title)
        tag = node.tag or (tag_of(node.title) if node.children else PART)
        attributes = _with_title(tag, node.attributes, title)
        if all(isinstance(one, Raw | Code) for one in node.children):
            below = [line for one in node.children for line in self.verbatim(one, depth + 1)]
        else:
            below = self.blocks(node.children, depth + 1)
        opening = f"<{tag}{_written(attributes)}"
        if not below:
            return [_line(node.id, depth, f"{opening}/>")]
        ends = (_line(node.id, depth, f"{opening}>"), _line(node.id, depth, f"</{tag}>"))
        return [ends[0], *below, ends[1]]

    def verbatim(self, node: Block, depth: int) -> list[Line]:
        """What only Markdown can say, in a section of characters that are no markup."""
        self.markdown.carried.add(node.id)
        lines = trimmed(self.markdown.blocks((node,)))
        text = "\n".join(line.text for line in lines).replace("]]>", "]]]]><![CDATA[>")
        return [
            _line(node.id, depth, "<markdown><![CDATA["),
            *(Line(line, (node.id,)) for line in text.split("\n")),
            Line("]]></markdown>", (node.id,)),
        ]

    def named(self, node: Item | Step, depth: int, names: Counter[str]) -> list[Line]:
        """An element with the name of what it is."""
        tag, attributes, label = _tag(node), node.attributes, _label(node)
        if label and not node.tag:
            alone = names[tag] == 1 and title_of_tag(tag) == label and tag != PART
            attributes = () if alone else (Attribute(TITLE, label),)
        elif label:
            attributes = _with_title(tag, attributes, label)
        opening = f"<{tag}{_written(attributes)}"
        words = _escaped(" ".join(node.text.split()))
        return self.holding(node, depth, (opening, words, tag))

    def entry(self, node: Item | Step, depth: int) -> list[Line]:
        """An entry of a list, with its number and its label as in Markdown."""
        words = _said(_label(node), node.text, node.form)
        number = node.ordinal if isinstance(node, Item) else node.number
        if number is not None and str(number).isdigit():
            words = f"{number}. {words}"
        elif _LIST_LINE.match(words):
            words = f"- {words}"
        if "\n" not in words:
            return self.holding(node, depth, ("<li", _escaped(words), "li"))
        below = self.blocks(node.children, depth + 1)
        lead = _paragraph(node.id, depth + 1, words)
        return [_line(node.id, depth, "<li>"), lead, *below, _line(node.id, depth, "</li>")]

    def holding(self, node: Item | Step, depth: int, parts: tuple[str, str, str]) -> list[Line]:
        """An element with one line of text, and what stands below that."""
        opening, words, tag = parts
        if _are_lines(node.children) and (words or tag != "li"):
            below = [_line(one.id, depth + 1, _list_line(one)) for one in node.children]
            self.markdown.carried.update(one.id for one in node.children)
        else:
            below = self.blocks(node.children, depth + 1)
        if below:
            opened = _line(node.id, depth, f"{opening}>{words}")
            return [opened, *below, _line(node.id, depth, f"</{tag}>")]
        return [_line(node.id, depth, f"{opening}>{words}</{tag}>" if words else f"{opening}/>")]


def _line(node: NodeId, depth: int, text: str) -> Line:
    return Line("  " * depth + text, (node,))


def _paragraph(node: NodeId, depth: int, words: str) -> Line:
    """The lines of a paragraph, each in its place."""
    lines = (_escaped(line.strip()) for line in words.split("\n"))
    apart = "\n" + "  " * (depth + 1)
    return _line(node, depth, f"<p>{apart.join(lines)}</p>")


def _written(attributes: tuple[Attribute, ...]) -> str:
    return "".join(f' {one.name}="{_escaped(one.value, quote=True)}"' for one in attributes)


def _escaped(text: str, *, quote: bool = False) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace('"', "&quot;") if quote else text.replace("]]>", "]]&gt;")


def _tag(node: Block) -> str:
    if isinstance(node, Item | Step):
        return node.tag or tag_of(_label(node) or "")
    if isinstance(node, Text):
        return tag_of(node.label or "")
    return getattr(node, "tag", None) or ""


def _label(node: Item | Step) -> str | None:
    return node.label if isinstance(node, Item) else node.title or None


def _is_named(node: Item | Step) -> bool:
    """Whether a label says what an entry is, and binds nothing: then it can name an element."""
    if not isinstance(node, Item) or not node.label or node.ordinal is not None:
        return False
    bound = any(isinstance(one, Contract) for one in walk(node))
    plainly = "\n" not in node.text and bool(node.text) and tag_of(node.label) != PART
    return plainly and not bound and not node.children


def _is_fact(node: Text) -> bool:
    """A line that says who the agent is, such as ``Agent_Role: …``."""
    known = bool(node.label) and field_kind(plain(node.label or "")) != "other"
    return known and bool(node.text) and "\n" not in node.text


def _with_title(tag: str, attributes: tuple[Attribute, ...], title: str) -> tuple[Attribute, ...]:
    """The attributes with one that says the title in full, unless the name says it already."""
    stated = stated_title(tag, attributes)
    if title == (stated or title_of_tag(tag)):
        return attributes
    kept = tuple(one for one in attributes if one.name != TITLE or stated is None)
    return (*kept, Attribute(TITLE, title))


def _said(label: str | None, text: str, form: str) -> str:
    return f"{form.replace('{}', label)} {text}".rstrip() if label else text


def _list_line(node: Block) -> str:
    assert isinstance(node, Item)
    mark = "- " if node.ordinal is None else f"{node.ordinal}. "
    return mark + _escaped(_said(node.label, node.text, node.form))


def _are_lines(nodes: tuple[Block, ...]) -> bool:
    return len(nodes) > 1 and all(map(_is_line, nodes))


def _is_line(node: Block) -> bool:
    """Whether an entry is one line, and is read from it as the same entry."""
    if not isinstance(node, Item) or node.tag or node.children or "\n" in node.text:
        return False
    said = _said(node.label, node.text, node.form)
    found = split_label(said)
    same = (found.label, found.form) == (node.label, node.form) if found else node.label is None
    has_words = any(character.isalnum() for character in said)
    return same and bool(node.text) and has_words and not _LIST_LINE.match(said)


def _is_dialogue(node: Section | Workflow) -> bool:
    """An element whose text is kept verbatim."""
    return node.style is Style.ELEMENT and (node.tag or "").lower() in _VERBATIM
