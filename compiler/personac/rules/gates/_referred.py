"""The words of a persona that refer to gates."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import (
    AnyNode,
    Attribute,
    Clause,
    Gate,
    Item,
    Mandate,
    Persona,
    Section,
    Step,
    Workflow,
    placed,
)
from personac.rules.gates._named import GATE_ID, OWN_ID, Named, is_own, words_of

_USED = re.compile(
    r"\b[Gg]ate (?P<number>\d{1,2}|[A-Z]\d?)(?![\w.%-])|\b[Gg]ate `(?P<code>[a-z][\w-]*)`"
)
_USED_NAME = re.compile(
    r"(?<![.!?:] )(?<!^)\b(?P<name>(?:[A-Z][\w/&-]*\s){1,5})Gate\b(?!s|[^\n]{0,3}\])"
)
_OPENING = re.compile(r"^\W*(?:quality )?gate (?P<id>\d{1,2}|[A-Z]\d?)\b", re.IGNORECASE)
_REFERENCES = frozenset("gate gates quality-gate quality_gate quality-gates requires-gate".split())
_PARTS = re.compile(r"[,;\s]+")
_SHORT = 3
"""Ids of fewer letters are numbers of gates: ``Gate 2``, ``Gate B1``."""


class Reference(NamedTuple):
    """``id`` in ``words``, where a node speaks of a gate without being it."""

    node: AnyNode
    id: str
    declared: bool
    """Whether an attribute that is for gates holds it."""


class _Known(NamedTuple):
    """What the declared gates are called, and by which node."""

    own: dict[str, str]
    ids: frozenset[str]
    opened: frozenset[str]
    """The numbers that lines open with, which may be gates too."""
    numbered: bool
    coded: bool
    named: bool


def references(persona: Persona, known: tuple[Named, ...]) -> Iterator[Reference]:
    """The gates that the persona uses, apart from where they are declared."""
    called = _called(persona, known)
    for node, above in placed(persona):
        if isinstance(node, Clause):
            continue
        if isinstance(node, Section | Workflow | Item | Step):
            for attribute in node.attributes:
                yield from (Reference(node, used, declared=True) for used in _listed(attribute))
        own = {called.own.get(one.id) for one in (*above, node)}
        for used in dict.fromkeys(OWN_ID.findall(words_of(node))):
            known_as = used in called.ids or GATE_ID.fullmatch(used)
            if known_as and used not in own:
                yield Reference(node, used, declared=False)
        if node.id not in called.own:
            yield from _by_number(node, called)
            if called.named and _acts(node, above):
                yield from _by_name(node)


def _called(persona: Persona, known: tuple[Named, ...]) -> _Known:
    ids = {gate.id for gate in known if gate.id}
    numbers = {one for one in ids if len(one) < _SHORT}
    openings = (_OPENING.match(words_of(node)) for node, _ in placed(persona)) if numbers else ()
    return _Known(
        own={gate.node.id: gate.id for gate in known},
        ids=frozenset(ids),
        opened=frozenset(match["id"] for match in openings if match),
        numbered=bool(numbers),
        coded=any(not GATE_ID.match(one) for one in ids - numbers),
        named=sum(1 for gate in known if gate.name and not gate.id) > 1,
    )


def _by_number(node: AnyNode, called: _Known) -> Iterator[Reference]:
    """``Gate 4`` where gates have numbers, a gate in code where they have names in code."""
    if not (called.numbered or called.coded):
        return
    for match in _USED.finditer(_said(node)):
        number, code = match["number"], match["code"]
        if number and called.numbered and number not in called.opened:
            yield Reference(node, number, declared=True)
        elif code and called.coded:
            yield Reference(node, code, declared=True)


def _by_name(node: AnyNode) -> Iterator[Reference]:
    for match in _USED_NAME.finditer(words_of(node)):
        if is_own(match["name"]):
            yield Reference(node, match.group(), declared=True)


def _acts(node: AnyNode, above: tuple[AnyNode, ...]) -> bool:
    """Whether it tells to do something, so that a gate it names has to be passed."""
    binds = any(isinstance(one, Mandate | Gate) for one in getattr(node, "clauses", ()))
    return binds or any(isinstance(one, Step) for one in (*above, node))


def _listed(attribute: Attribute) -> list[str]:
    if attribute.name.lower() not in _REFERENCES:
        return []
    return [part for part in _PARTS.split(attribute.value) if part]


def _said(node: AnyNode) -> str:
    """All that a node itself says, as written."""
    said = (getattr(node, name, None) for name in ("title", "label", "text"))
    return " ".join(str(one) for one in said if one)
