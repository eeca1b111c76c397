"""GAT011: a gate that is checked after the step it should hold back."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.contract import normal
from personac.diagnostics import Severity
from personac.model import Gate, NodeId, Persona, placed
from personac.rules.mandates._bans import named
from personac.rules.mandates._deeds import Deed, deeds
from personac.rules.mandates._statements import Statement, statements
from personac.tables.actions import ActionTable, from_options, spoken_classes

LASTING = frozenset("push merge deploy delete production".split())
_AFTERWARDS = re.compile(r"\b(?:post|smoke|after|next|again|re-?)\b", re.IGNORECASE)


class Guard(NamedTuple):
    """A gate in a step that has to hold before ``actions``."""

    statement: Statement
    actions: frozenset[str]
    workflow: NodeId
    position: int


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    table = from_options(context.options)
    guards = tuple(_guards(persona, table))
    if not guards:
        return
    order = {node.id: at for at, (node, _) in enumerate(placed(persona))}
    told: set[NodeId] = set()
    for deed in deeds(persona, table):
        guard = _late(deed, guards, order)
        if guard is not None and guard.statement.node.id not in told:
            told.add(guard.statement.node.id)
            yield _finding(deed, guard, named(guard.actions & deed.actions, table))


def _guards(persona: Persona, table: ActionTable) -> Iterator[Guard]:
    order = {node.id: at for at, (node, _) in enumerate(placed(persona))}
    for statement in statements(persona):
        clause = statement.clause
        if not isinstance(clause, Gate) or statement.step is None:
            continue
        around = f"{statement.step.title} {statement.label} {clause.text}"
        stage = normal(clause).stage
        if stage.casefold().startswith(("before", "prior")) and not _AFTERWARDS.search(around):
            actions = spoken_classes(stage, table) & LASTING
            if actions:
                yield Guard(statement, actions, _workflow(statement), order[statement.node.id])


def _workflow(statement: Statement) -> NodeId:
    chain = (*statement.above, statement.node)
    at = next(n for n, node in enumerate(chain) if node is statement.step)
    return chain[at - 1].id if at else ""


def _late(deed: Deed, guards: tuple[Guard, ...], order: dict[NodeId, int]) -> Guard | None:
    """The gate for what is done, when all of them in its workflow come after it."""
    mine = [one for one in guards if one.actions & deed.actions and one.workflow == deed.workflow]
    at = order[deed.node]
    if any(guard.position <= at for guard in mine):
        return None
    later = (one for one in mine if one.statement.step and one.statement.step.id != deed.place)
    return next(later, None)


def _finding(deed: Deed, guard: Guard, actions: str) -> Finding:
    return Finding(
        message=f"{deed.step} is past this gate before it is checked: {actions}",
        help="move the gate before the step, or name it as a check of what was done",
        labels=(guard.statement.mark(), deed.mark("done here already")),
    )


RULE = Rule(
    code="GAT011",
    name="gate-after-effect",
    severity=Severity.ERROR,
    why="what it should hold back has happened and cannot be undone",
    check=check,
)
