"""MAN009: one mandate stated twice in a persona."""

import re
from collections.abc import Iterator

from personac.api import Document, Finding, LintContext, Rule
from personac.diagnostics import Edit, Fix, Severity
from personac.model import Item, Text
from personac.rules.mandates._copies import FEWEST_WORDS, Copy, copies
from personac.rules.mandates._statements import Statement
from personac.source import Span, written_at
from personac.tables.actions import from_options
from personac.text.plain import key

_BULLET = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]?\][ \t]+)?)?")
_OPENS = re.compile(r"[ \t]*<(?P<name>[\w-]+)>\s*")
_NAMED = re.compile(r"\s*<[\w-]+\s")
"""An element with attributes, an id among them perhaps, which something may point to."""


def check(context: LintContext) -> Iterator[Finding]:
    for copy in copies(context.document.persona, from_options(context.options)):
        if not copy.differs:
            yield _finding(copy, context.document)


def _finding(copy: Copy, document: Document) -> Finding:
    later, first = copy.later.statement, copy.first.statement
    same = key(later.clause.text) == key(first.clause.text)
    how = "the same" if same else "other"
    return Finding(
        message=f"this mandate is stated twice, in {how} words",
        help="keep one of the two statements and delete the other",
        labels=(later.mark(), first.mark("also stated here")),
        fixes=_without(later, document) if same and _says_enough(copy) else (),
    )


def _says_enough(copy: Copy) -> bool:
    """Whether it cannot be the surroundings that tell the two apart."""
    beside = copy.later.statement.above[-1:] == copy.first.statement.above[-1:]
    return beside or len(copy.later.form.content) >= FEWEST_WORDS


def _without(statement: Statement, document: Document) -> tuple[Fix, ...]:
    """The fix, where the statement is all that its node says and has lines of its own."""
    node = statement.node
    written = written_at(document.origins.get(node.id))
    if written is None or not _is_bare(statement):
        return ()
    text = next(one.text for one in document.sources if one.path == written.path)
    lines = _lines(text, written.span)
    if lines is None or (isinstance(node, Text) and not _is_paragraph(text, lines)):
        return ()
    return (Fix("delete the later statement", (Edit(written.path, lines, ""),)),)


def _is_bare(statement: Statement) -> bool:
    """Whether the node is nothing but the statement: no label, id, or anything below it."""
    node = statement.node
    if not isinstance(node, Item | Text) or node.label or len(node.clauses) > 1:
        return False
    if isinstance(node, Item) and (node.children or node.attributes):
        return False
    return key(node.text) == key(statement.clause.text)


def _lines(text: str, span: Span) -> Span | None:
    """The lines of a node; None where anything else stands on them."""
    begin = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", max(span.start, span.end - 1)) + 1 or len(text)
    before, after = text[begin : span.start], text[span.end : stop].strip()
    if opened := _OPENS.fullmatch(before):
        return Span(begin, stop) if after == f"</{opened['name']}>" else None
    if after or _NAMED.match(text, span.start) or _BULLET.fullmatch(before) is None:
        return None
    if stop == len(text) and begin and not text.endswith("\n"):
        return Span(begin - 1, stop)
    return Span(begin, stop)


def _is_paragraph(text: str, lines: Span) -> bool:
    """Whether blank lines part it from what stands around it."""
    above = text[: lines.start].endswith("\n\n")
    return above and text[lines.end : lines.end + 1] in ("\n", "")


RULE = Rule(
    code="MAN009",
    name="duplicate-mandate",
    severity=Severity.WARNING,
    why="two copies drift apart: one gets changed, and the agent reads both",
    check=check,
)
