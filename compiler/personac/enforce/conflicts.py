"""Rules of a whole project that keep one persona from what another one's grant allows it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from personac.api import Guard


class Conflict(NamedTuple):
    guard: Guard
    persona: str
    pattern: str


def conflicts(guards: Sequence[Guard], granted: Mapping[str, Sequence[str]]) -> Iterator[Conflict]:
    """Each grant whose commands a guard of another persona refuses or asks about."""
    for guard in guards:
        for persona, patterns in granted.items():
            for pattern in patterns if persona != guard.persona else ():
                words = tuple(pattern.replace(":*", " ").replace("*", " ").split())
                if any(words[: len(command)] == command for command in guard.commands):
                    yield Conflict(guard, persona, pattern)
