"""GAT008: gates of which nothing says what happens when they are not passed."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Gate, Persona, Row, Table, blocks, walk
from personac.rules.gates._declared import declared, is_whole
from personac.rules.mandates._statements import Statement, Titled
from personac.text.plain import key

_CONSEQUENCE = re.compile(
    r"\b(?:block(?:s|ed|ing)?|stop\w*|halt\w*|fail\w*|reject\w*|abort\w*|retr(?:y|ies)|return\w*|redo|repeat\w*|iterat\w+|escalat\w*|refus\w*|"
    r"proceed\w*|continue|before|until|unless|without|otherwise|only (?:if|when|after|once)|if (?:any|not|a|the|it)|never|do not|don['’]t|"
    r"mandatory|required?|requires|enforce\w*|fix\w*|rework|roll ?back|revert|not (?:done|complete|ready|passed|met)|cannot|then)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:otherwise|else|on fail(?:ure)?|if not|if (?:it|this|that|not|one|any|they|the gate)\b[^.]{0,40}(?:, \w+|\b(?:stop|halt|ask|tell|go|return|redo|report|escalate|fail)\w*)"
    r"|(?:stop|halt|escalate)s? (?:and|if|when|unless|the)|(?:go|goes) back|return to|(?:is|are) (?:rejected|redone|sent back))\b",
    re.IGNORECASE,
)
"""What says plainly that something happens when a gate is not passed."""
_MAY_TELL = re.compile(
    r"\b(?:else|if (?:one|some)|go(?:es)? back|asks?|tells?|reports?|notif\w+|warns?|send|sent|alert\w*|or (?:it|they|we|you)|or\b[^.;]{0,60}\bnot)\b|→|->",
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
    sections: dict[str, dict[str, Statement]] = {}
    graded = {_section(one).id for one in declared(persona) if key(one.label) in _LEVELS}
    for statement in declared(persona):
        place = _section(statement).id
        if place not in graded:
            sections.setdefault(place, {}).setdefault(statement.node.id, statement)
    if not sections or _told_for_all(persona):
        return
    for gates in sections.values():
        yield from _untold(tuple(gates.values()))


def _untold(gates: Sequence[Statement]) -> Iterator[Finding]:
    """The first gate of a section where no word tells what follows; where the words of one gate
    do, each gate that has none.
    """
    section = _section(gates[0])
    if not _CONSEQUENCE.search(_all(section)):
        if not _is_blocking(gates[0]):
            yield _finding(gates[0], f"a gate of `{getattr(section, 'title', '')[:60]}`")
    elif any(_tells(gate) for gate in gates) and not _CONSEQUENCE.search(_shared(section, gates)):
        for gate in gates:
            said = _said(gate)
            if not (_is_blocking(gate) or _CONSEQUENCE.search(said) or _MAY_TELL.search(said)):
                yield _finding(gate, "this gate")


def _finding(gate: Statement, which: str) -> Finding:
    return Finding(
        message=f"nothing says what happens when {which} is not passed",
        help="add the consequence: stop and report, return to the step, at most 3 retries",
        labels=(gate.mark(),),
    )


def _tells(gate: Statement) -> bool:
    """Whether the gate itself says what happens when it is not passed."""
    return _TOLD.search(_said(gate)) is not None


def _said(gate: Statement) -> str:
    """The words of a gate; of a row also the titles of its columns."""
    table = gate.above[-1] if gate.above else None
    if isinstance(gate.node, Row) and isinstance(table, Table):
        cells = zip(table.header, gate.node.cells, strict=False)
        return " ".join(f"{title} {cell}" for title, cell in cells if cell.strip(" -–—"))
    return _all(gate.node)


def _shared(section: AnyNode, gates: Sequence[Statement]) -> str:
    """What the section says beside its gates, which may hold for each of them."""
    own = {below.id for gate in gates for below in walk(gate.node)}
    return " ".join(_own_words(node) for node in walk(section) if node.id not in own)


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
    return " ".join(map(_own_words, walk(node)))


def _own_words(node: AnyNode) -> str:
    cells = node.cells if isinstance(node, Row) else ()
    said = (str(getattr(node, name, "") or "") for name in ("title", "label", "text", "tag"))
    return " ".join((*cells, *said))


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
