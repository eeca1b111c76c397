"""Mandates that keep the agent from an action, or want an approval for it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import Mandate, Persona, Polarity
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.actions import Action, ActionTable, banned_actions, gated_actions

_APPROVED = re.compile(
    r"approv|permission|consent|confirm|authori[sz]|sign-?off|\bask|request|\buser\b|unauthori",
    re.IGNORECASE,
)
_LIFTED = re.compile(r"\b(?:without|unless|except|until)\b", re.IGNORECASE)
PLAIN = frozenset("git stash tag rebase commit push merge deploy install".split())
"""Actions without many shades: what says that one of them is banned says the same."""


class Ban(NamedTuple):
    """``actions`` are forbidden; ``gated`` until someone approves, ``lifted`` until something
    else holds, such as a passed check.
    """

    statement: Statement
    mandate: Mandate
    actions: tuple[Action, ...]
    gated: bool = False
    lifted: bool = False

    @property
    def at_large(self) -> frozenset[str]:
        """The classes that are banned whatever they are done to."""
        return frozenset(action.name for action in self.actions if action.at_large)


def bans(persona: Persona, table: ActionTable) -> Iterator[Ban]:
    for statement, mandate in mandates(persona):
        if ban := ban_of(statement, mandate, table):
            yield ban


def ban_of(statement: Statement, mandate: Mandate, table: ActionTable) -> Ban | None:
    unless = mandate.unless
    if mandate.polarity is Polarity.FORBID:
        gated = bool(unless and _APPROVED.search(unless))
        lifted = not gated and bool(unless or _LIFTED.search(mandate.text))
        ban = Ban(statement, mandate, banned_actions(mandate.text, table), gated, lifted)
    elif mandate.polarity is Polarity.REQUIRE:
        ban = Ban(statement, mandate, gated_actions(mandate.text, table), gated=True)
    else:
        return None
    return ban if ban.actions else None


def named(actions: frozenset[str], table: ActionTable) -> str:
    """The classes of action in words, for a message."""
    if "git" in actions:
        return table.by_name["git"].title
    return " and ".join(one.title for one in table.classes if one.name in actions)
