"""REF001: a protocol id that the persona uses and does not declare."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import NodeId, ProtocolRef, Row, Stating, clauses
from personac.rules.references._text import MAX_LABELS, label, may_hold, words_of
from personac.text.plain import plain

_MARKS = ("P-", "GH-")
_NEAR = 0.75


def check(context: LintContext) -> Iterator[Finding]:
    if not may_hold(context, _MARKS):
        return
    refs = [(n, c) for n, c in clauses(context.document.persona) if isinstance(c, ProtocolRef)]
    declared = sorted({ref.name for _, ref in refs if ref.declared})
    forms = {_form(name) for name in declared}
    uses: dict[str, list[Stating]] = {}
    for node, ref in refs:
        if not ref.declared and _form(ref.name) in forms:
            uses.setdefault(ref.name, []).append(node)
    for name, nodes in uses.items():
        if places := _places(name, nodes):
            yield _finding(name, places, declared)


def _form(name: str) -> str:
    return name.split("-", 1)[0]


def _places(name: str, nodes: list[Stating]) -> list[NodeId]:
    """Where the id is used bare; none when any place says what it stands for."""
    word = re.escape(name)
    bare = re.compile(rf"(?<![\w/-]){word}(?![\w-])")
    explained = re.compile(rf"\[\W*{word}[^\]]*\]\(|{word}\W{{0,4}}\([A-Z]")
    words = {node.id: words_of(node) for node in nodes}
    if any(isinstance(node, Row) and plain(node.cells[0]) == name for node in nodes):
        return []
    if any(explained.search(text) for text in words.values()):
        return []
    return [node for node, text in words.items() if bare.search(text)]


def _finding(name: str, places: list[NodeId], declared: list[str]) -> Finding:
    from difflib import get_close_matches

    near = get_close_matches(name, declared, 1, _NEAR)
    count = f" {len(places)} times" if len(places) > 1 else ""
    return Finding(
        message=f"`{name}` is used{count} but declared nowhere in this persona",
        help=f"write `{near[0]}`, if that is the protocol you mean" if near else _declare(name),
        labels=tuple(label(node, name) for node in places[:MAX_LABELS]),
    )


def _declare(name: str) -> str:
    return f"declare it beside the others: `{name}: <title>` with its location and purpose"


RULE = Rule(
    code="REF001",
    name="dangling-id",
    severity=Severity.ERROR,
    why="the agent is told to follow a protocol and cannot find out what it says",
    check=check,
)
