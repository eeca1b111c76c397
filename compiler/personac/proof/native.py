"""What a client enforces itself: recorded by the build, read anew from the bytes of its files."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from personac.api import Enforced, Guard, How
from personac.codec import digest
from personac.model import Effect
from personac.proof._effects import RANK, Judge, judge
from personac.proof._hooks import caller, is_called, switching_off
from personac.proof.decode import decode
from personac.proof.values import Native

_BY_TOOLS = frozenset({How.WITHHELD, How.READ_ONLY})


class Gone(NamedTuple):
    """What does not hold any more: ``file`` and what is wrong there."""

    native: Native
    file: str
    what: str


class There(NamedTuple):
    """The files of a target: all of them by their path, the names of those that are the
    agent's ``own``, and the digests that the build recorded of the files that are wholly ours.
    """

    files: Mapping[str, bytes]
    own: Sequence[str] = ()
    digests: Mapping[str, str] = {}

    def agents(self) -> Collection[str]:
        """The names by which the client knows the agent."""
        known = (decode(path, self.files.get(path, b"")).settings.get("name") for path in self.own)
        return frozenset(str(name) for name in known if name)


def natives(guards: Iterable[Guard], enforced: Iterable[Enforced]) -> Iterator[Native]:
    """What is enforced by rules in a file: its commands and paths.  Withheld tools are not
    among them, their proof is that of the tool lists.
    """
    by_mandate = {guard.mandate: guard for guard in guards}
    for one in enforced:
        guard = by_mandate.get(one.mandate)
        if guard is None or one.how in _BY_TOOLS:
            continue
        file, _, key = one.where.partition(" ")
        commands = tuple(" ".join(words) for words in guard.commands)
        paths = guard.paths if one.how is not How.HOOK else ()
        if commands or paths or one.how is How.HOOK:
            by = f"{one.how}: {key or file}"
            yield Native(
                one.mandate, by, file, commands, paths=paths, effect=one.effect, needs=one.needs
            )


def gone(found: Sequence[Native], there: There) -> Iterator[Gone]:
    """Those that do not hold any more, each with the first thing that is wrong."""
    agents = there.agents()
    judges = {
        path: judge(path, there.files.get(path, b""), agents)
        for path in {one.file for one in found if not one.is_hook}
    }
    for one in found:
        fault = _unhooked(one, there) if one.is_hook else _unruled(one, judges[one.file])
        if fault:
            yield Gone(one, *fault)


def idle(found: Sequence[Native], there: There) -> Iterator[tuple[Native, str]]:
    """Those whose hook never runs, with the settings that switch it off."""
    for one in found:
        if one.is_hook and (file := switching_off(one.file, there.files)):
            yield one, file


def standing(found: Sequence[Native], there: There) -> dict[str, str]:
    """What enforces a clause, as far as the files say so."""
    lacking = {one for one, *_ in (*gone(found, there), *idle(found, there))}
    return {one.node: one.by for one in found if one not in lacking and not one.needs}


def _unruled(one: Native, effect: Judge) -> tuple[str, str] | None:
    wanted = "refuse" if one.effect is Effect.DENY else "ask about"
    named = (*(("command", text) for text in one.evidence), *(("path", p) for p in one.paths))
    for kind, text in named:
        if RANK[effect(kind, text)] > RANK[one.effect]:
            return one.file, f"does not {wanted} `{text}` any more"
    return None


def _unhooked(one: Native, there: There) -> tuple[str, str] | None:
    data = there.files.get(one.file)
    if data is None:
        return one.file, "is gone"
    if digest(data) != there.digests.get(one.file, digest(data)):
        return one.file, "is not the script that was built"
    where = caller(one.file, there.own)
    if one.evidence and not is_called(one.file, where, there.files):
        return where, f"does not run `{one.file}` before a command any more"
    return None
