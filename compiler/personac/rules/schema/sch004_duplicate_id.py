"""SCH004: one id for two things of a persona."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    AnyNode,
    Item,
    NodeId,
    ProtocolRef,
    Row,
    Section,
    Step,
    Text,
    Workflow,
    placed,
)
from personac.source import Span, written_at
from personac.text.plain import plain

_ID = re.compile(r"[A-Z]{1,9}-?\d{1,3}(?:\.\d{1,2})?", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:\*\*|\[|\()(?P<id>[A-Z]{1,4}-?\d{1,3}(?:\.\d{1,2})?)(?:\*\*|\]|\))[:.]?\s"
)
_IN_ELEMENT = re.compile(
    r"\W{0,3}(?P<id>[A-Z]{1,4}-?\d{1,3}(?:\.\d{1,2})?)\W{0,2}?(?:[:.)\]]|\s[-–—])\s"
)
_LEVEL = re.compile(r"[LPS][0-5]")
"""How urgent something is, which several things may be."""
_NUMBERS = frozenset({"n", "number"})
_TAG = 200
"""How far from the words of an element its tag may start."""
_TAGS = frozenset(
    "mandate gate metric constraint rule r requirement protocol principle policy guardrail".split()
)


class _Named(NamedTuple):
    node: NodeId
    what: str
    written: str
    scope: NodeId


def check(context: LintContext) -> Iterator[Finding]:
    seen: dict[tuple[str, str, NodeId], _Named] = {}
    for node, above in placed(context.document.persona):
        for named in _ids(node, above):
            key = (named.what, named.written.casefold(), named.scope)
            first = seen.setdefault(key, named)
            if first is not named:
                yield _finding(context, named, first)


def _ids(node: AnyNode, above: tuple[AnyNode, ...]) -> Iterator[_Named]:
    tag = getattr(node, "tag", None) or ""
    for attribute in getattr(node, "attributes", ()):
        if attribute.name == "id" and (tag.lower() in _TAGS or isinstance(node, Step)):
            yield _Named(node.id, tag or "step", attribute.value, _scope(node, above))
        elif attribute.name in _NUMBERS and isinstance(node, Step):
            yield _Named(node.id, "step", attribute.value, _scope(node, above))
    if written := _said_in_element(node, tag):
        yield _Named(node.id, tag, written, above[-1].id if above else "")
    elif written := _label(node):
        yield _Named(node.id, "statement", written, above[-1].id if above else "")
    if isinstance(node, Section):
        for one in node.clauses:
            if isinstance(one, ProtocolRef) and one.declared and _is_title(node.title, one.name):
                yield _Named(node.id, "protocol", one.name, "")


def _said_in_element(node: AnyNode, tag: str) -> str:
    """The id that the words of an element such as ``<rule>`` begin with."""
    if not isinstance(node, Item | Text) or tag.lower() not in _TAGS:
        return ""
    match = _IN_ELEMENT.match(node.text)
    written = match["id"] if match else ""
    is_level = _LEVEL.fullmatch(written) and written[0] != tag[0].upper()
    return "" if is_level else written


def _label(node: AnyNode) -> str:
    """The id that a statement begins with, in front of its words, in its first cell or
    behind the key ``id`` of an entry of YAML.
    """
    match node:
        case Item() | Text():
            label = plain(node.text if node.label == "id" else node.label or "")
            leading = _LEADING.match(node.text)
            return label if _ID.fullmatch(label) else leading["id"] if leading else ""
        case Row():
            first = plain(node.cells[0]).strip() if node.cells else ""
            return first if _ID.fullmatch(first) else ""
        case _:
            return ""


def _is_title(title: str, name: str) -> bool:
    """Whether a title declares the protocol and does not only speak of it."""
    words = plain(title)
    return words == name or words.startswith((f"{name}:", f"{name} -", f"{name} –"))


def _scope(node: AnyNode, above: tuple[AnyNode, ...]) -> NodeId:
    """Steps are numbered anew in each workflow and in each step that holds others."""
    if not isinstance(node, Step):
        return ""
    holders = [one.id for one in above if isinstance(one, Workflow | Step | Section | Item)]
    return holders[-1] if holders else ""


def _finding(context: LintContext, later: _Named, first: _Named) -> Finding:
    return Finding(
        message=f"the id `{later.written}` stands for two {later.what}s",
        help="give one of them an id of its own, and correct what refers to it",
        labels=(
            Label(_at(context, later)),
            Label(_at(context, first), "first used here"),
        ),
    )


def _at(context: LintContext, named: _Named) -> Locator:
    """The id itself: in the words of its node, or in the tag right before them."""
    origin = written_at(context.document.origins.get(named.node))
    source = context.document.sources[0]
    if origin is not None and origin.path == source.path:
        near = max(0, origin.span.start - _TAG)
        tag = source.text.rfind(f'"{named.written}"', near, origin.span.start + _TAG)
        if tag >= 0:
            return Locator(path=origin.path, span=Span(tag + 1, tag + 1 + len(named.written)))
    return Locator(node=named.node, needle=named.written)


RULE = Rule(
    code="SCH004",
    name="duplicate-id",
    severity=Severity.ERROR,
    why="who refers to the id gets one of the two, and a comparison takes them for one",
    check=check,
)
