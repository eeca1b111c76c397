"""GAT005: a gate that nothing in the persona refers to."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Item, Persona, Section, Step, Workflow, placed
from personac.rules.gates._named import Named, named_gates, place, words_of
from personac.rules.gates._referred import references
from personac.text.plain import key

_ALL = re.compile(
    r" (?:all|every|each|both|these|the) (?:(?:quality|release|review|of the|\d) )*gates? |"
    r" gates (?:fail|pass|must|are|have|hold|block|before|apply) "
)
"""What refers to every gate, in words without marks."""
_WAY = re.compile(r"\b(?:steps|process|procedure|approach)\b", re.IGNORECASE)


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    known = named_gates(persona)
    if not known or not any(_is_step(node, above) for node, above in placed(persona)):
        return
    above = {node.id: nodes for node, nodes in placed(persona)}
    gates = [one for one in known if not _is_placed(one, above[one.node.id])]
    used = {one.id for one in references(persona, known)}
    said = _said(persona, gates)
    if _ALL.search(said):
        return
    by_name = any(_by_name(gate) and _is_named(gate, said) for gate in gates)
    for gate in gates:
        if (
            (gate.id or (by_name and _by_name(gate)))
            and gate.id not in used
            and not _is_named(gate, said)
        ):
            called = gate.id or gate.name
            yield Finding(
                message=f"no step, mandate or command refers to gate `{called[:60]}`",
                help="name the gate in the step that it guards, or set `applies` to `all`",
                labels=(place(context.document, gate.node, called),),
            )


def _is_step(node: AnyNode, above: tuple[AnyNode, ...]) -> bool:
    """Whether the persona has a way that gates could stand on."""
    if isinstance(node, Step):
        return True
    below = above[-1] if above else None
    if not isinstance(node, Item) or not isinstance(below, Section):
        return False
    return below.kind in ("startup", "workflow") or (
        node.ordinal is not None and _WAY.search(below.title) is not None
    )


def _is_placed(gate: Named, above: tuple[AnyNode, ...]) -> bool:
    """Whether the gate stands in a step, or is for all of them, or is numbered in order."""
    attributes = {one.name.lower() for one in getattr(gate.node, "attributes", ())}
    inside = any(isinstance(node, Step | Workflow) for node in above)
    return inside or "applies" in attributes or gate.id.isdigit() or len(gate.id) == 1


def _said(persona: Persona, gates: Sequence[Named]) -> str:
    """The words of everything that is no gate, as one key."""
    own = {gate.node.id for gate in gates}
    words = (
        words_of(node)
        for node, above in placed(persona)
        if node.id not in own and not any(one.id in own for one in above)
    )
    return f" {' / '.join(map(key, words))} "


def _by_name(gate: Named) -> bool:
    """Whether it has no id, and a name that says that it is a gate."""
    return not gate.id and key(gate.name).endswith(" gate")


def _is_named(gate: Named, said: str) -> bool:
    return bool(gate.name) and f" {key(gate.name)} " in said


RULE = Rule(
    code="GAT005",
    name="orphan-gate",
    severity=Severity.WARNING,
    why="a gate that stands on no way is passed by nobody",
    check=check,
)
