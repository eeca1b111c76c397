"""Facts of a persona that its text states: one role, one handle, one version."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from personac.api import Document
from personac.combine import _findings as say_so
from personac.combine import _places as places
from personac.combine._prefer import Value, preferred
from personac.combine.say import Say, Settle
from personac.diagnostics import Diagnostic, Severity
from personac.identity import Fact, identity
from personac.model import Field, Item, NodeId, Text, nodes
from personac.text.quote import key_of
from personac.text.slug import slug

_KINDS = ("name", "handle", "role", "unit", "version", "model")
_NAMES = ("name", "handle")


class At(NamedTuple):
    document: int
    fact: Fact


class Out(NamedTuple):
    """A fact that goes in favour of another one."""

    out: At
    kept: At


class Facts(NamedTuple):
    out: tuple[Out, ...]
    findings: tuple[Diagnostic, ...]
    used: tuple[Settle, ...]


def settled_facts(documents: Sequence[Document], persona: str, say: Say) -> Facts:
    """What of the facts goes; those that only headers state are not looked at."""
    out: list[Out] = []
    findings: list[Diagnostic] = []
    used: list[Settle] = []
    for kind, found in _stated(documents):
        values = [
            Value(_said(kind, one.fact), places.origin(documents[one.document], one.fact.node))
            for one in found
        ]
        best, rule, clear = preferred(say, persona, (kind,), values)
        used.extend([rule] if rule else [])
        others = [n for n in range(len(found)) if values[n].said != values[best].said]
        if not clear:
            other = next(n for n in others if n != best)
            findings.append(_conflict(documents, persona, kind, found[best], found[other]))
        else:
            out.extend(Out(found[n], found[best]) for n in others)
    return Facts(tuple(out), tuple(findings), tuple(used))


def _stated(documents: Sequence[Document]) -> Iterator[tuple[str, list[At]]]:
    facts = [identity(one.persona) for one in documents]
    lines = [_lines(one) for one in documents]
    for kind in _KINDS:
        found = [
            At(at, fact) for at, one in enumerate(facts) if (fact := getattr(one, kind)) is not None
        ]
        if any(one.fact.node in lines[one.document] for one in found) and len(found) > 1:
            yield (
                kind,
                [
                    one
                    for one in found
                    if one.fact.node in lines[one.document]
                    or _is_field(documents[one.document], one.fact.node)
                ],
            )


def _lines(document: Document) -> frozenset[NodeId]:
    """The entries and lines that can go as a whole."""
    return frozenset(
        node.id
        for node in nodes(document.persona)
        if isinstance(node, Item | Text) and not getattr(node, "children", ()) and not node.clauses
    )


def _is_field(document: Document, node: NodeId) -> bool:
    return any(isinstance(one, Field) and one.id == node for one in document.persona.header)


def _said(kind: str, fact: Fact) -> str:
    return slug(fact.value.lstrip("@")) if kind in _NAMES else key_of(fact.value)


def _conflict(
    documents: Sequence[Document], persona: str, kind: str, one: At, other: At
) -> Diagnostic:
    docs = [documents[a.document] for a in (one, other)]
    both = [a.fact for a in (one, other)]
    lines = [places.line(d, f.node, f.value, docs) for d, f in zip(docs, both, strict=True)]
    values = [say_so.cut(fact.value, 40) for fact in both]
    take = places.short(docs[0], both[0].node, documents)
    return say_so.finding(
        "MRG001",
        Severity.ERROR,
        f'the {kind} is "{values[0]}" in {lines[0]} and "{values[1]}" in {lines[1]}',
        f"say which is right: {say_so.settle(persona, kind, take)}",
        places.label(docs[0], both[0].node, both[0].value),
        places.label(docs[1], both[1].node, both[1].value, "the other source"),
    )
