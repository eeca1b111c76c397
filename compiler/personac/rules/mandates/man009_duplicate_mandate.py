"""MAN009: one mandate stated twice in a persona."""

import re
from collections.abc import Iterator

from personac.api import Document, Finding, LintContext, Rule
from personac.diagnostics import Edit, Fix, Severity
from personac.model import Item
from personac.rules.mandates._copies import Copy, copies
from personac.rules.mandates._statements import Statement
from personac.source import Span, written_at
from personac.tables.actions import from_options
from personac.text.plain import key

_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])?[ \t]*")


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
        fixes=_without(later, document) if same else (),
    )


def _without(statement: Statement, document: Document) -> tuple[Fix, ...]:
    """The fix, where the statement is all that its item says and has lines of its own."""
    node = statement.node
    written = written_at(document.origins.get(node.id))
    if not isinstance(node, Item) or node.children or written is None:
        return ()
    if len(node.clauses) > 1 or key(node.text) != key(statement.clause.text):
        return ()
    text = next(one.text for one in document.sources if one.path == written.path)
    begin = text.rfind("\n", 0, written.span.start) + 1
    stop = text.find("\n", max(written.span.start, written.span.end - 1)) + 1
    if not stop or _BULLET.fullmatch(text, begin, written.span.start) is None:
        return ()
    if text[written.span.end : stop].strip() or node.label:
        return ()
    edit = Edit(written.path, Span(begin, stop), "")
    return (Fix("delete the later statement", (edit,)),)


RULE = Rule(
    code="MAN009",
    name="duplicate-mandate",
    severity=Severity.WARNING,
    why="two copies drift apart: one gets changed, and the agent reads both",
    check=check,
)
