"""Pairs the clauses of a persona with those that were read from an artifact, one to one."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from personac.proof.facts import Fact, words

NEAR = 0.6
_MANDATE = ("polarity", "modality", "exception", "threshold")
_PARTS = {"mandate": _MANDATE, "gate": ("blocking", "threshold"), "metric": ("threshold",)}
_BOUNDLESS = "none"


class Instead(NamedTuple):
    """What stands in the place of a clause that is not there, and what is wrong with that."""

    now: str = ""
    why: str = ""


class Pairing(NamedTuple):
    """The facts that were found as they are, and the ones that were not."""

    found: tuple[Fact, ...]
    absent: tuple[tuple[Fact, Instead], ...]


Key = Callable[[Fact], Hashable]


def pair(wanted: Sequence[Fact], there: Sequence[Fact], text: str) -> Pairing:
    """Each fact of ``there`` answers for one of ``wanted``: words and force have to be equal.
    For the others, ``text`` is what the artifact says in all.
    """
    left, pool = list(wanted), list(there)
    found: list[Fact] = []
    for of_wanted, of_there in _KEYS:
        matched, left, pool = _take(left, pool, of_wanted, of_there)
        found += matched
    return Pairing(tuple(found), tuple(_absent(left, pool, text)))


def _exact(fact: Fact) -> Hashable:
    return fact.kind, fact.words, fact.force


def _noted(fact: Fact) -> Hashable:
    """With the attributes of its element, which Markdown writes in parentheses."""
    return fact.kind, f"{fact.words} {fact.noted}", fact.force


_KEYS: tuple[tuple[Key, Key], ...] = ((_exact, _exact), (_noted, _exact))


def _take(
    wanted: list[Fact], there: list[Fact], of_wanted: Key, of_there: Key
) -> tuple[list[Fact], list[Fact], list[Fact]]:
    pool: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in reversed(there):
        pool[of_there(fact)].append(fact)
    found, left, used = [], [], set()
    for fact in wanted:
        same = pool[of_wanted(fact)]
        if same:
            used.add(id(same.pop()))
            found.append(fact)
        else:
            left.append(fact)
    return found, left, [fact for fact in there if id(fact) not in used]


def _absent(left: list[Fact], pool: list[Fact], text: str) -> Iterable[tuple[Fact, Instead]]:
    if not left:
        return
    said = f" {words(text)} "
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for fact in left:
        other = next((one for one in pool if one.own == fact.own or one.words == fact.words), None)
        if other is not None:
            pool.remove(other)
            yield fact, Instead(other.clause.text, _changed(fact, other))
        elif f" {fact.own} " in said:
            yield fact, Instead(fact.clause.text, _FORCELESS)
        else:
            yield fact, _nearest(fact, pool, lines)


_FORCELESS = "the words are there, but not in a place where they bind"


def _changed(fact: Fact, other: Fact) -> str:
    """In what two clauses of the same words differ."""
    if fact.kind != other.kind:
        return f"it is a {other.kind} now, not a {fact.kind}"
    if fact.force == other.force:
        return f"it belongs to other words now: `{other.words}`"
    named = zip(_PARTS[fact.kind], fact.force, other.force, strict=True)
    parts = (
        f"{name} is {now or _BOUNDLESS} now, not {was or _BOUNDLESS}"
        for name, was, now in named
        if was != now
    )
    return ", ".join(parts)


def _nearest(fact: Fact, pool: Iterable[Fact], lines: Iterable[str]) -> Instead:
    """The clause or line that is most like ``fact``, if any is."""
    candidates = [*((one.clause.text, one.own) for one in pool), *((li, words(li)) for li in lines)]
    best, shown = NEAR, ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(fact.own)
    for text, own in candidates:
        matcher.set_seq1(own)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, shown = ratio, text
    return Instead(shown, "it reads differently now") if shown else Instead()
