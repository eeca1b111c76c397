"""From a specification and the persona it is for to a revision that the engine applies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from personac.api import Document
from personac.diagnostics import Diagnostic
from personac.model import NodeId
from personac.revise._faults import finding
from personac.revise._words import places
from personac.revise.ops.insert import Insert, Where
from personac.revise.ops.rephrase import Rephrase
from personac.revise.ops.replace import Replace
from personac.revise.parse import Loaded, is_paragraph
from personac.revise.prose import rephrase, verbs
from personac.revise.prose.anchor import Anchored, State, anchor
from personac.revise.prose.carry import broken_by, tried
from personac.revise.prose.english import Voice
from personac.revise.prose.ground import Ground, Lowered, Status
from personac.revise.prose.read import spec_id
from personac.revise.prose.rewrite import Request, rewritten
from personac.revise.prose.spec import Change, Proposal, Spec, Verb
from personac.revise.prose.wording import sentence
from personac.revision import Ensures, OpBase, Revision, Selector
from personac.source import Source, Span
from personac.text.plain import key, plain
from personac.text.quote import find_quote
from personac.text.slug import Ids, slug

Enrich = Callable[[Document], Document]
_LOWER: dict[Verb, Callable[[Ground], Lowered]] = {
    Verb.EMPHASIZE_IN: verbs.in_sections,
    Verb.INSTRUCT: verbs.instruct,
    Verb.EMPHASIZE: verbs.emphasize,
    Verb.STATE: verbs.state,
    Verb.ADD: verbs.add,
    Verb.RENAME: rephrase.rename,
    Verb.EXAMPLE: rephrase.rephrase,
    Verb.REFOCUS: rephrase.rephrase,
}
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
_SAID = (Verb.INSTRUCT, Verb.EMPHASIZE, Verb.STATE, Verb.REFOCUS)


class Came(NamedTuple):
    """A proposal and what it came to."""

    change: Change
    proposal: Proposal
    lowered: Lowered


class Lowering(NamedTuple):
    """The revision, every quotation with its result, every proposal with its own."""

    loaded: Loaded
    anchors: tuple[Anchored, ...]
    outcomes: tuple[Came, ...]
    requests: tuple[Request, ...] = ()
    """What a writer could be asked for."""

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        of_quotes = (one.found for one in self.anchors if one.found is not None)
        return (*of_quotes, *(d for one in self.outcomes for d in one.lowered.found))


def lower(
    spec: Spec, document: Document, enrich: Enrich, answers: Mapping[str, str] = NO_ANSWERS
) -> Lowering:
    """What the specification does to the persona, decided without changing anything;
    ``answers`` are those of a writer by the keys of the requests.
    """
    there = places(document.persona)
    ids = Ids()
    anchored = [tuple(anchor(there, q, spec.source) for q in c.quotes) for c in spec.changes]
    renamed = frozenset(_renamed(spec.changes, anchored))
    quoted: list[Anchored] = []
    outcomes: list[Came] = []
    requests: list[Request] = []
    for number, (change, own) in enumerate(zip(spec.changes, anchored, strict=True), 1):
        for proposal in change.proposals:
            name = ids.claim(f"change-{change.number or number}")
            ground = Ground(document, there, spec, enrich, change, proposal, own, renamed, name)
            came, request = rewritten(ground, _lowered(ground), answers)
            outcomes.append(Came(change, proposal, came))
            requests += [request] if request else []
        quoted += own
    quoted = [_settled(one, outcomes) for one in quoted]
    loaded = _loaded(spec, document.persona.id, outcomes)
    return Lowering(loaded, tuple(quoted), tuple(outcomes), tuple(requests))


def _renamed(
    changes: Sequence[Change], anchored: Sequence[tuple[Anchored, ...]]
) -> Iterator[NodeId]:
    for change, own in zip(changes, anchored, strict=True):
        if any(p.verb is Verb.RENAME for p in change.proposals):
            yield from (a.place.node.id for a in own if a.place is not None)


def _lowered(ground: Ground) -> Lowered:
    """One proposal, with what no op says of it."""
    came = _carried_out(ground)
    detailed = ground.proposal.details and ground.proposal.verb is not Verb.ADD
    return _detailed(ground, came) if detailed else came


def _carried_out(ground: Ground) -> Lowered:
    """What stands in the persona already is not said again."""
    proposal = ground.proposal
    placed = bool(proposal.sections) and proposal.verb in _SAID
    if proposal.verb in _SAID and not placed and _said_already(ground):
        return _already(ground, Lowered(Status.DONE))
    make = verbs.in_sections if placed else _LOWER.get(proposal.verb)
    if make is None:
        remedy = "carry it out by hand, or write it as one of the forms that `explain REV016` lists"
        return ground.left("the proposal has a form that personac does not know", remedy)
    return _already(ground, _sound(ground, make(ground)))


def _detailed(ground: Ground, came: Lowered) -> Lowered:
    """The entries below a proposal are a person's: what they are meant for nobody can tell."""
    words = plain(ground.proposal.details[0].text)[:80]
    told = finding(
        "REV016",
        f'what stands below the proposal is not applied: "{words}"',
        (ground.site(ground.proposal.details[0].span).label(),),
        remedy="make each of these entries a proposal of its own",
    )
    return came._replace(found=(*came.found, told))


def _said_already(ground: Ground) -> bool:
    subjects = tuple(concept.casefold() for concept in ground.proposal.concepts)
    return any(
        ground.holding(sentence(ground.proposal, voice, about)) is not None
        for voice in Voice
        for about in ((), subjects)
    )


def _sound(ground: Ground, came: Lowered) -> Lowered:
    """Ops that the engine would refuse are not made; they would keep the others from applying."""
    for op in came.ops:
        texts = (getattr(op, name, None) for name in ("text", "words", "with_"))
        if not all(text is None or is_paragraph(text) for text in texts):
            return ground.left(
                "the text it comes to is not one paragraph",
                "propose plain words, each entry of a list in a proposal of its own",
            )
        outcome = tried(ground, op)
        if outcome.value is None:
            why = outcome.diagnostics[0]
            return ground.left(f"the change cannot be made: {why.message}", why.help)
        if lost := broken_by(ground, op):
            return ground.left(
                f"not applied: with it, {lost[0].message}",
                "word the proposal so that what binds keeps its words and its force",
            )
    return came._replace(status=Status.DONE, ops=()) if _stands(ground, came) else came


def _stands(ground: Ground, came: Lowered) -> bool:
    """Whether every op finds its own result in the persona."""
    return bool(came.ops) and all(tried(ground, op).value == ground.document for op in came.ops)


def _already(ground: Ground, came: Lowered) -> Lowered:
    if came.status is not Status.DONE:
        return came
    labels = (ground.site().label(),)
    hint = finding("REV008", "already applied: the persona says what this proposes", labels)
    return came._replace(found=(*came.found, hint))


def _settled(one: Anchored, outcomes: Sequence[Came]) -> Anchored:
    """An absent quotation whose own change, or a rewording of its words, has been made."""
    if _was_renamed(one, outcomes):
        return one._replace(state=State.APPLIED, found=None)
    if one.state is not State.ABSENT:
        return one
    own = [o for o in outcomes if one.quotation in o.change.quotes]
    done = [o for o in outcomes if o.lowered.status is Status.DONE]
    reworded = any(find_quote(w, one.quotation.text) for o in done for w in o.proposal.words)
    if reworded or (own and all(o in done for o in own)):
        return one._replace(state=State.APPLIED, found=None)
    return one


def _was_renamed(one: Anchored, outcomes: Sequence[Came]) -> bool:
    """Whether the label that the quotation has in vain is one that a change has renamed."""
    if one.state is not State.RELABELLED:
        return False
    done = [o.proposal for o in outcomes if o.lowered.status is Status.DONE]
    known = {key(crumb) for crumb in one.quotation.crumbs}
    return any(p.verb is Verb.RENAME and key(p.words[0]) in known for p in done)


def _loaded(spec: Spec, persona: str, outcomes: Sequence[Came]) -> Loaded:
    """The ops in the order in which they do not undo each other: new wordings come first."""
    made = [(op, o) for o in outcomes for op in o.lowered.ops]
    made.sort(key=lambda pair: not isinstance(pair[0], Replace | Rephrase))
    made = _in_reading_order(made)
    concepts = _concepts([(op, o.proposal) for op, o in made])
    revision: Revision[OpBase] = Revision(
        schema="personac/revision/1",
        id=spec.id,
        title=spec.title,
        goal=spec.goal,
        applies_to=(persona,),
        concepts=concepts,
        ops=tuple(op for op, _ in made),
        ensures=Ensures(concepts=tuple(concepts)),
    )
    return Loaded(revision, spec.source, _spans(spec, [(op, o) for op, o in made]))


def _in_reading_order(made: Sequence[tuple[OpBase, Came]]) -> list[tuple[OpBase, Came]]:
    """What comes after one and the same entry, the last first, as each goes right after it."""
    found = list(made)
    after: dict[Selector, list[int]] = {}
    for at, (op, _) in enumerate(made):
        if isinstance(op, Insert) and op.where is Where.AFTER:
            after.setdefault(op.target, []).append(at)
    for places_of in after.values():
        for to, at in zip(places_of, reversed(places_of), strict=True):
            found[to] = made[at]
    return found


def _concepts(made: Sequence[tuple[OpBase, Proposal]]) -> dict[str, tuple[str, ...]]:
    """The quoted terms that the ops put into the persona."""
    found: dict[str, tuple[str, ...]] = {}
    for op, proposal in made:
        said = " ".join(str(getattr(op, name, "") or "") for name in ("text", "label", "with_"))
        for concept in proposal.concepts:
            if find_quote(concept, said):
                found.setdefault(slug(concept) or "concept", (concept,))
    return found


def _spans(spec: Spec, made: Sequence[tuple[OpBase, Came]]) -> dict[str, Span]:
    spans = {"$": spec.span, "$.id": spec.span, "$.title": spec.span}
    for number, (op, outcome) in enumerate(made):
        at = outcome.proposal.span
        spans |= {op.id: at, f"$.ops[{number}]": at, f"$.ops[{number}].id": at}
    return spans


def unaddressed(source: Source) -> Loaded:
    """A specification as a revision that applies to no persona; others may still name it."""
    revision: Revision[OpBase] = Revision(
        schema="personac/revision/1", id=spec_id(source.path), applies_to=()
    )
    return Loaded(revision, source, {"$": Span(0, 0)})
