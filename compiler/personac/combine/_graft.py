"""Puts new blocks into a tree: entries to the entries of a section, sections after its sections."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby, pairwise, takewhile

from personac.model import (
    Block,
    Item,
    NodeId,
    Persona,
    Section,
    Step,
    Style,
    Text,
    Workflow,
    evolve,
)

Titled = Section | Workflow | Step
END = "$end"
"""The place after all entries of a section."""


class Graft:
    """What comes into a tree and where, until it is ``grown``."""

    def __init__(self, *, front: bool) -> None:
        self.front = front
        self.entries: dict[tuple[NodeId, str], list[Block]] = defaultdict(list)
        """By the section and the lead line of its list, "" for what has none."""
        self.sections: dict[NodeId, list[Block]] = defaultdict(list)
        self.after: dict[NodeId, list[Block]] = defaultdict(list)
        """What follows a list that its label introduces: its last entry ends the section."""
        self.before: dict[NodeId, list[Block]] = defaultdict(list)
        """Steps that come first, by the step that they precede."""
        self.swapped: dict[NodeId, Block] = {}
        self._leads: dict[NodeId, list[str]] = defaultdict(list)
        self._was: dict[NodeId, NodeId] = {}

    def grown(self, persona: Persona) -> Persona:
        for holder, lead in self.entries:
            self._leads[holder].append(lead)
        self._was = {new.id: old for old, new in self.swapped.items()}
        return evolve(persona, body=self._children("", persona.body, 0))

    def _block(self, node: Block) -> Block:
        node = self.swapped.get(node.id, node)
        below = getattr(node, "children", None)
        if below is None:
            return node
        level = node.level if isinstance(node, Titled) and node.style is Style.HEADING else 0
        new = self._children(node.id, below, level)
        return node if new == below else evolve(node, children=new)

    def _children(self, holder: NodeId, below: tuple[Block, ...], level: int) -> tuple[Block, ...]:
        kept = tuple(
            new
            for one in below
            for new in (
                *self._beside(one, self.before),
                self._block(one),
                *self._beside(one, self.after),
            )
        )
        if kept != below:
            kept = _counted(kept)
        if holder not in self._leads and holder not in self.sections:
            return kept
        cut = next((at for at, one in enumerate(kept) if isinstance(one, Titled)), len(kept))
        left = dict.fromkeys(self._leads.get(holder, ()))
        leaves = self._leaves(holder, kept[:cut], left)
        after = list(self._after_labels(holder, kept[cut:], left))
        rest = (new for lead in left for new in self.entries[holder, lead])
        return (*leaves, *rest, *after, *self._placed(holder, kept[cut:], level))

    def _beside(self, node: Block, found: Mapping[NodeId, list[Block]]) -> Iterator[Block]:
        level = node.level if isinstance(node, Step) else 0
        for one in found.get(node.id, ()):
            yield at_level(one, level, level) if isinstance(one, Step) else one

    def _leaves(
        self, holder: NodeId, leaves: Sequence[Block], left: dict[str, None]
    ) -> list[Block]:
        """The entries above all sections; those without a lead line of their own come first."""
        out: list[Block] = []
        found = runs(leaves)
        for lead, run in found:
            out.extend(self._joined(run, self._taken(holder, lead, left)))
        if not any(lead == "" for lead, _ in found):
            out = [*self._taken(holder, "", left), *out]
        return [*out, *self._taken(holder, END, left)]

    def _after_labels(
        self, holder: NodeId, below: Sequence[Block], left: dict[str, None]
    ) -> Iterator[Block]:
        """What follows the first section; a list that ends one of a label may have a lead line."""
        for titled, some in groupby(below, lambda one: isinstance(one, Titled)):
            if titled:
                yield from some
                continue
            for lead, run in runs(tuple(some)):
                yield from self._joined(run, self._taken(holder, lead, left) if lead else [])

    def _taken(self, holder: NodeId, lead: str, left: dict[str, None]) -> list[Block]:
        """The new entries of a list; each is put in once."""
        known = self._was.get(lead, lead)
        left.pop(known, None)
        return self.entries.get((holder, known), [])

    def _joined(self, run: list[Block], new: list[Block]) -> list[Block]:
        if not new:
            return run
        if not self.front:
            end = max((at + 1 for at, one in enumerate(run) if isinstance(one, Item)), default=0)
            items = list(takewhile(lambda one: isinstance(one, Item), new)) if end else []
            listed = [*run[:end], *_numbered(run[:end], items), *run[end:]]
            return [*listed, *_numbered(listed, new[len(items) :])]
        at = 1 if run and is_lead(run[0]) else 0
        return [*run[:at], *new, *_numbered(new, run[at:])]

    def _placed(self, holder: NodeId, there: Sequence[Block], level: int) -> list[Block]:
        """New sections, at a level that keeps them beside the last one that is there."""
        headings = [
            one.level for one in there if isinstance(one, Titled) and one.style is Style.HEADING
        ]
        least = max(level + 1, min(headings, default=0))
        most = headings[-1] if headings else 9
        return [at_level(one, least, most) for one in self.sections.get(holder, [])]


def at_level(node: Block, least: int, most: int, shift: int = 0) -> Block:
    """``node`` with its headings between these levels, those below it moved with it."""
    if not isinstance(node, Titled):
        return node
    level, inner = node.level, least
    if node.style is Style.HEADING:
        level = max(least, min(node.level + shift, most))
        inner, shift = level + 1, min(0, level - node.level)
    moved = tuple(at_level(one, inner, 9, shift) for one in node.children)
    if level == node.level and moved == node.children:
        return node
    return evolve(node, level=level, children=moved)


def _counted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The steps with numbers that rise, where those of two workflows would not."""
    numbers = [one.number for one in blocks if isinstance(one, Step)]
    rising = all(int(a) < int(b) for a, b in pairwise(numbers) if a.isdecimal() and b.isdecimal())
    if rising or not all(map(str.isdecimal, numbers)):
        return blocks
    following = count(int(numbers[0]))
    return tuple(
        _renumbered(one, str(next(following))) if isinstance(one, Step) else one for one in blocks
    )


def _renumbered(step: Step, number: str) -> Step:
    """The step with another number, also in the attribute that states it."""
    stated = tuple(
        evolve(one, value=number) if one.value == step.number else one for one in step.attributes
    )
    return evolve(step, number=number, attributes=stated)


def runs(leaves: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """The entries of a section by the lead line above them; one at the end leads its sections."""
    found: list[tuple[str, list[Block]]] = []
    for at, one in enumerate(leaves):
        opens = is_lead(one) and (at + 1 == len(leaves) or isinstance(leaves[at + 1], Item))
        if opens or not found:
            found.append((one.id if opens else "", [one]))
        else:
            found[-1][1].append(one)
    return found


def is_lead(node: Block) -> bool:
    """Whether it opens a list: ``In release weeks you must:``."""
    return isinstance(node, Text) and (node.text.rstrip().endswith(":") or not node.text)


def _numbered(before: Sequence[Block], after: Sequence[Block]) -> list[Block]:
    """The entries with the numbers that follow those before them."""
    last = before[-1] if before else None
    if not isinstance(last, Item) or last.ordinal is None:
        return list(after)
    out: list[Block] = []
    number = last.ordinal
    for at, one in enumerate(after):
        if not isinstance(one, Item) or one.ordinal is None:
            return [*out, *after[at:]]
        number += 1
        out.append(evolve(one, ordinal=number))
    return out
