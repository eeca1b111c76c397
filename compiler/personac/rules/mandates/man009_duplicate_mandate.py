"""MAN009: one mandate stated twice in a persona."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Mandate
from personac.rules.mandates._bans import ban_of
from personac.rules.mandates._normal import NormalForm, normal_form, same_statement
from personac.rules.mandates._statements import Statement, mandates

FEWEST_WORDS = 3


class Known(NamedTuple):
    statement: Statement
    form: NormalForm
    gates: frozenset[str]
    """The classes of action that it wants an approval for, whatever they are done to."""


def check(context: LintContext) -> Iterator[Finding]:
    seen: list[Known] = []
    for statement, mandate in mandates(context.document.persona):
        known = _known(statement, mandate)
        if statement.recap or not _says_enough(known, mandate):
            continue
        first = next((other for other in seen if _repeats(known, other)), None)
        if first is None:
            seen.append(known)
        else:
            yield _finding(known, first)


def _says_enough(known: Known, mandate: Mandate) -> bool:
    complete = not mandate.text.endswith(":")
    return bool(known.gates) or (complete and len(known.form.content) >= FEWEST_WORDS)


def _known(statement: Statement, mandate: Mandate) -> Known:
    ban = ban_of(statement, mandate)
    gates = ban.at_large if ban and ban.gated else frozenset()
    return Known(statement, normal_form(mandate.text, mandate.polarity), gates)


def _repeats(later: Known, first: Known) -> bool:
    if later.statement.node.id == first.statement.node.id:
        return False
    if later.gates and later.gates == first.gates:
        return True
    return same_statement(later.form, first.form)


def _finding(later: Known, first: Known) -> Finding:
    return Finding(
        message="this mandate is stated twice in the persona",
        help="keep one of the two statements and delete the other",
        labels=(later.statement.mark(), first.statement.mark("also stated here")),
    )


RULE = Rule(
    code="MAN009",
    name="duplicate-mandate",
    severity=Severity.WARNING,
    why="two copies drift apart: one gets changed, and the agent reads both",
    check=check,
)
