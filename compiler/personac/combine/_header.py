"""The fields of several sources as one header."""

from collections.abc import Sequence
from typing import NamedTuple

from personac.api import Document
from personac.breaking._modes import mode_of, mode_rank
from personac.breaking._powers import held_kind, held_names
from personac.combine import _access as access
from personac.combine import _findings as say_so
from personac.combine import _places as places
from personac.combine._prefer import Value as Preferred
from personac.combine._prefer import preferred, settled
from personac.combine.say import Say, Settle
from personac.diagnostics import Diagnostic, Severity
from personac.identity import text_of
from personac.model import Field, NodeId, Raw, Value, evolve
from personac.passes.tool_words import split_tools
from personac.text.plain import key
from personac.text.quote import key_of
from personac.text.slug import slug

_NAMES = ("name", "handle")


class At(NamedTuple):
    """A field and the document that holds it."""

    document: int
    field: Field


class Header(NamedTuple):
    fields: tuple[Field | Raw, ...]
    findings: tuple[Diagnostic, ...]
    folded: tuple[tuple[At, At], ...]
    """A field and the one that says the same."""
    overruled: tuple[tuple[At, At], ...]
    """A field and the one that the project prefers."""
    used: tuple[Settle, ...]


class _Result(NamedTuple):
    field: Field | None
    findings: tuple[Diagnostic, ...] = ()
    folded: tuple[tuple[At, At], ...] = ()
    overruled: tuple[tuple[At, At], ...] = ()
    used: tuple[Settle, ...] = ()


def group(field: Field) -> str:
    """Equal for fields that state the same fact, whatever their dialect calls it."""
    return mode_of(field) or (field.kind if field.kind != "other" else key(field.key))


def combined(
    documents: Sequence[Document], persona: str, say: Say, out: frozenset[NodeId] = frozenset()
) -> Header:
    """The fields of all but ``out``, the first document's first; what disagrees is reported."""
    groups: dict[str, list[At]] = {}
    raw: dict[str, Raw] = {}
    for at, document in enumerate(documents):
        for node in document.persona.header:
            if node.id in out:
                continue
            if isinstance(node, Field):
                groups.setdefault(group(node), []).append(At(at, node))
            else:
                raw.setdefault(key_of(node.text), node)
    made = [_Joining(documents, persona, say, name, ats).result() for name, ats in groups.items()]
    return Header(
        (*(one.field for one in made if one.field is not None), *raw.values()),
        tuple(found for one in made for found in one.findings),
        tuple(pair for one in made for pair in one.folded),
        tuple(pair for one in made for pair in one.overruled),
        tuple(rule for one in made for rule in one.used),
    )


class _Joining:
    """The fields of one group."""

    def __init__(
        self, documents: Sequence[Document], persona: str, say: Say, name: str, found: list[At]
    ) -> None:
        self.documents, self.persona, self.say = documents, persona, say
        self.name, self.found = name, found
        self.keys = (name, found[0].field.key, found[0].field.kind)

    def result(self) -> _Result:
        first = self.found[0]
        if choice := settled(self.say, self.persona, self.keys, self.values()):
            return self.chosen(self.found[choice.best], tuple(filter(None, (choice.rule,))))
        if first.field.kind in access.LISTS or first.field.kind == "denied-tools":
            return _Result(self.united(), folded=self.folds(first))
        if mode_of(first.field):
            return self.strictest()
        if held_kind(first.field):
            return self.shared()
        return self.scalar()

    def values(self) -> list[Preferred]:
        return [
            Preferred(_said(at.field), places.origin(self.documents[at.document], at.field.id))
            for at in self.found
        ]

    def scalar(self) -> _Result:
        choice = preferred(self.say, self.persona, self.keys, self.values())
        best = self.found[choice.best]
        if choice.clear:
            return self.chosen(best)
        other = next(one for one in self.found if _said(one.field) != _said(best.field))
        return _Result(best.field, (self.conflict(best, other),))

    def chosen(self, best: At, used: tuple[Settle, ...] = ()) -> _Result:
        same = [o for o in self.found if _said(o.field) == _said(best.field)]
        return _Result(
            best.field,
            folded=tuple((one, best) for one in same if one is not best),
            overruled=tuple((one, best) for one in self.found if one not in same),
            used=used,
        )

    def folds(self, best: At) -> tuple[tuple[At, At], ...]:
        return tuple((one, best) for one in self.found if one is not best)

    def conflict(self, one: At, other: At) -> Diagnostic:
        docs = [self.documents[a.document] for a in (one, other)]
        lines = [
            places.line(d, a.field.id, "", docs) for d, a in zip(docs, (one, other), strict=True)
        ]
        values = [say_so.cut(text_of(a.field.value), 40) for a in (one, other)]
        take = places.short(docs[0], one.field.id, self.documents)
        return say_so.finding(
            "MRG001",
            Severity.ERROR,
            f'`{one.field.key}` is "{values[0]}" in {lines[0]} and "{values[1]}" in {lines[1]}',
            f"say which is right: {say_so.settle(self.persona, self.name, take)}",
            places.label(docs[0], one.field.id),
            places.label(docs[1], other.field.id, text="the other source"),
        )

    def united(self) -> Field:
        """All entries of lists of tools, of which each source's limits are then taken."""
        field = self.found[0].field
        for one in self.found[1:]:
            field = with_entries(field, one.field)
        return field

    def strictest(self) -> _Result:
        kind = mode_of(self.found[0].field)
        best = min(self.found, key=lambda one: mode_rank(kind, text_of(one.field.value)))
        values = {text_of(one.field.value).casefold() for one in self.found}
        if len(values) == 1:
            return _Result(best.field, folded=self.folds(best))
        worst = next(o for o in self.found if _said(o.field) != _said(best.field))
        docs = [self.documents[a.document] for a in (best, worst)]
        found = say_so.finding(
            "MRG004",
            Severity.WARNING,
            f'`{best.field.key}` is the stricter "{text_of(best.field.value)}", not '
            f'"{text_of(worst.field.value)}" of {places.line(docs[1], worst.field.id, "", docs)}',
            "give the sources the same value, so that nobody expects the other one",
            places.label(docs[0], best.field.id),
            places.label(docs[1], worst.field.id, text="the other source"),
        )
        return _Result(best.field, (found,), overruled=self.folds(best))

    def shared(self) -> _Result:
        """Servers, skills, handoffs, agents: those that every source names."""
        first = self.found[0]
        lists = [set(held_names(one.field.value)) for one in self.found]
        common = set.intersection(*lists)
        if all(common == one for one in lists):
            return _Result(first.field, folded=self.folds(first))
        value = only(first.field.value, common)
        lost = say_so.cut(", ".join(sorted(set.union(*lists) - common)))
        where = next(one for one in self.found if set(held_names(one.field.value)) != common)
        docs = [self.documents[a.document] for a in (first, where)]
        take = places.short(docs[0], first.field.id, self.documents)
        found = say_so.finding(
            "MRG004",
            Severity.WARNING if common else Severity.ERROR,
            f"`{first.field.key}` keeps what all sources name; left out: {lost}",
            f"give the sources one list, or say which is right: "
            f"{say_so.settle(self.persona, self.name, take)}",
            places.label(docs[0], first.field.id),
            places.label(docs[1], where.field.id, text="names others"),
        )
        return _Result(
            evolve(first.field, value=value, source=None), (found,), folded=self.folds(first)
        )


def with_entries(field: Field, other: Field) -> Field:
    """A list of tools with the entries of another one."""
    value = _joined(field.value, other.value)
    if value == field.value:
        return field
    return evolve(field, value=value, source=None, clauses=access.grants(field, value))


def _said(field: Field) -> str:
    text = text_of(field.value)
    return slug(text.lstrip("@")) if field.kind in _NAMES else key_of(text)


def _joined(one: Value, other: Value) -> Value:
    """All entries of two lists, or of two maps."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{k: v for k, v in other.items() if k not in one}}
    if isinstance(one, dict) or isinstance(other, dict):
        return one
    parts = [split_tools(v) if isinstance(v, str) else v for v in (one, other)]
    known = {text_of(part).casefold() for part in parts[0]}
    new = tuple(part for part in parts[1] if text_of(part).casefold() not in known)
    if not new:
        return one
    return ", ".join(map(str, (*parts[0], *new))) if isinstance(one, str) else (*parts[0], *new)


def only(value: Value, common: set[str]) -> Value:
    """The entries of a list whose names are in ``common``."""
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if name in common}
    if isinstance(value, str):
        return ", ".join(one for one in map(str.strip, value.split(",")) if one in common)
    return tuple(one for one in value if set(held_names((one,))) & common)
