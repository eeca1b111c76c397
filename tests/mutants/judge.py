"""Every mutant put to the test, in as many processes as there are cores, up to a few."""

import os
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from helpers import ROOT, read
from mutants.frames import files, page, words
from mutants.rewrite import rewrites
from mutants.sample import sample
from mutants.strengthen import strengthenings
from mutants.values import Mutant
from mutants.weaken import weakenings
from personac.breaking import Change, compare

PROCESSES = min(4, os.cpu_count() or 1)
PER_OPERATOR = (52, 38, 30)
"""How many mutants an operator may contribute, by what it does."""
PER_FILE = 14
PER_FILE_ALONE = 55
"""The same for a file, among many files and among the few of the repository."""
ABOUT = 0.6
"""The share of words by which a change is recognised as one of the sentence that was changed."""


class Verdict(NamedTuple):
    """A mutant with the codes of all changes found in it, and whether one of them is the change."""

    mutant: Mutant
    found: tuple[str, ...]
    caught: bool


class Judged(NamedTuple):
    """Verdicts by what was done to the text, and the seconds it took, with and without waiting."""

    weakenings: tuple[Verdict, ...]
    rewrites: tuple[Verdict, ...]
    strengthenings: tuple[Verdict, ...]
    seconds: float
    work: float


def judged(corpus: Path | None) -> Judged:
    """The verdicts on a sample of the mutants of all sampled files."""
    begun, busy = time.monotonic(), _busy()
    per_file = PER_FILE if corpus else PER_FILE_ALONE
    named = {_name(path, corpus): path for path in files(corpus)}
    with ProcessPoolExecutor(PROCESSES) as pool:
        made = tuple(zip(*pool.map(_made, named.items(), chunksize=8), strict=True))
        chosen = (
            sample(chain.from_iterable(mutants), limit, per_file)
            for mutants, limit in zip(made, PER_OPERATOR, strict=True)
        )
        verdicts = [_verdicts(pool, some, named) for some in chosen]
    return Judged(*verdicts, time.monotonic() - begun, (_busy() - busy) / PROCESSES)


def _busy() -> float:
    """Seconds that processes which have ended were at work."""
    times = os.times()
    return times.children_user + times.children_system


def _name(path: Path, corpus: Path | None) -> str:
    inside = corpus is not None and corpus in path.parents
    return path.relative_to(corpus if inside and corpus else ROOT).as_posix()


def _made(file: tuple[str, Path]) -> tuple[tuple[Mutant, ...], ...]:
    found = page(file[1], file[0])
    if found is None:
        return (), (), ()
    return tuple(weakenings(found)), tuple(rewrites(found)), tuple(strengthenings(found))


def _verdicts(
    pool: ProcessPoolExecutor, chosen: Iterable[Mutant], named: dict[str, Path]
) -> tuple[Verdict, ...]:
    ordered = sorted(chosen, key=lambda mutant: mutant.path)
    groups = [(named[name], tuple(group)) for name, group in groupby(ordered, lambda m: m.path)]
    return tuple(one for some in pool.map(_compared, groups, chunksize=4) for one in some)


def _compared(group: tuple[Path, tuple[Mutant, ...]]) -> tuple[Verdict, ...]:
    path, mutants = group
    before = read(path.read_bytes(), mutants[0].path)
    return tuple(_verdict(one, compare(before, read(one.text, one.path))) for one in mutants)


def _verdict(mutant: Mutant, changes: tuple[Change, ...]) -> Verdict:
    found = tuple(change.code for change in changes)
    if mutant.codes:
        return Verdict(mutant, found, bool(mutant.codes & set(found)))
    return Verdict(mutant, found, any(_is_about(mutant, change) for change in changes))


def _is_about(mutant: Mutant, change: Change) -> bool:
    mine, theirs = words(mutant.before), words(change.before)
    return len(mine & theirs) >= ABOUT * max(1, min(len(mine), len(theirs)))
