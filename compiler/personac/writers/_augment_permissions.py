"""The permissions of a project of Augment: regular expressions for the text of a command.

Written by the source of auggie 0.36.0, read on 2026-11-20; it does not run without a login.
"""

import re

from personac.api import Guard
from personac.model import Effect
from personac.writers._first_match import Rule, first_match

_SHELL = "launch-process"
_SPECIAL = re.compile(r"[.*+?^${}()|\[\]\\]")


def _rules(guard: Guard) -> list[Rule]:
    answer = "deny" if guard.effect is Effect.DENY else "ask-user"
    return [
        {"toolName": _SHELL, "shellInputRegex": _regex(words), "permission": {"type": answer}}
        for words in guard.commands
    ]


def _regex(words: tuple[str, ...]) -> str:
    text = r"\s+".join(_SPECIAL.sub(r"\\\g<0>", word) for word in words)
    return rf"^\s*{text}(\s|$)"


ENFORCEMENT = first_match(
    ".augment/settings.json",
    "toolPermissions",
    _rules,
    "as read in the source; not seen in the running client",
)
