"""REF001: a protocol id that a persona uses and nothing declares."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import (
    AnyNode,
    NodeId,
    Persona,
    ProtocolRef,
    Row,
    Section,
    Stating,
    Table,
    clauses,
    nodes,
    placed,
)
from personac.rules._facts import declared, fact
from personac.rules._fixes import shown
from personac.rules.references._names import stem
from personac.rules.references._protocols import protocols
from personac.rules.references._series import dangling
from personac.rules.references._text import MAX_LABELS, label, may_hold, words_of
from personac.text.plain import key, plain

_MARKS = ("P-", "GH-")
_MEANINGS = frozenset("title name purpose description location definition meaning".split())
_NEAR = 0.75
_LONGEST = 60
_EXAMPLE = re.compile(r"(?:[\w-]+ ){0,3}examples?\W*", re.IGNORECASE)
_ID = re.compile(r"[A-Z]{1,3}(?:-[A-Z0-9]+(?![a-z0-9]))+")


def note(context: LintContext) -> Iterator[Fact]:
    """What is declared here, also by the name of the file and by titles, and what is used."""
    if match := _ID.match(stem(context)):
        yield declared(context, match.group().removesuffix("-"))
    if not may_hold(context, _MARKS):
        return
    persona = context.document.persona
    for name in _titled(persona):
        yield declared(context, name)
    tabled = dict.fromkeys((*_tabled(persona), *protocols(persona)))
    yield from (declared(context, name, name) for name in tabled)
    samples = _samples(persona)
    refs = [(n, c) for n, c in clauses(persona) if isinstance(c, ProtocolRef)]
    own = dict.fromkeys(ref.name for _, ref in refs if ref.declared)
    yield from (declared(context, name, name) for name in own)
    forms = {_form(name) for name in (*own, *tabled)}
    uses: dict[str, list[Stating]] = {}
    for node, ref in refs:
        known = ref.declared or ref.name in tabled or node.id in samples
        if not known and _form(ref.name) in forms:
            uses.setdefault(ref.name, []).append(node)
    for name, found in uses.items():
        for node_id in _places(name, found):
            yield fact(context, name, node_id, name)


def check(context: LintContext) -> Iterator[Finding]:
    """The ids of series that this persona numbers itself."""
    for one in dangling(context.document.persona):
        yield Finding(
            message=f"`{one.id}` is used but declared nowhere",
            help=f"declare it beside `{one.known[-1]}`, or refer to one of {len(one.known)} that are declared",
            labels=(label(one.node, one.id),),
        )


def _tabled(persona: Persona) -> Iterator[str]:
    """The ids that stand alone in the first cell of a row, beside what they mean."""
    for node in nodes(persona):
        if isinstance(node, Table) and key("".join(node.header[1:2])) in _MEANINGS:
            firsts = (plain(row.cells[0]) for row in node.rows if row.cells)
            yield from filter(_ID.fullmatch, firsts)


def _samples(persona: Persona) -> frozenset[NodeId]:
    """The nodes below one that calls itself an example."""
    called = {node.id for node in nodes(persona) if _is_called_example(node)}
    below = ((node.id, above) for node, above in placed(persona)) if called else ()
    return frozenset(one for one, above in below if any(node.id in called for node in above))


def _is_called_example(node: AnyNode) -> bool:
    named = (str(getattr(node, name, "") or "") for name in ("title", "label", "text"))
    return any(len(one) < _LONGEST and _EXAMPLE.fullmatch(plain(one)) for one in named)


def _titled(persona: Persona) -> Iterator[str]:
    """The ids that titles of the first level start with."""
    for node in nodes(persona):
        if (
            isinstance(node, Section)
            and node.level == 1
            and (match := _ID.match(plain(node.title)))
        ):
            yield match.group()


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


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    known = {one.about for one in facts if one.declares}
    near = sorted({one.words for one in facts if one.declares and one.words})
    uses: dict[tuple[str, str], list[Fact]] = {}
    for one in facts:
        if not one.declares and one.about not in known:
            uses.setdefault((one.label.at.path or "", one.about), []).append(one)
    for (_, name), found in uses.items():
        yield _finding(name, found, near)


def _finding(name: str, found: Sequence[Fact], known: Sequence[str]) -> Finding:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, _NEAR)
    count = f" {len(found)} times" if len(found) > 1 else ""
    return Finding(
        message=f"`{name}` is used{count} but declared nowhere",
        help=f"write `{near[0]}`, if that is the protocol you mean" if near else _declare(name),
        labels=tuple(one.label for one in found[:MAX_LABELS]),
        fixes=shown(found[0].label, near[0]) if near and len(found) == 1 else (),
    )


def _declare(name: str) -> str:
    beside = f"declare it beside the others: `{name}: <title>` with its location and purpose"
    return f"{beside}, or check the file that declares it, too"


RULE = Rule(
    code="REF001",
    name="dangling-id",
    severity=Severity.ERROR,
    why="the agent is told to follow a protocol and cannot find out what it says",
    check=check,
    note=note,
    compare=compare,
)
