"""GAT009: a bound that nothing can meet, or that everything meets."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.gates._limits import BOUNDED, Limit, limits
from personac.text.plain import plain

_AND = re.compile(r"\s*(?:,|and|&|but|,? and)?\s*(?:is |must be )?")
_LOWER, _UPPER = (">=", ">"), ("<=", "<")
_SIDED = (*_LOWER, *_UPPER)


def check(context: LintContext) -> Iterator[Finding]:
    before: Limit | None = None
    for limit in limits(context.document.persona):
        if problem := _problem(limit):
            yield _finding(limit, problem)
        elif before is not None and _empty(before, limit):
            yield _finding(limit, f"no number is `{before.written}` and `{limit.written}`")
        before = limit


def _problem(limit: Limit) -> str:
    """What is wrong with a bound by itself; empty when nothing is."""
    bound = limit.threshold
    if bound.most is not None and bound.metric and bound.most < bound.number:
        return "the lower end is above the upper one"
    if bound.metric not in BOUNDED or bound.unit != "%":
        return ""
    if bound.comparator in _LOWER:
        return _lower(bound.number, strict=bound.comparator == ">")
    return (
        _upper(bound.number, strict=bound.comparator == "<") if bound.comparator in _UPPER else ""
    )


def _lower(number: float, *, strict: bool) -> str:
    if number > 100 or (strict and number == 100):
        return "a share never gets there"
    return "" if number > 0 or strict else "a share always is"


def _upper(number: float, *, strict: bool) -> str:
    if number < 0 or (strict and number == 0):
        return "a share never gets there"
    return "a share always is" if number > 100 or (number == 100 and not strict) else ""


def _empty(one: Limit, other: Limit) -> bool:
    """Whether two limits are the ends of one range with nothing between them."""
    ends = {limit.threshold.comparator in _UPPER: limit.threshold.number for limit in (one, other)}
    sided = all(limit.threshold.comparator in _SIDED for limit in (one, other))
    same = one.threshold.unit == other.threshold.unit and _joined(one, other)
    return sided and same and len(ends) == 2 and ends[False] > ends[True]


def _joined(one: Limit, other: Limit) -> bool:
    """Whether one follows the other with nothing but an "and" between."""
    text = plain(one.statement.clause.text).casefold()
    first, second = sorted((one, other), key=lambda limit: text.find(limit.threshold.words))
    start = text.find(first.threshold.words) + len(first.threshold.words)
    between = text[start : max(start, text.find(second.threshold.words))]
    return one.statement.clause.text == other.statement.clause.text and bool(
        _AND.fullmatch(between)
    )


def _finding(limit: Limit, problem: str) -> Finding:
    on = f" on {limit.threshold.metric}" if limit.threshold.metric else ""
    return Finding(
        message=f"this bound{on} decides nothing: {problem}",
        help="correct the number or the comparator",
        labels=(limit.mark(),),
    )


RULE = Rule(
    code="GAT009",
    name="impossible-threshold",
    severity=Severity.ERROR,
    why="the gate is shut for good, or was never one",
    check=check,
)
