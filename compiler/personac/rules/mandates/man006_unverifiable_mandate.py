"""MAN006: a mandate that nobody can check."""

import re
from collections.abc import Iterator
from itertools import pairwise

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Gate, Item, Mandate, Persona, Polarity, Text, nodes
from personac.rules.mandates._quality import only_praises
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import worded
from personac.text.plain import plain

_EXPLAINS = re.compile(
    r"\s*(?:[:–—]|(?:this|that|it|which) (?:includes?|means|is\b)|that is\b|i\.e\.|specifically|namely|in particular)",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    vague = [one for one, mandate in worded(persona) if _is_vague(one, mandate)]
    leading = _leading(persona) if vague else frozenset[str]()
    for statement in vague:
        if not _explained(statement, leading):
            yield Finding(
                message=f"nothing tells whether this mandate is kept: {plain(statement.clause.text)[:80]}",
                help="name what can be checked: a command and its result, a number, a named rule",
                labels=(statement.mark(),),
            )


def _is_vague(statement: Statement, mandate: Mandate) -> bool:
    if mandate.polarity is not Polarity.REQUIRE or mandate.threshold or "`" in mandate.text:
        return False
    return only_praises(plain(mandate.text)) and not _is_gate(statement)


def _is_gate(statement: Statement) -> bool:
    """Whether a gate has the same words: GAT001 reports those."""
    text = statement.clause.text
    return any(isinstance(one, Gate) and one.text == text for one in statement.node.clauses)


def _explained(statement: Statement, leading: frozenset[str]) -> bool:
    """Whether what follows in or below its node says what is meant."""
    node, text = statement.node, statement.clause.text
    if isinstance(node, Item) and node.children:
        return True
    if not isinstance(node, Item | Text):
        return False
    _, found, rest = node.text.partition(text)
    if found and _EXPLAINS.match(rest):
        return True
    return not rest.strip() and node.id in leading


def _leading(persona: Persona) -> frozenset[str]:
    """The paragraphs that a list follows."""
    parts = (getattr(node, "children", ()) for node in nodes(persona))
    pairs = (pair for part in (persona.body, *parts) for pair in pairwise(part))
    return frozenset(
        one.id for one, two in pairs if isinstance(one, Text) and isinstance(two, Item)
    )


RULE = Rule(
    code="MAN006",
    name="unverifiable-mandate",
    severity=Severity.WARNING,
    why="agent and reviewer each have an opinion of what is good, and neither can be wrong",
    check=check,
)
