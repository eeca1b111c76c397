"""Every mutant put to the test, in as many processes as there are cores, up to a few."""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from helpers import ROOT, read
from mutants.frames import files, page
from mutants.rewrite import rewrites
from mutants.sample import sample
from mutants.values import Mutant
from mutants.weaken import weakenings
from personac.breaking import compare

PROCESSES = min(4, os.cpu_count() or 1)
PER_WEAKENING = 65
PER_REWRITE = 45


class Verdict(NamedTuple):
    """A mutant with the codes of the changes that the comparison found in it."""

    mutant: Mutant
    found: tuple[str, ...]


class Judged(NamedTuple):
    weakenings: tuple[Verdict, ...]
    rewrites: tuple[Verdict, ...]


def judged(corpus: Path | None) -> Judged:
    """The verdicts on a sample of the weakenings and of the rewrites of all sampled files."""
    named = {_name(path, corpus): path for path in files(corpus)}
    with ProcessPoolExecutor(PROCESSES) as pool:
        made = list(pool.map(_made, named.items(), chunksize=8))
        weaker = sample((mutant for weaker, _ in made for mutant in weaker), PER_WEAKENING)
        neutral = sample((mutant for _, neutral in made for mutant in neutral), PER_REWRITE)
        return Judged(*(_verdicts(pool, chosen, named) for chosen in (weaker, neutral)))


def _name(path: Path, corpus: Path | None) -> str:
    inside = corpus is not None and corpus in path.parents
    return path.relative_to(corpus if inside and corpus else ROOT).as_posix()


def _made(file: tuple[str, Path]) -> tuple[tuple[Mutant, ...], tuple[Mutant, ...]]:
    found = page(file[1], file[0])
    return (tuple(weakenings(found)), tuple(rewrites(found))) if found else ((), ())


def _verdicts(
    pool: ProcessPoolExecutor, chosen: Iterable[Mutant], named: dict[str, Path]
) -> tuple[Verdict, ...]:
    ordered = sorted(chosen, key=lambda mutant: mutant.path)
    groups = [(named[name], tuple(group)) for name, group in groupby(ordered, lambda m: m.path)]
    return tuple(one for some in pool.map(_compared, groups, chunksize=4) for one in some)


def _compared(group: tuple[Path, tuple[Mutant, ...]]) -> tuple[Verdict, ...]:
    path, mutants = group
    before = read(path.read_bytes(), mutants[0].path)
    return tuple(
        Verdict(
            mutant, tuple(change.code for change in compare(before, read(mutant.text, mutant.path)))
        )
        for mutant in mutants
    )
