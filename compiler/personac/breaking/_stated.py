"""The clauses of a persona with what a comparison needs to know of their place."""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from personac.contract._form import Form, form_of
from personac.contract._phrases import MAY, MUST, NOT, SHOULD, SHOULD_NOT
from personac.model import (
    AnyNode,
    Contract,
    Gate,
    Item,
    Mandate,
    Modality,
    Persona,
    Polarity,
    Quote,
    Row,
    Section,
    Stating,
    Step,
    Text,
    Workflow,
    children,
)
from personac.text.plain import key, plain

_ID = re.compile(
    r"^\W{0,4}(?P<id>[A-Z]{1,8}-?\d{1,4}(?:\.\d{1,3})?)(?:\]|\)|:|\.(?=\s)|\s[-–—])\W{0,4}"
)
_BARE_ID = re.compile(r"[A-Z]{1,8}-?\d{1,4}(?:\.\d{1,3})?")


class Stated(Struct, frozen=True, dict=True):
    """A clause, the node that states it and the nodes above that one, outermost first."""

    clause: Contract
    node: Stating
    above: tuple[AnyNode, ...]
    first: bool
    """Whether it is the first statement of its node, the one the label belongs to."""

    @cached_property
    def kind(self) -> str:
        if isinstance(self.clause, Mandate):
            return "mandate"
        return "gate" if isinstance(self.clause, Gate) else "metric"

    @cached_property
    def explicit(self) -> str:
        """The id that the author gave; empty when there is none."""
        for name in ("id", "code"):
            for attribute in getattr(self.node, "attributes", ()):
                if attribute.name == name and len(attribute.value) <= 60:
                    return str(attribute.value)
        label = plain(getattr(self.node, "label", None) or "")
        if _BARE_ID.fullmatch(label.strip(" []():.")):
            return label.strip(" []():.")
        match = _ID.match(label) or _ID.match(plain(self.clause.text))
        return match["id"] if match and self.first else ""

    @cached_property
    def words(self) -> str:
        """The statement with the label it belongs to and without its id."""
        text = plain(self.clause.text)
        label = plain(getattr(self.node, "label", None) or "") if self.first else ""
        if isinstance(self.node, Row):
            label = " ".join(c for c in map(plain, self.node.cells) if key(c) not in key(text))
        if label and not key(text).startswith(key(label)):
            text = f"{label}: {text}"
        match = _ID.match(text)
        return text[match.end() :] if match and self.explicit else text

    @cached_property
    def form(self) -> Form:
        return form_of(self.words)

    @cached_property
    def markers(self) -> tuple[str, ...]:
        """The statement's own marker, then the others in its words."""
        found = list(self.form.markers)
        if not isinstance(self.clause, Mandate):
            return ("", *found)
        own = own_marker(self.clause)
        if own == NOT and NOT not in found and self.form.negated:
            own = MUST
        if own in found:
            found.remove(own)
        return (own, *found)

    @cached_property
    def bag(self) -> tuple[object, ...]:
        """Equal for statements that say the same."""
        bounds = sorted((b.side, b.low, b.high, b.family) for b in self.form.bounds)
        return (
            self.markers[0],
            sorted(self.markers[1:]),
            sorted(self.form.content),
            len(self.form.hedges),
            bounds,
        )

    @cached_property
    def same(self) -> str:
        return repr(self.bag)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(key(n.title) for n in self.above if isinstance(n, Section | Workflow | Step))

    @cached_property
    def step(self) -> str:
        steps = [n for n in (*self.above, self.node) if isinstance(n, Step)]
        return key(steps[-1].title or steps[-1].text[:60]) if steps else ""

    @cached_property
    def quoted(self) -> bool:
        return any(isinstance(n, Quote) for n in self.above)

    @cached_property
    def meaning(self) -> frozenset[str]:
        return frozenset(self.form.content)


def own_marker(clause: Mandate) -> str:
    if clause.modality is Modality.MAY or clause.polarity is Polarity.PERMIT:
        return MAY if clause.modality is Modality.MAY else MUST
    if clause.polarity is Polarity.FORBID:
        return NOT if clause.modality is Modality.MUST else SHOULD_NOT
    return MUST if clause.modality is Modality.MUST else SHOULD


def stated(persona: Persona) -> tuple[Stated, ...]:
    """Every mandate, gate and metric of the body, in document order."""
    return tuple(_stated(persona))


def _stated(persona: Persona) -> Iterator[Stated]:
    stack: list[tuple[AnyNode, tuple[AnyNode, ...]]] = [(n, ()) for n in reversed(persona.body)]
    while stack:
        node, above = stack.pop()
        if isinstance(node, Stating):
            first = ""
            for clause in node.clauses:
                if isinstance(clause, Contract):
                    first = first or clause.text
                    yield Stated(clause, node, above, clause.text == first)
        stack.extend((below, (*above, node)) for below in reversed(children(node)))


_ = (Item, Text)
