"""From syntax to meaning, the same for every dialect.

Order matters: kinds are the ground of everything; workflows regroup blocks; clauses are read
last, from the final tree.
"""

from collections.abc import Mapping

from personac.api import Document
from personac.model import AnyNode, Clause, Persona, Stating, evolve, nodes, transform
from personac.text.plain import key


def enrich(document: Document, kinds: Mapping[str, str]) -> Document:
    """Give every node its kind and its clauses; ids and origins stay what they are.

    Clauses are read from the words each time, so that they never outlive them.  What the
    author of a canonical document wrote counts before what would be read.
    """
    from personac.passes.classify import classify
    from personac.passes.contract import find_contract
    from personac.passes.protocols import find_protocols
    from personac.passes.tools import find_tools
    from personac.passes.workflows import find_workflows

    persona = transform(document.persona, _without_clauses)
    persona = classify(persona, kinds)
    persona = find_workflows(persona)
    for find in (find_tools, find_protocols, find_contract):
        persona = find(persona)
    if document.dialect == "canonical":
        persona = _as_written(persona, document.persona)
    return evolve(document, persona=persona)


def _without_clauses(node: AnyNode) -> AnyNode:
    return evolve(node, clauses=()) if isinstance(node, Stating) and node.clauses else node


def _as_written(persona: Persona, written: Persona) -> Persona:
    """Put back the clauses that the author wrote, where their words still stand."""
    stated = {n.id: n.clauses for n in nodes(written) if isinstance(n, Stating) and n.clauses}

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Stating) or node.id not in stated:
            return node
        kept = tuple(clause for clause in stated[node.id] if _stands(clause, node))
        return evolve(node, clauses=kept) if kept else node

    return transform(persona, change)


def _stands(clause: Clause, node: Stating) -> bool:
    words = getattr(clause, "text", None)
    if words is None:
        return True
    held = (getattr(node, name, None) for name in ("title", "label", "text", "cells"))
    return key(str(words)) in key(" ".join(str(one) for one in held if one))
