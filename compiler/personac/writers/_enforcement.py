"""What holds mandates beside the list of tools, by the name that the file of a target gives."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from personac.api import Artifact, Enforced, Guard
from personac.errors import UsageError
from personac.model import Persona
from personac.targets.form import Form
from personac.writers._entries import Keyed


def _nothing(guard: Guard, persona: Persona) -> Iterable[Enforced]:  # noqa: ARG001
    return ()


def _no_files(
    guards: Sequence[Guard],  # noqa: ARG001
    agents: Sequence[str],  # noqa: ARG001
) -> tuple[Artifact, ...]:
    return ()


def _no_hooks(persona: Persona, guards: Sequence[Guard]) -> Keyed | None:  # noqa: ARG001
    return None


class Enforcement(NamedTuple):
    """``project`` says what files of the project do about a guard of a persona, ``share`` makes
    them of all guards and the names of their agents, ``hooks`` is an entry of the agent's own.
    """

    project: Callable[[Guard, Persona], Iterable[Enforced]] = _nothing
    share: Callable[[Sequence[Guard], Sequence[str]], tuple[Artifact, ...]] = _no_files
    hooks: Callable[[Persona, Sequence[Guard]], Keyed | None] = _no_hooks


NONE = Enforcement()


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
