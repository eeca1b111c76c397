"""One tree out of two: what the other one says too is folded, the rest finds its place."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from personac.api import Document
from personac.breaking._stated import Stated, stated
from personac.combine import _words as words
from personac.combine._adopt import Also, adopted, noted, united_sources
from personac.combine._graft import END, Graft, is_lead
from personac.combine._match import is_wrapper, matched, root
from personac.combine._places import written
from personac.combine._standing import Standing
from personac.combine._subjects import Index, covers
from personac.model import (
    AnyNode,
    Block,
    Clause,
    Code,
    Item,
    NodeId,
    Quote,
    Raw,
    Section,
    Step,
    Style,
    Table,
    Text,
    Workflow,
    evolve,
    nodes,
    walk,
)

Titled = Section | Workflow | Step
_LONG = 8
"""Words of a paragraph that no two authors write by chance."""


class Woven(NamedTuple):
    """The joined document, and which statements now stand for which."""

    document: Document
    folded: tuple[tuple[Stated, Stated], ...]
    """A statement of ``other`` and the one that says no less."""
    outdone: tuple[tuple[Stated, Stated], ...]
    """A statement of ``base`` and the stronger one of ``other`` that took its place."""
    other: Document


def weave(
    base: Document, other: Document, *, front: bool = False, keep: frozenset[NodeId] = frozenset()
) -> Woven:
    """``base`` with what only ``other`` says; ``keep`` are nodes that are not to be folded."""
    taken = frozenset(node.id for node in nodes(base.persona)) | frozenset(base.origins)
    return _Weave(base, adopted(other, taken), keep, front=front).woven()


class _Weave:
    def __init__(
        self, base: Document, other: Document, keep: frozenset[NodeId], *, front: bool
    ) -> None:
        self.base, self.other, self.keep = base, other, keep
        self.graft = Graft(front=front)
        self.origins = {**base.origins, **other.origins}
        self.also: Also = {**base.also}
        self.targets = matched(other.persona, base.persona)
        self.holders: dict[NodeId, AnyNode] = {
            node.id: node for node in nodes(base.persona) if not isinstance(node, Clause)
        }
        self.index = Index(stated(base.persona))
        self.standing = Standing(base.persona)
        self.mine = _by_node(other)
        self.theirs = _by_node(base)
        self.folded: list[tuple[Stated, Stated]] = []
        self.outdone: list[tuple[Stated, Stated]] = []

    def woven(self) -> Woven:
        top = root(self.base.persona)
        self.top = top.id if top else ""
        first = (*self.base.persona.body, *self.base.persona.header)[:1]
        self.home = self.top or (first[0].id if first else self.base.persona.id)
        self.contribute(self.other.persona.body, self.top)
        document = evolve(
            self.base,
            persona=self.graft.grown(self.base.persona),
            sources=united_sources(self.base, self.other),
            origins=self.origins,
            notes=tuple(dict.fromkeys((*self.base.notes, *self.other.notes))),
            directives=tuple(dict.fromkeys((*self.base.directives, *self.other.directives))),
            also=self.also,
            overruled={**self.base.overruled, **self.other.overruled},
        )
        return Woven(document, tuple(self.folded), tuple(self.outdone), self.other)

    # ------------------------------------------------------------------ where things go

    def contribute(self, below: tuple[Block, ...], holder: NodeId) -> None:
        """Give what ``below`` says to a section of the base, as far as it does not say it."""
        lead, fresh = "", False
        beside = self.steps_beside(below, holder)
        for at, node in enumerate(below):
            if isinstance(node, Titled):
                self.titled(node, holder, beside.get(node.id))
                continue
            opens = is_lead(node) and at + 1 < len(below) and isinstance(below[at + 1], Item)
            if opens and (same := self.standing.lead(holder, words.said(node))):
                self.fold(node, self.holders[same])
                lead, fresh = same, False
                continue
            if opens:
                lead, fresh = END, True
            elif not isinstance(node, Item) and not fresh:
                lead = ""
            self.leaf(node, holder, lead)
        self.drop_bare_leads(holder)

    def drop_bare_leads(self, holder: NodeId) -> None:
        """A new lead line whose entries all stand elsewhere leads nothing."""
        new = self.graft.entries.get((holder, END), [])
        kept = [
            one
            for at, one in enumerate(new)
            if not (is_lead(one) and one.id not in self.mine and not _leads(new, at))
            or one.id in self.keep
        ]
        for one in new:
            if one not in kept:
                self.note(holder or self.home, one)
        if new:
            self.graft.entries[holder, END] = kept

    def steps_beside(
        self, below: tuple[Block, ...], holder: NodeId
    ) -> dict[NodeId, tuple[bool, NodeId]]:
        """For each new step the one of the base that it follows, or else goes before: the order
        of its own workflow.
        """
        found: dict[NodeId, tuple[bool, NodeId]] = {}
        steps = [one for one in below if isinstance(one, Step)]
        own = (one.id for one in getattr(self.holders.get(holder), "children", ()) if steps)
        first = next(own, "") if self.graft.front else ""
        for before, some in ((True, reversed(steps)), (False, iter(steps))):
            near = first if before else ""
            for one in some:
                near = self.targets.get(one.id) or near
                if near and one.id not in self.targets:
                    found[one.id] = (before, near)
        return found

    def titled(
        self, node: Titled, holder: NodeId, beside: tuple[bool, NodeId] | None = None
    ) -> None:
        if same := self.elsewhere(node):
            self.fold(node, self.holders[same])
        elif (target := self.targets.get(node.id)) is not None:
            self.note(target or self.home, node)
            self.contribute(node.children, target)
        elif isinstance(node, Section) and is_wrapper(node) and not self.mine.get(node.id):
            self.note(holder or self.home, node)
            self.contribute(node.children, holder)
        elif (new := self.copied(node)) is not None and beside is not None:
            before, step = beside
            (self.graft.before if before else self.graft.after)[step].append(new)
        elif new is not None:
            self.graft.sections[holder or self.top].append(new)

    def copied(self, node: Block) -> Block | None:
        """A block that has no counterpart, without what the base says; None when that is all."""
        if same := self.elsewhere(node):
            self.fold(node, self.holders[same])
            return None
        if not isinstance(node, Section):
            return self.remaining(node)
        if node.id in self.targets:
            self.titled(node, "")
            return None
        kept = [new for one in node.children if (new := self.copied(one)) is not None]
        kept = [
            one
            for at, one in enumerate(kept)
            if not is_lead(one) or _leads(kept, at) or not _led(node.children, one)
        ]
        if node.children and not kept and not self.mine.get(node.id):
            self.note(self.home, node)
            return None
        return evolve(node, children=tuple(kept))

    def elsewhere(self, node: Block) -> NodeId:
        """The same block anywhere, where it means the same anywhere: short words do not."""
        long = isinstance(node, Text) and len(node.text.split()) >= _LONG
        if not (long or isinstance(node, Section | Workflow | Code | Table | Quote)):
            return ""
        return self.same(node, "")

    def leaf(self, node: Block, holder: NodeId, lead: str) -> None:
        """An entry, paragraph, table or code of a section that has a counterpart."""
        if not words.has_words(node) and isinstance(node, Raw):
            self.note(holder or self.home, node)
            return
        labels = _is_label(self.holders.get(holder)) and not isinstance(node, Item)
        scope = self.standing.above(holder) if labels else holder
        if same := self.same(node, "" if scope == self.top else scope):
            self.fold(node, self.holders[same])
            return
        if (head := self.same_head(node, holder)) and isinstance(node, Item):
            self.note(head, node)
            self.contribute(node.children, head)
            return
        new = self.remaining(node)
        if new is not None:
            place = self.graft.after[holder] if labels else self.graft.entries[holder, lead]
            place.append(new)

    def same(self, node: Block, holder: NodeId) -> NodeId:
        """A block of the section, or below it, that says the same and no less."""
        return self.standing.below(holder, words.whole(node)) if self.foldable(node) else ""

    def foldable(self, node: Block) -> bool:
        return not any(one.id in self.keep for one in walk(node))

    def same_head(self, node: Block, holder: NodeId) -> NodeId:
        """An entry of the section with the same words that holds other entries below it."""
        if not isinstance(node, Item) or not node.children or node.id in self.keep:
            return ""
        return self.standing.head(holder, words.said(node))

    # ------------------------------------------------------------------ what says the same

    def remaining(self, node: Block) -> Block | None:
        """The block, unless its statements stand elsewhere and it says nothing else."""
        own = self.mine.get(node.id, [])
        if not isinstance(node, Item | Text) or _has_below(node) or not own:
            return node
        if node.id in self.keep or not _says_only(node, own):
            return node
        stands = [self.counterpart(one) for one in own]
        if all(stands):
            for one, there in zip(own, stands, strict=True):
                if there:
                    self.folded.append((one, there))
                    self.note(there.node.id, node)
            return None
        if outdone := self.weaker(own, node):
            self.outdone.extend(outdone)
            for one in own:
                self.index.add(one)
            self.replace(outdone[0][0].node, node)
            return None
        return node

    def counterpart(self, one: Stated) -> Stated | None:
        near = (o for o in self.index.near(one) if o.node.id not in self.graft.swapped)
        return next((o for o in near if covers(one, o)), None)

    def weaker(self, own: list[Stated], node: Item | Text) -> list[tuple[Stated, Stated]]:
        """The statements of a block of the base that says less than ``node`` and nothing else,
        each with the one that says more.
        """
        seen: set[NodeId] = set()
        for there in (other.node for one in own for other in self.index.near(one)):
            if there.id in seen or not self.replaceable(there, node):
                continue
            seen.add(there.id)
            pairs = [
                (s, next((o for o in own if covers(s, o)), None)) for s in self.theirs[there.id]
            ]
            found = [(weaker, stronger) for weaker, stronger in pairs if stronger is not None]
            if len(found) == len(pairs):
                return found
        return []

    def replaceable(self, there: AnyNode, node: Item | Text) -> bool:
        return (
            isinstance(there, Item | Text)
            and isinstance(there, Item) is isinstance(node, Item)
            and not _has_below(there)
            and there.id in self.theirs
            and there.id not in self.graft.swapped
            and words.exact(there.label or "") == words.exact(node.label or "")
            and _says_only(there, self.theirs[there.id])
        )

    def replace(self, old: AnyNode, new: Item | Text) -> None:
        places = self.also.pop(old.id, ())
        at = written(self.base, old.id)
        ordinal = {"ordinal": old.ordinal} if isinstance(old, Item) else {}
        self.graft.swapped[old.id] = evolve(new, **ordinal)
        noted(self.also, self.origins, new.id, (*((at,) if at else ()), *places))

    # ------------------------------------------------------------------ where it stood

    def fold(self, node: AnyNode, into: AnyNode) -> None:
        """Record every place of ``node`` and of what is below it."""
        pairs = zip_longest(_blocks(node), _blocks(into))
        for one, there in pairs:
            if one is not None:
                self.note((there or into).id, one)

    def note(self, into: NodeId, node: AnyNode) -> None:
        at = written(self.other, node.id)
        self.origins.pop(node.id, None)
        self.also.pop(node.id, None)
        places = (*((at,) if at else ()), *self.other.also.get(node.id, ()))
        noted(self.also, self.origins, into, places)


def _blocks(node: AnyNode) -> Iterator[AnyNode]:
    return (one for one in walk(node) if not isinstance(one, Clause))


def _is_label(node: AnyNode | None) -> bool:
    return isinstance(node, Section) and node.style is Style.LABEL


def _has_below(node: Item | Text) -> bool:
    return isinstance(node, Item) and bool(node.children)


def _leads(there: "tuple[Block, ...] | list[Block]", at: int) -> bool:
    return at + 1 < len(there) and isinstance(there[at + 1], Item)


def _led(there: tuple[Block, ...], lead: Block) -> bool:
    """Whether the line opened a list before its entries were folded."""
    return _leads(
        there, next((at for at, one in enumerate(there) if one.id == lead.id), len(there))
    )


def _says_only(node: Item | Text, own: list[Stated]) -> bool:
    """Whether the words of the block are those of its statements."""
    text = node.text
    for one in own:
        text = text.replace(one.clause.text, " ", 1)
    return not any(character.isalnum() for character in text)


def _by_node(document: Document) -> dict[NodeId, list[Stated]]:
    found: dict[NodeId, list[Stated]] = defaultdict(list)
    for one in stated(document.persona):
        found[one.node.id].append(one)
    return dict(found)
