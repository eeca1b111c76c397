"""From Markdown blocks to canonical nodes, shared by the readers.

Every block becomes a node in its place; labels are split from the text they introduce, a
paragraph that is only a label becomes a section, and headings nest what follows them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from textwrap import dedent

from personac.api import Note, NoteKind
from personac.model import (
    LABEL_FORM,
    Attribute,
    Block,
    Code,
    Item,
    Quote,
    Raw,
    Row,
    Section,
    Style,
    Table,
    Text,
)
from personac.source import FromSource, Source, SourceMap, Span
from personac.text.blocks import Md, parse, tag_line
from personac.text.label import label_form, label_only, split_label
from personac.text.plain import strip_emphasis, unescape
from personac.text.slug import Ids, content_slug, section_slug

LABEL_LEVEL = 9
MAX_DEPTH = 64
_DIALOGUES = frozenset({"example", "examples", "sample", "dialogue", "conversation"})
FenceReader = Callable[["Builder", Md], tuple[Block, ...] | None]


class Builder:
    """Collects nodes, ids and origins while one source is read."""

    def __init__(self, source: Source, fence: FenceReader | None = None) -> None:
        self.source = source
        self.ids = Ids()
        self.origins: SourceMap = {}
        self.notes: list[Note] = []
        self._fence = fence
        self.section = ""
        self.level = 0
        """That of the heading which what is read now stands below."""

    def note(self, kind: NoteKind, span: Span, detail: str = "") -> None:
        self.notes.append(Note(kind, self.source.path, span, detail))

    def claim(self, base: str, span: Span) -> str:
        """A new node id for what stands at ``span``."""
        node = self.ids.claim(base)
        self.origins[node] = FromSource(self.source.path, span)
        return node

    def claim_in_section(self, base: str, span: Span) -> str:
        return self.claim(f"{self.section}/{base}" if self.section else base, span)

    def enter(self, title: str, span: Span) -> str:
        """The id of a section; nodes claimed after it live under its slug."""
        own = section_slug(title)
        self.section = own
        return self.claim(own, span)

    def markdown(self, start: int, end: int, *, fences: bool = True) -> tuple[Block, ...]:
        """The canonical blocks of ``source.text[start:end]``; without ``fences`` all are code."""
        if not fences and self._fence is not None:
            special, self._fence = self._fence, None
            found = self.markdown(start, end)
            self._fence = special
            return found
        return self.nest([_shift(block, start) for block in parse(self.source.text[start:end])])

    def nest(self, found: list[Md]) -> tuple[Block, ...]:
        """Blocks in order, each heading or label holding what it introduces."""
        split = [part for block in found for part in split_paragraph(block, self.source)]
        return tuple(_Nesting(self, split).take(0))

    def leaf(self, block: Md) -> tuple[Block, ...]:
        match block.kind:
            case "item":
                return (self.item(block),)
            case "quote":
                node = self.claim_in_section("quote", block.span)
                return (Quote(id=node, children=self.nest(list(block.children))),)
            case "fence":
                return self.fence(block)
            case "table":
                return (self.table(block),)
            case "paragraph":
                return (self.paragraph(block) if _has_words(block.text) else self.ornament(block),)
            case _:
                return (self.raw(block),)

    def raw(self, block: Md) -> Raw:
        form = {"rule": "rule", "comment": "comment", "tag": "tag"}.get(block.kind, "text")
        return Raw(id=self.claim_in_section(form, block.span), text=block.text, format=form)

    def ornament(self, block: Md) -> Raw:
        """A line drawn with other characters (``────``) separates as a rule does."""
        return Raw(id=self.claim_in_section("rule", block.span), text=block.text, format="rule")

    def fence(self, block: Md) -> tuple[Block, ...]:
        if not block.closed:
            self.note(NoteKind.FENCE_UNCLOSED, _first_line(self.source, block.span))
        special = self._fence(self, block) if self._fence else None
        if special is not None:
            return special
        node = self.claim_in_section("code", block.span)
        return (Code(id=node, text=block.text.rstrip("\n"), info=block.info),)

    def table(self, block: Md) -> Table:
        node = self.claim_in_section("table", block.span)
        header, *rest = block.rows or (((block.span), ()),)
        rows = tuple(
            Row(
                id=self.claim_in_section(content_slug(cells[0]) if cells else "row", span),
                cells=cells,
            )
            for span, cells in rest
        )
        return Table(id=node, header=header[1], rows=rows)

    def item(self, block: Md) -> Item:
        first, *rest = block.children or (None,)
        if first is None or first.kind not in ("paragraph", "heading"):
            node = self.claim_in_section("item", block.span)
            inner = [child for child in (first, *rest) if child is not None]
            return Item(id=node, ordinal=block.ordinal, children=self.nest(inner))
        span = first.span
        label, text, form = labelled(first.text)
        node = self.claim_in_section(content_slug(label or text), span)
        below = self.nest(rest)
        return Item(
            id=node,
            text=text,
            label=label,
            form=form,
            ordinal=block.ordinal,
            children=below,
        )

    def paragraph(self, block: Md) -> Text:
        label, rest, form = labelled(block.text)
        node = self.claim_in_section(content_slug(label or rest), block.span)
        return Text(id=node, text=rest, label=label, form=form)


class _Nesting:
    """Groups a flat run of blocks below its headings, labels and tag pairs."""

    def __init__(self, builder: Builder, found: list[Md]) -> None:
        self.builder = builder
        self.found = found
        self.pairs = dict(_tag_pairs(found))
        self.at = 0

    def take(self, level: int, end: int | None = None) -> Iterator[Block]:
        """Blocks up to ``end`` or to a heading that is not below ``level``."""
        stop = len(self.found) if end is None else end
        while self.at < stop:
            block = self.found[self.at]
            if block.kind == "heading" and block.level <= level:
                return
            self.at += 1
            if block.kind == "heading":
                yield self.heading(block, stop)
            elif block.kind == "tag" and self.at - 1 in self.pairs:
                yield self.element(block, self.pairs[self.at - 1])
            elif (label := _label_of(block)) and self._introduces(stop):
                yield self.labelled(block, label, stop)
            else:
                yield from self.builder.leaf(block)

    def heading(self, block: Md, stop: int) -> Section:
        outer = self.builder.section
        title = strip_emphasis(block.text)
        node = self.builder.enter(unescape(title), block.span)
        above, self.builder.level = self.builder.level, block.level
        below = tuple(self.take(block.level, stop))
        self.builder.section, self.builder.level = outer, above
        return Section(id=node, title=title, level=block.level, children=below)

    def element(self, block: Md, close: int) -> Section:
        match = tag_line(block.text)
        name = match["name"] if match else block.text
        outer = self.builder.section
        node = self.builder.enter(name, block.span)
        below = self.dialogue(close) if name.lower() in _DIALOGUES else tuple(self.take(0, close))
        while self.at < close:
            below += tuple(self.take(0, close))
        self.at = close + 1
        self.builder.section = outer
        return Section(
            id=node,
            title=name,
            style=Style.ELEMENT,
            tag=name,
            attributes=_attributes(match["attributes"] if match else ""),
            children=below,
        )

    def dialogue(self, close: int) -> tuple[Block, ...]:
        """What stands between two tags, verbatim: its line breaks are the speakers."""
        text, begin = self.builder.source.text, self.found[self.at].span.start
        start, end = text.rfind("\n", 0, begin) + 1, self.found[close].span.start
        written = text[start:end].rstrip()
        self.at = close
        if not written.strip():
            return ()
        span = Span(begin, start + len(written))
        return (Raw(id=self.builder.claim_in_section("text", span), text=dedent(written)),)

    def labelled(self, block: Md, label: str, stop: int) -> Section:
        outer = self.builder.section
        node = self.builder.enter(unescape(label), block.span)
        below: list[Block] = []
        if self.found[self.at].kind == "paragraph":
            below.extend(self.builder.leaf(self.found[self.at]))
            self.at += 1
        while self.at < stop and self.found[self.at].kind in ("item", "fence", "table", "quote"):
            below.extend(self.builder.leaf(self.found[self.at]))
            self.at += 1
        self.builder.section = outer
        return Section(
            id=node,
            title=label,
            level=LABEL_LEVEL,
            style=Style.LABEL,
            form=label_form(block.text),
            children=tuple(below),
        )

    def _introduces(self, stop: int) -> bool:
        """Whether the next block belongs to a label that stands alone."""
        if self.at >= stop:
            return False
        following = self.found[self.at]
        if following.kind == "paragraph":
            first = following.text.split("\n", 1)[0]
            return split_label(first) is None and label_only(first) is None
        return following.kind in ("item", "fence", "table", "quote")


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _label_of(block: Md) -> str | None:
    return label_only(block.text) if block.kind == "paragraph" else None


def labelled(text: str) -> tuple[str | None, str, str]:
    """Label, text after it, and how the label was written."""
    found = split_label(text)
    if found is not None:
        return found.label, found.text.strip(), found.form
    ends = text.rstrip(" *_").endswith(":") or text.endswith(("**:", "__:"))
    alone = label_only(text) if ends else None
    return (alone, "", label_form(text)) if alone else (None, text, LABEL_FORM)


def split_paragraph(block: Md, source: Source) -> Iterator[Md]:
    """The paragraph in parts, one for each line that opens with a label of its own."""
    lines = block.text.split("\n") if block.kind == "paragraph" else []
    if len(lines) < 2:
        yield block
        return
    cuts = [i for i in range(1, len(lines)) if _opens_part(lines, i)]
    at = block.span.start
    for begin, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        part = [line.strip() for line in lines[begin:end]]
        start = max(source.text.find(part[0], at, block.span.end), at)
        stop = start
        for line in part:
            stop = max(source.text.find(line, stop, block.span.end), stop) + len(line)
        at = min(stop, block.span.end)
        text = "\n".join(lines[begin:end]).rstrip()
        yield block._replace(text=text, span=Span(start, at))


def _opens_part(lines: list[str], at: int) -> bool:
    line, before = lines[at], lines[at - 1]
    if split_label(line) is None and label_only(line) is None:
        return False
    return line.startswith(("**", "__")) or before.endswith("  ") or split_label(before) is not None


def _tag_pairs(found: list[Md]) -> Iterator[tuple[int, int]]:
    """Indexes of start and end tags that pair up among siblings, not too deep."""
    stack: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for index, block in enumerate(found):
        match = tag_line(block.text) if block.kind == "tag" else None
        if match is None or match["empty"]:
            continue
        if not match["end"]:
            stack.append((match["name"], index))
            waiting[match["name"]] += 1
        elif waiting[match["name"]]:
            while stack[-1][0] != match["name"]:
                waiting[stack.pop()[0]] -= 1
            waiting[match["name"]] -= 1
            start = stack.pop()[1]
            if len(stack) < MAX_DEPTH:
                yield start, index


def _attributes(text: str) -> tuple[Attribute, ...]:
    import re

    pairs = re.findall(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", text)
    return tuple(Attribute(name, double or single) for name, double, single in pairs)


def _shift(block: Md, offset: int) -> Md:
    if not offset:
        return block
    return block._replace(
        span=_moved(block.span, offset),
        children=tuple(_shift(child, offset) for child in block.children),
        rows=tuple((_moved(span, offset), cells) for span, cells in block.rows),
    )


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _first_line(source: Source, span: Span) -> Span:
    stop = source.text.find("\n", span.start)
    return Span(span.start, span.end if stop < 0 else min(stop, span.end))
