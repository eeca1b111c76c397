"""Reading a specification: Markdown to ``Spec``, every part kept, whatever its form."""

import re
from collections.abc import Iterator

from msgspec import Struct

from personac.diagnostics import Diagnostic, Outcome
from personac.model import evolve
from personac.passes.directives import in_markdown, without
from personac.revise._faults import Site, finding
from personac.revise._match import crumbs_of
from personac.revise.prose.pieces import FRAMEWORKS, PARTS, Piece, part_of, pieces
from personac.revise.prose.proposal import proposal
from personac.revise.prose.spec import Change, Extra, Passage, Quotation, Spec
from personac.source import Source, Span
from personac.text.blocks import Md, parse
from personac.text.plain import key, plain
from personac.text.slug import slug

_TITLE = re.compile(
    r"^[ ]{0,3}\#{1,6}[ \t]+[*_ ]{0,3}Revision[ \t]+Spec(?:ification)?s?\b[*_ ]{0,3}"
    r"(?:[ \t]+for\b[ \t]*|[ \t]*[:–—-][ \t]*)(?P<title>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNS = re.compile(
    r"^[ \t#*_>-]{0,12}(?:current instruction snippets?|proposed revisions?|proposed changes)\b",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(
    r"^(?:change\s+)?(?P<number>\d{1,3})\s*[.):–—-]\s*(?P<title>.+)", re.IGNORECASE
)
_OPENING, _CLOSING = "\"“'‘«`", "\"”'’»`"
_TOP = {
    "goal": re.compile(r"(?:goals?|purpose|objectives?|aims?)\b.*"),
    "changes": re.compile(r"(?:(?:proposed|suggested|recommended) )?(?:changes|revisions)\b.*"),
    "conclusion": re.compile(r"(?:conclusion|summary|closing)\b.*"),
}


def is_spec(text: str) -> bool:
    """Whether a Markdown text is a revision specification by its form."""
    first = re.search(r"^[ ]{0,3}#{1,6}[ \t]", text, re.MULTILINE)
    title = _TITLE.search(text)
    return first is not None and title is not None and title.start() == first.start()


def looks_like_spec(text: str) -> bool:
    """Whether a text has the parts of a specification, though not its title."""
    return len({key(m.group()) for m in _SIGNS.finditer(text)}) > 1


class _Draft(Struct):
    """What has been read so far."""

    spec: Spec
    part: str = ""
    heading: str = ""
    level: int = 0
    change: Change | None = None


def read_spec(source: Source) -> Outcome[Spec]:
    """The specification in ``source``; findings name what has no place in one."""
    title = _TITLE.search(source.text)
    assert title is not None, "is_spec has been asked"
    name = plain(title["title"]).strip(" :")
    span = Span(title.start(), title.end())
    draft = _Draft(Spec(id=spec_id(source.path), title=name, span=span, source=source))
    text = without(source, in_markdown(source)).text
    for piece in pieces(parse(text), text):
        if piece.span.start >= span.end:
            _take(draft, piece)
    _close(draft)
    return Outcome(draft.spec, tuple(_strange(draft.spec)))


def spec_id(path: str) -> str:
    """The id of the revision that a file holds: the slug of its name."""
    stem = path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return slug(stem) or "specification"


def _take(draft: _Draft, piece: Piece) -> None:
    if piece.kind == "heading":
        _heading(draft, piece)
    elif piece.kind == "label":
        _openpart_of(draft, piece)
    elif draft.change is not None:
        draft.change = _grown(draft.change, draft.part, piece)
    else:
        _whole(draft, piece)


def _heading(draft: _Draft, piece: Piece) -> None:
    """A heading opens a top part, a change, or a part of a change."""
    bare = plain(piece.text)
    numbered = _NUMBER.match(bare)
    top = "" if numbered else part_of(bare, _TOP)
    if draft.change is not None and not numbered and part_of(bare, PARTS):
        _openpart_of(draft, piece)
    elif top and (draft.level == 0 or piece.level <= draft.level):
        _close(draft)
        draft.part, draft.heading, draft.level = top, bare, piece.level
    elif draft.part == "changes" or draft.change is not None or numbered:
        _close(draft)
        number, title = (numbered["number"], numbered["title"]) if numbered else ("", bare)
        draft.change = Change(number=number, title=title.strip(), span=piece.span)
        draft.part = ""
    else:
        _close(draft)
        draft.part, draft.heading = "", bare


def _openpart_of(draft: _Draft, piece: Piece) -> None:
    if draft.change is None:
        draft.change = Change(title=draft.heading or draft.spec.title, span=piece.span)
    draft.part = part_of(piece.text, PARTS)
    if draft.part == "reason":
        named = FRAMEWORKS.search(piece.text)
        names = re.split(r"\s*(?:&|,|\band\b)\s*", named["names"]) if named else ()
        draft.change = evolve(draft.change, frameworks=tuple(n for n in names if n))


def _grown(change: Change, part: str, piece: Piece) -> Change:
    if part == "snippet" and piece.text.strip():
        return evolve(change, quotes=(*change.quotes, _quotation(piece)))
    if part == "proposal" and piece.text.strip():
        details = tuple(
            Passage(child.text or plain_text(child), child.span) for child in piece.children[1:]
        )
        return evolve(
            change, proposals=(*change.proposals, proposal(piece.text, piece.span, details))
        )
    if part == "reason" and piece.kind in ("text", "item"):
        span = change.reason_span or piece.span
        grown = Span(span.start, piece.span.end)
        return evolve(change, reasoning=_joined(change.reasoning, piece.text), reason_span=grown)
    extra = Extra(change.title, piece.text, piece.span)
    return evolve(change, extras=(*change.extras, extra))


def plain_text(block: Md) -> str:
    """The words of a block and of what stands in it."""
    return block.text or " ".join(plain_text(child) for child in block.children)


def _quotation(piece: Piece) -> Quotation:
    """The cited words without the quotation marks around them."""
    text = " ".join(piece.text.split())
    start = piece.span.start
    if len(text) > 1 and text[0] in _OPENING and text.rstrip(".")[-1] in _CLOSING:
        text, start = text[1:].rstrip(".")[:-1], start + 1
    end = min(piece.span.end, start + max(len(text), 1))
    return Quotation(text, Span(start, end), crumbs_of(text))


def _whole(draft: _Draft, piece: Piece) -> None:
    """A piece outside of the changes."""
    spec = draft.spec
    if draft.part in ("goal", "conclusion") and piece.kind in ("text", "item"):
        grown = _joined(getattr(spec, draft.part), piece.text)
        draft.spec = evolve(spec, **{draft.part: grown})
    else:
        extra = Extra(draft.heading, piece.text, piece.span)
        draft.spec = evolve(spec, extras=(*spec.extras, extra))


def _joined(before: str, text: str) -> str:
    text = " ".join(text.split())
    return f"{before}\n\n{text}" if before else text


def _close(draft: _Draft) -> None:
    if draft.change is not None:
        draft.spec = evolve(draft.spec, changes=(*draft.spec.changes, draft.change))
    draft.change, draft.part = None, ""


def _strange(spec: Spec) -> Iterator[Diagnostic]:
    """Every part that was read and is understood by nobody."""
    for extra in (*spec.extras, *(e for change in spec.changes for e in change.extras)):
        under = f" under `{extra.heading}`" if extra.heading else ""
        yield _told(spec, extra.span, f"this text{under} is no part of a specification")
    for change in spec.changes:
        if not change.proposals and not change.extras:
            yield _told(spec, change.span, f"change `{change.title[:80]}` proposes nothing")
    if not spec.changes:
        yield _told(spec, spec.span, "the specification has no changes")


def _told(spec: Spec, span: Span, message: str) -> Diagnostic:
    site = Site(spec.source.path, {"$": span}, "$")
    remedy = "put it under a quoted snippet, a proposed revision or a reasoning, or delete it"
    return finding("REV015", message, (site.label(),), remedy=remedy)


def untitled(source: Source) -> Diagnostic:
    """For a text that looks like a specification and is not called one."""
    site = Site(source.path, {}, "$")
    return finding(
        "REV015",
        "this looks like a revision specification, without a title that says so; it is not applied",
        (site.label(),),
        remedy="start it with `# Revision Specification for NAME`, or move it out of the folder",
    )
