"""GAT011: a gate that is checked after the step it should hold back."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.contract import normal
from personac.diagnostics import Severity
from personac.model import Gate, NodeId, Persona, Placed, placed
from personac.rules.mandates._bans import named
from personac.rules.mandates._deeds import Deed, deeds
from personac.rules.mandates._places import step_of
from personac.rules.mandates._statements import Statement, statements
from personac.tables.actions import ActionTable, from_options, spoken_classes
from personac.text.plain import plain

LASTING = frozenset("push merge deploy delete production".split())
_AFTERWARDS = re.compile(r"\b(?:post|smoke|(?<!only )after|next|again|re-?)\b", re.IGNORECASE)
_WAITS = re.compile(
    r"(?:you (?:must |may )?)?(?P<only>\w+(?: [\w-]+){0,5}?) only (?:after|once|when|if|with)\b"
    r"|(?:do not|never|must not|don['’]t) (?P<not>\w+(?: [\w-]+){0,5}?) (?:until|unless|without|before)\b"
    r"|.{0,80}\bblocks? (?:the |a |any )?(?P<held>(?:[\w-]+ ){0,2}(?:push|merge|deploy\w*|release|publish\w*))",
    re.IGNORECASE,
)
_REHEARSED = re.compile(
    r"\b(?:staging|stage|preview|test|dev|development|sandbox|local|feature|dry-run|qa)\b",
    re.IGNORECASE,
)
"""What is done to something that is not the real thing yet."""


class Guard(NamedTuple):
    """A gate in a step that has to hold before ``actions``."""

    statement: Statement
    actions: frozenset[str]
    workflow: NodeId
    step: NodeId
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
        step = step_of(Placed(statement.node, statement.above))
        if isinstance(statement.clause, Gate) and step is not None:
            actions = spoken_classes(_held_back(statement), table) & LASTING
            if actions:
                at = order[statement.node.id]
                yield Guard(statement, actions, step.workflow, step.node, at)


def _held_back(statement: Statement) -> str:
    """The words for what has to wait until the gate is passed; empty when it is a check of what
    was done.
    """
    clause = statement.clause
    title = statement.step.title if statement.step else ""
    if _AFTERWARDS.search(f"{title} {statement.label} {clause.text}"):
        return ""
    stage = normal(clause).stage
    if stage.casefold().startswith(("before", "prior")):
        return stage
    match = _WAITS.match(plain(clause.text))
    return next(filter(None, match.groups()), "") if match else ""


def _late(deed: Deed, guards: tuple[Guard, ...], order: dict[NodeId, int]) -> Guard | None:
    """The gate for what is done, when all of them in its workflow come after it."""
    mine = [one for one in guards if one.actions & deed.actions and one.workflow == deed.workflow]
    at = order[deed.node]
    if any(guard.position <= at for guard in mine):
        return None
    if _REHEARSED.search(deed.words):
        return None
    return next((one for one in mine if one.step != deed.place), None)


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
