"""What rules about the wording of mandates share."""

import re
from collections.abc import Iterator

from personac.diagnostics import Label, Locator
from personac.model import Contract, Mandate, Persona
from personac.rules.mandates._statements import Statement, statements

CODE = re.compile(r"`[^`\n]*`|\"[^\"\n]{0,200}\"|“[^”\n]{0,200}”")


def worded(persona: Persona) -> Iterator[tuple[Statement, Mandate]]:
    """Each mandate once, though its sentence may state several."""
    for statement in once(persona, Mandate):
        if isinstance(statement.clause, Mandate):
            yield statement, statement.clause


def once(persona: Persona, *kinds: type[Contract]) -> Iterator[Statement]:
    """Each statement of ``kinds`` once, though it may have several parts that bind."""
    seen: set[tuple[str, str]] = set()
    for statement in statements(persona):
        clause = statement.clause
        if isinstance(clause, kinds) and (statement.node.id, clause.text) not in seen:
            seen.add((statement.node.id, clause.text))
            yield statement


def blanked(text: str) -> str:
    """``text`` with code and quotations blanked, every character in its place."""
    return CODE.sub(lambda match: " " * len(match.group()), text)


def mark(statement: Statement, words: str, says: str = "") -> Label:
    """A label under ``words`` of a statement."""
    return Label(Locator(node=statement.node.id, needle=words), says)
