"""Which statement of the new persona carries on which of the old one."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct

from personac.breaking._stated import Stated

ALIKE = 0.6
NEAR = 0.45
_MOST = 200


class Pair(Struct, frozen=True, dict=True):
    old: Stated
    new: Stated
    by_id: bool = False


class Pairing(Struct, frozen=True):
    pairs: tuple[Pair, ...]
    removed: tuple[Stated, ...]
    added: tuple[Stated, ...]


def pair(before: Iterable[Stated], after: Iterable[Stated]) -> Pairing:
    """Explicit ids first, then equal words, then the most alike in the place, then anywhere."""
    old, new = list(before), list(after)
    pairs = _by_id(old, new)
    for matched in (_by_words, _by_likeness):
        old = _without(old, {id(p.old) for p in pairs})
        new = _without(new, {id(p.new) for p in pairs})
        pairs += matched(old, new)
    old = _without(old, {id(p.old) for p in pairs})
    new = _without(new, {id(p.new) for p in pairs})
    return Pairing(tuple(pairs), tuple(old), tuple(new))


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
    return [
        Pair(ones[0], after[name][0], by_id=True)
        for name, ones in known(old).items()
        if len(ones) == 1 and len(after.get(name, ())) == 1
    ]


def _by_words(old: list[Stated], new: list[Stated]) -> list[Pair]:
    pairs: list[Pair] = []
    for key in (_in_place, _anywhere):
        old = _without(old, {id(p.old) for p in pairs})
        new = _without(new, {id(p.new) for p in pairs})
        pairs += _equal(old, new, key)
    return pairs


def _in_place(one: Stated) -> tuple[object, ...]:
    return one.kind, one.same, one.quoted, one.step, one.titles


def _anywhere(one: Stated) -> tuple[object, ...]:
    return one.kind, one.same, one.quoted


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
    words = sorted(one.meaning, key=lambda word: (len(index.get((one.kind, word), ())), word))
    found: dict[int, None] = {}
    for word in words[:8]:
        found.update(dict.fromkeys(index.get((one.kind, word), ())[:_MOST]))
        if len(found) >= _MOST:
            break
    return list(found)[:_MOST]


def _score(old: Stated, new: Stated) -> float:
    if new.quoted and not old.quoted:
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
