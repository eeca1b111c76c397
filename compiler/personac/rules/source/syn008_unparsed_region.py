"""SYN008: a region that is kept word by word, and in which nothing is found."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import AnyNode, Code, Quote, Raw, Section, placed

_STATES = re.compile(r"<(?P<tag>mandates?|gates?|constraints?)\b[^>]*>\s*[^\s]", re.IGNORECASE)
_BINDS = re.compile(
    r"\b(?:must|shall|never|always|do not|don['’]t)\b|<(?:mandate|gate)\b", re.IGNORECASE
)
_SHOWN = frozenset({"examples", "history", "output"})


def check(context: LintContext) -> Iterator[Finding]:
    for node, above in placed(context.document.persona):
        if not isinstance(node, Raw | Code) or not _unread(node) or _is_shown(above):
            continue
        if binding := _BINDS.search(node.text):
            yield _finding(node, binding.group())


def _unread(node: Raw | Code) -> bool:
    """Whether it is persona XML of which nothing was read."""
    if isinstance(node, Raw):
        return node.format == "xml"
    return node.info[:3].lower() == "xml" and not node.clauses and bool(_STATES.search(node.text))


def _is_shown(above: tuple[AnyNode, ...]) -> bool:
    """Whether it stands among examples, which bind nobody."""
    return any(
        isinstance(one, Quote) or (isinstance(one, Section) and one.kind in _SHOWN) for one in above
    )


def _finding(node: Raw | Code, words: str) -> Finding:
    lines, size = len(node.text.splitlines()), len(node.text.encode("utf-8", "replace"))
    return Finding(
        message=f"nothing in this region is read: {lines} lines, {size} bytes are kept as they are",
        help="correct what keeps it from being read, or state what binds outside of it",
        labels=(Label(Locator(node=node.id, needle=words)),),
    )


RULE = Rule(
    code="SYN008",
    name="unparsed-region",
    severity=Severity.WARNING,
    why="its words reach the agent, but no rule, comparison or guard knows what they demand",
    check=check,
)
