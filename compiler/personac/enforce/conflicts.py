"""Rules of a whole project that keep one persona from what it may do itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from personac.api import Guard
from personac.model import Effect, Field, Persona, ToolGrant


class Conflict(NamedTuple):
    """``pattern`` is what ``persona`` may do, with an approval when it only ``asks``."""

    guard: Guard
    persona: str
    pattern: str
    asks: bool = False


def granted(persona: Persona) -> tuple[str, ...]:
    """The patterns of commands that a persona may run."""
    fields = (field for field in persona.header if isinstance(field, Field))
    grants = (clause for field in fields for clause in field.clauses)
    return tuple(
        grant.pattern
        for grant in grants
        if isinstance(grant, ToolGrant) and grant.effect is Effect.ALLOW and grant.pattern
    )


def conflicts(guards: Sequence[Guard], granted: Mapping[str, Sequence[str]]) -> Iterator[Conflict]:
    """Each grant whose commands a guard of another persona refuses or asks about, and the first
    command that one persona may run with an approval and another one's guard refuses.
    """
    yield from _of_grants(guards, granted)
    asking = [guard for guard in guards if guard.effect is Effect.ASK]
    for refusing in (guard for guard in guards if guard.effect is Effect.DENY):
        for guard in asking:
            shared = [c for c in guard.commands if _covers(refusing, c)]
            if shared and guard.persona != refusing.persona:
                yield Conflict(refusing, guard.persona, " ".join(shared[0]), asks=True)


def _of_grants(guards: Sequence[Guard], granted: Mapping[str, Sequence[str]]) -> Iterator[Conflict]:
    for guard in guards:
        for persona, patterns in granted.items():
            for pattern in patterns if persona != guard.persona else ():
                words = tuple(pattern.replace(":*", " ").replace("*", " ").split())
                if _covers(guard, words):
                    yield Conflict(guard, persona, pattern)


def _covers(guard: Guard, words: tuple[str, ...]) -> bool:
    return any(words[: len(command)] == command for command in guard.commands)
