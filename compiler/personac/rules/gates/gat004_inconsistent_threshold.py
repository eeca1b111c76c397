"""GAT004: one metric with two thresholds."""

from collections.abc import Iterator, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Label, Severity
from personac.rules.gates._bounds import Bound, bounds
from personac.rules.gates._built_on import Apart, apart, noted

Key = tuple[object, ...]


def check(context: LintContext) -> Iterator[Finding]:
    groups: dict[Key, list[Bound]] = {}
    every = tuple(bounds(context.document.persona))
    for bound in every:
        groups.setdefault(_key(bound), []).append(bound)
    for found in groups.values():
        yield from _conflicts(found)
    yield from _regressions(every)


def _key(bound: Bound) -> Key:
    return bound.measured, bound.lower, bound.family, bound.where


def _conflicts(found: Sequence[Bound]) -> Iterator[Finding]:
    """The first bound of each further value, beside the first that it contradicts."""
    firsts: dict[tuple[float, bool], Bound] = {}
    for bound in found:
        if (bound.value, bound.open) not in firsts:
            other = next((one for one in firsts.values() if _apart(bound, one)), None)
            firsts[bound.value, bound.open] = bound
            if other is not None:
                yield _finding(bound, other)


def _apart(one: Bound, other: Bound) -> bool:
    """The thresholds of one list or statement are tiers of it."""
    cases = one.aside and other.aside and one.aside != other.aside
    warned = one.turned is not other.turned and (
        one.warned or other.warned or {"notify"} in (one.leads_to, other.leads_to)
    )
    if warned or one.value == other.value or not (_is_past(one, other) or _is_past(other, one)):
        return False
    return one.node != other.node and one.parent != other.parent and not cases


def _is_past(one: Bound, other: Bound) -> bool:
    """Whether both bind, or ``one`` is a case that only what breaks the other comes to."""
    if one.open:
        return not other.open and (
            one.value < other.value if one.lower else one.value > other.value
        )
    return not other.open


def _regressions(found: Sequence[Bound]) -> Iterator[Finding]:
    """The thresholds in a list of regressions that one for all regressions is below."""
    for_all = [one for one in found if one.general and one.measured.metric == "regression"]
    if not for_all:
        return
    lowest = min(for_all, key=lambda one: one.value)
    for one in found:
        if one.lapse and one.family == lowest.family and one.value > lowest.value:
            yield Finding(
                message=f"a regression of {one.measured.metric[:60]} counts from `{one.words}` here, and every "
                f"regression from `{lowest.words}`",
                help="state one threshold, or leave what has its own out of the one for all",
                severity=Severity.WARNING,
                labels=(one.mark(), lowest.mark("the threshold for all of them")),
            )


def _finding(later: Bound, first: Bound) -> Finding:
    metric = later.called[:60]
    both = f"`{later.words}` here, `{first.words}` elsewhere"
    return Finding(
        message=f"{metric} has two thresholds: {both}",
        help="state one threshold, or say which level, scope or environment each one is for",
        severity=Severity.WARNING if _doubtful(later, first) else None,
        labels=(later.mark(), first.mark("the other threshold")),
    )


def _doubtful(later: Bound, first: Bound) -> bool:
    """Whether they may differ on purpose: other consequences, or a target beside a gate."""
    other = bool(later.leads_to and first.leads_to) and later.leads_to.isdisjoint(first.leads_to)
    return other or later.open or first.open or later.target is not first.target


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    yield from map(_between_files, apart(facts))


def _between_files(one: Apart) -> Finding:
    path = one.base.label.at.path or ""
    return Finding(
        message=f"{one.metric[:60]} has two thresholds: `{one.here[:40]}` here, `{one.there[:40]}` "
        f"in {path.rpartition('/')[2][:60]}",
        help="state one threshold, or say which level, scope or environment each one is for",
        severity=Severity.WARNING,
        labels=(one.own.label, Label(one.base.label.at, "the other threshold")),
    )


RULE = Rule(
    code="GAT004",
    name="inconsistent-threshold",
    severity=Severity.ERROR,
    why="what passes one threshold fails the other, so the gate means nothing",
    check=check,
    note=noted,
    compare=compare,
)
