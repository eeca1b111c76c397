"""Whether revisions come to one persona: applied once or twice, in either order."""

from collections.abc import Collection, Iterator
from itertools import combinations, zip_longest

from personac.api import Document
from personac.diagnostics import Diagnostic
from personac.model import AnyNode, Persona, Stating, blocks, evolve, transform
from personac.revise._faults import finding
from personac.revise.order import Plan, site_of
from personac.revise.parse import Loaded
from personac.revise.provenance import chain, changes_of, ops_of, own


def says_the_same(one: Persona, other: Persona) -> bool:
    """Whether two personas differ in ids and in what passes find, at most."""
    return one == other or transform(one, bare) == transform(other, bare)


def bare(node: AnyNode) -> AnyNode:
    """A node without its id and its clauses."""
    clauses = {"clauses": ()} if isinstance(node, Stating) and node.clauses else {}
    return evolve(node, id="", **clauses)


def repeated(once: Document, again: Document, loaded: Loaded) -> Iterator[Diagnostic]:
    """That ``again``, in which a revision met its own result, is not what it is applied once."""
    name = loaded.revision.id
    if not (changed := ops_of(again, name)) or says_the_same(once.persona, again.persona):
        return
    op = next(one.id for one in loaded.revision.ops if one.id in changed)
    yield finding(
        "REV007",
        f"applied twice, `{name}` comes to another persona: op `{op}` changes the result again",
        (site_of(loaded, op).label(),),
        remedy="let one op write the final words; what it looks for must not be in them",
    )


def unordered(one: Document, other: Document, order: Plan) -> tuple[Loaded, Loaded] | None:
    """Two revisions without an order by which two results differ; None where they do not."""
    if says_the_same(one.persona, other.persona):
        return None
    names: dict[str, None] = {}
    for pair in zip_longest(blocks(one.persona), blocks(other.persona)):
        left, right = pair
        if left and right and bare(own(left)) == bare(own(right)):
            continue
        for document, node in ((one, left), (other, right)):
            origin = document.origins.get(node.id) if node else None
            names |= {found.revision: None for found in chain(origin)}
        if found := _free(order, names):
            return found
    return _free(order, [step.revision.id for step in order.steps])


def missed(done: Document, name: str, order: Plan) -> tuple[Loaded, Loaded] | None:
    """The revision ``name``, which fails the other way round, and one that it needs before it."""
    earlier = [step.revision.id for step in order.steps]
    earlier = earlier[: earlier.index(name)]
    free = [one for one in earlier if not order.ordered(one, name)]
    behind = {o.revision for node in changes_of(done, name) for o in chain(done.origins[node])}
    near = [one for one in free if one in behind] or free[-1:]
    return _free(order, [*near[:1], name])


def _free(order: Plan, names: Collection[str]) -> tuple[Loaded, Loaded] | None:
    """The first two of these revisions that have no order."""
    steps = [one for one in order.steps if one.revision.id in names]
    pairs = combinations(steps, 2)
    free = (p for p in pairs if not order.ordered(p[0].revision.id, p[1].revision.id))
    return next(free, None)
