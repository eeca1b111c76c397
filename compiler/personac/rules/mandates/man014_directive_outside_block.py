"""MAN014: a directive in capitals where personac reads no mandates."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Label, Locator, Severity
from personac.model import AnyNode, Code, Contract, Item, Raw, Section, Text, placed
from personac.text.sentences import sentences

_MARKER = re.compile(
    r"\b(?:(?:YOU|AGENTS?|IT|WE|You|you|agents?) )?(?:MUST(?: NOT| NEVER| ALWAYS)?|NEVER|DO NOT|SHALL(?: NOT)?|ALWAYS) [a-zA-Z]{2,}"
)
_PROSE = frozenset({"", "text", "markdown", "md", "txt", "prompt"})


def check(context: LintContext) -> Iterator[Finding]:
    for node, above in placed(context.document.persona):
        if any(isinstance(one, Contract) for one in getattr(node, "clauses", ())):
            continue
        for sentence in sentences(_unread(node, above)):
            if match := _MARKER.search(sentence.bare):
                words = sentence.text[slice(*match.span())]
                yield _finding(node, words)
                break


def _unread(node: AnyNode, above: tuple[AnyNode, ...]) -> str:
    """The words of a node in a place that binds nobody: an example, a fence, a history."""
    if isinstance(node, Code):
        return node.text if node.info.casefold() in _PROSE else ""
    if isinstance(node, Raw):
        return node.text if node.format != "tag" else ""
    kept = any(isinstance(one, Section) and one.kind in ("history", "examples") for one in above)
    return node.text if kept and isinstance(node, Text | Item) else ""


def _finding(node: AnyNode, words: str) -> Finding:
    return Finding(
        message=f"this directive is not tracked as a mandate where it stands: `{words}`",
        help="move it into a list of rules, or write it as prose outside the fence or example",
        labels=(Label(Locator(node=node.id, needle=words)),),
    )


RULE = Rule(
    code="MAN014",
    name="directive-outside-block",
    severity=Severity.HINT,
    why="no comparison, no gate of a build and no client guards it",
    check=check,
    status=Status.PREVIEW,
)
