"""A bounded, even and repeatable choice out of all mutants."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from mutants.values import Mutant


def sample(mutants: Iterable[Mutant], per_operator: int, per_file: int) -> tuple[Mutant, ...]:
    """At most so many mutants of an operator, of different sentences, and not too many of a file.

    The rare operators choose first, so that the common ones do not use up the files.
    """
    by_hash = sorted(mutants, key=_hash)
    found = Counter(mutant.operator for mutant in by_hash)
    by_rarity = sorted(by_hash, key=lambda mutant: found[mutant.operator])
    return tuple(_taken(by_rarity, per_operator, per_file))


def _taken(mutants: Iterable[Mutant], per_operator: int, per_file: int) -> Iterator[Mutant]:
    operators: Counter[str] = Counter()
    files: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for mutant in mutants:
        words = (mutant.operator, _subject(mutant))
        full = operators[mutant.operator] >= per_operator or files[mutant.path] >= per_file
        if not full and words not in seen:
            seen.add(words)
            operators[mutant.operator] += 1
            files[mutant.path] += 1
            yield mutant


def _subject(mutant: Mutant) -> str:
    """What is not to be tried twice: a sentence, or the file where what changed is no sentence."""
    return mutant.before.lower() if len(mutant.before.split()) > 4 else mutant.path


def _hash(mutant: Mutant) -> str:
    key = (mutant.path, mutant.operator, str(mutant.line), mutant.before, mutant.after)
    return sha256("\0".join(key).encode()).hexdigest()
