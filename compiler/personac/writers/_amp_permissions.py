"""The permissions of a project of Amp: patterns of the text of a command.

Written by the documentation of 2026-11-20; the client does not run offline.
"""

from personac.api import Guard
from personac.model import Effect
from personac.writers._first_match import Rule, first_match


def _rules(guard: Guard) -> list[Rule]:
    action = "reject" if guard.effect is Effect.DENY else "ask"
    words = [" ".join(command) for command in guard.commands]
    match = [text for one in words for text in (one, f"{one} *")]
    return [{"tool": "Bash", "matches": {"cmd": match}, "action": action}] if match else []


ENFORCEMENT = first_match(
    ".amp/settings.json",
    "amp.permissions",
    _rules,
    "as documented; not seen in the running client",
)
