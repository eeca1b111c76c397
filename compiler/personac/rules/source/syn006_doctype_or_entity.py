"""SYN006: a document type or entity declaration in persona XML."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, NoteKind, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Item, NodeId, Text, blocks
from personac.rules.source._notes import at, noted

_INCLUDE = re.compile(r"(?<!`)<xi:include\b[^>`]{0,300}>")


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.XML_DOCTYPE):
        yield Finding(
            message=f"`{note.detail}` in persona XML; the block was not read",
            help=f"delete the `{note.detail}` declaration and write out what it stands for",
            labels=(at(note),),
        )
    if any("<xi:include" in source.text for source in context.document.sources):
        for node in blocks(context.document.persona):
            if isinstance(node, Text | Item) and (found := _INCLUDE.search(node.text)):
                yield _included(node.id, found.group())


def _included(node: NodeId, words: str) -> Finding:
    return Finding(
        message="`<xi:include>` in persona XML pulls in another file, and is never expanded",
        help="write out what the other file says, or name it in the text",
        labels=(Label(Locator(node=node, needle=words)),),
    )


RULE = Rule(
    code="SYN006",
    name="doctype-or-entity",
    severity=Severity.ERROR,
    why="declarations can pull in other files or grow without bound, so they are never expanded",
    check=check,
)
