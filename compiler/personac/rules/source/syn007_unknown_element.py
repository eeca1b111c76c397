"""SYN007: an element whose name is almost one that personas use."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Label, Locator, Severity
from personac.model import NodeId, nodes
from personac.source import Span

_NEAR = 0.85
_SHORTEST = 4
_ENDINGS = frozenset({"s", "es", "d", "ed", "ing", "ion", "er", "or", "al", "ity"})
MOST = 500
"""How many different elements are compared."""
_KNOWN = frozenset(
    "persona mandate mandates gate gates metric metrics constraint constraints requirement "
    "requirements workflow workflows step steps phase phases protocol protocols permission "
    "permissions responsibility responsibilities capability capabilities principle principles "
    "instruction instructions identity mission description tools examples example activation "
    "guardrail guardrails boundaries escalation validation criteria threshold output input".split()
)


def check(context: LintContext) -> Iterator[Finding]:
    first: dict[str, NodeId] = {}
    count: Counter[str] = Counter()
    for node in nodes(context.document.persona):
        if tag := getattr(node, "tag", None):
            first.setdefault(tag, node.id)
            count[tag] += 1
    for tag, node_id in islice(first.items(), MOST):
        if near := _meant(tag, count):
            yield Finding(
                message=f"`<{tag}>` is almost `<{near}>`",
                help=f"write `<{near}>` and `</{near}>`, if that is the element you mean",
                labels=(Label(_at(context, node_id, tag)),),
                fixes=tuple(_fixes(context, tag, near)),
            )


def _fixes(context: LintContext, tag: str, near: str) -> Iterator[Fix]:
    """The name in both tags; shown only, as what stands in the element then binds."""
    source = context.document.sources[0]
    places = [match.span("name") for match in re.finditer(rf"</?(?P<name>{tag})\b", source.text)]
    if len(places) == 2:
        edits = tuple(Edit(source.path, Span(*place), near) for place in places)
        yield Fix(f"write `{near}`", edits, Applicability.DISPLAY)


def _at(context: LintContext, node: NodeId, tag: str) -> Locator:
    """The name in the opening tag, which stands nowhere else."""
    source = context.document.sources[0]
    start = source.text.find(f"<{tag}") + 1
    if not start:
        return Locator(node=node, needle=tag)
    return Locator(path=source.path, span=Span(start, start + len(tag)))


def _meant(tag: str, count: Counter[str]) -> str | None:
    """A name that is known, or that the persona itself uses more often."""
    from difflib import get_close_matches

    folded = tag.casefold()
    if folded in _KNOWN or len(folded) < _SHORTEST or count[tag] > 1 or not folded.isalpha():
        return None
    swapped = [one for one in _KNOWN if one[0] == folded[0] and sorted(one) == sorted(folded)]
    near = get_close_matches(folded, _KNOWN, 1, _NEAR) or sorted(swapped)
    return near[0] if near and not _inflected(folded, near[0]) else None


def _inflected(one: str, other: str) -> bool:
    """Whether both are forms of one word, which an author may mean to tell apart."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS


RULE = Rule(
    code="SYN007",
    name="unknown-element",
    severity=Severity.WARNING,
    why="what stands in it is read as plain text: its mandates, gates and steps are not found",
    check=check,
)
