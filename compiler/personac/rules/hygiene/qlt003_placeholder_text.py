"""QLT003: text that was to be written later."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Field, Item, Text, blocks
from personac.rules.references._text import words_of

_WHOLE = re.compile(
    r"\W*(?:tbd|tba|todo|fixme|xxx|to be (?:determined|defined|decided|announced|written|added"
    r"|completed)"
    r"|coming soon|as configured|as per (?:[\w ]{1,30} )?(?:standards?|polic(?:y|ies)"
    r"|configuration)"
    r"|(?:insert|add|your|describe|enter) [\w ]{1,30} here)\W*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?!//|#|/\*)\W*(?:TODO|TBD|FIXME|XXX)\b\s*[:(]")
_LABELS = frozenset({"todo", "tbd", "fixme", "xxx"})
_LOREM = re.compile(r"\blorem ipsum dolor\b", re.IGNORECASE)
_LONGEST = 80


def check(context: LintContext) -> Iterator[Finding]:
    for node in blocks(context.document.persona):
        if isinstance(node, Field | Item | Text) and (words := _left(node)):
            yield Finding(
                message=f"`{words[:60]}` was to be replaced",
                help="write what is meant, or delete the line",
                labels=(Label(Locator(node=node.id, needle=words)),),
            )


def _left(node: Field | Item | Text) -> str:
    """The words that stand for something still to be written; none when there are none."""
    said = (words_of(node) if isinstance(node, Field) else node.text).strip()
    if not isinstance(node, Field) and (node.label or "").strip("* ").casefold() in _LABELS:
        return (node.label or "").strip("* ")
    whole = len(said) <= _LONGEST and _WHOLE.fullmatch(said)
    if whole and (isinstance(node, Field) or node.label or _marked(said)):
        return said.split("\n")[0]
    if match := _OPENING.match(said):
        return said[match.start() : match.end() + 40].split("\n")[0].strip()
    found = _LOREM.search(said) if "ipsum" in said else None
    return found.group() if found else ""


def _marked(said: str) -> bool:
    return said.isupper() or said.startswith(("[", "<"))


RULE = Rule(
    code="QLT003",
    name="placeholder-text",
    severity=Severity.WARNING,
    why="the agent takes it for an instruction, or fills it in with a guess",
    check=check,
)
