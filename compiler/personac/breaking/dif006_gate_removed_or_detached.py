"""DIF006: a gate that is gone, checks less, has no consequence, or left its step."""

import re
from collections.abc import Iterator

from personac.breaking._changes import GONE, ChangeRule, Comparison, Shift
from personac.breaking._pairs import Pair
from personac.breaking._stated import Stated
from personac.breaking.dif004_scope_or_condition_narrowed import narrowed
from personac.contract._words import fold
from personac.model import Gate, children

_CONSEQUENCES = re.compile(
    r"\b(block|stop|halt|fail|reject|refus|abort|escalat|return|repeat|roll ?back|pause|wait|prevent)"
)


def check(comparison: Comparison) -> Iterator[Shift]:
    for old in comparison.pairing.removed:
        if old.kind == "gate":
            yield Shift(
                became=GONE,
                help="put it back, or accept its removal with a reason",
                old=old,
            )
    steps = {one.step for one in (*(p.new for p in comparison.pairs), *comparison.pairing.added)}
    for pair in comparison.pairs:
        if pair.old.kind == "gate":
            yield from narrowed(pair)
            yield from _released(pair)
            yield from _detached(pair, steps)


def _released(pair: Pair) -> Iterator[Shift]:
    lost = _consequences(pair.old) - _consequences(pair.new)
    blocked = isinstance(pair.old.clause, Gate) and bool(pair.old.clause.blocking)
    blocks = isinstance(pair.new.clause, Gate) and pair.new.clause.blocking
    if lost or (blocked and not blocks):
        yield Shift(
            became=f"no longer says to {' or '.join(sorted(lost))}" if lost else "no longer blocks",
            help="say again what happens when the gate fails, or accept the change with a reason",
            old=pair.old,
            new=pair.new,
        )


def _consequences(one: Stated) -> set[str]:
    texts = (getattr(node, "text", "") for node in (one.node, *children(one.node)))
    return set(_CONSEQUENCES.findall(fold(" ".join(t for t in texts if isinstance(t, str)))))


def _detached(pair: Pair, steps: set[str]) -> Iterator[Shift]:
    old, new = pair.old.step, pair.new.step
    if old and old != new and (not new or old in steps):
        yield Shift(
            became=f'left the step "{old[:60]}"',
            help="put it back into the step that it guards, or accept the change with a reason",
            old=pair.old,
            new=pair.new,
        )


CHANGES = ChangeRule(
    code="DIF006",
    name="gate-removed-or-detached",
    why="a step without its gate goes on whatever came of it",
    check=check,
)
