"""What a client enforces itself: recorded by the build, looked for in the bytes of its files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from personac.api import Enforced, Guard, How
from personac.proof.values import Native

_WORD = re.compile(r"[\w./~@+=-]+")
_BY_TOOLS = frozenset({How.WITHHELD, How.READ_ONLY})


def natives(guards: Iterable[Guard], enforced: Iterable[Enforced]) -> Iterator[Native]:
    """What is enforced by words in a file: its commands and paths.  Withheld tools are not
    among them, their proof is that of the tool lists.
    """
    by_mandate = {guard.mandate: guard for guard in guards}
    for one in enforced:
        guard = by_mandate.get(one.mandate)
        if guard is None or one.how in _BY_TOOLS:
            continue
        file, _, key = one.where.partition(" ")
        evidence = _evidence(guard, one)
        if evidence:
            yield Native(one.mandate, f"{one.how}: {key or file}", file, evidence)


def _evidence(guard: Guard, one: Enforced) -> tuple[str, ...]:
    commands = tuple(" ".join(words) for words in guard.commands)
    return commands or (() if one.how is How.HOOK else guard.paths)


def gone(found: Sequence[Native], files: Mapping[str, bytes]) -> Iterator[tuple[Native, str]]:
    """Those whose file does not hold all their words any more, with the first that it lacks."""
    words = {path: _words(data.decode("utf-8", "replace")) for path, data in files.items()}
    for one in found:
        held = words.get(one.file, " ")
        if missing := next((e for e in one.evidence if _words(e) not in held), None):
            yield one, missing


def standing(found: Sequence[Native], files: Mapping[str, bytes]) -> dict[str, str]:
    """What enforces a clause, as far as the files say so."""
    lacking = {one for one, _ in gone(found, files)}
    return {one.node: one.by for one in found if one not in lacking}


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} "
