"""GAT006: a reference to a gate that is not defined."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches

from personac.api import Document, Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.rules.gates._named import family, named_gates, place, written
from personac.rules.gates._referred import Reference, references
from personac.text.plain import key

_SURE = 0.85


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    gates = named_gates(persona)
    ids = {gate.id: gate for gate in gates if gate.id}
    names = {key(gate.name) for gate in gates if gate.name}
    families = {gate.family for gate in gates if gate.id and gate.family}
    for used in references(persona, gates):
        known = used.id in ids or key(used.id) in names
        ours = used.declared or family(used.id) in families
        if gates and ours and not known:
            yield _finding(used, tuple(ids), context.document)


def _finding(used: Reference, ids: tuple[str, ...], document: Document) -> Finding:
    near = get_close_matches(used.id, ids, n=1, cutoff=0.6)
    meant = f"; did you mean `{near[0]}`?" if near else ""
    return Finding(
        message=f"there is no gate `{used.id[:60]}`{meant}",
        help="define the gate, or refer to one that is defined",
        labels=(place(document, used.node, used.id),),
        fixes=tuple(_fixes(used, near, document)),
    )


def _fixes(used: Reference, near: list[str], document: Document) -> Iterator[Fix]:
    span = written(document, used.node, used.id) if near else None
    if span is not None:
        edit = Edit(document.sources[0].path, span, near[0])
        sure = Applicability.SAFE if _is_typo(used.id, near[0]) else Applicability.UNSAFE
        yield Fix(f"refer to `{near[0]}`", (edit,), sure)


def _is_typo(written: str, meant: str) -> bool:
    """Whether the words differ and the numbers do not: ``G4`` is no misspelling of ``G1``."""
    numbers = [re.findall(r"\d+", one) for one in (written, meant)]
    alike = SequenceMatcher(None, written, meant).ratio()
    return numbers[0] == numbers[1] and alike >= _SURE


RULE = Rule(
    code="GAT006",
    name="unknown-gate",
    severity=Severity.ERROR,
    why="the agent cannot pass a gate that is not there, and takes the step as free",
    check=check,
)
