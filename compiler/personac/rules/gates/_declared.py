"""Gates that the persona declares as such: by an element, a heading or a label that names them."""

import re
from collections.abc import Iterator

from personac.model import Gate, Persona, Section, Workflow
from personac.rules.mandates._statements import Statement, Titled, statements

_GATES = re.compile(
    r"\b(?:quality|release|review|merge|exit|acceptance|validation|completion|mandatory|blocking|approval)?[ -]?gates?\b"
    r"|\bdefinition of done\b|\b(?:exit|release|completion|acceptance) criteria\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:quality |exit |release |merge |entry )?gate(?: \w{1,3})?", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:hitl|human|escalation|triggers?|process|management|examples?|purpose|failures?|when|how|about|protocol|history|focus|guidelines|i['’]ll)\b",
    re.IGNORECASE,
)


def declared(persona: Persona) -> Iterator[Statement]:
    """Gates below a heading, in an element or behind a label that says so."""
    for statement in statements(persona):
        if isinstance(statement.clause, Gate) and is_declared(statement):
            yield statement


def is_declared(statement: Statement) -> bool:
    titled = [node.title for node in statement.above if isinstance(node, Titled)]
    return (
        is_whole(statement)
        or _LABEL.fullmatch(statement.label) is not None
        or any(_names(title) for title in titled[-1:])
    )


def is_whole(statement: Statement) -> bool:
    """Whether its node is one gate with its parts: ``<gate>`` or a heading ``Gate: …``."""
    return isinstance(statement.node, Section | Workflow)


def _names(words: str) -> bool:
    return bool(words and _GATES.search(words)) and not _OTHER.search(words)
