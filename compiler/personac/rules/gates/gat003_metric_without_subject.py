"""GAT003: a metric that does not say what it is the accuracy, rate or quality of."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Persona, Row, Table, blocks
from personac.rules.gates._lines import lines
from personac.rules.mandates._statements import Statement
from personac.text.plain import key, plain

LONGEST = 120
_GENERIC = (
    r"accuracy|success rate|success|quality(?: score)?|performance|"
    r"(?:(?:user|customer|client|stakeholder|team|developer) )?satisfaction(?: (?:score|rating))?|"
    r"efficiency|effectiveness|completion rate|precision|recall|reliability|completeness|"
    r"consistency|score"
)
_VERB = r"(?:maintain|achieve|keep|reach|ensure|have|deliver|target|aim for|sustain|get)s?"
_LIGHT = r"(?:target|minimum|overall|average|high|an?|the|your|our|must|always)"
_SIDE = (
    r"(?:[<>≥≤=~]+|at least|at or above|not below|no less than|above|over|exceeds?|more than|"
    r"greater than|minimum(?: of)?|target(?: of)?)"
)
_BARE = re.compile(
    rf"^\W*(?:(?:{_LIGHT}|{_VERB}) )*(?P<metric>{_GENERIC})"
    rf"(?: target| rate| level| threshold| goal| metrics?| minimum)?\W*"
    rf"(?:(?:must|should|shall|has to|have to) |(?:be|is|are|stays?|remains?|of|at|target) )*"
    rf"{_SIDE}?\W*\d[\d.,]*\s?(?:%|percent|points?|/\s?\d+|out of \d+)?"
    r"(?: or (?:better|higher|more|above)| minimum| at least)?"
    r"(?: (?:consistently )?(?:achieved|maintained|ensured|reached|sustained|delivered))?[+\s.;!)]*$",
    re.IGNORECASE,
)
_OF = (
    r"(?:of(?! (?:at|above|over|more|not|no|minimum|\W?\d|\W\W?\s?\d))|"
    r"means|measures|for|is the|in|on)\b"
)
_HOW = re.compile(
    r"\b(?:definition|description|how|formula|method|measure\w*|calculat\w*|means|meaning|scope|of)\b",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    found = [(one, name) for one in lines(persona) if (name := _bare(one))]
    told = _defined(persona) if found else ""
    for statement, name in found:
        if not re.search(rf"\b{re.escape(name)} {_OF}", told):
            yield Finding(
                message=f"this threshold does not say what the {name} is of",
                help=f"say what is counted: `{name} (tasks done right / all tasks)`",
                labels=(statement.mark(),),
            )


def _bare(statement: Statement) -> str:
    """The metric's name when the statement has nothing else but its number."""
    if _is_told(statement):
        return ""
    text = plain(statement.clause.text)
    lines = [f"{plain(statement.label)} {text}" if statement.label else text]
    if isinstance(statement.node, Row):
        lines += [plain(cell) for cell in statement.node.cells if cell in statement.clause.text]
    found = (_BARE.match(line) for line in lines if len(line) <= LONGEST)
    return next((match["metric"].casefold() for match in found if match), "")


def _is_told(statement: Statement) -> bool:
    """Whether another column of its table says how it is measured."""
    table = statement.above[-1] if statement.above else None
    return (
        isinstance(statement.node, Row)
        and isinstance(table, Table)
        and any(_HOW.search(key(title)) for title in table.header[1:])
    )


def _defined(persona: Persona) -> str:
    said = (
        str(getattr(node, name, "") or "") for node in blocks(persona) for name in ("label", "text")
    )
    return " ".join(said).casefold()


RULE = Rule(
    code="GAT003",
    name="metric-without-subject",
    severity=Severity.WARNING,
    why="a number of nothing in particular is measured by nobody",
    check=check,
)
