"""From the verb class of a proposal to ops at the places it quotes."""

import re
from collections.abc import Sequence

from personac.model import Field, Holder, Item, Text, evolve
from personac.revise._faults import at_node
from personac.revise._words import Place, Placed, label_of, words_of
from personac.revise.ops.append import Append
from personac.revise.ops.insert import Insert, Where
from personac.revise.prose.anchor import State
from personac.revise.prose.english import Voice, is_verb
from personac.revise.prose.ground import (
    Ground,
    Lowered,
    Status,
    affinity,
    goes_by,
    holders,
    is_header,
    is_listed,
    is_numbered,
    labelled,
    takes_sentence,
    voice_at,
)
from personac.revise.prose.proposal import terms
from personac.revise.prose.wording import heading, noun_phrase, sentence
from personac.revision import OpBase
from personac.tables.fields import field_kind, is_text_field
from personac.text.plain import key, plain
from personac.text.slug import content_slug

_HOLDS = re.compile(r"\b(?:include|contain|comprise|cover|consist of)s?\W*:$")
_STOP = re.compile(r"[.!?][\"”')]?\s+[A-Z]")


def in_sections(ground: Ground) -> Lowered:
    """One op in each of the sections that are named."""
    ops: list[OpBase] = []
    missing: list[str] = []
    for name in ground.proposal.sections:
        place = ground.titled(name)
        if place and isinstance(place.node, Field) and not is_text_field(place.node.kind):
            return ground.left(
                f"`{name}` is a field of the header that holds no sentences",
                "name a section of the body; grants and settings are changed in the persona itself",
                (at_node(place.node.id),),
            )
        op = (
            _into(ground._replace(op=f"{ground.op}-{content_slug(name)}"), place) if place else None
        )
        if op is None:
            missing.append(name)
        else:
            ops.append(op)
    if not missing:
        return Lowered(Status.APPLIED, tuple(ops))
    left = ground.nowhere(missing)
    return left._replace(status=Status.APPLIED, ops=tuple(ops), open=False) if ops else left


def instruct(ground: Ground) -> Lowered:
    """The instruction at the quoted place that its condition is about."""
    standing = [p for p in ground.standing() if not is_header(p)]
    about = ground.proposal.condition or ground.proposal.action
    standing.sort(key=lambda p: affinity(about, p))
    for place in reversed(standing):
        if op := _at(ground, place):
            return Lowered(Status.APPLIED, (op,))
    return _elsewhere(ground)


def emphasize(ground: Ground) -> Lowered:
    """A requirement where the title of the change says: at the item, or last in its section."""
    subject = next(iter(terms(ground.change.title)), "")
    for place in ground.standing():
        if goes_by(subject, place.node):
            break
        holder = next((h for h in holders(place) if goes_by(subject, h.node)), None)
        op = _into(ground, holder) if holder else None
        if op is not None:
            return Lowered(Status.APPLIED, (op,))
    return instruct(ground)


def state(ground: Ground) -> Lowered:
    """The statement after the words of the item it is about."""
    standing = [p for p in ground.standing() if takes_sentence(p.node)]
    named = [p for p in standing if _is_subject(ground, p)]
    if not named and (subject := next(iter(ground.proposal.concepts), "")):
        place = ground.titled(subject)
        named = [place] if place and takes_sentence(place.node) else []
        if place and not named and (op := _into(ground, place)):
            return Lowered(Status.APPLIED, (op,))
    for place in (*named, *standing):
        return Lowered(Status.APPLIED, (_sentence(ground, place),))
    return instruct(ground)


def add(ground: Ground) -> Lowered:
    """A new entry with a name of its own; its words must come with the proposal."""
    said = ground.proposal.action or " ".join(one.text for one in ground.proposal.details)
    name = ground.proposal.name
    if not said.strip(" ."):
        return ground.left(
            f"the proposal names a new part, `{name}`, and does not say what stands in it",
            "write its text after the name in the proposal",
        )
    places = [p for one in ground.proposal.sections if (p := ground.titled(one))]
    if ground.proposal.sections and not places:
        return ground.nowhere(ground.proposal.sections)
    whole = ground.proposal.part.startswith("section")
    for place in (*places, *ground.standing()):
        if whole and is_numbered(place.node):
            return ground.left(
                f"`{name}` is to be a section, and the quoted place is a step of a numbered list",
                "name the section that it goes into, or call it a step",
                (at_node(place.node.id, "quoted"),),
            )
        op = _named(ground, place, said, name)
        if op is not None:
            return Lowered(Status.APPLIED, (op,))
    return _elsewhere(ground)


def _named(ground: Ground, place: Place, said: str, name: str) -> OpBase | None:
    text = sentence(evolve(ground.proposal, action=said), Voice.PLAIN)
    into = isinstance(place.node, Holder) and bool(ground.below(place))
    text = _entry(text, ground.below(place) if into else ground.beside(place), ())
    target = ground.named(place)
    if isinstance(place.node, Holder) and (ground.below(place) or not is_listed(place.node)):
        return Append(id=ground.op, target=target, text=text, label=name, reason=ground.reason)
    if isinstance(place.node, Text | Item):
        return Insert(id=ground.op, target=target, text=text, label=name, reason=ground.reason)
    return None


def _is_subject(ground: Ground, place: Place) -> bool:
    subject = next(iter(ground.proposal.concepts), "")
    return goes_by(subject, place.node)


def _elsewhere(ground: Ground) -> Lowered:
    """No quoted place: the innermost section that the crumbs name, if there is one."""
    for anchored in ground.anchors:
        if anchored.state is not State.ABSENT:
            continue
        for crumb in reversed(anchored.quotation.crumbs):
            place = ground.titled(crumb)
            if place is not None and (op := _into(ground, place)):
                return Lowered(Status.APPLIED, (op,))
    return unplaced(ground)


def unplaced(ground: Ground) -> Lowered:
    """Why there is no place for it."""
    header = [p for p in ground.standing() if is_header(p)]
    labels = [at_node(p.node.id, "quoted") for p in header]
    many = [a for a in ground.anchors if a.state is State.AMBIGUOUS]
    if header:
        why = (
            f"it quotes only the header field `{label_of(header[0].node)}`, which instructs nobody"
        )
        remedy = "quote the section or item of the body where it belongs"
    elif many:
        why, remedy = "its quote stands in several places", "say in the quote which one is meant"
    elif ground.anchors:
        why, remedy = (
            "its quotes are not in the persona",
            "quote words that stand there, or name the section",
        )
    else:
        why, remedy = "it quotes nothing and names no section", "quote the text it is about"
    return ground.left(f"the proposal has no place: {why}", remedy, labels)


def _entry(text: str, beside: Sequence[Placed], lead: Sequence[Placed]) -> str:
    """The text as the entries of its list are: a thing where the list says what something holds,
    without a full stop where no command of the list has one.
    """
    if any(_HOLDS.search(f"{plain(words_of(node))}:") for node in lead):
        text = noun_phrase(text)
    listed = [plain(words_of(node)).rstrip() for node in beside if is_listed(node)]
    commands = [words for words in listed if is_verb(words.partition(" ")[0])]
    stopped = any(words.endswith((".", "!", "?", ":", ";")) for words in listed)
    alike = 2 * len(commands) > len(listed) > 1 and not stopped
    return text.rstrip(".") if alike and not _STOP.search(text[:-1]) else text


def _into(ground: Ground, place: Place) -> OpBase | None:
    """A sentence for a text, an entry for a list."""
    node = place.node
    if takes_sentence(node) and (isinstance(node, Text) or _is_field(node)):
        return _sentence(ground, place)
    if is_header(place):
        text = sentence(ground.proposal, Voice.PLAIN)
        return Append(id=ground.op, target=ground.named(place), text=text, reason=ground.reason)
    if not isinstance(node, Holder) or (takes_sentence(node) and not ground.below(place)):
        return _at(ground, place)
    below = ground.below(place)
    if len(below) == 1 and isinstance(below[0], Text) and takes_sentence(below[0]):
        return _sentence(ground, Place(below[0], (*place.above, node)))
    text = sentence(ground.proposal, voice_at(below), _names(place))
    text = _entry(text, below, (node, *(one for one in below if isinstance(one, Text))))
    label = heading(ground.change, ground.proposal) if labelled(below) else None
    target = ground.named(place)
    if getattr(node, "text", ""):
        where = Where.LAST
        return Insert(
            id=ground.op, target=target, where=where, text=text, label=label, reason=ground.reason
        )
    return Append(id=ground.op, target=target, text=text, label=label, reason=ground.reason)


def _at(ground: Ground, place: Place) -> OpBase | None:
    """An entry after an item of a list; a sentence after a step or a text."""
    node = place.node
    if is_listed(node) and not is_numbered(node):
        beside = ground.beside(place)
        tagged = getattr(node, "tag", None) is not None
        label = heading(ground.change, ground.proposal) if label_of(node) and not tagged else None
        if label is None and label_of(node) is not None:
            return _sentence(ground, place) if takes_sentence(node) else None
        text = sentence(ground.proposal, voice_at(beside))
        lead = (*place.above[-1:], *(one for one in beside if isinstance(one, Text)))
        text = _entry(text, beside, lead)
        return Insert(
            id=ground.op, target=ground.named(place), text=text, label=label, reason=ground.reason
        )
    if takes_sentence(node):
        return _sentence(ground, place)
    if isinstance(node, Text):
        text = sentence(ground.proposal, Voice.IMPERATIVE)
        where = Where.BEFORE
        return Insert(
            id=ground.op, target=ground.named(place), where=where, text=text, reason=ground.reason
        )
    return _into(ground, place) if isinstance(node, Holder) and not is_listed(node) else None


def _sentence(ground: Ground, place: Place) -> OpBase:
    node = place.node
    alone = isinstance(node, Text) or _is_field(node)
    text = sentence(
        ground.proposal, voice_at((node,) if alone else ground.beside(place)), _names(place)
    )
    return Append(id=ground.op, target=ground.named(place), text=text, reason=ground.reason)


def _is_field(node: Placed) -> bool:
    """Whether an entry says who somebody is, as ``- **Role:** …`` or ``<role>`` does."""
    label = label_of(node) if isinstance(node, Item) else None
    named = isinstance(node, Item) and node.tag is not None
    return bool(label) and (named or is_text_field(field_kind(plain(label or ""))))


def _names(place: Place) -> tuple[str, ...]:
    label = label_of(place.node)
    return (label.casefold(), key(label)) if label else ()
