"""GAT004: one metric with two thresholds."""

from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.gates._bounds import Bound, bounds

Key = tuple[object, ...]


def check(context: LintContext) -> Iterator[Finding]:
    groups: dict[Key, list[Bound]] = {}
    for bound in bounds(context.document.persona):
        groups.setdefault(_key(bound), []).append(bound)
    for found in groups.values():
        yield from _conflicts(found)


def _key(bound: Bound) -> Key:
    return bound.measured, bound.lower, bound.family, bound.where


def _conflicts(found: Sequence[Bound]) -> Iterator[Finding]:
    """Each later value that differs from the first one outside its own list."""
    reported: set[float] = set()
    for index, later in enumerate(found):
        if later.value in reported:
            continue
        first = next((other for other in found[:index] if _conflict(later, other)), None)
        if first is not None:
            reported.add(later.value)
            yield _finding(later, first)


def _conflict(one: Bound, other: Bound) -> bool:
    """Equal numbers agree; the thresholds of one list or statement are tiers."""
    return one.value != other.value and one.node != other.node and one.parent != other.parent


def _finding(later: Bound, first: Bound) -> Finding:
    metric = " ".join((*sorted(later.measured.statistics), later.measured.metric))
    return Finding(
        message=f"{metric} has two thresholds: `{later.words}` here and `{first.words}` elsewhere",
        help="state one threshold, or say which level, scope or environment each one is for",
        severity=Severity.WARNING if _doubtful(later, first) else None,
        labels=(later.mark(), first.mark("the other threshold")),
    )


def _doubtful(later: Bound, first: Bound) -> bool:
    """Whether they may differ on purpose: other consequences, or a target beside a gate."""
    other = bool(later.leads_to and first.leads_to) and later.leads_to.isdisjoint(first.leads_to)
    return other or later.target is not first.target


RULE = Rule(
    code="GAT004",
    name="inconsistent-threshold",
    severity=Severity.ERROR,
    why="what passes one threshold fails the other, so the gate means nothing",
    check=check,
)
