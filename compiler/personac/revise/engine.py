"""Applies revisions to a document: each as a whole or not at all, with every problem listed."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from personac import registry
from personac.api import Document, OpImpl
from personac.diagnostics import Diagnostic, Outcome, Severity
from personac.model import NodeId, blocks, evolve
from personac.revise._faults import Site, at_node, failed, finding
from personac.revise._words import Place, places
from personac.revise.ensure import postconditions
from personac.revise.order import Plan, plan, site_of
from personac.revise.parse import Loaded, parse_revision
from personac.revise.provenance import changes_of, forgotten, revised_by, stamped
from personac.revise.select import Selection, select
from personac.revise.stable import missed, repeated, unordered
from personac.revise.vocabulary import avoided
from personac.revision import Missing, OpBase

__all__ = ["Loaded", "parse_revision", "revise"]

Enrich = Callable[[Document], Document]


class _Job(NamedTuple):
    """One op of a revision, where it stands in the file, and what it meant before any change."""

    op: OpBase
    site: Site
    first: Selection


class _Context(NamedTuple):
    """The document before any revision, and the order of them all."""

    original: Document
    order: Plan


def revise(document: Document, revisions: Sequence[Loaded], enrich: Enrich) -> Outcome[Document]:
    """The document as the revisions want it, or every reason why there is none.

    Of ``revisions`` those count that apply to the persona.  Finding the kinds and clauses of
    changed text is ``enrich``'s part.  Node ids in findings are those of ``document``, unless
    a revision made the node.
    """
    planned = plan(document.persona.id, revisions)
    if planned.value is None:
        return Outcome(None, planned.diagnostics)
    order = planned.value
    done = _in_turn(document, order, enrich)
    if failed(done.found):
        return Outcome(None, done.found)
    return Outcome(done.document, (*done.found, *_turned(document, done.document, order, enrich)))


class _Done(NamedTuple):
    """What revisions came to, and which of them failed."""

    document: Document
    found: tuple[Diagnostic, ...]
    broken: frozenset[str]


def _in_turn(document: Document, order: Plan, enrich: Enrich) -> _Done:
    found: list[Diagnostic] = []
    broken: set[str] = set()
    context = _Context(document, order)
    for loaded in order.steps:
        name = loaded.revision.id
        if broken & order.above[name]:
            broken.add(name)
            continue
        outcome = _apply(document, loaded, enrich, context)
        found += outcome.diagnostics
        if failed(outcome.diagnostics):
            broken.add(name)
        document = outcome.value or document
    return _Done(document, tuple(found), frozenset(broken))


def _turned(
    document: Document, revised: Document, order: Plan, enrich: Enrich
) -> Iterator[Diagnostic]:
    """That the revisions come to something else the other way round, and none says its place."""
    other = order.turned()
    if other.steps == order.steps:
        return
    again = _in_turn(document, other, enrich)
    first = next((one.revision.id for one in other.steps if one.revision.id in again.broken), "")
    pair = missed(revised, first, order) if first else unordered(revised, again.document, order)
    if pair is not None:
        names = " and ".join(f"`{one.revision.id}`" for one in pair)
        yield finding(
            "REV004",
            f"{names} come to another persona the other way round, and no order is declared",
            [site_of(one, "$.id").label() for one in reversed(pair)],
            remedy=_in_order(*pair),
            severity=Severity.WARNING,
        )


def _apply(
    document: Document, loaded: Loaded, enrich: Enrich, context: _Context
) -> Outcome[Document]:
    name = loaded.revision.id
    if revised_by(document, name):
        labels = (site_of(loaded, "$.id").label(),)
        hint = finding("REV008", f"revision `{name}` is already applied", labels)
        return Outcome(document, (hint,))
    found = [*_preconditions(document, loaded)]
    after, of_ops = _run(document, loaded, context)
    found += of_ops
    if not failed(found):
        changed = changes_of(after, name)
        found += _conflicts(document, loaded, changed, context.order)
        after = enrich(after) if changed else after
        found += postconditions(document.persona, after.persona, loaded, changed)
        found += _again(after, loaded) if changed else ()
        found += avoided(after.persona, loaded, changed)
    return Outcome(
        None if failed([f for f in found if f.code != "REV004"]) else after, tuple(found)
    )


def _again(once: Document, loaded: Loaded) -> Iterator[Diagnostic]:
    """What the revision would still change if it met its own result as a written persona."""
    met = forgotten(once, loaded.revision.id)
    again, found = _run(met, loaded, _Context(met, Plan()))
    if not failed(found):  # else it would be refused, and nothing would change
        yield from repeated(once, again, loaded)


def _preconditions(document: Document, loaded: Loaded) -> Iterator[Diagnostic]:
    there = places(document.persona)
    for number, selector in enumerate(loaded.revision.requires):
        yield from select(there, selector, site_of(loaded, f"$.requires[{number}]")).found


def _run(
    document: Document, loaded: Loaded, context: _Context
) -> tuple[Document, list[Diagnostic]]:
    """All ops in their order, on a copy; an op in trouble is passed over to find the next one."""
    known = {implementation.model: implementation for implementation in registry.ops()}
    found: list[Diagnostic] = []
    changing = False
    for job in _jobs(document, loaded):
        chosen = job.first
        if chosen.missing and changing:
            chosen = _chosen(places(document.persona), job.op, job.site)
        outcome = _step(document, job._replace(first=chosen), known[type(job.op)])
        rivals = _rivals(document, loaded, job, context) if outcome.value is None else ()
        found += rivals or outcome.diagnostics
        changing = changing or known[type(job.op)].changes
        if outcome.value is not None:
            document = stamped(document, outcome.value, loaded.revision.id, job.op.id)
    return document, found


def _jobs(document: Document, loaded: Loaded) -> list[_Job]:
    """Every selector resolved in the document before any op has changed it."""
    there = places(document.persona)
    found: list[_Job] = []
    for number, op in enumerate(loaded.revision.ops):
        site = site_of(loaded, f"$.ops[{number}]")
        found.append(_Job(op, site, _chosen(there, op, site)))
    return found


def _chosen(there: Sequence[Place], op: OpBase, site: Site) -> Selection:
    selector = op.selector()
    if selector is None:
        return Selection()
    return select(there, selector, site.below(".target"), op.made())


def _step(document: Document, job: _Job, implementation: OpImpl) -> Outcome[Document]:
    """One op: its place found, there still, and changed; findings point at the op."""
    chosen = job.first
    if chosen.missing:
        return _missing(document, job, implementation)
    if failed(chosen.found):
        return Outcome(None, chosen.found)
    there = {node.id for node in blocks(document.persona)}
    if gone := [node for node in chosen.nodes if node not in there]:
        return Outcome(None, (*chosen.found, _removed(gone[0], job)))
    outcome = _carried_out(document, job, chosen.nodes, implementation)
    return Outcome(outcome.value, (*chosen.found, *outcome.diagnostics))


def _carried_out(
    document: Document, job: _Job, nodes: tuple[NodeId, ...], implementation: OpImpl
) -> Outcome[Document]:
    outcome = implementation.apply(document, job.op, nodes)
    own = tuple(_pointing(one, job) for one in outcome.diagnostics)
    return Outcome(outcome.value, own)


def _missing(document: Document, job: _Job, implementation: OpImpl) -> Outcome[Document]:
    """Nothing matches: the op has done its work before, or it says how grave that is."""
    if after := job.op.afterwards():
        nodes = select(places(document.persona), after, job.site).nodes
        outcome = _carried_out(document, job, nodes, implementation)
        if nodes and outcome.value == document:
            return outcome
    if job.op.if_missing is Missing.SKIP:
        return Outcome(document)
    if job.op.if_missing is Missing.WARN:
        found = tuple(evolve(one, severity=Severity.WARNING) for one in job.first.found)
        return Outcome(document, found)
    return Outcome(None, job.first.found)


def _pointing(problem: Diagnostic, job: _Job) -> Diagnostic:
    return evolve(problem, labels=(job.site.label(".id"), *problem.labels))


def _removed(node: NodeId, job: _Job) -> Diagnostic:
    return finding(
        "REV004",
        f"an earlier op of this revision removes the node that `{job.op.id}` is about",
        (job.site.label(".id"),),
        remedy=f"drop one of the two ops, or let them name different nodes; both mean `{node}`",
    )


def _conflicts(
    document: Document, loaded: Loaded, changed: dict[NodeId, str], order: Plan
) -> Iterator[Diagnostic]:
    """Nodes that another revision has changed before, with no order between the two."""
    for other in order.steps:
        name, second = other.revision.id, loaded.revision.id
        if name == second or order.ordered(name, second):
            continue
        before = changes_of(document, name)
        for node in sorted(before.keys() & changed.keys()):
            yield _conflict(other, before[node], loaded, changed[node], node)


def _rivals(
    document: Document, loaded: Loaded, job: _Job, context: _Context
) -> tuple[Diagnostic, ...]:
    """The changes by revisions without an order to this one that took the place of an op away,
    or the words it is about.
    """
    meant = _chosen(places(context.original.persona), job.op, job.site)
    if meant.missing or failed(meant.found) or not _once_possible(job, meant, context):
        return ()
    free = (o for o in context.order.steps if o.revision.id != loaded.revision.id)
    taken = (
        (other, changes_of(document, other.revision.id))
        for other in free
        if not context.order.ordered(other.revision.id, loaded.revision.id)
    )
    return tuple(
        _conflict(other, changed[node], loaded, job.op.id, node)
        for other, changed in taken
        for node in meant.nodes
        if node in changed
    )


def _once_possible(job: _Job, meant: Selection, context: _Context) -> bool:
    """Whether nothing but other revisions keeps the op from being carried out."""
    implementation = next(one for one in registry.ops() if one.model is type(job.op))
    return implementation.apply(context.original, job.op, meant.nodes).value is not None


def _conflict(one: Loaded, op: str, other: Loaded, other_op: str, node: NodeId) -> Diagnostic:
    labels = (
        site_of(other, other_op).label(text=_reason(other, other_op)),
        site_of(one, op).label(text=_reason(one, op)),
        at_node(node, "both change this"),
    )
    return finding(
        "REV004",
        f"`{one.revision.id}` and `{other.revision.id}` change one node, and no order is declared",
        labels,
        remedy=_in_order(one, other),
    )


def _in_order(one: Loaded, other: Loaded) -> str:
    """How to declare the order; a specification in prose cannot, others can name it."""
    first, second = one.revision.id, other.revision.id
    if not other.source.is_markdown:
        also = "" if one.source.is_markdown else ", or the other way round"
        return f"add `after: [{first}]` to `{second}`{also}"
    if not one.source.is_markdown:
        return f"add `after: [{second}]` to `{first}`"
    return f"write `{second}` as YAML with `personac revise import`, and add `after: [{first}]`"


def _reason(loaded: Loaded, op: str) -> str:
    return next((one.reason for one in loaded.revision.ops if one.id == op), "") or f"op `{op}`"
