"""DIF008: a persona that may use more than before."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._modes import mode_rank, settings
from personac.breaking._powers import RANK, Cover, Power, new_members, powers
from personac.breaking._words import permits
from personac.breaking.dif004_scope_or_condition_narrowed import narrowed
from personac.model import (
    AnyNode,
    Effect,
    Field,
    Mandate,
    Modality,
    NodeId,
    Persona,
    Polarity,
    ToolGrant,
    clauses,
)

_NOTHING = ("", "null", "~")
_LISTS = ("tools", "allowed-tools", "permission")
_HELP = "take the permission back, or accept the change with a reason"


def check(comparison: Comparison) -> Iterator[Shift]:
    old, new = tuple(powers(comparison.before)), tuple(powers(comparison.after))
    yield from _granted(old, new)
    yield from _undenied(old, new)
    yield from _unlisted(comparison.before, comparison.after)
    yield from _unlisted_in_body(comparison.before, comparison.after)
    yield from _joined(comparison.before, comparison.after)
    yield from _modes(comparison.before, comparison.after)
    yield from _allowed(comparison)
    for pair in comparison.pairs:
        if permits(pair.old) and permits(pair.new):
            yield from narrowed(pair)


def _granted(old: tuple[Power, ...], new: tuple[Power, ...]) -> Iterator[Shift]:
    cover = Cover(old)
    named = {one.name: one for one in reversed(old)}
    for power in new:
        if power.effect is Effect.DENY or cover.rank(power) >= RANK[power.effect]:
            continue
        before = named.get(power.name)
        was = f", before only {before.words} ({before.effect})" if before else ""
        yield Shift(
            became=f'"{power.words}" is now granted ({power.effect}){was}',
            help=_HELP,
            part="tool",
            before=before.words if before else "",
            after=power.words,
            node=before.node if before else "",
            to=power.node,
        )


def _undenied(old: tuple[Power, ...], new: tuple[Power, ...]) -> Iterator[Shift]:
    cover = Cover(one for one in new if one.effect is Effect.DENY)
    for power in old:
        if power.effect is Effect.DENY and cover.rank(power) < 0:
            yield Shift(
                became=f'"{power.words}" is no longer denied',
                help=_HELP,
                part="tool",
                before=f"deny {power.words}",
                node=power.node,
            )


def _joined(before: Persona, after: Persona) -> Iterator[Shift]:
    """Servers, skills, handoffs and agents that it may use now."""
    for one in new_members(before, after):
        yield Shift(
            became=f'the {one.kind} "{one.name[:80]}" is new',
            help=_HELP,
            part="tool",
            after=one.name,
            to=one.node,
        )


def _unlisted(before: Persona, after: Persona) -> Iterator[Shift]:
    """A client gives every tool to a persona without a list of them."""
    there = {n.kind for n in after.header if isinstance(n, Field) and _lists(n)}
    for node in before.header:
        if not isinstance(node, Field) or node.kind not in _LISTS:
            continue
        grants = [c for c in node.clauses if isinstance(c, ToolGrant)]
        denied = bool(grants) and all(c.effect is Effect.DENY for c in grants)
        if not denied and _lists(node) and not there.intersection(_LISTS):
            yield Shift(
                became=f"the list `{node.key}` is gone: clients grant every tool without one",
                help=_HELP,
                part="tool",
                before=node.key,
                node=node.id,
            )


def _unlisted_in_body(before: Persona, after: Persona) -> Iterator[Shift]:
    """The same of a list that only the body states."""
    old = next(_of_body(before), None)
    if old is None or any(_lists_tools(one) for one in (*before.header, *after.header)):
        return
    if next(_of_body(after), None) is None:
        yield Shift(
            became="the list of tools is gone: clients grant every tool without one",
            help=_HELP,
            part="tool",
            before="tools",
            node=old,
        )


def _of_body(persona: Persona) -> Iterator[NodeId]:
    """What in the body says which tools may be used."""
    for node, clause in clauses(persona):
        if isinstance(node, Field) or not isinstance(clause, ToolGrant):
            continue
        if clause.effect is not Effect.DENY or clause.name == "*":
            yield clause.id


def _lists_tools(node: AnyNode) -> bool:
    return isinstance(node, Field) and node.kind in _LISTS and _lists(node)


def _lists(node: Field) -> bool:
    """Whether it says which tools: an empty list says none, but no value is no list."""
    return not isinstance(node.value, str) or node.value.strip().casefold() not in _NOTHING


def _modes(before: Persona, after: Persona) -> Iterator[Shift]:
    old, new = dict(settings(before)), dict(settings(after))
    for kind in sorted({*old, *new}):
        was, now = old.get(kind, ("", "")), new.get(kind, ("", ""))
        if mode_rank(kind, now[0]) > mode_rank(kind, was[0]):
            yield Shift(
                became=f'{kind} goes from "{was[0] or "none"}" to "{now[0] or "none"}"',
                help=_HELP,
                part="tool",
                before=was[0],
                after=now[0],
                node=was[1],
                to=now[1],
            )


def _allowed(comparison: Comparison) -> Iterator[Shift]:
    """Sentences that came and permit something."""
    for new in comparison.pairing.added:
        clause = new.clause
        if isinstance(clause, Mandate) and (clause.polarity, clause.modality) == (
            Polarity.PERMIT,
            Modality.MAY,
        ):
            yield Shift(became="is a new permission", help=_HELP, new=new, part="mandate")


CHANGES = ChangeRule(
    code="DIF008",
    name="permission-widened",
    why="what a client allows, no sentence stops",
    check=check,
)
