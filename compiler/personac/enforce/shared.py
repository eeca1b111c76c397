"""The files of a whole project, made of what all its personas want enforced."""

import json
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from personac.api import Artifact, Guard, Writer

_SCRIPT = re.compile(r"\.?[\w./-]*/hooks/[\w.-]+")
_TOOL_NAME = re.compile(r"[A-Za-z_]\w*")


class SharedFile(Struct, frozen=True):
    """A file of one target that belongs to no persona alone, and whose mandates it enforces."""

    target: str
    artifact: Artifact
    mandates: tuple[str, ...] = ()


def shared_files(writer: Writer, guards: Sequence[Guard]) -> tuple[SharedFile, ...]:
    """What a target needs so that ``guards`` are enforced; nothing without any."""
    if not guards:
        return ()
    in_order = sorted(guards, key=lambda one: (one.persona, one.mandate))
    mandates = tuple(dict.fromkeys(f"{one.persona}: {one.mandate}" for one in in_order))
    return tuple(SharedFile(writer.name, one, mandates) for one in writer.share(in_order))


def hook_faults(artifacts: Sequence[Artifact], known: frozenset[str]) -> tuple[str, ...]:
    """Why a hook among ``artifacts`` would never run: a script that is not there, a matcher
    that names no tool.  A client passes over such a hook in silence.
    """
    there = {artifact.path for artifact in artifacts}
    found: list[str] = []
    for artifact in artifacts:
        if artifact.path.endswith(".json"):
            for matcher, command in hook_calls(json.loads(artifact.content)):
                found += _fault(artifact.path, matcher, command, there, known)
    return tuple(found)


def hook_calls(value: object, matcher: str = "") -> Iterator[tuple[str, str]]:
    """Each command of a hook with its matcher, whatever the client calls what is around it."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from hook_calls(one, matcher)
    if not isinstance(value, dict):
        return
    matcher = str(value.get("matcher", matcher))
    for key in ("command", "bash"):
        if isinstance(command := value.get(key), str):
            yield matcher, command
    for one in value.values():
        yield from hook_calls(one, matcher)


def _fault(
    path: str, matcher: str, command: str, there: set[str], known: frozenset[str]
) -> Iterator[str]:
    scripts = [one.lstrip("/") for one in _SCRIPT.findall(command)]
    for script in scripts:
        if script.removeprefix("./") not in there:
            yield f"{path}: the hook runs `{script}`, which is not built"
    names = _TOOL_NAME.findall(matcher)
    if known and names and not known.intersection(names):
        yield f"{path}: the hook for `{matcher}` never runs, no tool has this name"
