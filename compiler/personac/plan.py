"""From compiled personas to what has to happen on disk, decided before anything is written."""

import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from personac.codec import digest
from personac.compile import Compiled
from personac.manifest import Entry, Manifest, Stamp

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)


class Output(Struct, frozen=True):
    """A file to write, relative to the output folder."""

    path: str
    content: bytes
    digest: str
    source: str


class Problem(Struct, frozen=True):
    """Why a build cannot write: one line with what, why and what to do."""

    path: str
    message: str


class Plan(Struct, frozen=True, kw_only=True):
    """Every wanted output is in exactly one of same, missing, stale, foreign or edited."""

    wanted: tuple[Output, ...]
    same: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """There, but not written by us."""
    edited: tuple[str, ...] = ()
    """Written by us, changed since."""
    orphaned: tuple[str, ...] = ()
    """Written by us, no longer wanted."""
    kept: tuple[str, ...] = ()
    """Orphaned, but changed since: never deleted."""


def outputs(compiled: tuple[Compiled, ...]) -> tuple[Output, ...]:
    """All artifacts with their paths below the output folder, sorted."""
    found = (
        Output(f"{emitted.target}/{artifact.path}", content, digest(content), one.path)
        for one in compiled
        for emitted in one.emitted
        for artifact in emitted.artifacts
        for content in (artifact.content.encode("utf-8"),)
    )
    return tuple(sorted(found, key=lambda output: output.path))


def collisions(wanted: tuple[Output, ...]) -> tuple[Problem, ...]:
    """Outputs that some file system would take for one, and names that one would refuse."""
    seen: dict[str, Output] = {}
    found: list[Problem] = []
    for output in wanted:
        folded = unicodedata.normalize("NFC", output.path).casefold()
        other = seen.setdefault(folded, output)
        if other is not output and other.source != output.source:
            sources = f"{other.source} and {output.source}"
            found.append(
                Problem(output.path, f"{sources} both make it; rename one of the personas")
            )
        stem = folded.rpartition("/")[2].split(".", 1)[0]
        if stem in _RESERVED:
            found.append(
                Problem(
                    output.path, f"`{stem}` is a reserved name on Windows; rename {output.source}"
                )
            )
        if ".." in folded.split("/") or folded.startswith("/"):
            found.append(
                Problem(output.path, f"the name leads out of its folder; rename {output.source}")
            )
    return tuple(dict.fromkeys(found))


def plan(
    wanted: tuple[Output, ...],
    owned: Mapping[str, frozenset[str]],
    on_disk: dict[str, str | None],
    targets: tuple[str, ...],
) -> Plan:
    """Compare; ``on_disk`` maps each wanted and owned path to its digest, None when absent.
    Outputs of targets that are not built now are left alone.
    """
    groups: dict[str, list[str]] = {
        name: [] for name in ("same", "missing", "stale", "foreign", "edited", "orphaned", "kept")
    }
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
    if not written:
        return "foreign"
    return "stale" if there in written else "edited"


def manifest_of(
    compiled: tuple[Compiled, ...],
    before: Manifest,
    targets: tuple[str, ...],
    digests: dict[str, str],
    revision_digests: dict[str, str],
) -> Manifest:
    """The record of this build; entries of targets that were not built stay."""
    entries = [entry for entry in before.entries if entry.target not in targets]
    for one in compiled:
        for emitted in one.emitted:
            stamps = tuple(
                Stamp(artifact.path, digest(artifact.content.encode("utf-8")))
                for artifact in emitted.artifacts
            )
            entries.append(
                Entry(
                    target=emitted.target,
                    persona=one.persona,
                    source=Stamp(one.path, digests[one.path]),
                    writer=emitted.writer,
                    outputs=stamps,
                    revisions=tuple(Stamp(name, revision_digests[name]) for name in one.revisions),
                    losses=tuple(lost.loss for lost in emitted.losses),
                )
            )
    entries.sort(key=lambda entry: (entry.target, entry.persona, entry.source.name))
    return Manifest(entries=tuple(entries))
