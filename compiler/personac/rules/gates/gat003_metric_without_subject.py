"""GAT003: a metric that does not say what it is the accuracy, rate or quality of."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Gate, Metric, Persona, blocks
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import once
from personac.text.plain import plain

LONGEST = 120
_GENERIC = (
    r"accuracy|success rate|success|quality(?: score)?|performance|satisfaction(?: score)?|efficiency|effectiveness|completion rate|"
    r"precision|recall|reliability|completeness|consistency|score"
)
_BARE = re.compile(
    rf"^\W*(?:target |minimum |overall |average |high |the )*(?P<metric>{_GENERIC})(?: target| rate| level| threshold| goal| metrics?)?\W*"
    r"(?:must be |should be |is |of |at |target )*(?:[<>≥≤=~]+|at least|above|over|exceeds?|more than|minimum|target)?\W*\d[\d.,]*\s?(?:%|percent|/\s?\d+)?[+\s.;!)]*$",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    found = [(one, name) for one in once(persona, Gate, Metric) if (name := _bare(one))]
    told = _defined(persona) if found else ""
    for statement, name in found:
        if not re.search(rf"\b{re.escape(name)} (?:of|means|measures|for|is the|in|on)\b", told):
            yield Finding(
                message=f"this threshold does not say what the {name} is of",
                help=f"say what is counted: `{name} (tasks done right / all tasks)`",
                labels=(statement.mark(),),
            )


def _bare(statement: Statement) -> str:
    """The metric's name when the statement has nothing else but its number."""
    text = plain(statement.clause.text)
    line = f"{plain(statement.label)} {text}" if statement.label else text
    match = _BARE.match(line) if len(line) <= LONGEST else None
    return match["metric"].casefold() if match else ""


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
