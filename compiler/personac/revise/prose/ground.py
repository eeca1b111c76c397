"""What the lowering of a proposal works from and comes to."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from personac.api import Document
from personac.diagnostics import Diagnostic, Label
from personac.model import Field, Holder, Item, NodeId, Step, Style, Text, evolve
from personac.revise._faults import Site, finding
from personac.revise._match import known_as, match
from personac.revise._words import Place, Placed, label_of, names, words_of
from personac.revise.prose.anchor import Anchored
from personac.revise.prose.english import Voice, describes, is_verb, voice_of
from personac.revise.prose.naming import selector_for
from personac.revise.prose.spec import Change, Proposal, Spec
from personac.revision import OpBase, Selector
from personac.source import Span
from personac.text.plain import key, plain
from personac.text.quote import find_quote

_WORD = re.compile(r"[A-Za-z]{4,}")
_STEM = 5
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
_WHO = re.compile(
    r"(?:[A-Z][\w/&-]* ){1,4}?(?:Agent|Analyst|Assistant|Coach|Expert|Guardian|Lead|Master|"
    r"[A-Z]\w+(?:er|or|ist|ect|ian))\b"
)
"""A title such as ``Test Automation Specialist``, which may begin like a command."""


class Status(StrEnum):
    APPLIED = "applied"
    DONE = "already applied"
    LEFT = "left to a person"


class Lowered(NamedTuple):
    """What one proposal comes to: its ops, what is said about it, and how it ended."""

    status: Status
    ops: tuple[OpBase, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    open: bool = False
    """Whether a writer could word what is left of it."""
    rewrote: str = ""
    """The key of the writer's answer that it has taken."""


class Ground(NamedTuple):
    """The persona, the specification, and the places that the quotations of a change have."""

    document: Document
    there: tuple[Place, ...]
    spec: Spec
    enrich: Callable[[Document], Document]
    change: Change
    proposal: Proposal
    anchors: tuple[Anchored, ...] = ()
    renamed: frozenset[NodeId] = frozenset()
    op: str = ""
    """The id of the op, or the start of it when there are several."""

    @property
    def reason(self) -> str:
        """Which change asks for it, and why."""
        number = f"Change {self.change.number}, " if self.change.number else ""
        frame = f" ({' & '.join(self.change.frameworks)})" if self.change.frameworks else ""
        why = f": {self.change.reasoning}" if self.change.reasoning else ""
        return f"{number}{self.change.title}{frame}{why}"

    def named(self, place: Place) -> Selector:
        return selector_for(self.there, place, self.renamed)

    def citing(self, place: Place, words: str) -> Selector:
        """As ``named``; a quote is of the words that are to change, so that it can follow them."""
        selector = self.named(place)
        exact = evolve(selector, quote=words)
        if selector.quote is None or len(match(self.there, exact).places) != 1:
            return selector
        return exact

    def standing(self) -> tuple[Place, ...]:
        """The places of the quotations that have one, each once, in their order; in the sections
        that the proposal names, if it does: all that stands there when no quotation does.
        """
        found = {a.place.node.id: a.place for a in self.anchors if a.place is not None}
        if not self.proposal.sections:
            return tuple(found.values())
        named = {p.node.id for one in self.proposal.sections if (p := self.titled(one))}
        inside = [p for p in self.there if named & {p.node.id, *(n.id for n in p.above)}]
        return tuple(p for p in inside if p.node.id in found) or tuple(inside)

    def holding(self, text: str) -> Place | None:
        """The place that says this already."""
        return next((p for p in self.there if find_quote(text, words_of(p.node))), None)

    def titled(self, name: str) -> Place | None:
        """The one place that goes by this name: a label, a title or a header field."""
        found: dict[NodeId, Place] = {}
        for selector in (Selector(label=name), Selector(section=name), Selector(field=name)):
            for place in match(self.there, selector).places:
                found.setdefault(place.node.id, place)
            if len(found) == 1:
                return next(iter(found.values()))
        alike = [p for p in self.there if key(name) in known_as(p.node)]
        return alike[0] if len(alike) == 1 and not found else None

    def below(self, place: Place) -> tuple[Placed, ...]:
        return tuple(getattr(place.node, "children", ()))

    def beside(self, place: Place) -> tuple[Placed, ...]:
        """The nodes that stand with it, itself included."""
        if place.above:
            return tuple(getattr(place.above[-1], "children", ()))
        return tuple(p.node for p in self.there if not p.above)

    def site(self, span: Span | None = None) -> Site:
        return Site(self.spec.source.path, {"$": span or self.proposal.span}, "$")

    def left(self, message: str, remedy: str, labels: Iterable[Label] = ()) -> Lowered:
        """The proposal is a person's to carry out."""
        return Lowered(Status.LEFT, (), (self.told(message, remedy, labels),), open=True)

    def nowhere(self, sections: Iterable[str]) -> Lowered:
        """The proposal names sections that are not there."""
        listed = " and ".join(f"`{name}`" for name in sections)
        return self.left(
            f"the persona has no one place called {listed}",
            "name the section as the persona does, or add it there first",
        )

    def told(self, message: str, remedy: str, labels: Iterable[Label] = ()) -> Diagnostic:
        return finding("REV016", message, (self.site().label(), *labels), remedy=remedy)


def affinity(words: str, place: Place) -> int:
    """How many stems the words share with a place, its label and that of its entry included."""
    around = [label_of(node) or "" for node in place.above[-1:] if isinstance(node, Item | Step)]
    own = (label_of(place.node) or "", words_of(place.node))
    return len(stems(words) & stems(" ".join((*around, *own))))


def stems(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text."""
    words = (_ENDING.sub("", word.lower()) for word in _WORD.findall(plain(text)))
    return frozenset(word[:_STEM] for word in words)


def is_listed(node: Placed) -> bool:
    return isinstance(node, Item) or (isinstance(node, Step) and node.style is Style.ITEM)


def is_numbered(node: Placed) -> bool:
    return isinstance(node, Step) or (isinstance(node, Item) and node.ordinal is not None)


def takes_sentence(node: Placed) -> bool:
    """Whether a sentence can follow the node's own words: a text, and no lead to a list."""
    if not isinstance(node, Text | Item | Step) or not node.text.strip():
        return False
    return not node.text.rstrip(" *_").endswith(":")


def labelled(nodes: Iterable[Placed]) -> bool:
    """Whether the entries of a list carry labels."""
    listed = [node for node in nodes if is_listed(node)]
    return bool(listed) and 2 * sum(label_of(node) is not None for node in listed) > len(listed)


def goes_by(name: str, node: Placed) -> bool:
    """Whether a node has this name; what stands in parentheses may be missing."""
    bare = re.sub(r"\([^()]*\)", "", name)
    return bool(name) and bool({key(name), key(bare)} & names(node))


def voice_at(nodes: Iterable[Placed]) -> Voice:
    """How the texts of a list or a place speak."""
    there = [node for node in nodes if isinstance(node, Text | Item | Step)]
    if len(there) == 1 and isinstance(there[0], Text | Item) and label_of(there[0]):
        return _described(there[0].text)
    return voice_of("\n".join(f". {plain(words_of(node))}" for node in there))


def _described(text: str) -> Voice:
    """A labelled paragraph that names what somebody is speaks of them in the third person."""
    first = plain(text).split(" ", 1)[0].strip(",.")
    addressed = first.lower() in ("you", "i", "we") or is_verb(first)
    if not addressed or _WHO.match(plain(text)) or describes(plain(text)):
        return Voice.THIRD
    return voice_of(plain(text))


def is_header(place: Place) -> bool:
    return isinstance(place.node, Field)


def holders(place: Place) -> tuple[Place, ...]:
    """What the place stands in, innermost first."""
    found = (Place(node, place.above[:at]) for at, node in enumerate(place.above))
    return tuple(p for p in reversed(tuple(found)) if isinstance(p.node, Holder))
