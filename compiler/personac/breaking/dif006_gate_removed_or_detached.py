"""DIF006: a gate that is gone, checks less, has no consequence, or left its step."""

import re
from collections.abc import Iterator

from personac.breaking._changes import GONE, ChangeRule, Comparison, Shift
from personac.breaking._pairs import Pair
from personac.breaking._stated import Stated
from personac.breaking.dif004_scope_or_condition_narrowed import narrowed
from personac.contract import normal
from personac.contract._words import fold
from personac.model import AnyNode, NodeId, Persona, ProtocolRef, Step, children

_CONSEQUENCES = re.compile(
    r"\b(?:(block|stop|halt|fail|reject|abort|return|repeat|roll|wait|prevent)(?:s|ed|ped)?"
    r"|(refus|escalat|paus)(?:e|es|ed))\b(?: ?back\b)?"
)
"""The verbs; a failing test is a thing."""


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
    yield from _unfollowed(comparison)


def _released(pair: Pair) -> Iterator[Shift]:
    old, new = _context(pair.old), _context(pair.new)
    lost = _consequences(old) - _consequences(new)
    forms = normal(pair.old.clause, old), normal(pair.new.clause, new)
    if lost:
        became = f"no longer says to {' or '.join(sorted(lost))}"
    elif forms[0].blocking and not forms[1].blocking:
        became = "no longer blocks"
    elif forms[0].consequence and not forms[1].consequence:
        became = f'no longer says what follows: "{forms[0].consequence[:60]}"'
    else:
        return
    yield Shift(
        became=became,
        help="say again what happens when the gate fails, or accept the change with a reason",
        old=pair.old,
        new=pair.new,
    )


def _consequences(text: str) -> set[str]:
    return {
        f"{verb}e" if verb in ("refus", "escalat", "paus") else verb
        for found in _CONSEQUENCES.findall(fold(text))
        for verb in found
        if verb
    }


def _context(one: Stated) -> str:
    """What the gate's node and those right below it say."""
    texts = (getattr(node, "text", "") for node in (one.node, *children(one.node)))
    return "\n".join(text for text in texts if isinstance(text, str))


def _detached(pair: Pair, steps: set[str]) -> Iterator[Shift]:
    old, new = pair.old.step, pair.new.step
    if old and old != new and (not new or old in steps):
        yield Shift(
            became=f'left the step "{old[:60]}"',
            help="put it back into the step that it guards, or accept the change with a reason",
            old=pair.old,
            new=pair.new,
        )


def _unfollowed(comparison: Comparison) -> Iterator[Shift]:
    """Protocols that a step followed and that no step follows any more."""
    after = {name for _, name, _ in _followed(comparison.after)}
    for node, name, title in _followed(comparison.before):
        if name not in after:
            yield Shift(
                became=f'the step "{title[:60]}" no longer follows {name}',
                help="name the protocol in the step again, or accept the change with a reason",
                part="gate",
                before=name,
                node=node,
            )


def _followed(persona: Persona) -> Iterator[tuple[NodeId, str, str]]:
    """The first place of each protocol inside a step, with the title of the step."""
    seen: set[str] = set()
    stack: list[tuple[AnyNode, str]] = [(node, "") for node in reversed(persona.body)]
    while stack:
        node, step = stack.pop()
        if isinstance(node, ProtocolRef) and step and node.name not in seen:
            seen.add(node.name)
            yield node.id, node.name, step
        inner = node.title or node.text if isinstance(node, Step) else step
        stack.extend((below, inner) for below in reversed(children(node)))


CHANGES = ChangeRule(
    code="DIF006",
    name="gate-removed-or-detached",
    why="a step without its gate goes on whatever came of it",
    check=check,
)
