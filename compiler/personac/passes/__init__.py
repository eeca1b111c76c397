"""From syntax to meaning, the same for every dialect.

Order matters: kinds are the ground of everything; workflows regroup blocks; clauses are read
last, from the final tree.
"""

from collections.abc import Mapping

from personac.api import Document
from personac.model import AnyNode, Stating, evolve, transform


def enrich(document: Document, kinds: Mapping[str, str]) -> Document:
    """Give every node its kind and its clauses; ids and origins stay what they are."""
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
    return evolve(document, persona=persona)


def _without_clauses(node: AnyNode) -> AnyNode:
    """Clauses are read from the words each time, so that they never outlive them."""
    return evolve(node, clauses=()) if isinstance(node, Stating) and node.clauses else node
