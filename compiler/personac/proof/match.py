"""Pairs the clauses of a persona with those that were read from an artifact, one to one."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from personac.proof.facts import Fact, words

NEAR = 0.6
MAX_SEARCHED = 50
MAX_LINES = 2000
MAX_WORDS = 400
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


def pair(wanted: Sequence[Fact], there: Sequence[Fact], text: str) -> Pairing:
    """Each fact of ``there`` answers for one of ``wanted``: words and force have to be equal.
    For the others, ``text`` is what the artifact says in all.
    """
    pool: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in reversed(there):
        pool[fact.kind, fact.words, fact.force].append(fact)
    found: list[Fact] = []
    left = list(wanted)
    for form in range(max((len(fact.forms) for fact in wanted), default=0)):
        left = list(_unmatched(left, pool, form, found))
    rest = [fact for facts in pool.values() for fact in facts]
    return Pairing(tuple(found), tuple(_absent(left, rest, text)))


def _unmatched(
    wanted: list[Fact], pool: dict[Hashable, list[Fact]], form: int, found: list[Fact]
) -> Iterator[Fact]:
    """Take what is there in the given form out of ``pool`` and into ``found``."""
    for fact in wanted:
        same = pool.get((fact.kind, fact.forms[form], fact.force)) if form < len(fact.forms) else ()
        if same:
            same.pop()
            found.append(fact)
        else:
            yield fact


def _absent(left: list[Fact], pool: list[Fact], text: str) -> Iterator[tuple[Fact, Instead]]:
    """What stands instead; of very many that are absent the last ones are only counted."""
    if not left:
        return
    said = f" {words(text)} "
    lines = [line.strip() for line in text.split("\n")[:MAX_LINES] if line.strip()]
    same: dict[str, list[Fact]] = defaultdict(list)
    for fact in reversed(pool):
        for key in {fact.own, fact.words}:
            same[key].append(fact)
    for number, fact in enumerate(left):
        others = same[fact.own] or same[fact.words]
        if others:
            other = others.pop()
            yield fact, Instead(other.clause.text, _changed(fact, other))
        elif number >= MAX_SEARCHED:
            yield fact, Instead()
        elif f" {fact.own} " in said:
            yield fact, Instead(fact.clause.text, _FORCELESS)
        else:
            yield fact, _nearest(fact, pool[:MAX_LINES], lines)


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
    matcher.set_seq2(fact.own[:MAX_WORDS])
    for text, own in candidates:
        matcher.set_seq1(own[:MAX_WORDS])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, shown = ratio, text
    return Instead(shown, "it reads differently now") if shown else Instead()
