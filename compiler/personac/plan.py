"""From compiled personas to what has to happen on disk, decided before anything is written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from personac.codec import digest
from personac.compile import Compiled
from personac.composition import Composition
from personac.manifest import Entry, Manifest, Shared, Stamp, stamped
from personac.report.visible import short
from personac.text.filename import fault, folded
from personac.trace.common import common
from personac.trace.sourcemap import Entry as Traced
from personac.trace.sourcemap import File, SourceMapFile, merged, only

DIRECTORY = "directory"
"""What stands for the digest of a folder in the place of an output."""
LINK = "symbolic link"
_ASIDE = "rename one of the personas, or put both into a folder of their own to make them one"
UNREADABLE = "unreadable"


class Output(Struct, frozen=True):
    """A file to write, relative to the output folder."""

    path: str
    content: bytes
    digest: str
    source: str
    merged: bool = False
    """Whether it keeps what its user wrote, so that nothing has to be refused."""


class Problem(Struct, frozen=True):
    """Why a build cannot write: one line with what, why and what to do."""

    path: str
    message: str


class Plan(Struct, frozen=True, kw_only=True):
    """Every wanted output is in exactly one of same, missing, stale, foreign, edited or
    blocked.
    """

    wanted: tuple[Output, ...]
    same: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """There, but not written by us."""
    edited: tuple[str, ...] = ()
    """Written by us, changed since."""
    blocked: tuple[str, ...] = ()
    """A folder lies in its place."""
    orphaned: tuple[str, ...] = ()
    """Written by us, no longer wanted."""
    kept: tuple[str, ...] = ()
    """Orphaned, but changed since: never deleted."""


def outputs(compiled: tuple[Compiled, ...]) -> tuple[Output, ...]:
    """All artifacts with their paths below the output folder, sorted; a file of all personas is
    there once.
    """
    found: list[Output] = []
    joint: set[str] = set()
    for one in compiled:
        for emitted in one.emitted:
            for artifact in emitted.artifacts:
                path = f"{emitted.target}/{artifact.path}"
                if path in joint:
                    continue
                joint.update([path] if artifact.frame else [])
                content = artifact.content.encode("utf-8")
                found.append(Output(path, content, digest(content), one.path))
    return tuple(sorted(found, key=lambda output: output.path))


def collisions(wanted: tuple[Output, ...]) -> tuple[Problem, ...]:
    """Outputs that some file system would take for one."""
    seen: dict[str, Output] = {}
    found: list[Problem] = []
    for output in wanted:
        other = seen.setdefault(folded(output.path), output)
        if other is not output and other.source != output.source:
            sources = f"{short(other.source)} and {short(output.source)}"
            found.append(Problem(output.path, f"{sources} both make it; {_ASIDE}"))
    return tuple(dict.fromkeys(found))


def misnamed(compiled: tuple[Compiled, ...]) -> tuple[Problem, ...]:
    """Personas whose id some file system would refuse, or show as another, as a name."""
    return tuple(
        Problem(path, f"`{short(one.persona, 60)}` {why}; rename {short(one.path)}")
        for one in compiled
        for path in _paths(one)[:1]
        if (why := fault(one.persona))
    )


def _paths(one: Compiled) -> list[str]:
    return sorted(f"{e.target}/{artifact.path}" for e in one.emitted for artifact in e.artifacts)


def obstructed(found: "Plan") -> tuple[Problem, ...]:
    """What not even force overwrites."""
    return tuple(
        Problem(path, "is a folder in the place of an output; move it away")
        for path in found.blocked
    )


def plan(
    wanted: tuple[Output, ...],
    owned: Mapping[str, frozenset[str]],
    on_disk: dict[str, str | None],
    targets: Collection[str],
) -> Plan:
    """Compare; ``on_disk`` maps each wanted and owned path to its digest, None when absent.
    Outputs of targets that are not built now are left alone.
    """
    groups: dict[str, list[str]] = {name: [] for name in Plan.__struct_fields__ if name != "wanted"}
    for output in wanted:
        groups[
            _state(output, on_disk.get(output.path), owned.get(output.path, frozenset()))
        ].append(output.path)
    names = {output.path for output in wanted}
    for path, written in owned.items():
        if path not in names and path.split("/", 1)[0] in targets and on_disk.get(path) is not None:
            groups["orphaned" if on_disk[path] in written else "kept"].append(path)
    return Plan(wanted=wanted, **{name: tuple(sorted(paths)) for name, paths in groups.items()})


def _state(output: Output, there: str | None, written: frozenset[str]) -> str:
    if there is None:
        return "missing"
    if there == output.digest:
        return "same"
    if there == DIRECTORY:
        return "blocked"
    if output.merged and there not in (LINK, UNREADABLE):
        return "stale"
    if not written:
        return "foreign"
    return "stale" if there in written else "edited"


def manifest_of(
    compiled: tuple[Compiled, ...],
    before: Manifest,
    targets: Collection[str],
    personas: Sequence[Composition],
    revision_digests: dict[str, str],
) -> Manifest:
    """The record of this build; entries of targets that were not built stay."""
    entries = [entry for entry in before.entries if entry.target not in targets]
    files = {made_of.path: stamped(made_of) for made_of in personas}
    for one in compiled:
        source, *others = files[one.path]
        entries += [
            Entry(
                target=left.target,
                persona=one.persona,
                source=source,
                others=tuple(others),
                writer=0,
                outputs=(),
                revisions=tuple(Stamp(name, revision_digests[name]) for name in one.revisions),
                excluded=left.reason,
            )
            for left in one.excluded
        ]
        for emitted in one.emitted:
            stamps = tuple(
                Stamp(artifact.path, digest(artifact.content.encode("utf-8")))
                for artifact in emitted.artifacts
            )
            entries.append(
                Entry(
                    target=emitted.target,
                    persona=one.persona,
                    source=source,
                    others=tuple(others),
                    writer=emitted.writer,
                    outputs=stamps,
                    revisions=tuple(Stamp(name, revision_digests[name]) for name in one.revisions),
                    losses=tuple(lost.loss for lost in emitted.losses),
                    enforced=emitted.natives,
                )
            )
    entries.sort(key=lambda entry: (entry.target, entry.persona, entry.source.name))
    return Manifest(entries=tuple(entries))


def with_shared(
    record: Manifest, shared: tuple[Shared, ...], before: Manifest, targets: Collection[str]
) -> Manifest:
    """``record`` with the files of whole targets; those of targets that were not built stay."""
    left = [one for one in before.shared if one.target not in targets]
    return replace(record, shared=tuple(sorted([*left, *shared], key=lambda one: one.path)))


def sourcemap_of(
    compiled: tuple[Compiled, ...],
    shared: tuple[Shared, ...],
    before: tuple[Traced, ...],
    stays: Callable[[str], bool],
) -> SourceMapFile:
    """The source map of this build: ``shared`` are the files of whole targets, and those for
    which ``stays`` holds are as they were ``before``.  What is its user's, too, has no digest.
    """
    entries = [one.trace for one in compiled if not one.failed]
    known = {entry.persona: entry for entry in entries}
    entries += [
        common(File(one.path, "" if one.merged else one.output.digest), one.mandates, known)
        for one in shared
    ]
    made = {file.path for entry in entries for file in entry.files}
    return merged((*entries, *only(before, lambda p: stays(p) and p not in made)))


def remembered(record: Manifest, before: tuple[Manifest, ...], kept: Collection[str]) -> Manifest:
    """``record`` with the entries of ``before`` for outputs that are kept, so that a file which
    personac wrote stays known for as long as it is there.
    """
    found: dict[str, Entry] = {}
    for old in before:
        for path, entry in _single(old):
            if path in kept:
                found.setdefault(path, entry)
    entries = [*record.entries, *found.values()]
    entries.sort(key=lambda entry: (entry.target, entry.persona, entry.source.name))
    old_shared = {s.path: s for old in before for s in old.shared if not s.merged}
    stays = [one for path, one in old_shared.items() if path in kept]
    shared = sorted([*record.shared, *stays], key=lambda one: one.path)
    return replace(record, entries=tuple(entries), shared=tuple(shared))


def _single(manifest: Manifest) -> Iterator[tuple[str, Entry]]:
    """Each output with an entry for it alone."""
    for entry in manifest.entries:
        for stamp in entry.outputs:
            yield f"{entry.target}/{stamp.name}", replace(entry, outputs=(stamp,))
