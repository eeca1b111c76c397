"""The permissions in an agent file of Devin Local: the agent's own, for commands and files.

Written by the documentation of 2026-11-20; the client does not run offline.  A denial comes before
a question, and a question before a grant.
"""

from collections.abc import Iterator, Sequence

from personac.api import Guard
from personac.model import Effect, Persona
from personac.writers._enforcement import Enforcement, Own, in_agent_file
from personac.writers._entries import Keyed, Verbatim
from personac.writers._yaml import sequence

_KEY = "permissions"
_LIMITS = "as documented; not seen in the running client"


def own(_: Persona, guards: Sequence[Guard]) -> Own | None:
    """The lists, in the order in which the client looks at them."""
    lists = {
        effect: list(dict.fromkeys(r for g in guards if g.effect is effect for r in _rules(g)))
        for effect in (Effect.DENY, Effect.ASK)
    }
    lines = [f"{effect}: {sequence(rules)}" for effect, rules in lists.items() if rules]
    mandates = tuple(guard.mandate for guard in guards if any(_rules(guard)))
    return Own(Keyed(_KEY, Verbatim("\n".join(lines)), ""), mandates) if lines else None


def _rules(guard: Guard) -> Iterator[str]:
    if not guard.tools:
        yield from (f"Exec({' '.join(words)})" for words in guard.commands)
        yield from (f"Read({path})" for path in guard.paths)


ENFORCEMENT = Enforcement(project=in_agent_file(_KEY, _rules, _LIMITS), own=own)
