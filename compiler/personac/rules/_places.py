"""Places for rules about many personas, which cannot name nodes."""

from personac.api import Entry, LintContext
from personac.diagnostics import Locator
from personac.model import NodeId
from personac.source import FromSource, Span, written_at


def place(context: LintContext, node: NodeId | None = None, words: str | None = None) -> Locator:
    """Where a node stands, or ``words`` in it; without a node the first line of the file."""
    origin = written_at(context.document.origins.get(node)) if node else None
    if isinstance(origin, FromSource):
        return Locator(path=origin.path, span=origin.span, needle=words)
    source = context.document.sources[0]
    end = source.text.find("\n")
    return Locator(path=source.path, span=Span(0, end if end >= 0 else len(source.text)))


def entry(
    context: LintContext,
    key: str,
    node: NodeId | None = None,
    words: str | None = None,
    *,
    kind: str = "",
    text: str = "",
) -> Entry:
    """An entry about this persona at that place."""
    return Entry(
        persona=context.document.persona.id,
        key=key,
        at=place(context, node, words),
        kind=kind,
        text=text,
    )
