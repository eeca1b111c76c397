"""GAT009: a bound that nothing can meet, or that everything meets."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.rules.gates._limits import BOUNDED, Limit, limits
from personac.rules.gates._lines import lines
from personac.rules.mandates._statements import Statement
from personac.text.plain import plain

_AND = re.compile(r"\s*(?:,|and|&|but|,? and)?\s*(?:is |must be )?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bbetween (?P<low>\d[\d,]{0,12}(?:\.\d{1,6})?)\s?(?P<unit>%|[a-z]{1,8}\b)?"
    r" (?:and|to) (?P<high>\d[\d,]{0,12}(?:\.\d{1,6})?)\s?(?P<other>%|[a-z]{1,8}\b)?",
    re.IGNORECASE,
)
_BOTH = 2
_LOWER, _UPPER = (">=", ">"), ("<=", "<")
_SIDED = (*_LOWER, *_UPPER)


def check(context: LintContext) -> Iterator[Finding]:
    before: Limit | None = None
    for statement in lines(context.document.persona):
        yield from _turned(statement)
    for limit in limits(context.document.persona):
        if problem := _problem(limit):
            yield _finding(limit, problem)
        elif before is not None and _empty(before, limit):
            yield _finding(limit, f"no number is `{before.written}` and `{limit.written}`")
        before = limit


def _turned(statement: Statement) -> Iterator[Finding]:
    """A range in words whose first end is above its second one."""
    for match in _BETWEEN.finditer(statement.clause.text):
        units = {unit for unit in (match["unit"], match["other"]) if unit}
        if len(units) < _BOTH and _number(match["low"]) > _number(match["high"]):
            yield Finding(
                message=f"no number is between `{match['low']}` and `{match['high']}`",
                help="write the lower end first",
                labels=(Label(Locator(node=statement.node.id, needle=match.group())),),
            )


def _number(written: str) -> float:
    return float(written.replace(",", "").rstrip("."))


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
    text = plain(one.statement.clause.text)
    first, second = sorted((one.place, other.place))
    same = one.statement.node.id == other.statement.node.id
    found = first[1] <= second[0] < len(text)
    return same and found and bool(_AND.fullmatch(text[first[1] : second[0]]))


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
