"""Steps that do what a mandate forbids or wants an approval for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from personac.model import Persona, Polarity
from personac.rules.mandates._bans import Ban, approval_gates, ban_of, bans
from personac.rules.mandates._deeds import Deed, deeds
from personac.rules.mandates._statements import mandates
from personac.tables.actions import Action, ActionTable, mentioned_classes

_FOR_A_WHILE = re.compile(r"\b(?:phase|step|stage|mode|during|while|yet|now)\b", re.IGNORECASE)

_LASTING = frozenset("commit push merge deploy delete install".split())
_EVERYTHING = frozenset({"anything", "everything", "something"})


class Violation(NamedTuple):
    """``actions`` are the classes of what ``deed`` does against ``ban``."""

    ban: Ban
    deed: Deed
    actions: frozenset[str]


def violations(persona: Persona, table: ActionTable) -> Iterator[Violation]:
    """What steps do against a mandate, or before the approval that a gate wants, with no approval
    before it, in document order.
    """
    found = (*bans(persona, table), *approval_gates(persona, table))
    by_action = _by_action(ban for ban in found if _holds_always(ban))
    for name in _permitted(persona, table):
        by_action.pop(name, None)
    for deed in deeds(persona, table) if by_action else ():
        violated = [
            (ban, name)
            for name in sorted(deed.actions)
            if (ban := _violated(by_action.get(name, {}), deed))
        ]
        if violated and not deed.approved:
            first = violated[0][0]
            actions = frozenset(name for ban, name in violated if ban is first)
            yield Violation(first, deed, actions)


def _by_action(found: Iterable[Ban]) -> dict[str, dict[Action, Ban]]:
    """The first ban of each action, by the class of the action."""
    by_action: dict[str, dict[Action, Ban]] = {}
    for ban in found:
        for action in ban.actions:
            by_action.setdefault(action.name, {}).setdefault(action, ban)
    return by_action


def _holds_always(ban: Ban) -> bool:
    """Whether the ban binds every step, with no condition but an approval."""
    around = " ".join((*ban.statement.part_titles, ban.statement.label, ban.mandate.text))
    return not (ban.lifted or ban.statement.step or _FOR_A_WHILE.search(around))


def _permitted(persona: Persona, table: ActionTable) -> frozenset[str]:
    """The classes of action that some mandate allows: an exception to the bans."""
    return frozenset(
        name
        for statement, mandate in mandates(persona)
        if mandate.polarity is Polarity.PERMIT and not ban_of(statement, mandate, table)
        for name in mentioned_classes(mandate.text, table)
    )


def _violated(banned: Mapping[Action, Ban], deed: Deed) -> Ban | None:
    """The first ban of one class of action that covers what is done."""
    for action, ban in banned.items():
        if _covers(action, deed) and deed.node != ban.statement.node.id:
            return ban
    return None


def _covers(action: Action, deed: Deed) -> bool:
    """Whether a ban on ``action`` reaches what is done, and not only things of another kind."""
    if action.at_large:
        whatever = action.name in _LASTING and not _EVERYTHING.isdisjoint(action.said)
        return whatever or action.name not in deed.narrow
    if action.head in action.narrowed and deed.heads and action.head not in deed.heads:
        return False
    thing = action.narrowed if "of" in deed.said else action.thing
    return bool(thing) and thing <= deed.said
