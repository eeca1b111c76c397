"""What a persona binds itself to, before and after: nothing may go or grow weaker."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from personac.model import (
    Contract,
    Effect,
    Gate,
    Mandate,
    Metric,
    Modality,
    NodeId,
    Permission,
    Persona,
    Polarity,
    ToolGrant,
    clauses,
)
from personac.revise._bounds import loosened
from personac.text.quote import key_of, normalise

KINDS: dict[str, tuple[type[Contract], str]] = {
    "mandates": (Mandate, "mandate"),
    "gates": (Gate, "gate"),
    "metrics": (Metric, "metric"),
}
_RANK = {Modality.MUST: 2, Modality.SHOULD: 1, Modality.MAY: 0}
_SHARED = 0.6
_STOP = frozenset(
    "a an and any are as at be before by every for from has have in into is it its must never no "
    "not of on only or shall should that the their them this to with without you your".split()
)


class Broken(NamedTuple):
    """Something that bound before and does not now: where it stood, what became of it."""

    node: NodeId
    what: str
    words: str
    became: str


class _Stated(NamedTuple):
    node: NodeId
    clause: Contract


_Same = Callable[[_Stated, _Stated], bool]


def broken(before: Persona, after: Persona, parts: Iterable[str]) -> Iterator[Broken]:
    """Every loss among the parts that are to be preserved."""
    for part in parts:
        if part == "tools":
            yield from _grants(before, after)
        else:
            yield from _contract(before, after, part)


def _contract(before: Persona, after: Persona, part: str) -> Iterator[Broken]:
    """Pair equal words first, so that what goes cannot hide behind one like it."""
    kind, name = KINDS[part]
    old, new = _stated(before, kind), _stated(after, kind)
    for same in (_same_words, _alike):
        old = [one for one in old if not _carried_on(one, new, same)]
    for one in old:
        yield Broken(one.node, name, one.clause.text, _became(one, new))


def _stated(persona: Persona, kind: type[Contract]) -> list[_Stated]:
    return [_Stated(node.id, c) for node, c in clauses(persona) if isinstance(c, kind)]


def _carried_on(old: _Stated, there: list[_Stated], same: _Same) -> bool:
    """Whether one of ``there`` carries on ``old``; that one then is taken."""
    fits = [new for new in there if same(old, new) and not weakened(old.clause, new.clause)]
    if fits:
        there.remove(max(fits, key=partial(_nearness, old)))
    return bool(fits)


def _same_words(old: _Stated, new: _Stated) -> bool:
    return key_of(old.clause.text) == key_of(new.clause.text)


def _alike(old: _Stated, new: _Stated) -> bool:
    return _shared(old, new) >= _SHARED


def _nearness(old: _Stated, new: _Stated) -> tuple[bool, float]:
    return old.node == new.node, _shared(old, new)


def _shared(old: _Stated, new: _Stated) -> float:
    """The share of the old clause's words of meaning that the new one keeps."""
    wanted = _meaning(old.clause.text)
    return len(wanted & _meaning(new.clause.text)) / len(wanted) if wanted else 1.0


def _meaning(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", normalise(text).text)) - _STOP


def _became(old: _Stated, there: list[_Stated]) -> str:
    near = [new for new in there if new.node == old.node or _alike(old, new)]
    if not near:
        return "is gone"
    new = max(near, key=partial(_nearness, old))
    return weakened(old.clause, new.clause) or f'now says "{new.clause.text}"'


def weakened(old: Contract, new: Contract) -> str:
    """How the new clause binds less than the old one; empty when it does not."""
    polarity = Polarity.REQUIRE
    if isinstance(old, Mandate) and isinstance(new, Mandate):
        polarity = old.polarity
        if old.polarity is not new.polarity:
            return f"changes from {old.polarity} to {new.polarity}"
        if _RANK[old.modality] > _RANK[new.modality]:
            return f"weakens from {old.modality} to {new.modality}"
        if key_of(old.unless or "") != key_of(new.unless or ""):
            return _exception(old.unless, new.unless)
    if isinstance(old, Gate) and isinstance(new, Gate) and old.blocking and not new.blocking:
        return "no longer blocks"
    if loosened(old.threshold, new.threshold, polarity):
        return f'changes its threshold from "{old.threshold}" to "{new.threshold or "none"}"'
    return ""


def _exception(old: str | None, new: str | None) -> str:
    if old is None:
        return f'gains the exception "{new}"'
    return f'loses the condition "{old}"' if new is None else f'changes "{old}" to "{new}"'


def _grants(before: Persona, after: Persona) -> Iterator[Broken]:
    """Grants and bans that go, and powers that come."""
    old, new = dict(_powers(before)), dict(_powers(after))
    for power, node in old.items():
        if power not in new:
            yield Broken(node, "ban" if power.startswith("deny") else "grant", power, "is gone")
    for power, node in new.items():
        if power not in old and not power.startswith("deny"):
            yield Broken(node, "grant", power, "is new")


def _powers(persona: Persona) -> Iterator[tuple[str, NodeId]]:
    for node, clause in clauses(persona):
        match clause:
            case ToolGrant(name=name, pattern=pattern):
                tool = f"{name}({pattern})" if pattern else name
                yield f"{'deny ' if clause.effect is Effect.DENY else ''}{tool}", node.id
            case Permission(access=access, resource=resource):
                yield f"{access} {resource}", node.id
            case _:
                pass
