"""A persona as an outline, one line a node: what ``personac parse`` and the reader pages show.

field tools: Read, Bash [tools]
  @ tool Read
section ## Mandates [mandates]
  item NO Git operations without explicit user approval
    ! must not without explicit user approval: NO Git operations without …
"""

from collections.abc import Iterator

from personac.identity import text_of
from personac.model import (
    AnyNode,
    Attribute,
    Clause,
    Code,
    Effect,
    Field,
    Gate,
    Item,
    Mandate,
    Metric,
    Modality,
    Permission,
    Persona,
    Polarity,
    ProtocolRef,
    Raw,
    Row,
    Section,
    Stated,
    Step,
    Style,
    Table,
    Text,
    ToolGrant,
    Workflow,
    children,
)
from personac.report.visible import short

MAX_TEXT = 100
_LINKS = ("unless", "without", "except", "until", "before", "only", "if", "but")


def render(persona: Persona) -> str:
    """The outline with a final newline; the header comes first."""
    return "".join(f"{line}\n" for line in lines(persona))


def lines(persona: Persona, limit: int = MAX_TEXT) -> Iterator[str]:
    """The lines of the outline, texts cut at ``limit``; no recursion, however deep the tree."""
    stack: list[tuple[int, AnyNode]] = [
        (0, node) for node in reversed((*persona.header, *persona.body))
    ]
    while stack:
        depth, node = stack.pop()
        yield "  " * depth + line(node, limit)
        stack.extend((depth + 1, below) for below in reversed(children(node)))


def line(node: AnyNode, limit: int = MAX_TEXT) -> str:
    """One node on one line."""
    if isinstance(node, Clause):
        return _clause(node, limit)
    kind: str = getattr(node, "kind", "other")
    words = [_block(node, limit), f"[{kind}]" if kind != "other" else ""]
    return " ".join(word for word in words if word)


def _block(node: AnyNode, limit: int) -> str:
    name = type(node).__name__.lower()
    match node:
        case Step():
            text = short(node.text, limit)
            return _words(name, node.number, _titled(node, limit), text)
        case Section() | Workflow():
            return _words(name, _titled(node, limit))
        case Item():
            number = "" if node.ordinal is None else f"{node.ordinal}."
            tag = _tag(node.tag, node.attributes, limit)
            return _words(name, number, tag, _labelled(node.label, node.text, limit))
        case _:
            return _words(name, _plain(node, limit))


def _plain(node: AnyNode, limit: int) -> str:
    match node:
        case Field():
            return _labelled(node.key, text_of(node.value), limit)
        case Text():
            return _labelled(node.label, node.text, limit)
        case Code():
            return _labelled(node.info or None, node.text, limit)
        case Raw():
            return _labelled(node.format, node.text, limit)
        case Row() | Table():
            cells = node.cells if isinstance(node, Row) else node.header
            return short(" | ".join(cells), limit)
        case _:
            return ""


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _labelled(label: str | None, text: str, limit: int) -> str:
    shown = short(text, limit)
    return shown if label is None else _words(f"{short(label, limit)}:", shown)


def _titled(node: Section | Workflow | Step, limit: int) -> str:
    title = short(node.title, limit)
    if node.tag:
        return _words(_tag(node.tag, node.attributes, limit), title)
    if node.style is Style.HEADING:
        return _words("#" * node.level, title)
    return f"{title}:" if title else ""


def _tag(tag: str | None, attributes: tuple[Attribute, ...], limit: int) -> str:
    if not tag:
        return ""
    values = [f'{short(a.name)}="{short(a.value, limit)}"' for a in attributes]
    return f"<{_words(short(tag), *values)}>"


def _clause(node: Clause, limit: int) -> str:
    match node:
        case Mandate():
            return f"! {force(node, limit)}{_details(node, limit)}: {short(node.text, limit)}"
        case Gate():
            return f"? gate{_details(node, limit)}: {short(node.text, limit)}"
        case Metric():
            return f"# metric{_details(node, limit)}: {short(node.text, limit)}"
        case ToolGrant():
            pattern = "" if node.pattern is None else f"({node.pattern})"
            deny = "deny" if node.effect is Effect.DENY else ""
            return _words("@ tool", deny, short(node.name + pattern))
        case Permission():
            return f"% {node.access} {short(node.resource)}"
        case ProtocolRef():
            return _words("& protocol", short(node.name), "declared" if node.declared else "")


def force(node: Mandate, limit: int = MAX_TEXT) -> str:
    """``must``, ``must not without approval``, ``may`` and so on."""
    words = [str(node.modality)]
    if node.polarity is Polarity.FORBID:
        words.append("not")
    elif node.polarity is Polarity.PERMIT and node.modality is not Modality.MAY:
        words.insert(0, "permit")
    if node.unless is not None:
        linked = node.unless.lower().startswith(_LINKS)
        words.append(short(node.unless if linked else f"unless {node.unless}", limit))
    return " ".join(words)


def _details(node: Mandate | Gate | Metric, limit: int) -> str:
    found = [] if node.threshold is None else [short(node.threshold, limit)]
    if isinstance(node, Gate) and node.blocking is not None:
        found.append("blocking" if node.blocking else "not blocking")
    if isinstance(node, Mandate) and node.stated is Stated.INHERITED:
        found.append("inherited")
    return f" ({', '.join(found)})" if found else ""
