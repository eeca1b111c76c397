"""What holds mandates beside the list of tools, by the name that the file of a target gives."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from personac.api import Artifact, Enforced, Guard, How
from personac.errors import UsageError
from personac.model import Effect, NodeId, Persona
from personac.targets.form import Form
from personac.writers._entries import Keyed


class Own(NamedTuple):
    """A key of an agent file for what it enforces itself, and the mandates that this is for."""

    entry: Keyed
    mandates: tuple[NodeId, ...]


def _nothing(
    guard: Guard,  # noqa: ARG001
    persona: Persona,  # noqa: ARG001
    path: str,  # noqa: ARG001
) -> Iterable[Enforced]:
    return ()


def _no_files(
    guards: Sequence[Guard],  # noqa: ARG001
    agents: Sequence[str],  # noqa: ARG001
) -> tuple[Artifact, ...]:
    return ()


def _no_entry(persona: Persona, guards: Sequence[Guard]) -> Own | None:  # noqa: ARG001
    return None


class Enforcement(NamedTuple):
    """``project`` says what is done about a guard of a persona, by files of the project or by its
    agent file at a path; ``share`` makes the files of all guards and the names of their agents,
    ``own`` the entry of an agent file.  ``why_not`` says why one stays words, where the target
    has more to say than the same of all.
    """

    project: Callable[[Guard, Persona, str], Iterable[Enforced]] = _nothing
    share: Callable[[Sequence[Guard], Sequence[str]], tuple[Artifact, ...]] = _no_files
    own: Callable[[Persona, Sequence[Guard]], Own | None] = _no_entry
    why_not: Callable[[Guard], str] = lambda guard: ""  # noqa: ARG005


NONE = Enforcement()


def in_agent_file(
    key: str, rules: Callable[[Guard], Iterable[str]], limits: str
) -> Callable[[Guard, Persona, str], Iterable[Enforced]]:
    """What ``rules`` under a key of an agent file do about a guard."""

    def enforced(guard: Guard, _: Persona, path: str) -> Iterable[Enforced]:
        how = How.DENY if guard.effect is Effect.DENY else How.ASK
        where = f"{path} {key}"
        held = any(rules(guard))
        return (Enforced(guard.mandate, how, guard.effect, where, limits),) if held else ()

    return enforced


def enforcement(form: Form) -> Enforcement:
    """What ``enforcement.by`` names: ``ENFORCEMENT`` of the module ``writers._<by>``."""
    return _named(form.enforcement.by, form.target) if form.enforcement.by else NONE


@cache
def _named(by: str, target: str) -> Enforcement:
    try:
        found = getattr(import_module(f"personac.writers._{by}"), "ENFORCEMENT", None)
    except ModuleNotFoundError:
        found = None
    if not isinstance(found, Enforcement):
        raise UsageError(f"{target}: `enforcement.by` names no enforcement: `{by}`")
    return found
