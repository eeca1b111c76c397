"""MAN010: a copy of a mandate that demands something else than the first."""

from collections.abc import Iterator, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Label, Severity
from personac.rules.mandates._copies import Copy, Known, copies
from personac.rules.mandates._drift import Drifted, drifted, noted
from personac.tables.actions import from_options


def check(context: LintContext) -> Iterator[Finding]:
    for copy in copies(context.document.persona, from_options(context.options)):
        if copy.differs and not _listed_together(copy):
            yield _finding(copy)


def _listed_together(copy: Copy) -> bool:
    """Whether both are entries of one list, which may tell cases apart."""
    later, first = copy.later.statement, copy.first.statement
    return later.above[-1:] == first.above[-1:]


def _finding(copy: Copy) -> Finding:
    here, there = _said(copy.later, copy), _said(copy.first, copy)
    return Finding(
        message=f"this copy of a mandate has another {copy.differs}: {here} here, {there} elsewhere",
        help="keep one of the two statements, or say which case each one is for",
        labels=(copy.later.statement.mark(), copy.first.statement.mark("the first statement")),
    )


def _said(known: Known, copy: Copy) -> str:
    if copy.differs == "number":
        own = known.form.numbers
        other = (copy.first if known is copy.later else copy.later).form.numbers
        only = [one for one in own if one not in other]
        return f"`{' '.join(only)[:40]}`" if only else "none"
    if copy.differs == "approver":
        return f"`{known.approver[:40]}`"
    return f"`{known.modality}`"


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    yield from map(_across, drifted(facts))


def _across(one: Drifted) -> Finding:
    here, there = (f"`{said[:40]}`" if said else "none" for said in (one.here, one.there))
    usual = f"{there} in {one.copies} other personas"
    return Finding(
        message=f"this copy of a mandate has another {one.differs}: {here} here, {usual}",
        help="write what the others say, or say why it is another case here",
        labels=(one.later.label, Label(one.first.label.at, "one of the others")),
    )


RULE = Rule(
    code="MAN010",
    name="drifted-copy",
    severity=Severity.WARNING,
    why="one of two copies was changed, and nobody can say which of them holds",
    check=check,
    note=noted,
    compare=compare,
)
