"""Statements of different sources that cannot both hold: other numbers, the opposite."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from personac.api import Document
from personac.breaking._stated import Stated, stated
from personac.combine import _findings as say_so
from personac.combine import _places as places
from personac.combine import _subjects as subjects
from personac.combine.say import Say, Settle, binds, is_about, names
from personac.diagnostics import Diagnostic, Severity


class At(NamedTuple):
    """A statement and which of the documents holds it."""

    document: int
    one: Stated


class Clash(NamedTuple):
    code: str
    one: At
    other: At


class Decided(NamedTuple):
    """``out`` goes in favour of ``kept``."""

    out: At
    kept: At
    rule: Settle


def clashes(documents: Sequence[Document]) -> Iterator[Clash]:
    """Each pair of statements of different sources that disagree, once."""
    numbers: dict[str, list[At]] = defaultdict(list)
    sides: dict[str, list[At]] = defaultdict(list)
    for at, document in enumerate(documents):
        for one in stated(document.persona):
            if one.aside:
                continue
            sides[subjects.core(one)].append(At(at, one))
            if one.form.bounds:
                numbers[subjects.whole(one)].append(At(at, one))
    for found in numbers.values():
        yield from _pairs("MRG002", found, partial(_other_numbers, found))
    for found in sides.values():
        yield from _pairs("MRG003", found, partial(_opposed, found))


def _pairs(code: str, found: Sequence[At], clash: Callable[[At, At], bool]) -> Iterator[Clash]:
    if len({one.document for one in found}) < 2:
        return
    seen: set[tuple[object, ...]] = set()
    for one, other in combinations(found[: subjects.MOST], 2):
        what = (one.document, other.document, one.one.node.id, other.one.node.id)
        if one.document != other.document and what not in seen and clash(one, other):
            seen.add(what)
            yield Clash(code, one, other)


def _opposed(found: Sequence[At], one: At, other: At) -> bool:
    here, there = (
        {a.one.statement for a in found if a.document == x.document} for x in (one, other)
    )
    both = one.one.statement in there or other.one.statement in here
    return not both and subjects.opposed(one.one, other.one)


def _other_numbers(found: Sequence[At], one: At, other: At) -> bool:
    return (
        subjects.bounds(one.one) != subjects.bounds(other.one)
        and subjects.forbids(one.one) is subjects.forbids(other.one)
        and one.one.kind == other.one.kind
        and not _graded(found, one, other)
    )


def _graded(found: Sequence[At], one: At, other: At) -> bool:
    """Whether either source has the other's number too: two steps of one scale."""
    here = {subjects.bounds(a.one) for a in found if a.document == one.document}
    there = {subjects.bounds(a.one) for a in found if a.document == other.document}
    return subjects.bounds(one.one) in there or subjects.bounds(other.one) in here


def decide(
    clash: Clash, documents: Sequence[Document], persona: str, say: Say
) -> Decided | Diagnostic:
    one, other = clash.one, clash.other
    sources = [places.origin(documents[a.document], a.one.node.id) for a in (one, other)]
    for rule in say.settle:
        if binds(rule, persona) and is_about(rule, one.one.words, other.one.words):
            right = [names(rule.take, source) for source in sources]
            if right[0] is not right[1]:
                kept, out = (one, other) if right[0] else (other, one)
                return Decided(out, kept, rule)
    return _finding(clash, documents, persona)


def _finding(clash: Clash, documents: Sequence[Document], persona: str) -> Diagnostic:
    docs = [documents[a.document] for a in (clash.one, clash.other)]
    both = [a.one for a in (clash.one, clash.other)]
    lines = [
        places.line(d, s.node.id, s.clause.text, docs) for d, s in zip(docs, both, strict=True)
    ]
    if clash.code == "MRG002":
        here, there = (_numbers(one) for one in both)
        message = (
            f'"{say_so.cut(both[0].words)}" has {here} in {lines[0]} and {there} in {lines[1]}'
        )
    else:
        says = ["forbids" if subjects.forbids(one) else _demand(one) for one in both]
        message = (
            f'{lines[0]} {says[0]} what {lines[1]} {says[1]}: "{say_so.cut(both[0].clause.text)}"'
        )
    take = places.short(docs[0], both[0].node.id, documents)
    what = say_so.telling(*(one.words for one in both))
    return say_so.finding(
        clash.code,
        Severity.ERROR,
        message,
        f"say which is right: {say_so.settle(persona, what, take)}",
        *(
            places.label(d, s.node.id, s.clause.text, "" if n == 0 else "the other source")
            for n, (d, s) in enumerate(zip(docs, both, strict=True))
        ),
    )


def _demand(one: Stated) -> str:
    return "permits" if one.markers[0] == "MAY" else "demands"


def _numbers(one: Stated) -> str:
    return " and ".join(f'"{bound.words}"' for bound in one.form.bounds[:2]) or "none"
