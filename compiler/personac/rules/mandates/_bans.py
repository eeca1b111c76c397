"""Mandates that keep the agent from an action, or want an approval for it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import Gate, Mandate, Persona, Polarity
from personac.once import once
from personac.rules.mandates._statements import Statement, mandates, statements
from personac.tables.actions import (
    Action,
    ActionTable,
    approved_actions,
    banned_actions,
    gated_actions,
)
from personac.text.plain import plain

_APPROVED = re.compile(
    r"approv|permission|consent|confirm|authori[sz]|sign-?off|\bask|request|\buser\b|unauthori",
    re.IGNORECASE,
)
_CODE = r"(?:(?:any|no|the|your|a|direct|code|file|source|other) ){0,3}"
_CHANGES = (
    rf"{_CODE}(?:changes?|edits?|modifications?|fix(?:es)?)"
    rf"(?: to {_CODE}(?:files?|code(?:base)?|source|repo(?:sitory)?|project|workspace))?"
)
_EDITS = re.compile(
    rf"(?:(?:\b(?:not|never|cannot)|n['’]t) (?:(?:ever|directly|yourself) )?(?:make|apply) {_CHANGES}|\bmakes? no {_CHANGES}"
    rf"|(?:\b(?:not|never|cannot)|n['’]t) (?:(?:ever|directly|yourself) )?(?:touch|implement) {_CODE}(?:files?|code(?:base)?|fix(?:es)?|source))"
    r"(?: (?:yourself|directly|on your own))?(?=\W*$|[.;,:]| (?:unless|without|until|or|and)\b)",
    re.IGNORECASE,
)
"""Edits in words that no class of action has."""
_UNTIL = re.compile(r"\buntil\b[^.;]{0,120}", re.IGNORECASE)
_LIFTED = re.compile(r"\b(?:without|unless|except|until)\b", re.IGNORECASE)
PLAIN = frozenset("git stash tag rebase commit push merge deploy install".split())
"""Actions without many shades: what says that one of them is banned says the same."""


class Ban(NamedTuple):
    """``actions`` are forbidden; ``gated`` until someone approves, ``lifted`` until something
    else holds, such as a passed check.  ``loose`` are edits in words that leave open whether
    documents of its own count.
    """

    statement: Statement
    mandate: Mandate | Gate
    actions: tuple[Action, ...]
    gated: bool = False
    lifted: bool = False
    loose: bool = False

    @property
    def at_large(self) -> frozenset[str]:
        """The classes that are banned whatever they are done to."""
        return frozenset(action.name for action in self.actions if action.at_large)


@once
def bans(persona: Persona, table: ActionTable) -> tuple[Ban, ...]:
    found = (ban_of(statement, mandate, table) for statement, mandate in mandates(persona))
    return tuple(ban for ban in found if ban is not None)


def approval_gates(persona: Persona, table: ActionTable) -> Iterator[Ban]:
    """Gates that want an approval for an action, outside of steps."""
    for statement in statements(persona):
        if isinstance(gate := statement.clause, Gate) and statement.step is None:
            found = approved_actions(gate.text, table)[0] or gated_actions(gate.text, table)
            if found:
                yield Ban(statement, gate, found, gated=True)


def ban_of(statement: Statement, mandate: Mandate, table: ActionTable) -> Ban | None:
    unless = mandate.unless
    if mandate.polarity is Polarity.FORBID:
        until = _UNTIL.search(mandate.text)
        gated = any(part and _APPROVED.search(part) for part in (unless, until and until.group()))
        lifted = not gated and bool(unless or _LIFTED.search(mandate.text))
        actions = banned_actions(mandate.text, table)
        if all(one.name != "edit" for one in actions) and _EDITS.search(plain(mandate.text)):
            actions = (*actions, Action("edit", at_large=True))
            return Ban(statement, mandate, actions, gated, lifted, loose=True)
        ban = Ban(statement, mandate, actions, gated, lifted)
    else:
        ban = Ban(statement, mandate, _approved(mandate, table), gated=True)
    return ban if ban.actions else None


def _approved(mandate: Mandate, table: ActionTable) -> tuple[Action, ...]:
    """The actions that need an approval, whichever way it is said."""
    found = approved_actions(mandate.text, table)[0]
    if found or mandate.polarity is Polarity.PERMIT:
        return found
    return gated_actions(mandate.text, table)


def named(actions: frozenset[str], table: ActionTable) -> str:
    """The classes of action in words, for a message."""
    if "git" in actions:
        return table.by_name["git"].title
    return " and ".join(one.title for one in table.classes if one.name in actions)
