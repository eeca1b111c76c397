"""MAN006: a mandate that nobody can check."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Gate, Item, Polarity, Text
from personac.rules.mandates._quality import only_praises
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import worded
from personac.text.plain import plain


_EXPLAINS = re.compile(
    r"\s*(?:[:–—]|(?:this|that|it|which) (?:includes?|means|is\b)|that is\b|i\.e\.|specifically|namely|in particular)",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if mandate.polarity is not Polarity.REQUIRE or _is_gate(statement) or _explained(statement):
            continue
        if "`" not in mandate.text and not mandate.threshold and only_praises(plain(mandate.text)):
            yield Finding(
                message=f"nothing tells whether this mandate is kept: {plain(mandate.text)[:80]}",
                help="name what can be checked: a command and its result, a number, a named rule",
                labels=(statement.mark(),),
            )


def _is_gate(statement: Statement) -> bool:
    """Whether a gate has the same words: GAT001 reports those."""
    text = statement.clause.text
    return any(isinstance(one, Gate) and one.text == text for one in statement.node.clauses)


def _explained(statement: Statement) -> bool:
    """Whether what follows in or below its node says what is meant."""
    node, text = statement.node, statement.clause.text
    if isinstance(node, Item) and node.children:
        return True
    if not isinstance(node, Item | Text):
        return False
    _, found, rest = node.text.partition(text)
    if found and _EXPLAINS.match(rest):
        return True
    return isinstance(node, Text) and not rest.strip() and isinstance(_next(statement), Item)


def _next(statement: Statement) -> AnyNode | None:
    """The node after that of ``statement`` in the same part."""
    around = getattr(statement.above[-1], "children", ()) if statement.above else ()
    after = (two for one, two in zip(around, around[1:], strict=False) if one is statement.node)
    return next(after, None)


RULE = Rule(
    code="MAN006",
    name="unverifiable-mandate",
    severity=Severity.WARNING,
    why="agent and reviewer each have an opinion of what is good, and neither can be wrong",
    check=check,
)
