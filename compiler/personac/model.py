"""The canonical persona: one ordered tree of blocks that keeps every word of its source.

A block holds its own words and, in ``clauses``, what those words bind: mandates, gates,
metrics, tool grants, permissions and references.  A clause stands in the block that states
it, so order and context are never lost; ``clauses(persona)`` is the flat view.

Positions are not part of the tree.  They live in side tables keyed by node id
(``personac.source.SourceMap``), so equal content gives equal documents.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from operator import is_not
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from personac.once import once

SCHEMA = "personac/persona/1"
LABEL_FORM = "**{}:**"

NodeId = str
if TYPE_CHECKING:
    Value = str | tuple["Value", ...] | dict[str, "Value"]
    """A header value: text as the author wrote it, or nested lists and maps of it."""
else:  # msgspec cannot resolve an alias that names itself
    Value = str | tuple[Any, ...] | dict[str, Any]


class Polarity(StrEnum):
    REQUIRE = "require"
    FORBID = "forbid"
    PERMIT = "permit"


class Modality(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Stated(StrEnum):
    """How a clause came by its force."""

    DECLARED = "declared"
    """Its own words carry the marker."""
    INHERITED = "inherited"
    """The heading, label or lead line above it does."""


class Access(StrEnum):
    READ = "read"
    WRITE = "write"
    EXECUTE = "execute"


class Effect(StrEnum):
    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


class Style(StrEnum):
    """The form in which a section or step was written."""

    HEADING = "heading"
    LABEL = "label"
    ELEMENT = "element"
    ITEM = "item"


class Node(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    id: NodeId


class Mandate(Node, frozen=True, tag="mandate", tag_field="type"):
    text: str
    polarity: Polarity
    modality: Modality
    unless: str | None = None
    threshold: str | None = None
    stated: Stated = Stated.DECLARED


class Gate(Node, frozen=True, tag="gate", tag_field="type"):
    text: str
    threshold: str | None = None
    blocking: bool | None = None


class Metric(Node, frozen=True, tag="metric", tag_field="type"):
    text: str
    threshold: str | None = None


class ToolGrant(Node, frozen=True, tag="tool", tag_field="type"):
    name: str
    pattern: str | None = None
    effect: Effect = Effect.ALLOW


class Permission(Node, frozen=True, tag="permission", tag_field="type"):
    access: Access
    resource: str


class ProtocolRef(Node, frozen=True, tag="protocol", tag_field="type"):
    name: str
    declared: bool = False


Contract = Mandate | Gate | Metric
Clause = Mandate | Gate | Metric | ToolGrant | Permission | ProtocolRef


class Field(Node, frozen=True, tag="field", tag_field="type"):
    """One header fact, in source order: a frontmatter key, a handle field, an XML attribute."""

    key: str
    kind: str = "other"
    value: Value = ""
    source: str | None = None
    """The value as written, kept where the value alone would lose its types or comments."""
    clauses: tuple[Clause, ...] = ()


class Attribute(Struct, frozen=True, array_like=True):
    name: str
    value: str


# ``form`` in the nodes below: how the label was written, ``{}`` standing for its words.
class Section(Node, frozen=True, tag="section", tag_field="type"):
    title: str
    kind: str = "other"
    level: int = 2
    style: Style = Style.HEADING
    form: str = LABEL_FORM
    tag: str | None = None
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Block", ...] = ()
    clauses: tuple[Clause, ...] = ()


class Item(Node, frozen=True, tag="item", tag_field="type"):
    text: str = ""
    label: str | None = None
    form: str = LABEL_FORM
    kind: str = "other"
    ordinal: int | None = None
    tag: str | None = None
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Block", ...] = ()
    clauses: tuple[Clause, ...] = ()


class Text(Node, frozen=True, tag="text", tag_field="type"):
    text: str = ""
    label: str | None = None
    form: str = LABEL_FORM
    kind: str = "other"
    clauses: tuple[Clause, ...] = ()


class Quote(Node, frozen=True, tag="quote", tag_field="type"):
    children: tuple["Block", ...] = ()


class Code(Node, frozen=True, tag="code", tag_field="type"):
    text: str
    info: str = ""
    clauses: tuple[Clause, ...] = ()
    """What a persona that is written inside the fence states."""


class Row(Node, frozen=True, tag="row", tag_field="type"):
    cells: tuple[str, ...]
    clauses: tuple[Clause, ...] = ()


class Table(Node, frozen=True, tag="table", tag_field="type"):
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


class Raw(Node, frozen=True, tag="raw", tag_field="type"):
    """Text without a typed home, kept verbatim in its place."""

    text: str
    format: str = "text"


class Workflow(Node, frozen=True, tag="workflow", tag_field="type"):
    title: str
    level: int = 2
    style: Style = Style.HEADING
    form: str = LABEL_FORM
    tag: str | None = None
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Block", ...] = ()
    clauses: tuple[Clause, ...] = ()


class Step(Node, frozen=True, tag="step", tag_field="type"):
    """One step of a workflow; its inputs, actions, outputs, gates and completion are its
    children, items or labelled sections with the kind ``input``, ``action`` and so on.
    """

    title: str = ""
    text: str = ""
    number: str = ""
    level: int = 2
    style: Style = Style.LABEL
    form: str = LABEL_FORM
    tag: str | None = None
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Block", ...] = ()
    clauses: tuple[Clause, ...] = ()


Block = Section | Item | Text | Quote | Code | Table | Raw | Workflow | Step
Stating = Field | Section | Item | Text | Row | Workflow | Step | Code
Holder = Section | Item | Quote | Workflow | Step
AnyNode = Block | Field | Row | Clause


class Persona(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    id: NodeId
    schema: str = SCHEMA
    header: tuple[Field | Raw, ...] = ()
    body: tuple[Block, ...] = ()


N = TypeVar("N", bound=Struct)


def evolve(node: N, **changes: object) -> N:
    """Return ``node`` with the given fields changed."""
    return replace(node, **changes)


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """The nodes directly below ``node``, clauses first, in source order."""
    below: tuple[AnyNode, ...] = getattr(node, "clauses", ())
    if isinstance(node, Table):
        return below + node.rows
    return below + getattr(node, "children", ())


def walk(*nodes: AnyNode) -> Iterator[AnyNode]:
    """Every node in document order, without recursion."""
    stack: list[AnyNode] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


@once
def _in_order(persona: Persona) -> tuple[AnyNode, ...]:
    return tuple(walk(*persona.header, *persona.body))


def nodes(persona: Persona) -> Iterator[AnyNode]:
    return iter(_in_order(persona))


class Placed(NamedTuple):
    """A node of the body with the nodes above it, outermost first."""

    node: AnyNode
    above: tuple[AnyNode, ...]


@once
def placed(persona: Persona) -> tuple[Placed, ...]:
    """Every node of the body, in document order."""
    found: list[Placed] = []
    stack = [Placed(node, ()) for node in reversed(persona.body)]
    while stack:
        one = stack.pop()
        found.append(one)
        above = (*one.above, one.node)
        stack.extend(Placed(node, above) for node in reversed(children(one.node)))
    return tuple(found)


def said_around(clause: Contract, node: AnyNode) -> str:
    """All that the node of a clause says, the sentences before and after it included; of one
    with a title the clause alone.
    """
    return node.text if isinstance(node, Item | Text | Step) else clause.text


@once
def blocks(persona: Persona) -> tuple[Field | Row | Block, ...]:
    """Every node that is not a clause."""
    return tuple(node for node in nodes(persona) if not isinstance(node, Clause))


@once
def clauses(persona: Persona) -> tuple[tuple[Stating, Clause], ...]:
    """Every clause with the node that states it, in document order."""
    return tuple((n, one) for n in nodes(persona) if isinstance(n, Stating) for one in n.clauses)


def transform(persona: Persona, change: Callable[[AnyNode], AnyNode | None]) -> Persona:
    """Rebuild the tree bottom-up; ``change`` returns a node's replacement, or None to drop it."""

    def rebuild(node: AnyNode) -> AnyNode | None:
        changes: dict[str, object] = {}
        for name in ("children", "rows"):
            below: tuple[AnyNode, ...] | None = getattr(node, name, None)
            if below:
                kept = tuple(new for old in below if (new := rebuild(old)) is not None)
                if len(kept) != len(below) or any(map(is_not, kept, below)):
                    changes[name] = kept
        return change(evolve(node, **changes) if changes else node)

    def rebuild_all(below: tuple[AnyNode, ...]) -> tuple[AnyNode, ...]:
        return tuple(new for old in below if (new := rebuild(old)) is not None)

    return evolve(persona, header=rebuild_all(persona.header), body=rebuild_all(persona.body))
