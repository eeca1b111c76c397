"""Persona XML as written by hand: mended so that nothing is lost, then parsed by lxml.

lxml's own recovery deletes text without a word, so it is never used.  Instead the text is
scanned for tags, what is not well-formed is escaped or closed (each mend is reported), and
the mended text must then parse strictly.  Only that tree is believed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import NoteKind
from personac.source import Span

MAX_DEPTH = 64
MAX_TAGS = 20_000
_FORBIDDEN = re.compile(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_SECTION = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
"""Characters that are no markup, whatever they look like."""
_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<\?(?P<pi>[^?]*)\?>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(
    r"(?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=`/]+))*\s*/?\s*"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`/]+))")
_INLINE = re.compile(r"</?(?:b|strong|em|code|kbd|u|br|sub|sup|mark) ?/?>", re.IGNORECASE)
MAX_ATTRIBUTES = 4096
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);")
_BAD_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_UNPAIRED = {"start": NoteKind.XML_PLACEHOLDER, "end": NoteKind.XML_STRAY_END}


class Mend(NamedTuple):
    kind: NoteKind
    span: Span
    detail: str = ""


class Element(NamedTuple):
    """An element; ``parts`` are its text runs, comments and child elements in order."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    span: Span
    open_span: Span
    parts: tuple["Element | Run", ...]


class Run(NamedTuple):
    """Text between tags: ``text`` with references resolved, ``span`` of the source."""

    text: str
    span: Span
    kind: str = "text"


class Parsed(NamedTuple):
    """The top-level parts of a block, or none when it could not be read."""

    parts: tuple[Element | Run, ...]
    mends: tuple[Mend, ...]
    readable: bool = True


class _Tag(NamedTuple):
    start: int
    stop: int
    name: str
    role: str


def parse(text: str) -> Parsed:
    """Parse a fragment of XML; spans count code points of ``text``."""
    refused = _FORBIDDEN.search(_SECTION.sub(lambda match: " " * len(match[0]), text))
    if refused:
        mend = Mend(NoteKind.XML_DOCTYPE, Span(refused.start(), refused.end()), refused.group())
        return Parsed((), (mend,), readable=False)
    mends: list[Mend] = []
    tags = _balance(_scan(text), text, mends)
    if len(tags) > MAX_TAGS or _depth(tags) > MAX_DEPTH:
        mend = Mend(NoteKind.XML_UNREADABLE, Span(0, min(len(text), 1)), "nested too deeply")
        return Parsed((), (mend,), readable=False)
    _text_mends(tags, text, mends)
    problem = _strict_problem(_mended(tags, text))
    if problem:
        mends.append(Mend(NoteKind.XML_UNREADABLE, Span(0, _first_line(text)), problem))
        return Parsed((), tuple(mends), readable=False)
    return Parsed(_build(tags, text), tuple(sorted(mends, key=lambda mend: mend.span)))


def _first_line(text: str) -> int:
    return max(1, len(text.split("\n", 1)[0]))


def _scan(text: str) -> list[_Tag]:
    """Every tag, comment, CDATA section and instruction; other ``<`` are text, and so are
    inline tags, which dress words and structure nothing.
    """
    found: list[_Tag] = []
    at, last_comment, last_cdata = 0, text.rfind("-->"), text.rfind("]]>")
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at) and at > last_comment:
            at += 4
            continue
        if text.startswith("<![CDATA[", at) and at > last_cdata:
            at += 9
            continue
        match = None if _INLINE.match(text, at) else _TOKEN.match(text, at)
        if match is None:
            at += 1
            continue
        found.append(_Tag(at, match.end(), match["name"] or "", _role(match)))
        at = match.end()
    return found


def _role(match: re.Match[str]) -> str:
    for role in ("comment", "cdata", "pi"):
        if match[role] is not None:
            return role
    if match["end"]:
        return "end"
    return "empty" if match["attributes"].rstrip().endswith("/") else "start"


def _balance(tags: list[_Tag], text: str, mends: list[Mend]) -> list[_Tag]:
    """Keep tags that pair up; a start that never ends is a placeholder or gets an end, an end
    that never started is text.  A tag with a bad attribute list is text too.
    """
    usable = [tag for tag in tags if _well_formed(tag, text, mends)]
    ends = Counter(tag.name for tag in usable if tag.role == "end")
    kept: list[_Tag] = []
    stack: list[_Tag] = []
    waiting: Counter[str] = Counter()
    for tag in usable:
        opened = waiting[tag.name]
        pairs = ends[tag.name] > opened if tag.role == "start" else opened > 0
        ends[tag.name] -= tag.role == "end"
        if tag.role in _UNPAIRED and not pairs:
            mends.append(Mend(_UNPAIRED[tag.role], Span(tag.start, tag.stop), tag.name))
        elif tag.role == "start":
            waiting[tag.name] += 1
            stack.append(tag)
            kept.append(tag)
        elif tag.role == "end":
            _close(tag, stack, kept, mends, waiting)
        else:
            kept.append(tag)
    for tag in reversed(stack):
        mends.append(Mend(NoteKind.XML_UNCLOSED, Span(tag.start, tag.stop), tag.name))
        kept.append(_Tag(len(text), len(text), tag.name, "end"))
    return kept


def _well_formed(tag: _Tag, text: str, mends: list[Mend]) -> bool:
    if tag.role not in ("start", "empty"):
        return True
    attributes = text[tag.start + 1 + len(tag.name) : tag.stop - 1]
    short = len(attributes) <= MAX_ATTRIBUTES
    found = list(_ATTRIBUTE.finditer(attributes)) if short else []
    if short and _ATTRIBUTES.fullmatch(attributes) and len({m[1] for m in found}) == len(found):
        if any(match[4] for match in found):
            mends.append(Mend(NoteKind.XML_ATTRIBUTE, Span(tag.start, tag.stop), tag.name))
        return True
    kind = NoteKind.XML_ATTRIBUTE if "=" in attributes else NoteKind.XML_PLACEHOLDER
    mends.append(Mend(kind, Span(tag.start, tag.stop), tag.name))
    return False


def _close(
    tag: _Tag, stack: list[_Tag], kept: list[_Tag], mends: list[Mend], waiting: "Counter[str]"
) -> None:
    """End the open elements down to the one of ``tag``; those in between were never closed."""
    while stack[-1].name != tag.name:
        unclosed = stack.pop()
        waiting[unclosed.name] -= 1
        span = Span(unclosed.start, unclosed.stop)
        mends.append(Mend(NoteKind.XML_UNCLOSED, span, unclosed.name))
        kept.append(_Tag(tag.start, tag.start, unclosed.name, "end"))
    waiting[tag.name] -= 1
    kept.append(tag)
    stack.pop()


def _depth(tags: list[_Tag]) -> int:
    depth = deepest = 0
    for tag in tags:
        depth += {"start": 1, "end": -1}.get(tag.role, 0)
        deepest = max(deepest, depth)
    return deepest


def _gaps(tags: list[_Tag], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for tag in tags:
        yield at, tag.start
        at = tag.stop
    yield at, len(text)


def _text_mends(tags: list[_Tag], text: str, mends: list[Mend]) -> None:
    known = {mend.span.start for mend in mends}
    for begin, end in _gaps(tags, text):
        for at in _bare(text, begin, end):
            if at not in known:
                is_amp = text[at] == "&"
                kind = NoteKind.XML_AMPERSAND if is_amp else NoteKind.XML_LESS_THAN
                mends.append(Mend(kind, Span(at, at + 1)))
    for tag in tags:
        if tag.role in ("start", "empty"):
            bare = _bare(text, tag.start + 1, tag.stop)
            mends.extend(Mend(NoteKind.XML_AMPERSAND, Span(at, at + 1)) for at in bare)


def _bare(text: str, begin: int, end: int) -> Iterator[int]:
    for match in re.compile("[&<]").finditer(text, begin, end):
        dressed = match.group() == "<" and _INLINE.match(text, match.start())
        if not dressed and not _REFERENCE.match(text, match.start()):
            yield match.start()


def _escape(text: str) -> str:
    def escaped(match: re.Match[str]) -> str:
        if match.group() == "<":
            return "&lt;"
        return "&" if _REFERENCE.match(text, match.start()) else "&amp;"

    return _BAD_CHARACTER.sub("\ufffd", re.sub("[&<]", escaped, text)).replace("]]>", "]]&gt;")


def _mended(tags: list[_Tag], text: str) -> str:
    out: list[str] = ["<personac>"]
    at = 0
    for tag in tags:
        out.append(_escape(text[at : tag.start]))
        out.append(_tag_text(tag, text))
        at = tag.stop
    out.append(_escape(text[at:]))
    out.append("</personac>")
    return "".join(out)


def _tag_text(tag: _Tag, text: str) -> str:
    if tag.role == "end":
        return f"</{tag.name}>"
    if tag.role in ("comment", "pi"):
        return ""
    raw = text[tag.start : tag.stop]
    if tag.role == "cdata":
        return _BAD_CHARACTER.sub("\ufffd", raw)
    found = _ATTRIBUTE.finditer(raw, 1 + len(tag.name))
    pairs = (
        f' {m[1].replace(":", "_")}="{_escape(_attribute(m)).replace(chr(34), "")}"' for m in found
    )
    return f"<{tag.name}{''.join(pairs)}{'/' if tag.role == 'empty' else ''}>"


def _attribute(match: re.Match[str]) -> str:
    return next(value for value in (*match.groups()[1:], "") if value is not None)


def _strict_problem(xml: str) -> str:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        etree.fromstring(xml.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return " ".join(str(error).split())
    return ""


class _Open(NamedTuple):
    tag: _Tag
    parts: list[Element | Run]


def _build(tags: list[_Tag], text: str) -> tuple[Element | Run, ...]:
    """The tree of balanced tags; the strict parse has shown that it is one."""
    stack = [_Open(_Tag(0, 0, "", "start"), [])]
    at = 0
    for tag in tags:
        _add_text(stack[-1].parts, text, at, tag.start)
        at = max(at, tag.stop)
        if tag.role == "start":
            stack.append(_Open(tag, []))
        elif tag.role == "end":
            opened = stack.pop()
            stack[-1].parts.append(_element(opened.tag, tag.stop, opened.parts, text))
        elif tag.role == "empty":
            stack[-1].parts.append(_element(tag, tag.stop, [], text))
        else:
            stack[-1].parts.append(_special(tag, text))
    _add_text(stack[0].parts, text, at, len(text))
    return tuple(stack[0].parts)


def _add_text(parts: list[Element | Run], text: str, begin: int, end: int) -> None:
    if end > begin and text[begin:end].strip():
        parts.append(Run(resolve(text[begin:end]), Span(begin, end)))


def resolve(text: str) -> str:
    """Replace XML character references."""
    import html

    return _REFERENCE.sub(lambda match: html.unescape(match.group()), text)


def _special(tag: _Tag, text: str) -> Run:
    raw = text[tag.start : tag.stop]
    inner = raw[9:-3] if tag.role == "cdata" else raw
    return Run(inner, Span(tag.start, tag.stop), tag.role)


def _element(tag: _Tag, stop: int, parts: list[Element | Run], text: str) -> Element:
    opening = text[tag.start : tag.stop]
    attributes = tuple(
        (match[1], resolve(_attribute(match)))
        for match in _ATTRIBUTE.finditer(opening, 1 + len(tag.name))
    )
    return Element(
        tag.name, attributes, Span(tag.start, stop), Span(tag.start, tag.stop), tuple(parts)
    )
