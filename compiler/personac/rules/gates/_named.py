"""Gates with a name or an id, and the words that refer to them."""

import re
from typing import NamedTuple

from personac.api import Document
from personac.diagnostics import Label, Locator
from personac.model import (
    AnyNode,
    Item,
    Persona,
    Row,
    Section,
    Table,
    Text,
    Workflow,
    placed,
)
from personac.once import once
from personac.rules.gates._opening import opening
from personac.source import Span, written_at
from personac.text.plain import key, plain

GATE_ID = re.compile(
    r"(?<![\w-])(?:QG-[A-Z0-9][A-Z0-9-]*|G-?\d{1,3}|GATE-[A-Z0-9][A-Z0-9-]*)(?![\w-])"
)
OWN_ID = re.compile(rf"{GATE_ID.pattern}|(?<![\w-])[A-Z]{{1,3}}-?\d{{1,3}}(?![\w-])")
"""What a gate may be called where it is declared; elsewhere that may be many other things."""
_OPENING = re.compile(r"(?:quality |release )?gate (?=[A-Z]{1,4}-?\d)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w/'’-]*(?: [\w/'’&-]+){0,4}")
_JOINED = re.compile(r"(?:and|or|to|is|are|must|fails?|passes)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:quality )?gate (?P<id>\d{1,2}|[A-Z]\d?)\b", re.IGNORECASE)
_CODED = re.compile(r"^(?:quality )?gate `(?P<id>[a-z][\w-]*)`", re.IGNORECASE)
_TITLED = re.compile(r"^(?P<name>(?:[A-Z][\w/&-]*\s){1,5})Gate$")
_NO_NAMES = frozenset("quality the this each every any no mandatory human approval hard a".split())
_FIRST_COLUMN = frozenset({"id", "gate", "gate id", "no", "", "name", "gate name"})
_GATES = re.compile(r"\bgates\b|\bdefinition of done\b", re.IGNORECASE)


class Named(NamedTuple):
    """A gate that can be referred to.  ``family`` is its id without digits and words."""

    node: AnyNode
    id: str
    name: str

    @property
    def family(self) -> str:
        return family(self.id)


def family(identifier: str) -> str:
    """What ids of one series share: ``G`` of ``G12``, ``QG`` of ``QG-BUILD``."""
    return re.split(r"[-\d]", identifier, maxsplit=1)[0].upper()


@once
def named_gates(persona: Persona) -> tuple[Named, ...]:
    return tuple(gate for node, above in placed(persona) if (gate := _named(node, above)))


def _named(node: AnyNode, above: tuple[AnyNode, ...]) -> Named | None:
    if isinstance(node, Section | Workflow | Item) and _is_element(node):
        ids = {one.name.lower(): one.value for one in node.attributes}
        name = ids.get("name", ids.get("title", "")) or _name_below(node)
        named = ids.get("id") or name
        return Named(node, ids.get("id", ""), name) if named else _of_head(node, above)
    if not _is_place(node, above):
        return None
    if isinstance(node, Row):
        return _of_row(node, above[-1])
    return _of_head(node, above)


def _of_head(node: AnyNode, above: tuple[AnyNode, ...]) -> Named | None:
    head = _head(node)
    opened = _OPENING.match(head)
    listed = not isinstance(node, Section | Workflow) or _is_element(node)
    listed = listed or is_below_gates(above)
    if match := (OWN_ID if opened or listed else GATE_ID).match(
        head, opened.end() if opened else 0
    ):
        rest = head[match.end() :].strip()
        name = rest.strip(" :-–—()")
        named = rest[:1] in (":", "-", "–", "—", "(", "") or _is_name(name)
        return Named(node, match.group(), name or _name_below(node)) if named else None
    if match := _NUMBERED.match(head) or _CODED.match(_head(node, raw=True)):
        return Named(node, match["id"], head[match.end() :].strip(" :-–—"))
    if (match := _TITLED.match(head)) and is_own(match["name"]):
        return Named(node, "", head)
    return None


def _of_row(row: Row, table: AnyNode) -> Named | None:
    """A row of a table that lists gates by their ids or names."""
    header = [key(cell) for cell in table.header] if isinstance(table, Table) else [""]
    if not row.cells or not header or header[0] not in _FIRST_COLUMN:
        return None
    head = plain(row.cells[0])
    match = OWN_ID.match(head) or _NUMBERED.match(head)
    if match is None:
        return Named(row, "", head) if header[0].startswith("gate") and head else None
    name = head[match.end() :].strip(" :-–—")
    if not name and header[1:2] in (["gate"], ["name"], ["gate name"]):
        name = plain(row.cells[1])
    return Named(row, match.groupdict().get("id") or match.group(), name)


def _is_element(node: AnyNode) -> bool:
    return (getattr(node, "tag", None) or "").lower() == "gate"


def _name_below(node: AnyNode) -> str:
    """The name that a gate has as a part of its own."""
    parts = (one for one in getattr(node, "children", ()) if isinstance(one, Item))
    return next((plain(one.text) for one in parts if key(one.label or "") == "name"), "")


def is_own(words: str) -> bool:
    """Whether words before "Gate" are the name of one and not a kind of gates."""
    return not _NO_NAMES.issuperset(words.casefold().split())


def _is_name(words: str) -> bool:
    """Whether what follows an id without a mark between them is the name: ``G2 Fresh data``."""
    return bool(_NAME.fullmatch(words)) and not _JOINED.match(words)


def _is_place(node: AnyNode, above: tuple[AnyNode, ...]) -> bool:
    """Whether a title or label defines a gate here: entries of other lists refer to it."""
    if isinstance(node, Section | Workflow):
        return node.level > 1
    if isinstance(node, Row) and isinstance(above[-1], Table):
        return bool(_GATES.search(" ".join(above[-1].header))) or is_below_gates(above)
    return is_below_gates(above)


def is_below_gates(above: tuple[AnyNode, ...]) -> bool:
    titles = (one.title for one in reversed(above) if isinstance(one, Section | Workflow))
    return _GATES.search(next(titles, "")) is not None


def _head(node: AnyNode, *, raw: bool = False) -> str:
    """The title or label of a node, which may name a gate; else the id that opens its text, or
    that an entry of YAML begins with.
    """
    if isinstance(node, Section | Workflow) and _is_element(node):
        return _opened(next((one for one in node.children if isinstance(one, Item | Text)), node))
    if isinstance(node, Section | Workflow):
        return node.title if raw else plain(node.title)
    if not isinstance(node, Item | Text):
        return ""
    if not node.label:
        return _opened(node)
    label = node.text if node.label == "id" else node.label
    return label if raw else plain(label)


def _opened(node: AnyNode) -> str:
    """What the words of a node open with, when that is an id."""
    found = opening(node.text) if isinstance(node, Item | Text) and not node.label else None
    return found.head if found else getattr(node, "label", None) or ""


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
