"""Documents side by side: ids that stay unique, places that stay known."""

from collections.abc import Sequence

from personac.api import Document
from personac.model import AnyNode, Clause, NodeId, evolve, nodes, transform
from personac.source import FromSource, Source, SourceMap
from personac.text.slug import Ids

Also = dict[NodeId, tuple[FromSource, ...]]


def adopted(other: Document, taken: frozenset[NodeId]) -> Document:
    """``other`` with new ids for the nodes whose ids are taken."""
    own = {node.id for node in nodes(other.persona)}
    ids = Ids(taken | own)
    new: dict[NodeId, NodeId] = {}
    for node in nodes(other.persona):
        if node.id in taken and not isinstance(node, Clause):
            new[node.id] = ids.claim(node.id)
    if not new and not own & taken:
        return other

    def change(node: AnyNode) -> AnyNode:
        if isinstance(node, Clause):
            return node
        held = getattr(node, "clauses", ())
        changes: dict[str, object] = {}
        if held:
            changes["clauses"] = tuple(evolve(one, id=_clause_id(one.id)) for one in held)
        if node.id in new:
            changes["id"] = new[node.id]
        return evolve(node, **changes) if changes else node

    def _clause_id(old: NodeId) -> NodeId:
        node, mark, rest = old.partition("#")
        if mark and node in new:
            return f"{new[node]}#{rest}"
        return ids.claim(old) if old in taken else old

    return evolve(
        other,
        persona=transform(other.persona, change),
        origins={new.get(node, node): at for node, at in other.origins.items()},
        also={new.get(node, node): at for node, at in other.also.items()},
    )


def united_sources(*documents: Document) -> tuple[Source, ...]:
    """All sources in order, each once."""
    found = {(one.path, one.digest): one for document in documents for one in document.sources}
    return tuple(found.values())


def held_by(other: Document, base: Document) -> bool:
    """Whether all that ``other`` was read from is in ``base`` already."""
    known = {(one.path, one.digest) for one in base.sources}
    return all((one.path, one.digest) in known for one in other.sources)


def noted(also: Also, origins: SourceMap, node: NodeId, places: "tuple[FromSource, ...]") -> None:
    """Record that ``node`` stands at further places, each once."""
    known = also.get(node, ())
    own = origins.get(node)
    new = [one for one in dict.fromkeys(places) if one != own and one not in known]
    if new:
        also[node] = (*known, *new)


def all_adopted(documents: Sequence[Document]) -> list[Document]:
    """The documents with ids that are unique among all of them; the first keeps its own."""
    found: list[Document] = []
    taken: set[NodeId] = set()
    for one in documents:
        new = adopted(one, frozenset(taken))
        taken.update(node.id for node in nodes(new.persona))
        taken.update(new.origins)
        found.append(new)
    return found
