"""SYN005: persona XML that had to be mended before it could be read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Fix, Label, Locator, Severity
from personac.model import Raw, blocks
from personac.rules.source._notes import (
    batches,
    labels,
    more,
    noted,
    replacing,
    short,
    source_text,
    words,
)
from personac.text.blocks import tag_line

_END_TAG = re.compile(r"</([A-Za-z][\w.-]*)")
_WORDS_BEFORE = re.compile(r"(?:^\s*(?:[-*+]|\d{1,3}[.)])|[A-Za-z][\w-]*) +[\"'`(]*$")
_WORDS_AFTER = re.compile(r"[\"'`),.:;]* +\(?[a-z]")
_HTML_ALONE = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead "
    "tbody option body html head".split()
)
"""Elements of HTML that have no end tag or may leave it out."""
_ESCAPES = {
    NoteKind.XML_AMPERSAND: "`&` is not escaped in the XML",
    NoteKind.XML_LESS_THAN: "`<` is not escaped in the XML",
    NoteKind.XML_PLACEHOLDER: "`{words}` is no element of the XML: nothing closes it",
}


def check(context: LintContext) -> Iterator[Finding]:
    yield from _open_in_markdown(context)
    if not any(note.kind.startswith("xml-") for note in context.document.notes):
        return
    for kind in _ESCAPES:
        for batch in batches(
            [n for n in _escaped_as(kind, context) if not _stands_alone(context, n)]
        ):
            yield _unescaped(context, kind, batch)
    for kind, describe in _BROKEN.items():
        told = _of_unread_tags(context) if kind is NoteKind.XML_STRAY_END else frozenset()
        left = [n for n in noted(context, kind) if n not in told and _broken(context, n)]
        for batch in batches(left):
            message, advice = describe(context, batch[0])
            yield Finding(message=message + more(batch), help=advice, labels=labels(batch))


def _open_in_markdown(context: LintContext) -> Iterator[Finding]:
    """Start tags on a line of their own, in Markdown, that no end tag anywhere closes."""
    tags = [
        (node, match)
        for node in blocks(context.document.persona)
        if isinstance(node, Raw) and node.format == "tag" and (match := tag_line(node.text))
    ]
    open_tags = [(n, m["name"]) for n, m in tags if not m["end"] and not m["empty"]]
    if not open_tags or any(source.path.endswith(".mdx") for source in context.document.sources):
        return
    text = "\n".join(source.text for source in context.document.sources)
    ended = {name.casefold() for name in _END_TAG.findall(text)}
    for node, name in open_tags:
        if name.casefold() not in ended | _HTML_ALONE:
            yield Finding(
                message=f"`<{name}>` is never closed",
                help=f"add `</{name}>` where the element ends",
                labels=(Label(Locator(node=node.id)),),
            )


def _of_unread_tags(context: LintContext) -> frozenset[Note]:
    """The end tags of elements whose start tag cannot be read, which is reported there."""
    unread: Counter[str] = Counter()
    ends: list[Note] = []
    for note in noted(context, NoteKind.XML_ATTRIBUTE, NoteKind.XML_STRAY_END):
        if note.kind is NoteKind.XML_ATTRIBUTE:
            unread[note.detail] += 1
        elif unread[note.detail]:
            unread[note.detail] -= 1
            ends.append(note)
    return frozenset(ends)


def _escaped_as(kind: NoteKind, context: LintContext) -> tuple[Note, ...]:
    """The notes of a kind; a tag that words only mention is a placeholder."""
    if kind is not NoteKind.XML_PLACEHOLDER:
        return noted(context, kind)
    found = noted(context, kind, NoteKind.XML_UNCLOSED)
    return tuple(n for n in found if n.kind is kind or _is_mentioned(context, n))


def _is_mentioned(context: LintContext, note: Note) -> bool:
    """Whether a sentence names an element, as in "show what <menu> holds"."""
    before, after = _line_around(context, note)
    bare = "=" not in words(context, note)
    return bare and bool(_WORDS_BEFORE.search(before) and _WORDS_AFTER.match(after))


def _broken(context: LintContext, note: Note) -> bool:
    if note.kind is NoteKind.XML_UNCLOSED:
        return not _is_mentioned(context, note)
    return note.kind is not NoteKind.XML_PLACEHOLDER or _stands_alone(context, note)


def _stands_alone(context: LintContext, note: Note) -> bool:
    """Whether a tag that nothing closes opens an element: it has attributes or its own line."""
    if note.kind is not NoteKind.XML_PLACEHOLDER:
        return False
    before, after = _line_around(context, note)
    return "=" in words(context, note) or not (before.strip() or after.strip())


def _line_around(context: LintContext, note: Note) -> tuple[str, str]:
    text = source_text(context, note.path)
    before = text[text.rfind("\n", 0, note.span.start) + 1 : note.span.start]
    return before, text[note.span.end :].split("\n", 1)[0]


def _unescaped(context: LintContext, kind: NoteKind, batch: tuple[Note, ...]) -> Finding:
    first = words(context, batch[0])
    edits = tuple(replacing(note, _escape(words(context, note))) for note in batch)
    return Finding(
        message=_ESCAPES[kind].format(words=short(first)) + more(batch),
        help=f"write `{_escape(short(first))}`",
        labels=labels(batch),
        severity=Severity.WARNING,
        fixes=(Fix("escape it", edits),),
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unclosed(context: LintContext, note: Note) -> tuple[str, str]:
    tag = f"<{note.detail}>"
    if _line_around(context, note)[0].strip():
        advice = f"write `{_escape(tag)}` if it only names the element, else add `</{note.detail}>`"
    else:
        advice = f"add `</{note.detail}>` where the element ends"
    return f"`{tag}` is never closed", advice


def _stray(context: LintContext, note: Note) -> tuple[str, str]:
    from difflib import get_close_matches

    opened = [other.detail for other in noted(context, NoteKind.XML_UNCLOSED)]
    near = get_close_matches(note.detail, opened, 1)
    if not near:
        advice = f"delete it, or open `<{note.detail}>` before it"
    elif near[0] == note.detail:
        advice = f"move it inside the element that holds `<{note.detail}>`"
    else:
        advice = f"write `</{near[0]}>`"
    return f"`</{note.detail}>` closes nothing", advice


def _attribute(context: LintContext, note: Note) -> tuple[str, str]:
    tag = short(words(context, note))
    return (
        f"the attributes of `{tag}` cannot be read",
        f'write each once: `<{note.detail} name="value">`',
    )


def _unreadable(_: LintContext, note: Note) -> tuple[str, str]:
    message = f"the XML block cannot be read: {short(note.detail, 100)}"
    return message, "make it well-formed; until then its words are kept as one piece of text"


_BROKEN: dict[NoteKind, Callable[[LintContext, Note], tuple[str, str]]] = {
    NoteKind.XML_UNCLOSED: _unclosed,
    NoteKind.XML_PLACEHOLDER: _unclosed,
    NoteKind.XML_STRAY_END: _stray,
    NoteKind.XML_ATTRIBUTE: _attribute,
    NoteKind.XML_UNREADABLE: _unreadable,
}

RULE = Rule(
    code="SYN005",
    name="xml-unbalanced",
    severity=Severity.ERROR,
    why="an XML parser refuses the block, and one that does not guesses where an element ends",
    check=check,
)
