"""From a YAML tree to canonical nodes: maps become sections, entries of lists become items.

Every key and value becomes a node in its place, comments included.  Text of several lines is
Markdown and is read as such.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from personac.api import NoteKind
from personac.model import Block, Field, Item, Raw, Section, evolve
from personac.readers._tree import Builder, labelled
from personac.readers._yaml_places import Comments, Places, shown
from personac.source import FromSource, Span
from personac.text.blocks import Md, parse
from personac.text.slug import content_slug
from personac.text.xmlname import PART, tag_of, title_of_tag
from personac.text.yamlguard import LOADER, Unfit, compose

DEEPEST = 6
"""The level of the lowest heading; maps below it are items."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
_FORCES = frozenset({"mandate", "constraint"})
_HEAD_COMMENT = re.compile(r"[|>][^\n#]*\s(#[^\n]*)")
Pair = tuple[yaml.Node, yaml.Node]


class Tree:
    """The YAML of ``source.text[start:stop]``; raises ``Unfit`` or ``yaml.YAMLError``."""

    def __init__(self, builder: Builder, start: int, stop: int) -> None:
        self.builder = builder
        self.start = start
        text = builder.source.text[start:stop]
        root = compose(text)
        _plain_only(text)
        if not isinstance(root, yaml.MappingNode):
            raise Unfit("a map of keys is expected")
        self.root = root
        self._comments = Comments(text, start)

    def pairs(self, node: yaml.Node) -> list[Pair]:
        """The entries of a map; a key that stands twice is noted and stays."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or "\n" in key.value:
                raise Unfit("a key is not one line of text")
            if key.value in seen:
                self.builder.note(NoteKind.DUPLICATE_KEY, self.span(key), key.value)
            seen.add(key.value)
        found: list[Pair] = node.value
        return found

    def span(self, node: yaml.Node) -> Span:
        begin, end = node.start_mark.index + self.start, node.end_mark.index + self.start
        return Span(begin, begin + len(self.builder.source.text[begin:end].rstrip()))

    def sections(self, pairs: list[Pair], level: int) -> tuple[Block, ...]:
        """The entries of a map, each below a heading of its own where it has parts."""
        return tuple(block for pair in pairs for block in self._entry(pair, level))

    def field(self, pair: Pair, kind: str, *, holds: bool = True) -> Field:
        """A header fact; one that does not hold its value only says that it stands there."""
        key, value = pair
        node = self.builder.claim(
            content_slug(key.value) or "field", self.span(value if holds and value.value else key)
        )
        return Field(id=node, key=key.value, kind=kind, value=value.value.strip() if holds else "")

    def comments(self, before: yaml.Node | None) -> Iterator[Raw]:
        """The comments that stand before a node and were not given yet; all without one."""
        end = None if before is None else before.start_mark.index + self.start
        for text, span in self._comments.take(end):
            node = self.builder.claim_in_section("comment", span)
            yield Raw(id=node, text=text, format="comment")

    def _entry(self, pair: Pair, level: int) -> Iterator[Block]:
        key, value = pair
        yield from self.comments(key)
        if level > DEEPEST or _one_line(value):
            yield self._labelled(pair)
            return
        outer, above = self.builder.section, self.builder.level
        node = self.builder.enter(key.value, self.span(key))
        self.builder.level = level
        title, tag = _named(key.value, value)
        below = self._below(value, level + 1)
        self.builder.section, self.builder.level = outer, above
        yield Section(id=node, title=title, tag=tag, level=level, children=below)

    def _below(self, node: yaml.Node, level: int) -> tuple[Block, ...]:
        if _is_map(node):
            return self.sections(self.pairs(node), level)
        if isinstance(node, yaml.SequenceNode):
            return self._items(node)
        return (*self._in_head(node), *self._text(node, level))

    def _labelled(self, pair: Pair) -> Item:
        """An entry of a map as an item that its key labels."""
        key, value = pair
        title, tag = _named(key.value, value)
        whole = self.span(value)
        span = Span(self.span(key).start, max(self.span(key).end, whole.end))
        if not _one_line(value):
            span = self.span(key)
        node = self.builder.claim_in_section(content_slug(key.value), span)
        if _is_flag(value):
            return Item(id=node, text=f"{key.value}: {value.value}")
        text = self._written(value) if _one_line(value) else ""
        below = () if _one_line(value) else self._below(value, DEEPEST + 1)
        return Item(id=node, text=text, label=title, tag=tag, children=below)

    def _items(self, node: yaml.Node) -> tuple[Block, ...]:
        return tuple(block for below in node.value for block in self._item(below))

    def _item(self, node: yaml.Node) -> Iterator[Block]:
        yield from self.comments(node)
        if _is_map(node):
            yield self._record(self.pairs(node), node)
        elif isinstance(node, yaml.SequenceNode):
            own = self.builder.claim_in_section("item", self.span(node))
            yield Item(id=own, children=self._items(node))
        elif _one_line(node):
            text = self._written(node)
            label, words, form = labelled(text)
            own = self.builder.claim_in_section(content_slug(label or words), self.span(node))
            yield Item(id=own, text=words, label=label, form=form)
        else:
            yield from self._in_head(node)
            yield self._long_item(node)

    def _record(self, pairs: list[Pair], node: yaml.Node) -> Item:
        """A map in a list: its first entry leads, the others stand below it."""
        if len(pairs) > 1 and not _one_line(pairs[0][1]):
            own = self.builder.claim_in_section("item", self.span(node))
            return Item(id=own, children=self._rest(pairs))
        first, *rest = pairs
        lead = self._labelled(first)
        lead = evolve(lead, label=lead.label and first[0].value, tag=None)
        return evolve(lead, children=(*lead.children, *self._rest(rest)))

    def _rest(self, pairs: list[Pair]) -> tuple[Block, ...]:
        return tuple(block for pair in pairs for block in self._entry(pair, DEEPEST + 1))

    def _long_item(self, node: yaml.Node) -> Item:
        with _whole(self.builder, node, self.span(node)):
            return self.builder.item(
                Md("item", self.span(node), children=tuple(self._markdown(node)))
            )

    def _text(self, node: yaml.Node, level: int) -> tuple[Block, ...]:
        """What text of several lines says, its headings below the one that it stands under."""
        with _whole(self.builder, node, self.span(node)):
            return self.builder.nest([_lowered(one, level) for one in self._markdown(node)])

    def _markdown(self, node: yaml.Node) -> Iterator[Md]:
        place = Places(self.builder.source.text, node.value, self.span(node))
        return (place.moved(block) for block in parse(node.value))

    def _written(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        span = self.span(node)
        return self.builder.source.text[span.start : span.end]

    def _in_head(self, node: yaml.Node) -> Iterator[Raw]:
        """A comment behind the mark that opens text of several lines."""
        span = self.span(node)
        match = _HEAD_COMMENT.match(self.builder.source.text, span.start, span.end)
        if _is_block(node) and match:
            at = Span(*match.span(1))
            own = self.builder.claim_in_section("comment", at)
            yield Raw(id=own, text=shown(match[1]), format="comment")


@contextmanager
def _whole(builder: Builder, node: yaml.Node, span: Span) -> Iterator[None]:
    """What is read here comes from all of a node that is not written line by line."""
    outer, builder.origins = builder.origins, {}
    try:
        yield
    finally:
        by_line = isinstance(node, yaml.ScalarNode) and node.style == "|"
        origin = FromSource(builder.source.path, span)
        outer |= {own: at if by_line else origin for own, at in builder.origins.items()}
        builder.origins = outer


def _lowered(block: Md, level: int) -> Md:
    if block.kind != "heading":
        return block
    return block._replace(level=min(block.level + level - 1, DEEPEST))


def _named(key: str, value: yaml.Node) -> tuple[str, str | None]:
    """Title and element of a key: words, and the name that they are made from.  A flag, and a key
    that as an element would say more than its words do, only have their words.
    """
    title = title_of_tag(key)
    says_more = tag_of(title) == PART or key.lower() in _FORCES or _is_flag(value)
    return (key, None) if says_more or not _NAME.fullmatch(key) else (title, key)


def _is_flag(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("true", "false")


def _is_map(node: yaml.Node) -> bool:
    """A map with something in it; ``{name}`` is the placeholder of a template."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return False
    return not node.flow_style or any(value.value for _, value in node.value)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _one_line(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return not _is_block(node) and "\n" not in node.value
    return not _is_map(node) and not (isinstance(node, yaml.SequenceNode) and node.value)


def _plain_only(text: str) -> None:
    for event in yaml.parse(text, Loader=LOADER):
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        if event.anchor or event.tag:
            raise Unfit(f"anchors and types such as `{event.anchor or event.tag}` are not read")
