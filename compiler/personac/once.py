"""What is asked of one value again and again, found once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Of = TypeVar("Of")
Answer = TypeVar("Answer")
KEPT = 4
"""Enough for a persona, what it was before, and what is read of its outputs."""


def once(find: Callable[[Of], Answer]) -> Callable[[Of], Answer]:
    """``find``, a pure function of a frozen value, with its last answers kept: every target asks
    the same of one persona.  It is the same value only when it is the same object, because
    comparing two trees costs as much as asking anew.
    """
    kept: list[tuple[Of, Answer]] = []

    @wraps(find)
    def found(of: Of) -> Answer:
        for known, answer in kept:
            if known is of:
                return answer
        answer = find(of)
        kept.insert(0, (of, answer))
        del kept[KEPT:]
        return answer

    return found
