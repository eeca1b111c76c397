"""Comments for the linter: found in the source, and taken out of what is read.

    <!-- personac: ignore MAN004 -- reason -->        in Markdown and XML
    # personac: ignore TLS003 until=2027-01-31 -- …   in frontmatter and YAML

A comment that a code block or a value holds is an example, not a directive.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import yaml

from personac.api import Directive, Document, Reach
from personac.model import AnyNode, Code, Field, Persona, Row, blocks, evolve, transform
from personac.source import Source, Span, written_at
from personac.text.blocks import Md, parse
from personac.text.dates import is_date
from personac.text.frontmatter import split, yaml_comments

_TRAILING = re.compile(r"(?<! ) {10,}$", re.MULTILINE)
MARK = "personac:"
LONGEST = 400
_COMMENT = re.compile(
    rf"<!--[ \t]*{MARK}(?P<marked>[^\n]{{0,{LONGEST}}}?)-->|#[ \t]*{MARK}(?P<hashed>[^\n]*)"
)
_BODY = re.compile(r"\s*(?P<verb>ignore(?:-next|-block|-file)?)(?![\w-])(?P<rest>.*)")
_REASON = re.compile(r"(?:^|\s)(?:--|—|–)(?:\s|$)")
_UNTIL = "until="
_CODE = re.compile(r"[A-Za-z][\w-]*")
LEAST = 10
"""No directive is shorter."""
_BLANKED = re.compile(rf"(?<![ \t])[ \t]*\t{{{LEAST},}}[ \t]*(?P<end>\n|$)?")


def find_directives(document: Document) -> tuple[Directive, ...]:
    """Those in the first source of ``document``, in order."""
    source = document.sources[0]
    if MARK not in source.text:
        return ()
    comments = {one.start for one in _yaml_comments(source, document.dialect)}
    data = document.dialect == "canonical"
    elsewhere = _elsewhere(document)
    return tuple(
        _directive(match, source)
        for match in _COMMENT.finditer(source.text)
        if match.start() in comments
        or (match["marked"] is not None and not elsewhere.holds(match.start()) and not data)
    )


def in_yaml(source: Source) -> tuple[Directive, ...]:
    """Those in a YAML file that is no persona, in order; none in what cannot be read."""
    if MARK not in source.text:
        return ()
    try:
        comments = {one.span.start for one in yaml_comments(source.text, 0)}
    except yaml.YAMLError:
        return ()
    found = _COMMENT.finditer(source.text)
    return tuple(_directive(match, source) for match in found if match.start() in comments)


def in_markdown(source: Source) -> tuple[Directive, ...]:
    """Those in a Markdown file that is no persona, in order."""
    if MARK not in source.text:
        return ()
    code = _Code(source.text, [span for block in parse(source.text) for span in _fences(block)])
    return tuple(
        _directive(match, source)
        for match in _COMMENT.finditer(source.text)
        if match["marked"] is not None and not code.holds(match.start())
    )


def _fences(block: Md) -> Iterator[Span]:
    if block.kind == "fence":
        yield block.span
    for child in block.children:
        yield from _fences(child)


def _yaml_comments(source: Source, dialect: str) -> Iterator[Span]:
    start, stop = 0, len(source.text)
    if dialect != "canonical":
        offsets = split(source.text)
        if offsets is None:
            return
        start, stop, _ = offsets
    try:
        yield from [one.span for one in yaml_comments(source.text[start:stop], start)]
    except yaml.YAMLError:
        return


def _elsewhere(document: Document) -> "_Code":
    """Where nothing is a comment: code blocks, code spans and values."""
    held = (
        written_at(document.origins.get(node.id))
        for node in blocks(document.persona)
        if isinstance(node, Code | Field)
    )
    return _Code(document.sources[0].text, [one.span for one in held if one is not None])


class _Code:
    """Code spans of a text, and ranges of it that are apart."""

    def __init__(self, text: str, apart: list[Span]) -> None:
        self.text = text
        self.spans = sorted(apart)
        self.starts = [span.start for span in self.spans]
        self.at = self.ticks = 0

    def holds(self, at: int) -> bool:
        """Whether one of them is at ``at``; asked from the start of the text to its end."""
        index = bisect_right(self.starts, at) - 1
        return self._in_code(at) or (index >= 0 and at < self.spans[index].end)

    def _in_code(self, at: int) -> bool:
        """Whether an odd number of backticks stands before ``at`` on its line."""
        line = self.text.rfind("\n", self.at, at)
        if line >= 0:
            self.ticks, self.at = 0, line
        self.ticks += self.text.count("`", self.at, at)
        self.at = at
        return self.ticks % 2 == 1


def _directive(match: re.Match[str], source: Source) -> Directive:
    text = match["hashed"] if match["marked"] is None else match["marked"]
    span = Span(match.start(), match.start() + len(match.group().rstrip()))
    body = _BODY.match(text)
    if body is None:
        problem = (
            "after `personac:` stands `ignore`, `ignore-next`, `ignore-block` or `ignore-file`"
        )
        return Directive(path=source.path, span=span, problem=problem)
    what, *because = _REASON.split(body["rest"], maxsplit=1)
    words = what.replace(",", " ").split()
    dates = [word for word in words if word.startswith("until")]
    codes = tuple(dict.fromkeys(word for word in words if word not in dates))
    return Directive(
        path=source.path,
        span=span,
        reach=Reach(body["verb"]),
        codes=codes,
        reason=" ".join("".join(because).split()),
        until=dates[0].removeprefix(_UNTIL) if dates else "",
        problem=_problem(codes, dates),
    )


def _problem(codes: Sequence[str], dates: Sequence[str]) -> str:
    if len(dates) > 1 or any(not is_date(one.removeprefix(_UNTIL)) for one in dates):
        return "a date is written `until=2027-01-31`"
    if any(not _CODE.fullmatch(one) for one in codes):
        return "what is not a code or a name stands after ` -- `, as the reason"
    return "" if codes else "it names no rule"


def without(source: Source, directives: tuple[Directive, ...]) -> Source:
    """The source with blanks for its directives: every other word keeps its place.  They are
    tabs in Markdown, where spaces at the end of a line break it, and spaces in YAML.
    """
    parts: list[str] = []
    at = 0
    for one in directives:
        blank = " " if source.text[one.span.start] == "#" else "\t"
        parts += (source.text[at : one.span.start], blank * (one.span.end - one.span.start))
        at = one.span.end
    return evolve(source, text="".join((*parts, source.text[at:])))


def tidied(persona: Persona) -> Persona:
    """The persona without the runs of tabs that ``without`` leaves inside of texts."""
    return transform(persona, _tidied)


def _tidied(node: AnyNode) -> AnyNode:
    if isinstance(node, Code):
        return node
    changes: dict[str, object] = {}
    if isinstance(node, Field) and node.source:
        changes["source"] = _TRAILING.sub("", node.source)
    for name in ("text", "title", "label"):
        words = getattr(node, name, None)
        if isinstance(words, str) and (clean := _clean(words)) != words:
            changes[name] = clean
    if isinstance(node, Row):
        changes["cells"] = tuple(map(_clean, node.cells))
    return evolve(node, **changes) if changes else node


def _clean(words: str) -> str:
    return _BLANKED.sub(_joint, words) if "\t" * LEAST in words else words


def _joint(match: re.Match[str]) -> str:
    return " " if match["end"] is None else match["end"]
