"""GAT002: a number that bounds a time, a size or a share, and has no unit."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.gates._limits import SHARED, SIZED, TIMED, Limit, following, limits

_COUNTED = re.compile(r"^\s?(?:[-/%+x]|[a-z])")
_NOT_COUNTED = re.compile(
    r"^\s?(?:for|on|in|at|and|or|under|per|during|before|after|when|if|to|with|across|is|are|must|otherwise|else)\b"
)
_UNITS = {
    **dict.fromkeys(TIMED, "`200 ms` or `2 s`"),
    **dict.fromkeys(SIZED, "`300 MB` or `300 KB`"),
    **dict.fromkeys(SHARED, "`80 %`"),
}


def check(context: LintContext) -> Iterator[Finding]:
    for limit in limits(context.document.persona):
        metric = limit.threshold.metric
        if metric in _UNITS and not _has_unit(limit):
            yield Finding(
                message=f"the bound on {metric} has no unit: `{limit.written}`",
                help=f"write the unit with the number: {_UNITS[metric]}",
                labels=(limit.mark(),),
            )


def _has_unit(limit: Limit) -> bool:
    threshold = limit.threshold
    if threshold.unit or threshold.comparator in ("=", "range"):
        return True
    share = threshold.metric in SHARED and threshold.number <= 1
    after = following(limit)
    counted = bool(_COUNTED.match(after)) and not _NOT_COUNTED.match(after)
    return share or threshold.number == 0 or counted


RULE = Rule(
    code="GAT002",
    name="threshold-without-unit",
    severity=Severity.WARNING,
    why="200 ms and 200 s are both under 200",
    check=check,
)
