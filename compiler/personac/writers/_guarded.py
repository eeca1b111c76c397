"""How a target answers for the guards of a persona: by the agent's tools, by files of the project,
or by words alone.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from personac.api import Document, Enforced, Guard, How, Prose
from personac.model import Effect, NodeId, evolve
from personac.tables.tools import Names

EVERY = "binds every agent of the project"


class Answers(Struct, frozen=True):
    """The parts of an ``Emission`` that speak of guards."""

    guards: tuple[Guard, ...]
    enforced: tuple[Enforced, ...]
    prose: tuple[Prose, ...]


def forbidden(document: Document, names: Names) -> dict[str, NodeId]:
    """The client's tools that a mandate forbids wholly, and which mandate does."""
    denials = (guard for guard in document.guards if guard.effect is Effect.DENY)
    tools = ((tool, guard.mandate) for guard in denials for tool in guard.tools)
    return {tool: mandate for tool, mandate in tools if names.spelling(tool)}


def answers(
    document: Document,
    withheld: Iterable[str],
    where: str,
    project: Callable[[Guard], Iterable[Enforced]],
    why_not: Callable[[Guard], str],
) -> Answers:
    """Answer for each guard.  ``withheld`` are canonical tools that the entry ``where`` of the
    agent file keeps from it, ``project`` says what files of the project do about a guard.
    """
    kept = frozenset(withheld)
    found: list[Enforced] = []
    shared: list[Guard] = []
    for guard in document.guards:
        found += _in_agent(guard, kept, where)
        left = evolve(guard, commands=()) if "shell" in kept else guard
        there = list(project(left))
        found += there
        shared += [left] * bool(there)
    known = {one.mandate for one in found}
    prose = (
        Prose(one.mandate, why_not(one)) for one in document.guards if one.mandate not in known
    )
    return Answers(tuple(shared), tuple(found), tuple(prose))


def _in_agent(guard: Guard, withheld: frozenset[str], where: str) -> list[Enforced]:
    """What the agent's own tools leave out: what is forbidden, or any way to run a command."""
    denied = guard.effect is Effect.DENY and withheld.intersection(guard.tools)
    silent = guard.commands and "shell" in withheld
    if not denied and not silent:
        return []
    limits = "a shell command can still do it" if denied and "shell" not in withheld else ""
    return [Enforced(guard.mandate, How.WITHHELD, Effect.DENY, where, limits)]


def made_for(
    guards: Iterable[Guard], found: Iterable[Enforced], where: str
) -> list[tuple[str, NodeId]]:
    """The key that ``where`` ends with, with each mandate that takes tools away there."""
    there = {one.mandate for one in found if one.where == where}
    key = where.rpartition(" ")[2]
    return [(key, guard.mandate) for guard in guards if guard.tools and guard.mandate in there]
