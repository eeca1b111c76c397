"""MAN006: a mandate that nobody can check."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Gate, Polarity
from personac.rules.mandates._quality import only_praises
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import worded
from personac.text.plain import plain


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if mandate.polarity is not Polarity.REQUIRE or _is_gate(statement):
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


RULE = Rule(
    code="MAN006",
    name="unverifiable-mandate",
    severity=Severity.WARNING,
    why="agent and reviewer each have an opinion of what is good, and neither can be wrong",
    check=check,
)
