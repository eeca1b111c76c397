"""For people: each change with its words before and after, and how to accept it."""

from collections.abc import Iterator

from personac.report.breaking._summary import summary
from personac.report.changes import Compared, Report
from personac.report.concise import address
from personac.report.visible import path, short, visible

LONGEST = 160


def render(report: Report) -> str:
    lines = [line for one in report.breaking for line in _change(one, "error")]
    lines += [line for one in report.tightened for line in _change(one, "info")]
    lines += [_accepted(one) for one in report.accepted]
    lines += [_stale(name) for name in report.stale]
    lines.append(f"{summary(report)} · against {path(report.against)}")
    return "".join(f"{line}\n" for line in lines)


def _change(one: Compared, severity: str) -> Iterator[str]:
    change = one.change
    code = "tightened" if change.tightened else change.code
    yield f"{address(one.place)}: {severity}[{code}] {short(change.message)}"
    if change.before:
        yield f"  before  {short(change.before, LONGEST)}{_where(one)}"
    if change.after:
        yield f"  after   {short(change.after, LONGEST)}"
    if not change.tightened:
        yield f"  help    {visible(change.help)}"
        yield f"  accept  --accept {short(one.name)} --reason …"
    yield ""


def _where(one: Compared) -> str:
    """Where the words were, when that is another place than the one above."""
    if one.old is None or one.old == one.place:
        return ""
    return f"  ({address(one.old)})"


def _accepted(one: Compared) -> str:
    return f"accepted {short(one.name)}: {short(one.reason)}"


def _stale(name: str) -> str:
    return f"stale record {short(name)}: nothing in this comparison is like it any more; remove it"
