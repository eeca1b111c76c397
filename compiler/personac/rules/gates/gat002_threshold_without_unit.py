"""GAT002: a number that bounds a time, a size or a share, and has no unit."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.gates._limits import SHARED, SIZED, TIMED, Limit, limits
from personac.text.plain import plain

_COUNTED = re.compile(r"^\s?(?:[-/%+x]|[a-z])")
_NOT_COUNTED = re.compile(
    r"^\s?(?:for|on|in|at|and|or|under|per|during|before|after|when|if|to|with|across|is|are|must|otherwise|else)\b"
)
_WAITED = re.compile(
    r"\b(?:time-?outs?|(?:loads?|responds?|returns?|starts?|finish(?:es)?|completes?)(?: in)?|"
    r"delay|durations?|round ?trips?)\W*(?:(?:must|should|be|is|stays?|of) ){0,2}$"
)
"""What is over after a time, right before its bound."""
_TIME = "`200 ms` or `2 s`"
_UNITS = {
    **dict.fromkeys(TIMED, _TIME),
    **dict.fromkeys(SIZED, "`300 MB` or `300 KB`"),
    **dict.fromkeys(SHARED, "`80 %`"),
}


def check(context: LintContext) -> Iterator[Finding]:
    for limit in limits(context.document.persona):
        metric = limit.threshold.metric or _waited(limit)
        unit = _TIME if metric == "time" else _UNITS.get(metric, "")
        if metric and unit and not _has_unit(limit):
            yield Finding(
                message=f"the bound on {metric} has no unit: `{limit.written}`",
                help=f"write the unit with the number: {unit}",
                labels=(limit.mark(),),
            )


def _waited(limit: Limit) -> str:
    """What takes a time and is no metric of the table; empty when nothing does."""
    before = plain(limit.statement.clause.text)[: limit.place[0]]
    match = _WAITED.search(f"{limit.statement.label} {before}"[-60:].casefold())
    return "time" if match else ""


def _has_unit(limit: Limit) -> bool:
    threshold = limit.threshold
    if threshold.unit or threshold.comparator in ("=", "range"):
        return True
    share = threshold.metric in SHARED and threshold.number <= 1
    after = limit.following
    counted = bool(_COUNTED.match(after)) and not _NOT_COUNTED.match(after)
    return share or threshold.number == 0 or counted


RULE = Rule(
    code="GAT002",
    name="threshold-without-unit",
    severity=Severity.WARNING,
    why="200 ms and 200 s are both under 200",
    check=check,
)
