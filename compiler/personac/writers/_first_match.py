"""Permissions of a project of which the first that matches counts, as Amp and Augment have them.

They bind every agent.  They are put before what its user has in the same file.
"""

from collections.abc import Callable, Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.model import Effect, Persona
from personac.writers._enforcement import Enforcement
from personac.writers._guarded import EVERY
from personac.writers._permissions import settings

Rule = dict[str, object]


def first_match(
    path: str, key: str, rules: Callable[[Guard], list[Rule]], seen: str
) -> Enforcement:
    """The rules under a key of the settings at a path; ``seen`` says how it is known that they
    hold.  What is kept from tools as a whole is no matter of the project, and a file that must
    not be read is kept from commands only, which is not enough.
    """

    def of(guard: Guard) -> list[Rule]:
        return [] if guard.tools or guard.paths else rules(guard)

    def enforced(guard: Guard, _: Persona, __: str) -> Iterator[Enforced]:
        if of(guard):
            how = How.DENY if guard.effect is Effect.DENY else How.ASK
            yield Enforced(guard.mandate, how, guard.effect, f"{path} {key}", f"{EVERY}; {seen}")

    def share(guards: Sequence[Guard], _: Sequence[str]) -> tuple[Artifact, ...]:
        strictest = sorted(guards, key=lambda guard: guard.effect is not Effect.DENY)
        found: list[Rule] = []
        for rule in (rule for guard in strictest for rule in of(guard)):
            found += [] if rule in found else [rule]
        return (settings(path, {key: found}),) if found else ()

    return Enforcement(project=enforced, share=share)
