"""GAT010: a threshold that leaves open on which side of it the good is."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Mandate, Text
from personac.once import once
from personac.rules.gates._limits import BOUNDED, Limit, limits
from personac.rules.gates._limits import context as said
from personac.rules.gates._lines import is_declared
from personac.rules.mandates._statements import Statement
from personac.text.plain import plain

_SIDED = re.compile(
    r"[<>≥≤=+±~]|\be\.g\.|\b(?:least|most|above|below|over|under|more|less|minimum|maximum|min|max|target\w*|exceed\w*|reach\w*|achiev\w*|threshold|up to|goal|floor|ceiling|"
    r"to|from|increase\w*|reduc\w*|improv\w*|decreas\w*|drop\w*|rais\w*|exactly|within|about|around|approximately|default\w*|require[sd]?|maintain\w*|aim\w*|ensure\w*)\b",
    re.IGNORECASE,
)

_ALONE = re.compile(
    r"(?:(?!(?:current|actual|example|result)\b)[A-Z]?[a-z]+ ){0,2}[A-Za-z0-9]+\s?(?::|[-–]| of)? \d[\d.]*\s?%$"
)
"""A metric with its number and nothing else, which no heading declares."""


def check(context: LintContext) -> Iterator[Finding]:
    branches: dict[tuple[object, ...], Limit] = {}
    node = named = ""
    for limit in limits(context.document.persona):
        if _sideless(limit):
            metric = limit.threshold.metric
            yield _finding(
                limit, f"this threshold for {metric} has no comparator: `{limit.written}`"
            )
        elif limit.threshold.comparator in ("<", ">"):
            here = limit.statement.node.id
            metric = limit.threshold.metric or (named if here == node else "")
            node, named = here, metric
            if metric and (
                is_declared(limit.statement) or not isinstance(limit.statement.node, Text)
            ):
                yield from _between(limit, metric, branches)


def _sideless(limit: Limit) -> bool:
    bound = limit.threshold
    stated = bound.comparator == "=" and bound.unit == "%" and bound.metric in BOUNDED
    if not stated or isinstance(limit.statement.clause, Mandate) or bound.number in (0, 100):
        return False
    return _leaves_open(limit.statement)


@once
def _leaves_open(statement: Statement) -> bool:
    """Whether a statement has one percentage, and no word for the side of it that is meant."""
    words = plain(said(statement))
    if not is_declared(statement) and not _ALONE.match(words):
        return False
    alone = len(re.findall(r"\d+(?:\.\d+)?\s?%", words)) == 1
    return alone and not _SIDED.search(words)


def _between(
    limit: Limit, metric: str, branches: dict[tuple[object, ...], Limit]
) -> Iterator[Finding]:
    """The second of two branches that both leave their common bound out."""
    bound = limit.threshold
    place = limit.statement.above[-1].id if limit.statement.above else ""
    key = (place, metric, bound.statistic, bound.unit, bound.number)
    other = branches.setdefault(key, limit)
    if other.threshold.comparator != bound.comparator:
        both = f"`{other.written}` and `{limit.written}`"
        yield _finding(limit, f"nothing holds for {metric} at the bound itself: {both}", other)


def _finding(limit: Limit, message: str, other: Limit | None = None) -> Finding:
    return Finding(
        message=message,
        help="write the comparator that is meant: `>=`, `<=`, at least, at most",
        labels=(limit.mark(), *((other.mark("the other branch"),) if other else ())),
    )


RULE = Rule(
    code="GAT010",
    name="ambiguous-bound",
    severity=Severity.WARNING,
    why="one reader takes the number for the least that is wanted, another for the most",
    check=check,
)
