"""What a persona takes over from those it extends and includes."""

from collections.abc import Iterator, Sequence

from personac.api import Document
from personac.breaking import weakened
from personac.breaking._modes import mode_of, mode_rank
from personac.breaking._pairs import Pair, likeness, pair
from personac.breaking._powers import held_kind, held_names
from personac.breaking._stated import Stated, stated
from personac.combine import _access as access
from personac.combine import _findings as say_so
from personac.combine import _header as headers
from personac.combine import _places as places
from personac.combine._adopt import adopted, held_by
from personac.combine._prove import Loss, losses
from personac.combine._subjects import Index, covers, opposed
from personac.combine._weave import weave
from personac.diagnostics import Diagnostic, Label, Outcome, Severity
from personac.identity import text_of
from personac.model import Block, Field, NodeId, Persona, Section, Step, Workflow, evolve, nodes
from personac.text.plain import key
from personac.text.slug import Ids

_CONSUMED = ("extends", "includes")
_OWN = frozenset({"name", "title", "handle", "version", *_CONSUMED})
"""Fields that say who the parent is, and nothing of its child."""
_ROUNDS = 4
_ALIKE = 0.75
"""The share of words from which on two statements are taken to be of one subject."""
_FORCE = ("DIF002", "DIF003", "DIF005", "DIF007")


def inherit(
    child: Document, parents: Sequence[Document], parts: Sequence[Document]
) -> Outcome[Document]:
    """``child`` with what its ``parents``, nearest first, and its ``parts`` say.

    What the child loosens is an error with both places, and the words of the parent stand.
    """
    heir = _Heir(child)
    for parent in parents:
        heir.take(parent)
    for part in parts:
        heir.splice(part)
    return Outcome(heir.document, tuple(heir.findings))


class _Heir:
    def __init__(self, child: Document) -> None:
        self.child = child
        self.document = _without_keys(child)
        self.own = frozenset(node.id for node in nodes(child.persona))
        self.findings: list[Diagnostic] = []
        self.told: set[tuple[NodeId, str]] = set()

    def take(self, parent: Document) -> None:
        """A parent's fields, limits and body."""
        if held_by(parent, self.document):
            return
        parent = self.adopted(parent)
        self.limit(parent)
        self.join(parent, front=True)
        self.fields(parent)

    def splice(self, part: Document) -> None:
        """A part's limits and body; its name and description are its own."""
        if held_by(part, self.document):
            return
        part = self.adopted(part)
        self.limit(part)
        self.join(_wrapped(part), front=False)

    def adopted(self, other: Document) -> Document:
        taken = frozenset(node.id for node in nodes(self.document.persona))
        return _without_keys(adopted(other, taken | frozenset(self.document.origins)))

    # ------------------------------------------------------------------ the body

    def join(self, parent: Document, *, front: bool) -> None:
        bare = evolve(parent, persona=evolve(parent.persona, header=()))
        keep: frozenset[NodeId] = frozenset()
        for _ in range(_ROUNDS):
            joined = weave(self.document, bare, front=front, keep=keep).document
            lost = self.lost(bare, joined)
            again = frozenset(one.old for one in lost if one.old) - keep
            if not again:
                break
            keep |= again
        self.loosened(bare)
        self.lifted(bare, joined)
        self.findings += [self.unproven(bare, one) for one in lost[:3]]
        self.document = joined

    def lost(self, parent: Document, document: Document) -> list[Loss]:
        bare = evolve(document, persona=evolve(document.persona, header=()))
        return [one for one in losses(parent, bare) if not one.permits and one.old]

    def loosened(self, parent: Document) -> None:
        """The child's own statements that ask less than one of the parent's."""
        mine = [one for one in stated(self.document.persona) if one.node.id in self.own]
        theirs = stated(parent.persona)
        index = Index(mine)
        near = {(id(one), id(other)): (one, other) for one in theirs for other in index.near(one)}
        alike = pair(theirs, mine).pairs
        near |= {(id(p.old), id(p.new)): (p.old, p.new) for p in alike if _are_alike(p)}
        kept = {id(one) for one, other in near.values() if covers(one, other)}
        for one, other in near.values():
            if id(one) not in kept and not one.aside and not other.aside and _asks_less(one, other):
                self.report(parent, other, one)

    def lifted(self, parent: Document, document: Document) -> None:
        for one in losses(parent, document):
            if one.permits and one.code == "DIF004" and self.untold(one):
                where = places.line(document, one.new, one.words)
                self.add(
                    "MRG005",
                    f'{where} lifts what {places.name(parent)} says: "{say_so.cut(one.words)}"',
                    "remove the sentence, or take the rule out of the persona that is extended",
                    places.label(document, one.new, one.words),
                    places.label(parent, parent.persona.id, text="what is extended"),
                )

    def untold(self, loss: Loss) -> bool:
        """Whether it is the child's, and no statement that was reported already."""
        told = (words for node, words in self.told if node == loss.new)
        return loss.new in self.own and not any(w in loss.words or loss.words in w for w in told)

    def report(self, parent: Document, mine: Stated, theirs: Stated) -> None:
        self.told.add((mine.node.id, mine.clause.text))
        verb = "contradicts" if opposed(mine, theirs) else "asks less than"
        lines = (
            places.line(self.document, mine.node.id, mine.clause.text, (parent,)),
            places.line(parent, theirs.node.id, theirs.clause.text, (self.child,)),
        )
        self.add(
            "MRG005",
            f'{lines[0]} {verb} {lines[1]}: "{say_so.cut(mine.clause.text)}"',
            f'say no less than "{say_so.cut(theirs.clause.text, 90)}", or remove the statement',
            places.label(self.document, mine.node.id, mine.clause.text),
            places.label(parent, theirs.node.id, theirs.clause.text, "what is extended"),
        )

    def unproven(self, parent: Document, loss: Loss) -> Diagnostic:
        return say_so.finding(
            "MRG009",
            Severity.ERROR,
            f"{places.line(parent, loss.old, loss.words)} would not hold: {loss.message}",
            "word the statement alike in both, or extend another persona",
            places.label(parent, loss.old, loss.words),
        )

    def add(self, code: str, message: str, advice: str, *labels: Label) -> None:
        found = say_so.finding(code, Severity.ERROR, message, advice, *labels)
        if not any(one.labels == found.labels for one in self.findings):
            self.findings.append(found)

    # ------------------------------------------------------------------ the header

    def limit(self, parent: Document) -> None:
        """No tool or resource that the parent does not grant."""
        powers = access.powers_of(parent.persona)
        persona, lost = access.narrowed(self.document.persona, (powers,))
        for one in lost:
            where = places.line(self.document, one.node, one.words)
            self.add(
                "MRG006",
                f'{where} grants "{say_so.cut(one.words)}", which {places.name(parent)} does not',
                "remove the tool, or grant it in the persona that is extended",
                places.label(self.document, one.node, one.words),
                places.label(parent, _list_of(parent.persona), text="the list of what is extended"),
            )
        self.document = evolve(self.document, persona=persona)

    def fields(self, parent: Document) -> None:
        """The parent's fields that the child does not state, and the stricter of its settings."""
        mine = {headers.group(n): n for n in self.document.persona.header if isinstance(n, Field)}
        new: list[Field] = []
        for field in parent.persona.header:
            if not isinstance(field, Field) or headers.group(field) in _OWN:
                continue
            there = mine.get(headers.group(field))
            if there is None:
                new.append(field)
            elif _says_nothing(there):
                self.replace(there, evolve(field, id=there.id, key=there.key))
            else:
                self.replace(there, self.stricter(parent, there, field))
        header = (*self.document.persona.header, *new)
        origins = {
            **self.document.origins,
            **{f.id: parent.origins[f.id] for f in new if f.id in parent.origins},
        }
        self.document = evolve(
            self.document, persona=evolve(self.document.persona, header=header), origins=origins
        )

    def replace(self, old: Field, new: Field) -> None:
        if new is not old:
            header = tuple(new if n is old else n for n in self.document.persona.header)
            self.document = evolve(
                self.document, persona=evolve(self.document.persona, header=header)
            )

    def stricter(self, parent: Document, mine: Field, theirs: Field) -> Field:
        if mine.kind == "denied-tools":
            return headers.with_entries(mine, theirs)
        if kind := mode_of(mine):
            ranks = [mode_rank(kind, text_of(one.value)) for one in (mine, theirs)]
            if ranks[0] > ranks[1]:
                self.wider(parent, mine, theirs, text_of(mine.value))
                return evolve(mine, value=theirs.value, source=theirs.source)
        if held_kind(mine):
            known = set(held_names(theirs.value))
            more = [name for name in held_names(mine.value) if name not in known]
            if more and "*" not in known:
                self.wider(parent, mine, theirs, ", ".join(more))
                return evolve(mine, value=headers.only(mine.value, known), source=None)
        return mine

    def wider(self, parent: Document, mine: Field, theirs: Field, words: str) -> None:
        where = places.line(self.document, mine.id)
        self.add(
            "MRG006",
            f'{where} sets `{mine.key}` to "{say_so.cut(words)}", wider than '
            f"{places.line(parent, theirs.id)}",
            "narrow it, or widen it in the persona that is extended",
            places.label(self.document, mine.id),
            places.label(parent, theirs.id, text="what is extended"),
        )


def _are_alike(pair: Pair) -> bool:
    return pair.old.kind == pair.new.kind and likeness(pair.old, pair.new) >= _ALIKE


def _asks_less(theirs: Stated, mine: Stated) -> bool:
    """Whether it has less force, another number or approval, or an exception more."""
    if theirs.kind != mine.kind or not weakened(theirs, mine):
        return False
    return covers(mine, theirs) or bool(weakened(theirs, mine, *_FORCE))


def _without_keys(document: Document) -> Document:
    """``document`` without the keys that were followed; their places stay known."""
    header = tuple(
        n for n in document.persona.header if not (isinstance(n, Field) and key(n.key) in _CONSUMED)
    )
    return evolve(document, persona=evolve(document.persona, header=header))


def _says_nothing(field: Field) -> bool:
    """A key without a value states nothing that could stand for what the parent states."""
    return isinstance(field.value, str) and field.value.strip() in ("", "null", "~")


def _list_of(persona: Persona) -> NodeId:
    found = (n.id for n in persona.header if isinstance(n, Field) and n.kind in access.LISTS)
    return next(found, persona.id)


def _wrapped(part: Document) -> Document:
    """A part whose words stand below headings only."""
    body = part.persona.body
    loose = tuple(_loose(body))
    if not loose:
        return part
    title = part.persona.id.replace("-", " ").capitalize()
    own = Ids(frozenset(n.id for n in nodes(part.persona))).claim(f"{part.persona.id}-part")
    head = Section(id=own, title=title, level=2, children=loose)
    place = part.origins.get(loose[0].id)
    origins = {**part.origins, **({own: place} if place else {})}
    persona = evolve(part.persona, body=(head, *body[len(loose) :]))
    return evolve(part, persona=persona, origins=origins)


def _loose(body: tuple[Block, ...]) -> Iterator[Block]:
    for one in body:
        if isinstance(one, Section | Workflow | Step):
            return
        yield one
