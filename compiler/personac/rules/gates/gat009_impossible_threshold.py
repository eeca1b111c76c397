"""GAT009: a bound that nothing can meet, or that everything meets."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.gates._limits import BOUNDED, Limit, limits
from personac.text.plain import plain

_AND = re.compile(r"\s*(?:,|and|&|but|,? and)?\s*(?:is |must be )?")
_LOWER, _UPPER = (">=", ">"), ("<=", "<")


def check(context: LintContext) -> Iterator[Finding]:
    lower: dict[tuple[str, ...], Limit] = {}
    upper: dict[tuple[str, ...], Limit] = {}
    for limit in limits(context.document.persona):
        if problem := _problem(limit):
            yield _finding(limit, problem)
        bound = limit.threshold
        if not bound.metric:
            continue
        key = (limit.statement.node.id, bound.metric, bound.unit, bound.statistic)
        side, other = (lower, upper) if bound.comparator in _LOWER else (upper, lower)
        if bound.comparator in (*_LOWER, *_UPPER):
            side.setdefault(key, limit)
            if key in other and _empty(lower[key], upper[key]):
                yield _finding(limit, "no number is on both sides")


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


def _empty(lower: Limit, upper: Limit) -> bool:
    """Whether no number is in both, said of one thing in one sentence."""
    one, two = lower.threshold, upper.threshold
    return _joined(lower, upper) and one.number > two.number


def _joined(one: Limit, other: Limit) -> bool:
    """Whether one follows the other with nothing but an "and" between: one range, two ends."""
    text = plain(one.statement.clause.text).casefold()
    first, second = sorted((one, other), key=lambda limit: text.find(limit.threshold.words))
    start = text.find(first.threshold.words) + len(first.threshold.words)
    between = text[start : max(start, text.find(second.threshold.words))]
    return one.statement.clause.text == other.statement.clause.text and bool(
        _AND.fullmatch(between)
    )


def _finding(limit: Limit, problem: str) -> Finding:
    return Finding(
        message=f"this bound on {limit.threshold.metric} decides nothing: {problem}",
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
