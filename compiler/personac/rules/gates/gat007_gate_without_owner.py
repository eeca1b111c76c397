"""GAT007: a gate without an owner, where other gates have one."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Item, Persona, Table, nodes, walk
from personac.rules.gates._named import Named, named_gates, place
from personac.text.plain import key, plain

_OWNER = re.compile(
    r"\b(?:owner|owned by|approver|approved by|responsible|accountable)\b", re.IGNORECASE
)
_OWNERS = frozenset({"owner", "approver", "responsible", "accountable", "approved by"})


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    gates = named_gates(persona)
    columns = _owner_cells(persona)
    owned = [_has_owner(gate) or gate.node.id in columns for gate in gates]
    if not any(owned) and "true" not in context.options.get("require-owner", ()):
        return
    for gate, has in zip(gates, owned, strict=True):
        if not has:
            called = gate.name or gate.id
            yield Finding(
                message=f"gate `{called[:60]}` has no owner",
                help="say who decides about it, as the other gates do: `owner`",
                labels=(place(context.document, gate.node, gate.id or called),),
            )


def _has_owner(gate: Named) -> bool:
    attributes = {one.name.lower() for one in getattr(gate.node, "attributes", ())}
    return not attributes.isdisjoint(_OWNERS) or any(_tells(node) for node in walk(gate.node))


def _owner_cells(persona: Persona) -> frozenset[str]:
    """The rows of tables that have something in a column for owners."""
    return frozenset(
        row.id
        for table in nodes(persona)
        if isinstance(table, Table)
        for row in table.rows
        for title, words in zip(table.header, row.cells, strict=False)
        if key(plain(title)) in _OWNERS and words.strip(" -–—")
    )


def _tells(node: AnyNode) -> bool:
    labels = (getattr(node, name, None) for name in ("label", "title", "tag"))
    named = any(key(str(one)) in _OWNERS for one in labels if one)
    return named or (isinstance(node, Item) and bool(_OWNER.search(node.text)))


RULE = Rule(
    code="GAT007",
    name="gate-without-owner",
    severity=Severity.WARNING,
    why="nobody can be asked when the gate does not open",
    check=check,
)
