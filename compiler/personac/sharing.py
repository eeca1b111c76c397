"""From what all personas of a target want enforced to the files that do it, before any is written.

Such a file may be its user's too.  Then it is merged, and when nothing of ours is wanted any
more, what we put in is taken out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from personac.api import Guard, How, Writer
from personac.codec import digest
from personac.compile import Compiled
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.enforce.authored import missing
from personac.enforce.conflicts import conflicts
from personac.enforce.merge import Merged, MergeError, merge
from personac.enforce.shared import SharedFile, hook_faults, shared_files
from personac.enforce.switch import switches_off
from personac.manifest import Shared, Stamp
from personac.plan import Output, Problem
from personac.report.placed import Placed, placed
from personac.report.visible import short
from personac.tables.tools import tool_names

SOURCE = "the mandates of all personas"
Texts = Mapping[str, "str | None"]


class Sharing(Struct, frozen=True, kw_only=True):
    """What to write, what to remove, what to remember, and why not to write at all."""

    outputs: tuple[Output, ...] = ()
    orphaned: tuple[str, ...] = ()
    records: tuple[Shared, ...] = ()
    problems: tuple[Problem, ...] = ()


def files(compiled: Sequence[Compiled], writers: Iterable[Writer]) -> tuple[SharedFile, ...]:
    """The files that the targets of a build share among its personas."""
    emitted = [one for each in compiled for one in each.emitted]
    return tuple(
        file
        for writer in writers
        for file in shared_files(
            writer, [g for one in emitted if one.target == writer.name for g in one.guards]
        )
    )


def path_of(file: SharedFile) -> str:
    return f"{file.target}/{file.artifact.path}"


def share(
    wanted: Sequence[SharedFile],
    there: Texts,
    before: Mapping[str, Shared],
    targets: Collection[str],
) -> Sharing:
    """Compare with ``there``, the text of each file that may be merged, None when absent;
    ``before`` is what earlier builds put in.
    """
    outputs: list[Output] = []
    records: list[Shared] = []
    problems: list[Problem] = []
    for file in wanted:
        path, old = path_of(file), before.get(path_of(file))
        merged = bool(file.artifact.merge)
        made: Merged | Problem = Merged(file.artifact.content, ())
        if merged:
            made = _merged(path, there.get(path), file.artifact.content, old)
        if isinstance(made, Problem):
            problems.append(made)
            continue
        outputs.append(_output(path, made.text, merged=merged))
        records.append(
            Shared(
                target=file.target,
                output=Stamp(file.artifact.path, digest(file.artifact.content.encode())),
                mandates=file.mandates,
                merged=merged,
                created=merged and (there.get(path) is None or bool(old and old.created)),
                added=made.added,
            )
        )
    names = {output.path for output in outputs} | {one.path for one in problems}
    left = {path: old for path, old in before.items() if path not in names}
    return _taken_out(
        Sharing(
            outputs=tuple(outputs), records=tuple(records), problems=(*problems, *_faults(wanted))
        ),
        {path: old for path, old in left.items() if old.target in targets},
        there,
    )


def _taken_out(found: Sharing, left: Mapping[str, Shared], there: Texts) -> Sharing:
    """``found`` with the files that nobody wants any more: without what is ours, or gone when
    nothing else was ever in them.
    """
    outputs, orphaned, problems = list(found.outputs), list(found.orphaned), list(found.problems)
    for path, old in left.items():
        text = there.get(path)
        if text is None:
            continue
        made = _merged(path, text, "{}", old)
        if isinstance(made, Problem):
            problems.append(made)
        elif made.empty and old.created:
            orphaned.append(path)
        elif made.text != text:
            outputs.append(_output(path, made.text, merged=True))
    return Sharing(
        outputs=tuple(outputs),
        orphaned=tuple(orphaned),
        records=found.records,
        problems=tuple(problems),
    )


def _output(path: str, text: str, *, merged: bool) -> Output:
    content = text.encode("utf-8")
    return Output(path, content, digest(content), SOURCE, merged)


def _merged(path: str, text: str | None, ours: str, old: Shared | None) -> Merged | Problem:
    try:
        return merge(text, ours, old.added if old else ())
    except MergeError as error:
        return Problem(path, str(error))


def _faults(wanted: Sequence[SharedFile]) -> tuple[Problem, ...]:
    known = frozenset(tool_names())
    return tuple(
        Problem(target, fault)
        for target in dict.fromkeys(file.target for file in wanted)
        for fault in hook_faults([f.artifact for f in wanted if f.target == target], known)
    )


def unscripted(
    compiled: Sequence[Compiled], exists: Callable[[str], bool], client: str = "claude-code"
) -> tuple[Placed, ...]:
    """Hooks of personas that call a script which neither the project has nor the build makes."""
    found: list[Diagnostic] = []
    for one in compiled:
        if any(emitted.target == client for emitted in one.emitted):
            found += [missing(one.path, path) for path in one.scripts if not exists(path)]
    return placed(found, {}, {})


def hookless(compiled: Sequence[Compiled], outputs: Sequence[Output]) -> tuple[str, ...]:
    """The settings of users that switch off the hooks by which a target enforces something."""
    hooked = {
        emitted.target
        for one in compiled
        for emitted in one.emitted
        if any(each.how is How.HOOK for each in emitted.enforced)
    }
    return tuple(
        one.path
        for one in outputs
        if one.merged and target_of(one.path) in hooked and switches_off(one.content)
    )


def target_of(path: str) -> str:
    return path.partition("/")[0]


def overruled(compiled: Sequence[Compiled]) -> tuple[Placed, ...]:
    """Grants and approvals that a rule of the whole project takes away, once each."""
    granted = {one.persona: one.granted for one in compiled if one.granted}
    found: dict[tuple[str, str, str, bool], list[str]] = {}
    for target, guards in _everywhere(compiled).items():
        for clash in conflicts(guards, granted):
            key = (clash.persona, clash.pattern, clash.guard.persona, clash.asks)
            found.setdefault(key, []).append(target)
    paths = {one.persona: one.path for one in compiled}
    return placed(
        (_grant_overruled(paths, *key, targets) for key, targets in found.items()), {}, {}
    )


def _everywhere(compiled: Sequence[Compiled]) -> dict[str, list[Guard]]:
    """The guards of each target that bind every agent of the project."""
    found: dict[str, list[Guard]] = {}
    for emitted in (emitted for one in compiled for emitted in one.emitted):
        binding = {e.mandate for e in emitted.enforced if e.for_every_agent}
        found.setdefault(emitted.target, []).extend(
            guard for guard in emitted.guards if guard.mandate in binding
        )
    return found


def _grant_overruled(
    paths: dict[str, str], persona: str, pattern: str, other: str, asks: bool, targets: list[str]
) -> Diagnostic:
    where = " and ".join(dict.fromkeys(targets))
    may = f"may run `{pattern}` with an approval" if asks else f"is granted `{pattern}`"
    return Diagnostic(
        code="ENF001",
        name="grant-overruled",
        severity=Severity.WARNING,
        message=f"`{persona}` {may}, which a mandate of `{other}` keeps from "
        f"every agent on {where}",
        why="what a client enforces for a whole project binds every agent of it",
        help=f"say the same in both personas, or leave `{short(other, 60)}` to its words there by "
        "`[[words-only]]` in the settings",
        labels=(Label(Locator(path=paths[persona])),),
    )
