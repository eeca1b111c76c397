"""The clauses of a persona with what a comparison needs to know of their place."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from msgspec import Struct

from personac.codec import digest
from personac.contract._form import Form, form_of
from personac.contract._phrases import MAY, MUST, NOT, SHOULD, SHOULD_NOT
from personac.model import (
    AnyNode,
    Clause,
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
    Style,
    Table,
    Text,
    Workflow,
    children,
)
from personac.once import once
from personac.tables.kinds import label_kind
from personac.text.plain import key, plain

_ID = re.compile(
    r"^\W{0,4}(?P<id>[A-Z]{1,8}-?\d{1,4}(?:\.\d{1,3})?)(?:\]|\)|:|\.(?=\s)|\s[-–—])\W{0,4}"
)
_ASIDE = re.compile(
    r"(?:background|context|history|notes?|appendix|faq|archived?|deprecated|rationale|discussion|"
    r"changelog|legacy|ideas|suggestions|tips|drafts?|optional|samples?|examples?|further reading|"
    r"see also|obsolete|commentary|motivation)(?: (?:notes?|information|material|only))?|"
    r"(?:old|former|previous|past|retired|inactive|disabled|deprecated|archived|obsolete|legacy|"
    r"drafts?|proposed|suggested|optional|example) (?:\w+ )?(?:rules?|mandates?|constraints?|gates?|"
    r"guidelines?|requirements?|instructions?|polic(?:y|ies)|checks?)"
)
_OFF = {
    "enabled": ("false", "no", "off", "0"),
    "active": ("false", "no", "off", "0"),
    "disabled": ("true", "yes", "on", "1", "disabled", ""),
    "deprecated": ("true", "yes", "on", "1", "deprecated", ""),
    "draft": ("true", "yes", "on", "1", "draft", ""),
    "optional": ("true", "yes", "1", "optional", ""),
    "advisory": ("true", "yes", "1", "advisory", ""),
    "required": ("false", "no", "0"),
    "mandatory": ("false", "no", "0"),
    "binding": ("false", "no", "0"),
    "enforced": ("false", "no", "0"),
    "status": (
        *("draft", "deprecated", "inactive", "disabled", "archived", "obsolete", "retired"),
        *("proposed", "superseded", "suspended", "off"),
    ),
}
"""The values of attributes that say that an element is not in force."""
_NO_NOTES = frozenset({"name", "title", "id", "code", "class", "enforcement", "blocking", *_OFF})
_TAG = re.compile(r"<[\w-]{1,60}\s[^<>]{1,300}>\s*$")
_ATTRIBUTE = re.compile(r"([\w-]{1,40})=[\"']([^\"'<>]{0,100})[\"']")
_STRUCK = re.compile(r"~~[^~]{1,2000}~~")
_LIMIT = re.compile(
    r"\b(?:for|in|on|at|during|when|if|unless|except|only|while|before|after|with|outside)\b"
    r"(?! (?:all|every|each|any)\b)",
    re.IGNORECASE,
)
_TAG_ID = re.compile(
    r"<[\w-]{1,60}\s[^<>]{0,100}?\bid=[\"'](?P<id>[^\"'<>]{1,60})[\"'][^<>]{0,100}>\s*$"
)
_BARE_ID = re.compile(r"[A-Z]{1,8}-?\d{1,4}(?:\.\d{1,3})?")


class Site(Struct, frozen=True, dict=True):
    """A node with all that its statements share."""

    node: Stating
    place: str
    """Equal where what stands above says the same."""

    @cached_property
    def block(self) -> str:
        below = (node for node in children(self.node) if not isinstance(node, Clause))
        words = (_heading(node) for node in (self.node, *below))
        cells = self.node.cells if isinstance(self.node, Row) else ()
        return digest("\n".join((self.place, *words, *map(_said, cells))).encode())

    @cached_property
    def struck(self) -> str:
        """All that is struck out."""
        cells = self.node.cells if isinstance(self.node, Row) else ()
        label = getattr(self.node, "label", None) or ""
        written = (*cells, f"{label} {getattr(self.node, 'text', '')}")
        return "\n".join(one for text in written for one in _STRUCK.findall(text))


class Stated(Struct, frozen=True, dict=True):
    """A clause, the node that states it and the nodes above that one, outermost first."""

    clause: Contract
    node: Stating
    above: tuple[AnyNode, ...]
    site: "Site"
    opening: str
    """The paragraph right above, when it opens a list: ``In release weeks you must:``."""
    first: bool
    """Whether it is the first statement of its node, the one the label belongs to."""

    @property
    def block(self) -> str:
        """Equal where the whole node, what is right below it and all above say the same."""
        return self.site.block

    @cached_property
    def kind(self) -> str:
        if isinstance(self.clause, Mandate):
            return "mandate"
        return "gate" if isinstance(self.clause, Gate) else "metric"

    @cached_property
    def explicit(self) -> str:
        """The id that the author gave; empty when there is none."""
        if not self.first:
            return ""
        if tag := _TAG_ID.search(self._tagged):
            return tag["id"]
        for name in ("id", "code"):
            for attribute in getattr(self.node, "attributes", ()):
                if attribute.name == name and len(attribute.value) <= 60:
                    return str(attribute.value)
        label = plain(getattr(self.node, "label", None) or "")
        if _BARE_ID.fullmatch(label.strip(" []():.")):
            return label.strip(" []():.")
        match = _ID.match(label) or _ID.match(plain(self.clause.text))
        return match["id"] if match else ""

    @cached_property
    def words(self) -> str:
        """The statement with the label it belongs to and without its id."""
        text = plain(self.clause.text)
        label = plain(getattr(self.node, "label", None) or "") if self.first else ""
        label = "" if label_kind(label) != "other" else label
        if isinstance(self.clause, Gate) and self.first:
            text = f"{text} {self._notes}".strip()
        if isinstance(self.node, Row):
            label = " ".join(c for c in map(plain, self.node.cells) if key(c) not in key(text))
        if label and not key(text).startswith(key(label)):
            text = f"{label}: {text}"
        match = _ID.match(text)
        return text[match.end() :] if match and self.explicit else text

    @property
    def _notes(self) -> str:
        """What a gate's element or heading says beside the gate's name: ``threshold: 80 %``."""
        if isinstance(self.node, Section | Workflow) and not self.node.tag:
            return self.node.title.partition(self.clause.text)[2].strip(" ()")
        if isinstance(self.node, Section | Workflow):
            found = [(a.name, a.value) for a in self.node.attributes]
        else:
            tag = _TAG.search(self._tagged)
            found = _ATTRIBUTE.findall(tag[0]) if tag else []
        return "; ".join(
            f"{name}: {value}" for name, value in found if name.casefold() not in _NO_NOTES
        )

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
    def statement(self) -> str:
        """Equal for statements that say the same, whether as a mandate or as a gate."""
        return repr((sorted(filter(None, self.markers)), *self.bag[2:]))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(key(n.title) for n in self.above if isinstance(n, Section | Workflow | Step))

    @cached_property
    def title(self) -> str:
        """The nearest heading above."""
        headings = [n for n in self._titled if not _is_label(n)]
        return headings[-1].title if headings else ""

    @cached_property
    def lead(self) -> str:
        """What labels below that heading and a lead line say."""
        below = list(takewhile(_is_label, reversed(self._titled)))
        return " ".join((*(n.title for n in reversed(below)), self.opening)).strip()

    @property
    def _titled(self) -> list[Section | Workflow]:
        return [n for n in self.above if isinstance(n, Section | Workflow)]

    @property
    def heading(self) -> Form:
        return form_of(f"{self.title}: {self.lead}")

    @cached_property
    def step(self) -> str:
        steps = [n for n in (*self.above, self.node) if isinstance(n, Step)]
        return key(steps[-1].title or steps[-1].text[:60]) if steps else ""

    @cached_property
    def aside(self) -> bool:
        """Whether it stands where nothing binds: in a quotation, below "Background", struck out."""
        return (
            self.clause.text.strip("~ ") in self.site.struck
            or any(isinstance(n, Quote) for n in self.above)
            or any(map(_ASIDE.fullmatch, self.titles))
            or any(_named_aside(n) or _is_off(n) for n in (*self.above, self.node))
            or _is_off_tag(self._tagged)
        )

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Those of the elements it stands in, outermost first."""
        stood = (a for n in (*self.above, self.node) for a in getattr(n, "attributes", ()))
        tag = _TAG.search(self._tagged)
        within = _ATTRIBUTE.findall(tag[0]) if tag else []
        return (*((one.name, one.value) for one in stood), *within)

    @property
    def _tagged(self) -> str:
        """What stands right before the words in their node."""
        text = str(getattr(self.node, "text", ""))
        at = text.find(self.clause.text)
        return text[max(0, at - 400) : at] if at >= 0 else text[-400:]

    @cached_property
    def meaning(self) -> frozenset[str]:
        return frozenset(self.form.content)


def _is_label(node: Section | Workflow) -> bool:
    return node.style is Style.LABEL


def limited(title: str) -> bool:
    """Whether a title or lead line says when or where what stands below it holds."""
    return bool(_LIMIT.search(title))


def _named_aside(node: AnyNode) -> bool:
    """Whether its element is one for background."""
    tag = getattr(node, "tag", None)
    return bool(tag) and _ASIDE.fullmatch(key(str(tag).replace("-", " "))) is not None


def _is_off(node: AnyNode) -> bool:
    return any(_switches_off(a.name, a.value) for a in getattr(node, "attributes", ()))


def _is_off_tag(before: str) -> bool:
    """Whether the element right before the words is switched off."""
    tag = _TAG.search(before)
    return tag is not None and any(_switches_off(*one) for one in _ATTRIBUTE.findall(tag[0]))


def _switches_off(name: str, value: str) -> bool:
    return value.strip().casefold() in _OFF.get(name.casefold(), ())


def own_marker(clause: Mandate) -> str:
    if clause.modality is Modality.MAY or clause.polarity is Polarity.PERMIT:
        return MAY if clause.modality is Modality.MAY else MUST
    if clause.polarity is Polarity.FORBID:
        return NOT if clause.modality is Modality.MUST else SHOULD_NOT
    return MUST if clause.modality is Modality.MUST else SHOULD


@once
def stated(persona: Persona) -> tuple[Stated, ...]:
    """Every mandate, gate and metric of the body, in document order."""
    return tuple(_stated(persona))


class _Here(NamedTuple):
    """A node on the way down: what stands above it and what it all says."""

    node: AnyNode
    above: tuple[AnyNode, ...]
    place: str
    opening: str


def _stated(persona: Persona) -> Iterator[Stated]:
    stack = list(_below(persona.body, (), ""))[::-1]
    while stack:
        node, above, place, opening = stack.pop()
        if isinstance(node, Stating):
            site, first = Site(node, place), ""
            for clause in node.clauses:
                if isinstance(clause, Contract):
                    first = first or clause.text
                    yield Stated(clause, node, above, site, opening, clause.text == first)
        if isinstance(node, Item | Text) and not node.clauses and _is_criterion(node, above):
            yield Stated(
                Gate(text=node.text, id=node.id),
                node,
                above,
                Site(node, place),
                opening,
                first=True,
            )
        inner = digest(f"{place}\n{type(node).__name__}{_heading(node)}".encode())
        below = opening if isinstance(node, Item) else ""
        stack.extend(list(_below(children(node), (*above, node), inner, below))[::-1])


def _is_criterion(node: Item | Text, above: tuple[AnyNode, ...]) -> bool:
    """Whether it is one of the parts of a gate that an element or heading names."""
    return bool(node.text.strip()) and any(
        isinstance(clause, Gate)
        for one in above
        if isinstance(one, Section | Workflow)
        for clause in one.clauses
    )


def _below(
    found: tuple[AnyNode, ...], above: tuple[AnyNode, ...], place: str, opening: str = ""
) -> Iterator[_Here]:
    """The nodes with the place they stand in; a paragraph before items belongs to it."""
    lead, opens = place, opening
    for node in found:
        yield _Here(node, above, lead, opens if isinstance(node, Item) else "")
        if isinstance(node, Text):
            lead = digest(f"{place}\n{_heading(node)}".encode())
            opens = plain(node.text) if plain(node.text).endswith(":") else opening
        elif not isinstance(node, Item):
            lead, opens = place, opening


def _heading(node: AnyNode) -> str:
    """What a node says to those below it."""
    if isinstance(node, Table):
        return _said(" | ".join(node.header))
    parts = (getattr(node, name, None) or "" for name in ("title", "label", "text", "tag"))
    attributes = (f"{a.name}={a.value}" for a in getattr(node, "attributes", ()))
    return _said(" ".join((*parts, *attributes)))


def _said(text: str) -> str:
    """Equal for texts that differ in emphasis, case or line breaks only."""
    return plain(text).casefold() + "~~" * ("~~" in text)
