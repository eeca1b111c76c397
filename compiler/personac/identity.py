"""Who a persona is: the facts every dialect states somewhere, found in one way."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from personac.model import AnyNode, Field, Item, NodeId, Persona, Section, Text, Value, walk
from personac.once import once
from personac.tables.fields import field_kind
from personac.text.plain import plain
from personac.text.slug import slug

_ROLE_TITLE = re.compile(
    r"^(?:role|vai trò|rol|rôle|rolle)\s*:\s*(?P<name>.+?)(?:\s+[-–—]\s+(?P<title>.+))?$",
    re.IGNORECASE,
)
_AGENT_TITLE = re.compile(
    r"^(?:ai agent specification:\s*)?(?P<name>.+?)(?:\s+(?:sub-?agent|agent|persona))?$",
    re.IGNORECASE,
)
# ``Release-Manager-vDEC25`` is a version of the handle, as its specifications write it.
_VERSION = re.compile(r"[-_ ]v(?:[A-Z]{3}\d{2}|\d+(?:\.\d+)*)$", re.IGNORECASE)
_PART_TITLE = re.compile(r"part\s+[ivx\d]+\b", re.IGNORECASE)
_WHEN = "whenToUse"
"""What BMAD calls the description: it is for whoever picks the agent."""
_ROOT_NAMES = ("name", "active", "title", "id")


class Fact(Struct, frozen=True):
    """A stated value and the node that states it."""

    value: str
    node: NodeId


class Identity(Struct, frozen=True, kw_only=True):
    """What is stated; None where the source says nothing."""

    name: Fact | None = None
    title: Fact | None = None
    handle: Fact | None = None
    role: Fact | None = None
    unit: Fact | None = None
    description: Fact | None = None
    mission: Fact | None = None
    model: Fact | None = None
    version: Fact | None = None


@once
def identity(persona: Persona) -> Identity:
    """Collect the facts; the first statement of each wins, header before body."""
    found: dict[str, Fact] = {}
    for kind, value, node in _facts((*persona.header, *persona.body)):
        if value.strip() and kind not in found:
            found[kind] = Fact(" ".join(value.split()), node)
    return Identity(**found)


def persona_id(header: Iterable[AnyNode], body: Iterable[AnyNode], path: str) -> str:
    """The slug that names a persona: its name, handle, title, or else its file's stem."""
    draft = Persona(id="", header=tuple(header), body=tuple(body))  # type: ignore[arg-type]
    facts = identity(draft)
    handle = facts.handle and _VERSION.sub("", facts.handle.value)
    for stated in (facts.name and facts.name.value, handle, facts.title and facts.title.value):
        if stated and (found := slug(stated.lstrip("@"))):
            return found
    stem = path.replace("\\", "/").rsplit("/", 1)[-1].split(".", 1)[0]
    return slug(stem) or "persona"


def display_name(persona: Persona) -> str:
    """The name a person reads: as written, or made from the id."""
    facts = identity(persona)
    for fact in (facts.name, facts.handle, facts.title):
        if fact is not None and " " in fact.value:
            return fact.value
    words = persona.id.replace("-", " ").split()
    return " ".join(word if word.isupper() else word.capitalize() for word in words)


def text_of(value: Value) -> str:
    """A header value as one line of text."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text_of(part)}" for key, part in value.items())
    return ", ".join(text_of(part) for part in value)


_KINDS = frozenset(Identity.__struct_fields__)


def _facts(nodes: tuple[AnyNode, ...]) -> Iterator[tuple[str, str, NodeId]]:
    for node in walk(*nodes):
        match node:
            case Field() if node.kind in _KINDS:
                yield node.kind, text_of(node.value), node.id
            case Section():
                yield from _section_facts(node)
            case Item() | Text():
                yield from _labelled_facts(node)
            case _:
                pass


def _section_facts(node: Section) -> Iterator[tuple[str, str, NodeId]]:
    if node.tag and is_root_tag(node.tag):
        stated = {attribute.name: attribute.value for attribute in node.attributes}
        for name in _ROOT_NAMES:
            if name in stated:
                value = _stem(stated[name]) if name == "id" else stated[name]
                yield "title" if name == "title" else "name", value, node.id
    title = plain(node.title)
    if node.level == 1 and node.tag is None:
        role = _ROLE_TITLE.match(title)
        agent = _AGENT_TITLE.match(title)
        if role:
            yield "name", role["name"], node.id
            yield "title", role["title"] or role["name"], node.id
        elif agent and not _PART_TITLE.match(title):
            yield "title", agent["name"], node.id
    if node.kind == "mission":
        for child in node.children[:1]:
            if isinstance(child, Text):
                yield "mission", plain(child.text), child.id


def _stem(path: str) -> str:
    """``bmad/agents/dev.md`` names the agent ``dev``."""
    return path.replace("\\", "/").rpartition("/")[2].split(".", 1)[0]


def is_root_tag(tag: str) -> bool:
    return tag.lower() in ("agent", "persona") or tag.lower().startswith(
        ("persona_context", "agent_")
    )


def _labelled_facts(node: Item | Text) -> Iterator[tuple[str, str, NodeId]]:
    if node.kind == "mission":
        yield "mission", plain(node.text), node.id
        return
    label = node.label or node.tag if isinstance(node, Item) else node.label
    kind = field_kind(plain(label)) if label else "other"
    if isinstance(node, Item) and node.tag == _WHEN and node.text:
        yield "description", plain(node.text), node.id
    if kind in ("handle", "role", "unit", "name", "version", "title") and node.text:
        yield kind, plain(node.text), node.id
