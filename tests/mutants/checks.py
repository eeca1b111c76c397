"""Weakenings of what a gate asks for and of what follows from its failure."""

import re
from collections.abc import Callable

from mutants.grammar import cased, swap
from mutants.values import Statement

Operator = Callable[[Statement], str | None]


def _consequence(pattern: str, new: str) -> Operator:
    def operator(statement: Statement) -> str | None:
        if not statement.is_gate or re.search(
            r"\b(?:no|not|never)\b", statement.text, re.IGNORECASE
        ):
            return None
        return swap(pattern, new, statement.text)

    return operator


def _optional(statement: Statement) -> str | None:
    text = statement.text
    if "mandate" in statement.kinds or not text.startswith("[ ] "):
        return None
    return f"[ ] Optional: {text[4:]}"


def _passing(statement: Statement) -> str | None:
    text = statement.text
    if (
        not statement.is_gate
        or "mandate" in statement.kinds
        or re.match(r"\W|if\b|when\b", text, re.IGNORECASE)
    ):
        return None
    changed = swap(
        r"\b(is|are) (?=(?:tested|documented|verified|reviewed|validated|checked|approved|implemented|handled|used|defined|configured|updated|encrypted|enabled)\b)",
        r"\1 ideally ",
        text,
    )
    return changed and cased(changed, text[:1])


CHECKS: dict[str, Operator] = {
    "blocks-to-noted": _consequence(
        r"\bblocks (?=(?:the|a|any)\b(?![^.]* from\b))", "is noted for "
    ),
    "halt-to-note": _consequence(r"\b(?:halt|stop)(?= and\b)", "make a note"),
    "must-pass-to-should": _consequence(r"\bmust pass\b", "should ideally pass"),
    "wait-dropped": _consequence(
        r" and (?:wait|await)(?: for)?(?: (?:explicit|user|human|the|their|a|user's|written))*(?: (?:approval|confirmation|response|input|answer|decision))?(?=[.;]|$)",
        "",
    ),
    "gate-optional": _optional,
    "gate-ideally": _passing,
}
