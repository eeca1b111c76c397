"""What is asked of one value again and again, found once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Of = TypeVar("Of")
Answer = TypeVar("Answer")


def once(find: Callable[[Of], Answer]) -> Callable[[Of], Answer]:
    """``find``, a pure function of a frozen value, with its last answer kept: every target asks
    the same of one persona.  It is the same value only when it is the same object, because
    comparing two trees costs as much as asking anew.
    """
    kept: list[tuple[Of, Answer]] = []

    @wraps(find)
    def found(of: Of) -> Answer:
        if not kept or kept[0][0] is not of:
            kept[:] = [(of, find(of))]
        return kept[0][1]

    return found
