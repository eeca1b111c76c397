"""GAT007: a gate without an owner, where other gates have one."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import AnyNode, Item, Persona, Row, Table, nodes, walk
from personac.rules.gates._declared import declared
from personac.rules.gates._named import Named, named_gates, place
from personac.text.plain import key, plain

_OWNER = re.compile(
    r"\b(?:owner|owned by|approver|approved by|responsible|accountable)\b", re.IGNORECASE
)
_OWNED = re.compile(r"\bowned by\b|\bowner(?:s|:| is| =)", re.IGNORECASE)
_OWNERS = frozenset({"owner", "approver", "responsible", "accountable", "approved by"})
_NOBODY = frozenset({"", "none", "tbd", "n a", "nobody"})


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    gates = named_gates(persona) or tuple(_listed(persona))
    tables = {row.id: one for one in nodes(persona) if isinstance(one, Table) for row in one.rows}
    owned = [_has_owner(gate, tables.get(gate.node.id)) for gate in gates]
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


def _listed(persona: Persona) -> Iterator[Named]:
    """The entries below a heading for gates, when one of them says by whom it is owned."""
    entries = {one.node.id: one.node for one in declared(persona) if isinstance(one.node, Item)}
    if any(_OWNED.search(item.text) for item in entries.values()):
        for item in entries.values():
            yield Named(item, "", plain(item.label or item.text))


def _has_owner(gate: Named, table: Table | None) -> bool:
    if isinstance(gate.node, Row) and table is not None:
        cells = zip(table.header, gate.node.cells, strict=False)
        return any(key(title) in _OWNERS and key(cell) not in _NOBODY for title, cell in cells)
    attributes = {one.name.lower() for one in getattr(gate.node, "attributes", ())}
    return not attributes.isdisjoint(_OWNERS) or any(_tells(node) for node in walk(gate.node))


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
