"""GAT008: gates of which nothing says what happens when they are not passed."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Gate, Persona, Row, blocks, walk
from personac.rules.gates._declared import declared, is_whole
from personac.rules.mandates._statements import Statement, Titled
from personac.text.plain import key

_CONSEQUENCE = re.compile(
    r"\b(?:block(?:s|ed|ing)?|stop\w*|halt\w*|fail\w*|reject\w*|abort\w*|retr(?:y|ies)|return\w*|redo|repeat\w*|iterat\w+|escalat\w*|refus\w*|"
    r"proceed\w*|continue|before|until|unless|without|otherwise|only (?:if|when|after|once)|if (?:any|not|a|the|it)|never|do not|don['’]t|"
    r"mandatory|required?|requires|enforce\w*|fix\w*|rework|roll ?back|revert|not (?:done|complete|ready|passed|met)|cannot|then)\b",
    re.IGNORECASE,
)
_ABOUT_GATES = re.compile(
    r"\bgates?\b[^.]{0,80}\b(?:fail\w*|block\w*|pass(?:es|ed)?|not met|unmet|stop\w*|halt\w*|red)\b|"
    r"\b(?:fail\w*|block\w*|pass)\b[^.]{0,40}\bgates?\b",
    re.IGNORECASE,
)

_LEVELS = frozenset({"bronze", "silver", "gold", "platinum"})
"""How mature something is: nothing is passed or not."""


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    firsts: dict[str, Statement] = {}
    graded = {_section(one).id for one in declared(persona) if key(one.label) in _LEVELS}
    for statement in declared(persona):
        place = _section(statement)
        if place.id not in graded:
            firsts.setdefault(place.id, statement)
    if not firsts or _told_for_all(persona):
        return
    for statement in firsts.values():
        if not _is_blocking(statement) and not _CONSEQUENCE.search(_all(_section(statement))):
            title = getattr(_section(statement), "title", "")
            yield Finding(
                message=f"nothing says what happens when a gate of `{title[:60]}` is not passed",
                help="add the consequence: stop and report, return to the step, at most 3 retries",
                labels=(statement.mark(),),
            )


def _section(statement: Statement) -> AnyNode:
    """The innermost heading or element around the gate, else its own node."""
    titled = [node for node in statement.above if isinstance(node, Titled)]
    if is_whole(statement):
        return statement.node
    return titled[-1] if titled else statement.node


def _is_blocking(statement: Statement) -> bool:
    clause = statement.clause
    names = {one.name.lower() for one in getattr(statement.node, "attributes", ())}
    stated = isinstance(clause, Gate) and clause.blocking is not None
    return stated or not names.isdisjoint({"blocking", "enforcement", "on-fail", "onfail"})


def _all(node: AnyNode) -> str:
    said: list[str] = []
    for one in walk(node):
        if isinstance(one, Row):
            said += one.cells
        said += [str(getattr(one, name, "") or "") for name in ("title", "label", "text", "tag")]
    return " ".join(said)


def _told_for_all(persona: Persona) -> bool:
    """Whether some sentence says what gates do when they are not passed."""
    return any(
        _ABOUT_GATES.search(str(getattr(node, "text", "") or "")) for node in blocks(persona)
    )


RULE = Rule(
    code="GAT008",
    name="gate-without-consequence",
    severity=Severity.WARNING,
    why="a gate that stops nothing is a remark",
    check=check,
)
