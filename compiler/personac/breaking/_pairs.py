"""Which statement of the new persona carries on which of the old one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from personac.breaking._stated import Stated, limited

ALIKE = 0.6
NEAR = 0.45
_MOST = 60
_RAREST = 8


class Pair(Struct, frozen=True, dict=True):
    old: Stated
    new: Stated
    by_id: bool = False


class Pairing(Struct, frozen=True):
    pairs: tuple[Pair, ...]
    removed: tuple[Stated, ...]
    added: tuple[Stated, ...]


def pair(before: Sequence[Stated], after: Sequence[Stated]) -> Pairing:
    """Explicit ids first, then equal words, then the most alike in the place, then anywhere."""
    old, new = _unsettled(list(before), list(after))
    pairs = _by_id(old, new)
    for matched in (_by_words, _by_likeness):
        old = _without(old, {id(p.old) for p in pairs})
        new = _without(new, {id(p.new) for p in pairs})
        pairs += matched(old, new)
    old = _without(old, {id(p.old) for p in pairs})
    new = _without(new, {id(p.new) for p in pairs})
    return Pairing(tuple(pairs), tuple(_gone(old, after)), tuple(new))


def _gone(old: list[Stated], after: Iterable[Stated]) -> list[Stated]:
    """Without those that another statement still says: a gate may be read as a mandate only,
    but a metric binds less than either.
    """
    if not old:
        return []
    standing: dict[bool, set[str]] = {True: set(), False: set()}
    for one in after:
        if not one.aside:
            standing[one.kind == "metric"].add(one.statement)
    return [
        one
        for one in old
        if one.statement not in standing[False]
        and not (one.kind == "metric" and one.statement in standing[True])
    ]


def _unsettled(old: list[Stated], new: list[Stated]) -> tuple[list[Stated], list[Stated]]:
    """The statements of blocks that do not stand unchanged on the other side: equal words in
    an equal place bind alike, however they are laid out.
    """
    known = [_blocks(one) for one in (old, new)]
    shared = {
        block: min(len(nodes), len(known[1][block]))
        for block, nodes in known[0].items()
        if block in known[1]
    }
    settled = [{n for b, most in shared.items() for n in side[b][:most]} for side in known]
    return (
        [one for one in old if one.node.id not in settled[0]],
        [one for one in new if one.node.id not in settled[1]],
    )


def _blocks(there: list[Stated]) -> dict[str, list[str]]:
    """The nodes of each block."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in there:
        found[one.block][one.node.id] = None
    return {block: list(nodes) for block, nodes in found.items()}


def _without(there: list[Stated], taken: set[int]) -> list[Stated]:
    return [one for one in there if id(one) not in taken]


def _by_id(old: list[Stated], new: list[Stated]) -> list[Pair]:
    def known(there: list[Stated]) -> dict[tuple[str, str], list[Stated]]:
        found: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for one in there:
            if one.explicit:
                found[one.kind, one.explicit].append(one)
        return found

    after = known(new)
    pairs: list[Pair] = []
    for name, ones in known(old).items():
        there = [one for one in after.get(name, ()) if ones[0].aside or not one.aside]
        if len(ones) == len(there) == 1:
            pairs.append(Pair(ones[0], there[0], by_id=True))
    return pairs


def _by_words(old: list[Stated], new: list[Stated]) -> list[Pair]:
    pairs: list[Pair] = []
    for key in (_in_place, _as_limited, _anywhere):
        old = _without(old, {id(p.old) for p in pairs})
        new = _without(new, {id(p.new) for p in pairs})
        pairs += _equal(old, new, key)
    return pairs


def _in_place(one: Stated) -> tuple[object, ...]:
    return one.kind, one.same, one.aside, one.step, one.titles


def _as_limited(one: Stated) -> tuple[object, ...]:
    """Below another heading that narrows and hedges it no more."""
    hedges = tuple(sorted(one.heading.hedges))
    return one.kind, one.same, one.aside, one.step, limited(one.title), limited(one.lead), hedges


def _anywhere(one: Stated) -> tuple[object, ...]:
    return one.kind, one.same, one.aside


def _equal(
    old: list[Stated], new: list[Stated], key: Callable[[Stated], tuple[object, ...]]
) -> list[Pair]:
    there: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for one in reversed(new):
        there[key(one)].append(one)
    return [Pair(one, there[key(one)].pop()) for one in old if there.get(key(one))]


def _by_likeness(old: list[Stated], new: list[Stated]) -> list[Pair]:
    """The most alike first; a pair in one place may be less alike."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(new):
        for word in one.meaning:
            index[one.kind, word].append(number)
    scored = [
        (-score, number, other)
        for number, one in enumerate(old)
        for other in _candidates(one, index)
        if (score := _score(one, new[other])) > 0
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs: list[Pair] = []
    for _, number, other in sorted(scored):
        if number not in taken_old and other not in taken_new:
            taken_old.add(number)
            taken_new.add(other)
            pairs.append(Pair(old[number], new[other]))
    return pairs


def _candidates(one: Stated, index: dict[tuple[str, str], list[int]]) -> list[int]:
    listed = [index[key] for word in one.meaning if (key := (one.kind, word)) in index]
    found: dict[int, None] = {}
    for numbers in sorted(listed, key=lambda some: (len(some), some))[:_RAREST]:
        found.update(dict.fromkeys(numbers[:_MOST]))
        if len(found) >= _MOST:
            break
    return list(found)[:_MOST]


def _score(old: Stated, new: Stated) -> float:
    if new.aside and not old.aside:
        return 0.0
    shared = likeness(old, new)
    near = old.titles == new.titles
    return shared + 0.2 * near if shared >= (NEAR if near else ALIKE) else 0.0


def likeness(old: Stated, new: Stated) -> float:
    """The share of words that both have, of the shorter one's weighed with the longer one's."""
    one, two = old.meaning, new.meaning
    if not one or not two:
        return 1.0 if one == two else 0.0
    common = len(one & two)
    return (common / min(len(one), len(two)) + common / max(len(one), len(two))) / 2
