"""Which of several values the project prefers."""

from collections.abc import Sequence
from typing import NamedTuple

from personac.combine.say import Origin, Say, Settle, binds, names, rank


class Value(NamedTuple):
    """A value, in a form in which equal ones are equal, and the source that states it."""

    said: str
    origin: Origin


class Choice(NamedTuple):
    """The number of the value that counts, and the rule that says so; ``clear`` is false where
    the values differ and nothing says which is right.
    """

    best: int
    rule: Settle | None = None
    clear: bool = True


def settled(say: Say, persona: str, keys: Sequence[str], found: Sequence[Value]) -> Choice | None:
    """The value of the source that a rule for one of ``keys`` takes."""
    for rule in say.settle:
        if rule.what in keys and binds(rule, persona):
            for at, one in enumerate(found):
                if names(rule.take, one.origin):
                    return Choice(at, rule)
    return None


def preferred(say: Say, persona: str, keys: Sequence[str], found: Sequence[Value]) -> Choice:
    """The value that counts: the only one, or what the project says."""
    if choice := settled(say, persona, keys, found):
        return choice
    if len({one.said for one in found}) == 1:
        return Choice(0)
    order = next((named for one in keys if (named := say.fields.get(one))), say.priority)
    ranks = [rank(order, one.origin) for one in found]
    tied = [at for at, one in enumerate(ranks) if one == min(ranks)]
    return Choice(tied[0], clear=len({found[at].said for at in tied}) == 1)
