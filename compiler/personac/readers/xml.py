"""Persona XML: fenced in Markdown, or a file of its own."""

import re
from collections import Counter

from personac.api import Document, Outcome, Reader
from personac.model import (
    LABEL_FORM,
    Attribute,
    Block,
    Code,
    Item,
    Raw,
    Section,
    Style,
    Text,
    evolve,
)
from personac.readers._header import note_source
from personac.readers._markdown import finish, read_markdown
from personac.readers._tree import LABEL_LEVEL, Builder, labelled
from personac.source import Source, Span
from personac.text.blocks import Md
from personac.text.label import label_form, label_only, split_label
from personac.text.slug import content_slug
from personac.text.xmlblock import Element, Run, parse, resolve
from personac.text.xmlname import LAYOUT, PART, stated_title, title_of, title_of_tag

_COMMENTS = r"(?:<!--(?:(?!-->).)*+-->\s*+)*+"
_PROLOG = (
    r"(?:<\?[^>\n]{0,200}\?>\s*+"
    r"|<!(?:DOCTYPE|ENTITY)\s[^>\[]{0,400}(?:\[[^\]]{0,4000}\]\s*+)?>\s*+)*+"
)
_FENCED = re.compile(
    rf"^ {{0,3}}(?:```+|~~~+)[ \t]*xml[ \t]*\n\s*+{_PROLOG}{_COMMENTS}<(?P<tag>[A-Za-z][\w.-]*)",
    re.MULTILINE | re.DOTALL,
)
_BARE = re.compile(rf"\s*+{_PROLOG}{_COMMENTS}<(?P<tag>[A-Za-z][\w.-]*)", re.DOTALL)
_PERSONA_TAG = re.compile(r"agent(?:$|[_-])|.*persona|role$|identity$", re.IGNORECASE)
_CDATA = "<![CDATA["
# Fences with other roots are samples: project files, configuration, markup.
_PERSONA_ROOT = re.compile(
    r"agent|persona|behavio|lifecycle|framework|identity|role|rule|workflow|activation|principle|"
    r"standard|protocol|process|system|instruction|guideline|method|strateg|mandate|gate|pattern|"
    r"module|command|prompt|capabilit|knowledge|context|integration|config(?!uration)|quality|_",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<(?P<tag>[A-Za-z][\w.-]*)")
_LIST_LINE = re.compile(r"(?:[-*+•]|(?P<number>\d{1,3})[.)])\s+")


def sniff(source: Source) -> float:
    head = source.text[:20_000]
    named = source.path.lower().endswith(".xml")
    bare = _BARE.match(head[:2000])
    if bare and (named or head.rstrip().endswith(">")):
        return 0.8 if _is_persona(bare) else 0.5 if named else 0.1
    fenced = next((match for match in _FENCED.finditer(head) if _is_persona(match)), None)
    return 0.85 if fenced else 0.1 if named else 0.0


def _is_persona(match: re.Match[str]) -> bool:
    return bool(_PERSONA_TAG.match(match["tag"]))


def read(source: Source) -> Outcome[Document]:
    if not re.match(r"\s*<(?!!--)", source.text):
        return read_markdown(source, "xml", _fence)
    builder = Builder(source)
    note_source(builder)
    body = _block(builder, 0, len(source.text), 1)
    if body is None:
        raw = Raw(
            id=builder.claim("xml", Span(0, len(source.text))), text=source.text, format="xml"
        )
        body = (raw,)
    return finish(builder, "xml", (), body)


def _fence(builder: Builder, block: Md) -> tuple[Block, ...] | None:
    """The sections of a fenced XML block; None leaves the fence as code."""
    if block.info.split(" ", 1)[0].lower() != "xml":
        return None
    root = _ROOT.search(block.text[:2000])
    if root is None or not _PERSONA_ROOT.search(root["tag"]):
        return None
    text = builder.source.text
    start = (
        text.index("\n", block.span.start) + 1
        if "\n" in text[block.span.start :]
        else block.span.end
    )
    stop = text.rfind("\n", start, block.span.end) + 1 if block.closed else block.span.end
    return _block(builder, start, max(start, stop), max(2, builder.level + 1))


def _block(builder: Builder, start: int, stop: int, level: int) -> tuple[Block, ...] | None:
    found = parse(builder.source.text[start:stop])
    for mend in found.mends:
        span = Span(mend.span.start + start, mend.span.end + start)
        builder.note(mend.kind, span, mend.detail)
    if not found.readable:
        return None
    outer = builder.section
    blocks = _Elements(builder, start).parts(found.parts, level, None)
    builder.section = outer
    return blocks


class _Elements:
    """Elements become sections and items; ``offset`` is where the block starts."""

    def __init__(self, builder: Builder, offset: int) -> None:
        self.builder = builder
        self.offset = offset
        self.tags: dict[int, Counter[str]] = {}

    def span(self, span: Span) -> Span:
        return Span(span.start + self.offset, span.end + self.offset)

    def parts(
        self, parts: tuple[Element | Run, ...], level: int, parent: Element | None
    ) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for part in parts:
            if isinstance(part, Run):
                blocks.extend(self.run(part))
            elif part.tag in LAYOUT and not part.attributes:
                blocks.extend(self.layout(part, level))
            elif part.tag == PART and not part.parts:
                blocks.append(self.section(part, level))
            elif not any(isinstance(child, Element) for child in part.parts):
                blocks.append(self.item(part, parent))
            elif isinstance(part.parts[0], Run) and part.parts[0].kind == "text":
                blocks.append(self.mixed(part, level, parent))
            else:
                blocks.append(self.section(part, level))
        return tuple(blocks)

    def layout(self, element: Element, level: int) -> tuple[Block, ...]:
        """What is read as Markdown would be: the element only says where it starts and ends."""
        if element.tag == "li":
            return (self.entry(element, level),)
        if element.tag == "markdown":
            return tuple(block for part in element.parts for block in self.markdown(part))
        if element.tag == "hr" and not element.parts:
            span = self.span(element.span)
            return (Raw(id=self.builder.claim_in_section("rule", span), text="---", format="rule"),)
        text, span = self.paragraph(element)
        return (self.builder.paragraph(Md("paragraph", span, text=text)),) if text else ()

    def markdown(self, part: Element | Run) -> tuple[Block, ...]:
        if not isinstance(part, Run):
            return self.parts((part,), 6, None)
        if part.kind != "cdata":
            return self.run(part)
        start = part.span.start + self.offset + len(_CDATA)
        return self.builder.markdown(start, start + len(part.text), fences=False)

    def paragraph(self, element: Element) -> tuple[str, Span]:
        """The lines of a paragraph, and where they stand."""
        at, stop = element.open_span.end + self.offset, element.span.end + self.offset
        inner = self.builder.source.text[at:stop].rpartition("</")[0]
        lines = [line.strip() for line in inner.split("\n")]
        text = "\n".join(resolve(line) for line in lines if line)
        lead = len(inner) - len(inner.lstrip())
        return text, Span(at + lead, at + max(lead, len(inner.rstrip())))

    def entry(self, element: Element, level: int) -> Item:
        """An entry of a list: its first line or paragraph is its text, the rest stands below."""
        parts, own = list(element.parts), self.span(element.open_span)
        text, lines = "", []
        first = parts[0] if parts else None
        if isinstance(first, Element) and first.tag == "p":
            text, own = self.paragraph(first)
            parts = parts[1:]
        elif isinstance(first, Run) and first.kind == "text":
            (text, own), *lines = self.lines(first)
            parts = parts[1:]
        mark = _LIST_LINE.match(text)
        said = Md("paragraph", own, text=text[mark.end() :] if mark else text)
        label, words, form = labelled(said.text)
        item = Item(
            id=self.builder.claim_in_section(content_slug(label or words), own),
            text=words,
            label=label,
            form=form,
            ordinal=int(mark["number"]) if mark and mark["number"] else None,
        )
        below = tuple(self.line(*line) for line in lines)
        return evolve(item, children=below + self.parts(tuple(parts), level + 1, element))

    def mixed(self, element: Element, level: int, parent: Element | None) -> Item:
        """Text with elements inside: the text is the item, the rest stands below it."""
        first, *rest = element.parts
        head = self.item(element._replace(parts=(first,)), parent)
        below = self.parts(tuple(rest), level + 1, element)
        return evolve(head, children=head.children + below)

    def section(self, element: Element, level: int) -> Section:
        outer = self.builder.section
        node = self.builder.enter(element.tag, self.span(element.open_span))
        below = self.parts(element.parts, level + 1, element)
        self.builder.section = outer
        attributes = _attributes(element)
        title = title_of(element.tag, attributes)
        label = label_only(title) if title.startswith("**") else None
        return Section(
            id=node,
            title=label or title,
            level=LABEL_LEVEL if label else min(level, 6),
            style=Style.LABEL if label else Style.HEADING,
            form=label_form(title) if label else LABEL_FORM,
            tag=element.tag,
            attributes=attributes,
            children=below,
        )

    def is_repeated(self, element: Element, parent: Element | None) -> bool:
        """Whether the element is one entry of a list, so that its tag says nothing new."""
        tag = element.tag.lower()
        if tag in _ENTRY_TAGS or parent is None:
            return tag in _ENTRY_TAGS
        if id(parent) not in self.tags:
            below = (part.tag for part in parent.parts if isinstance(part, Element))
            self.tags[id(parent)] = Counter(below)
        plural = parent.tag.lower().endswith((f"{tag}s", f"{tag}es"))
        return plural or self.tags[id(parent)][element.tag] > 1

    def item(self, element: Element, parent: Element | None) -> Item:
        runs = [part for part in element.parts if isinstance(part, Run)]
        lines = [line for run in runs if _holds_words(run, runs) for line in self.lines(run)]
        label = self.label(element, parent)
        base = content_slug(label or (lines[0][0] if lines else element.tag))
        headed = len(lines) == 1 or _introduces(lines)
        opening = self.span(element.open_span)
        span = lines[0][1] if headed else opening
        if label and stated_title(element.tag, _attributes(element)):
            span = Span(opening.start, max(span.end, opening.end))
        node = self.builder.claim_in_section(base, span)
        text = lines[0][0] if headed else ""
        below = self.below(runs, lines)
        return Item(
            id=node,
            text=text,
            label=label,
            tag=element.tag,
            attributes=_attributes(element),
            children=below,
        )

    def label(self, element: Element, parent: Element | None) -> str | None:
        """What an element is called, when that says more than which list it is an entry of."""
        title = title_of(element.tag, _attributes(element))
        named = title != title_of_tag(element.tag) or stated_title(
            element.tag, _attributes(element)
        )
        return title if named or not self.is_repeated(element, parent) else None

    def below(self, runs: list[Run], lines: list[tuple[str, Span]]) -> tuple[Block, ...]:
        """What an item holds below its one line of text: its lines, code and comments."""
        special = [run for run in runs if not _holds_words(run, runs)]
        if not special:
            rest = lines[1:] if len(lines) == 1 or _introduces(lines) else lines
            return tuple(self.line(text, at) for text, at in rest)
        shown = special if len(lines) == 1 else runs
        return tuple(block for run in shown for block in self.run(run))

    def run(self, run: Run) -> tuple[Block, ...]:
        if run.kind in ("comment", "pi"):
            span = self.span(run.span)
            return (
                Raw(
                    id=self.builder.claim_in_section(run.kind, span),
                    text=run.text,
                    format="comment",
                ),
            )
        if run.kind == "cdata":
            span = self.span(run.span)
            return (
                Code(
                    id=self.builder.claim_in_section("cdata", span),
                    text=run.text.strip("\n"),
                    info="cdata",
                ),
            )
        lines = self.lines(run)
        if len(lines) == 1:
            text, span = lines[0]
            return (Text(id=self.builder.claim_in_section(content_slug(text), span), text=text),)
        return tuple(self.line(line, span) for line, span in lines)

    def lines(self, run: Run) -> list[tuple[str, Span]]:
        """The lines of a text run that are not blank, each with its span."""
        found: list[tuple[str, Span]] = []
        at = run.span.start + self.offset
        raw = self.builder.source.text[at : run.span.end + self.offset]
        if run.kind == "cdata":
            at, raw = at + len(_CDATA), run.text
        for line in raw.split("\n"):
            bare = line.strip()
            if bare:
                lead = len(line) - len(line.lstrip())
                text = bare if run.kind == "cdata" else resolve(bare)
                span = Span(at + lead, at + lead + len(bare))
                if found and bare[0].islower() and not _LIST_LINE.match(bare):
                    text, span = _wrapped(found.pop(), text, span)
                found.append((text, span))
            at += len(line) + 1
        return found

    def line(self, text: str, span: Span) -> Item:
        mark = _LIST_LINE.match(text)
        bare = text[mark.end() :] if mark else text
        ordinal = int(mark["number"]) if mark and mark["number"] else None
        label = split_label(bare)
        start = span.start + (mark.end() if mark else 0)
        node = self.builder.claim_in_section(
            content_slug(label.label if label else bare), Span(start, span.end)
        )
        if label and label.text.strip():
            return Item(
                id=node,
                text=label.text.strip(),
                label=label.label,
                form=label.form,
                ordinal=ordinal,
            )
        return Item(id=node, text=bare, ordinal=ordinal)


def _wrapped(before: tuple[str, Span], text: str, span: Span) -> tuple[str, Span]:
    """A line that starts with a small letter goes on with the sentence before it."""
    return f"{before[0]} {text}", Span(before[1].start, span.end)


def _introduces(lines: list[tuple[str, Span]]) -> bool:
    """Whether the first line is the lead of a list that all others belong to."""
    marked = [_LIST_LINE.match(text) is not None for text, _ in lines]
    return len(lines) > 1 and not marked[0] and all(marked[1:])


def _holds_words(run: Run, runs: list[Run]) -> bool:
    """Whether a run is text; CDATA is when it is a line that stands alone."""
    alone = run.kind == "cdata" and len(runs) == 1 and "\n" not in run.text.strip()
    return alone or run.kind == "text"


def _attributes(element: Element) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, value) for name, value in element.attributes)


_ENTRY_TAGS = frozenset("r i c item rule step li entry option example".split())


READER = Reader(name="xml", version=2, sniff=sniff, read=read)
