"""Gates with a name or an id, and the words that refer to them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Document
from personac.diagnostics import Label, Locator
from personac.model import (
    AnyNode,
    Attribute,
    Clause,
    Item,
    Persona,
    Row,
    Section,
    Step,
    Table,
    Text,
    Workflow,
    placed,
)
from personac.once import once
from personac.source import Span, written_at
from personac.text.plain import key, plain

_ID = re.compile(r"(?<![\w-])(?:QG-[A-Z0-9][A-Z0-9-]*|G-?\d{1,3}|GATE-[A-Z0-9][A-Z0-9-]*)(?![\w-])")
_OWN_ID = re.compile(rf"(?:{_ID.pattern}|(?<![\w-])[A-Z]{{1,3}}-?\d{{1,3}}(?![\w-]))")
"""What a gate may be called where it is declared; elsewhere it would be many other things too."""
_OPENING = re.compile(r"(?:quality |release )?gate (?=[A-Z]{1,4}-?\d)", re.IGNORECASE)
_HEADS = frozenset({"gate", "gates", "id", "gate id", "quality gate"})
_NAME = re.compile(r"[^\W\d_][\w/'’-]*(?: [\w/'’&-]+){0,4}")
_JOINED = re.compile(r"(?:and|or|to|is|are|must|fails?|passes)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:quality )?gate (?P<id>\d{1,2}|[A-Z]\d?)\b", re.IGNORECASE)
_GATES = re.compile(r"\bgates\b|\bdefinition of done\b", re.IGNORECASE)
_REFERENCES = frozenset("gate gates quality-gate quality_gate quality-gates requires-gate".split())
_PARTS = re.compile(r"[,;\s]+")


class Named(NamedTuple):
    """A gate that can be referred to.  ``family`` is its id without digits and words."""

    node: AnyNode
    id: str
    name: str

    @property
    def family(self) -> str:
        return family(self.id)


class Reference(NamedTuple):
    """``id`` in ``words``, where a node speaks of a gate without being it."""

    node: AnyNode
    id: str
    declared: bool
    """Whether an attribute that is for gates holds it."""


def family(identifier: str) -> str:
    """What ids of one series share: ``G`` of ``G12``, ``QG`` of ``QG-BUILD``."""
    return re.split(r"[-\d]", identifier, maxsplit=1)[0].upper()


@once
def named_gates(persona: Persona) -> tuple[Named, ...]:
    return tuple(gate for node, above in placed(persona) if (gate := _named(node, above)))


def _named(node: AnyNode, above: tuple[AnyNode, ...]) -> Named | None:
    if isinstance(node, Section | Workflow | Item) and (node.tag or "").lower() == "gate":
        ids = {one.name.lower(): one.value for one in node.attributes}
        name = ids.get("name", ids.get("title", "")) or _name_below(node)
        return Named(node, ids.get("id", ""), name) if ids.get("id") or name else None
    if not _is_place(node, above):
        return None
    head = _head(node, above)
    opened = _OPENING.match(head)
    head = head[opened.end() :] if opened else head
    own = opened or not isinstance(node, Section | Workflow) or _is_below_gates(above)
    if match := (_OWN_ID if own else _ID).match(head):
        rest = head[match.end() :].strip()
        name = rest.strip(" :-–—")
        named = rest[:1] in (":", "-", "–", "—", "") or _is_name(name)
        return Named(node, match.group(), name or _name_below(node)) if named else None
    if match := _NUMBERED.match(head):
        return Named(node, match["id"], head[match.end() :].strip(" :-–—"))
    return Named(node, "", head) if isinstance(node, Row) and head else None


def _name_below(node: AnyNode) -> str:
    """The name that a gate has as a part of its own."""
    parts = (one for one in getattr(node, "children", ()) if isinstance(one, Item))
    return next((plain(one.text) for one in parts if key(one.label or "") == "name"), "")


def _is_name(words: str) -> bool:
    """Whether what follows an id without a mark between them is the name: ``G2 Fresh data``."""
    return bool(_NAME.fullmatch(words)) and not _JOINED.match(words)


def _is_place(node: AnyNode, above: tuple[AnyNode, ...]) -> bool:
    """Whether a title or label defines a gate here: entries of other lists refer to it."""
    if isinstance(node, Section | Workflow):
        return node.level > 1
    return _is_below_gates(above)


def _is_below_gates(above: tuple[AnyNode, ...]) -> bool:
    titles = (one.title for one in reversed(above) if isinstance(one, Section | Workflow))
    return _GATES.search(next(titles, "")) is not None


def _head(node: AnyNode, above: tuple[AnyNode, ...]) -> str:
    """The title, label, key or cell of a node that may name a gate."""
    match node:
        case Section() | Workflow():
            return plain(node.title)
        case Item() if node.label in ("id", "name"):
            return plain(node.text)
        case Item() | Text():
            return plain(node.label or "")
        case Row() if isinstance(above[-1], Table) and above[-1].header:
            return plain(node.cells[0]) if key(plain(above[-1].header[0])) in _HEADS else ""
        case _:
            return ""


@once
def references(persona: Persona, known: tuple[Named, ...]) -> tuple[Reference, ...]:
    """The ids of gates that the persona uses, apart from where they are declared."""
    return tuple(_references(persona, known))


def _references(persona: Persona, known: tuple[Named, ...]) -> Iterator[Reference]:
    own = {gate.node.id: gate.id for gate in known}
    ids = frozenset(gate.id for gate in known)
    for node, _ in placed(persona):
        if isinstance(node, Clause):
            continue
        if isinstance(node, Section | Workflow | Item | Step):
            for attribute in node.attributes:
                for used in _listed(attribute):
                    yield Reference(node, used, declared=True)
        for used in _used(words_of(node), ids):
            if own.get(node.id) != used:
                yield Reference(node, used, declared=False)


def _used(words: str, ids: frozenset[str]) -> Iterator[str]:
    """Ids of gates in words, each once: of the usual series, and those that are declared."""
    for used in dict.fromkeys(_OWN_ID.findall(words)):
        if used in ids or _ID.fullmatch(used):
            yield used


def _listed(attribute: Attribute) -> list[str]:
    if attribute.name.lower() not in _REFERENCES:
        return []
    return [part for part in _PARTS.split(attribute.value) if part]


def words_of(node: AnyNode) -> str:
    """All that a node itself says."""
    if isinstance(node, Row):
        return " ".join(map(plain, node.cells))
    said = (getattr(node, name, None) for name in ("title", "label", "text"))
    return plain(" ".join(str(one) for one in said if one))


def place(document: Document, node: AnyNode, words: str) -> Label:
    """A label under ``words`` of a node, in the tag that opens it too."""
    if span := written(document, node, words):
        return Label(Locator(path=document.sources[0].path, span=span))
    return Label(Locator(node=node.id, needle=words))


def written(document: Document, node: AnyNode, words: str) -> Span | None:
    """Where a node has ``words``, in an attribute first; None when that is not in one source."""
    origin = written_at(document.origins.get(node.id))
    source = document.sources[0]
    if origin is None or origin.path != source.path or not words:
        return None
    start = source.text.rfind("<", 0, origin.span.start + 1) if getattr(node, "tag", None) else -1
    begin = start if start >= 0 else origin.span.start
    found = re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])").search(
        source.text, begin, origin.span.end
    )
    return Span(found.start(), found.end()) if found else None
