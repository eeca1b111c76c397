"""Runs jobs over a project: cache, fan-out, stable order.  Prints nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache as memoize

from msgspec import Struct
from msgspec.structs import replace

from personac import codec, fs, joint, sharing
from personac.clock import today
from personac.compile import Compiled, Job
from personac.composition import Composition
from personac.config import Config
from personac.diagnostics import Severity
from personac.enforce.shared import SharedFile
from personac.enforce.switch import switched_off
from personac.errors import InputError, UsageError
from personac.exclusion import check_matched
from personac.fanout import AS_USUAL, PASSIVE, How, compile_all, identities, traits_of
from personac.gather import Files, Gathered, gather, unmatched
from personac.idle import idle
from personac.linting.catalogue import over_all
from personac.manifest import Manifest, owned_by
from personac.merging import merged_files
from personac.plan import (
    DIRECTORY,
    LINK,
    UNREADABLE,
    Output,
    Plan,
    Problem,
    collisions,
    manifest_of,
    misnamed,
    obstructed,
    outputs,
    plan,
    remembered,
    sourcemap_of,
    with_shared,
)
from personac.records import MANIFEST, PENDING, SOURCEMAP, read_manifest, read_sourcemap
from personac.report.placed import Placed, placed
from personac.revision import Vocabulary
from personac.revision_files import SUFFIXES, Revisions, read_revisions, unused
from personac.rewriter import Rewriter
from personac.source import Source
from personac.targets.form import SUFFIX
from personac.trace import sourcemap
from personac.trace.sourcemap import SourceMapFile


class Project(Struct, frozen=True, kw_only=True):
    """A root folder, its settings and where they came from."""

    root: str
    config: Config = Config()
    config_path: str | None = None
    target_files: tuple[Source, ...] = ()
    """What describes the project's own targets."""


class Built(Struct, frozen=True, kw_only=True):
    """What a build found and means to do; ``problems`` are reasons not to write."""

    compiled: tuple[Compiled, ...]
    sources: dict[str, Source]
    unreadable: tuple[InputError, ...]
    revision_findings: tuple[Placed, ...]
    catalogue_findings: tuple[Placed, ...]
    problems: tuple[Problem, ...]
    plan: Plan
    manifest: Manifest
    manifest_stale: bool
    sourcemap: SourceMapFile
    sourcemap_stale: bool
    cached: int = 0
    hookless: tuple[str, ...] = ()
    """The settings of users that switch off every hook of a target."""
    revised_by: tuple[str, ...] = ()
    """The files of revisions."""

    @property
    def findings(self) -> tuple[Placed, ...]:
        of_one = tuple(finding for one in self.compiled for finding in one.findings)
        return self.revision_findings + self.catalogue_findings + of_one

    @property
    def unproven(self) -> tuple[str, ...]:
        """Sources of which an artifact loses or widens something without a word."""
        return tuple(one.path for one in self.compiled if one.unproven)

    @property
    def failed(self) -> tuple[str, ...]:
        """Sources that gave no persona, and revisions that are none."""
        refused = {
            finding.diagnostic.labels[0].at.path or ""
            for finding in self.revision_findings
            if finding.diagnostic.severity is Severity.ERROR
        }
        unread = tuple(error.path for error in self.unreadable)
        return (*unread, *sorted(refused), *(one.path for one in self.compiled if one.failed))


def open_project(start: str) -> Project:
    """The project that ``start`` lies in; raises ``UsageError`` for bad settings."""
    from personac.config import parse_config

    root, name = fs.find_root(start)
    if name is None:
        return Project(root=root)

    def text(path: str) -> str:
        return decode(path, fs.read_bytes(root, path)).text

    config = parse_config(name, text(name), text) or Config()
    own = fs.expand(root, config.target_files, (SUFFIX,))
    files = tuple(decode(path, fs.read_bytes(root, path)) for path in own)
    return Project(root=root, config=config, config_path=name, target_files=files)


def load(root: str, paths: Sequence[str]) -> tuple[tuple[Source, ...], tuple[InputError, ...]]:
    """Read and decode files; what cannot be read as text is returned as an error each."""
    sources: list[Source] = []
    errors: list[InputError] = []
    for path in paths:
        try:
            sources.append(decode(path, fs.read_bytes(root, path)))
        except InputError as error:
            errors.append(error)
    return tuple(sources), tuple(errors)


def decode(path: str, data: bytes) -> Source:
    """Bytes to a source; raises ``InputError`` that says what is wrong and where."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] in (
        b"\x00\x00\xfe\xff",
        b"\xff\xfe\x00\x00",
    ):
        raise InputError(path, "is not UTF-8: it looks like UTF-16 or UTF-32; save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        line = data.count(b"\n", 0, zero) + 1
        raise InputError(path, f"has a NUL byte in line {line}; it is not a text file")
    try:
        return codec.decode_source(path, data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            path, f"is not UTF-8: bad byte in line {line}; save it as UTF-8"
        ) from error


def build(project: Project, targets: tuple[str, ...], out: str, how: How = AS_USUAL) -> Built:
    """Compile every persona of the project and compare with what is in ``out``."""
    root = project.root
    found = personas_of(project, out, how)
    revisions, bad_revisions = load(root, revision_files(project, out))
    read = revisions_of(project, revisions, found.personas, how)
    revisions, names = read.sources, read.names
    alone, cached = _compiled(project, found.personas, read, targets, how)
    if not any(one.failed for one in alone):
        named = {one.persona for one in alone}
        settings, config = project.config_path or "settings", project.config
        check_matched(settings, "not-for", config.not_for, named)
        check_matched(settings, "words-only", config.words_only, named)
    compiled = joint.joined(alone)
    stated = {one.path: one for made_of in found.personas for one in made_of.files}
    stamps = {names[source.path]: source.digest for source in revisions if source.path in names}
    records = (read_manifest(root, out), read_manifest(root, out, PENDING))
    scope = {*targets, *(_targets(records) if how.whole else ())}
    shared = merged_files(root, out, _shared_files(project, compiled), records, scope)
    hookless = sharing.hookless(compiled, shared.outputs)
    wanted = sorted([*outputs(compiled), *shared.outputs], key=lambda output: output.path)
    planned = _planned(root, out, tuple(wanted), records, scope)
    planned = replace(planned, orphaned=tuple(sorted([*planned.orphaned, *shared.orphaned])))
    manifest = manifest_of(compiled, records[0], scope, found.personas, stamps)
    manifest = with_shared(manifest, shared.records, records[0], scope)
    manifest = remembered(manifest, records, planned.kept)
    traces = read_sourcemap(root, out)
    stays = _staying(planned, scope)
    traced = sourcemap_of(compiled, shared.records, traces.entries, stays)
    return Built(
        compiled=compiled,
        sources=stated | {source.path: source for source in revisions},
        unreadable=(*found.errors, *bad_revisions),
        revision_findings=(
            *read.findings,
            *unused(read, compiled),
            *_of_project(project, out, found.personas, compiled, hookless),
        ),
        catalogue_findings=over_all((one for each in compiled for one in each.noted), stated),
        problems=(
            *collisions(planned.wanted),
            *joint.clashes(alone),
            *misnamed(compiled),
            *obstructed(planned),
            *shared.problems,
        ),
        plan=planned,
        manifest=manifest,
        manifest_stale=manifest != records[0],
        sourcemap=traced,
        sourcemap_stale=traced != traces,
        cached=cached,
        hookless=hookless,
        revised_by=tuple(source.path for source in revisions),
    )


def _compiled(
    project: Project,
    personas: Sequence[Composition],
    read: Revisions,
    targets: tuple[str, ...],
    how: How,
) -> tuple[tuple[Compiled, ...], int]:
    """The personas, compiled again where the rewriter had to be asked for words; also how many
    came from the cache.
    """
    config, root = project.config, project.root
    asked = Rewriter(config.revise, root)
    answers = asked.recorded()
    own = project.target_files
    jobs = [job_of(made_of, read, config, targets, answers, own) for made_of in personas]
    compiled, cached = compile_all(root, jobs, how)
    if how.store and (new := asked.ask(compiled, answers)):
        jobs = [replace(job, answers=answers | new) for job in jobs]
        compiled, cached = compile_all(root, jobs, how)
        asked.record(compiled, answers | new)
    return compiled, cached


def _of_project(
    project: Project,
    out: str,
    made_of: Sequence[Composition],
    compiled: Sequence[Compiled],
    hookless: Iterable[str],
) -> Iterator[Placed]:
    """What is wrong with the settings and with the files of the whole project."""
    where = project.config_path or ""
    yield from placed(idle(where, project.config.merge, made_of, compiled), {}, {})
    yield from sharing.overruled(compiled)
    yield from sharing.unscripted(compiled, lambda path: fs.exists(project.root, path))
    yield from placed((switched_off(f"{out}/{path}") for path in hookless), {}, {})


def _shared_files(project: Project, compiled: Sequence[Compiled]) -> tuple[SharedFile, ...]:
    from personac import registry

    return sharing.files(compiled, registry.writers(project.target_files))


def _staying(planned: Plan, scope: set[str]) -> Callable[[str], bool]:
    """Whether an output of an earlier build is left as it is."""
    return lambda path: path in planned.kept or path.split("/", 1)[0] not in scope


def _targets(records: tuple[Manifest, ...]) -> set[str]:
    named = {entry.target for record in records for entry in record.entries}
    return named | {one.target for record in records for one in record.shared}


def _planned(
    root: str,
    out: str,
    wanted: tuple[Output, ...],
    records: tuple[Manifest, Manifest],
    scope: set[str],
) -> Plan:
    owned = owned_by(*records)
    paths = {output.path for output in wanted} | set(owned)
    for path in {path.rpartition("/")[0]: path for path in sorted(paths)}.values():
        fs.check_inside(_folder(root, out), path)
    on_disk = {path: _digest(root, out, path) for path in sorted(paths)}
    return plan(wanted, owned, on_disk, scope)


def persona_files(project: Project, out: str) -> tuple[str, ...]:
    """Raises ``UsageError`` when there is none: a build of nothing would remove everything."""
    folders = project.config.personas
    if any(fs.is_same(project.root, folder, out) for folder in folders):
        raise UsageError(f"`{out}` holds the personas; write to another folder with `out`")
    if found := fs.expand(project.root, folders, skip=out):
        return found
    looked = ", ".join(f"`{folder}`" for folder in folders) or "no folder"
    raise UsageError(
        f"no persona files were found; looked in {looked}: put one there, or change `personas` "
        "in the settings"
    )


def revision_files(project: Project, out: str) -> tuple[str, ...]:
    folders = [path for path in project.config.revisions if fs.exists(project.root, path)]
    return fs.expand(project.root, folders, SUFFIXES, skip=out)


def personas_of(project: Project, out: str, how: How = PASSIVE) -> Gathered:
    """The personas of a project with the files that each is made of."""
    root, config = project.root, project.config
    paths = persona_files(project, out)
    if (name := unmatched(paths, config.merge.personas)) is not None:
        raise UsageError(
            f"`merge.personas.{name}` matches no persona file; patterns are paths from the root "
            "of the project, such as `personas/*/guard*.md`"
        )
    sources, unreadable = load(root, paths)
    there = fs.expand(root, config.personas, skip=out, hidden=True)
    found = gather(
        sources,
        Files(
            roots=config.personas,
            paths=frozenset(there),
            load=lambda paths: load(root, paths),
            describe=lambda source: traits_of(root, source, how),
            together=config.merge.personas,
        ),
    )
    return replace(found, errors=(*unreadable, *found.errors))


def revisions_of(
    project: Project, found: Sequence[Source], personas: Sequence[Composition], how: How = PASSIVE
) -> Revisions:
    """The revisions among ``found``, and for which of the personas each is."""
    root, settled = project.root, project.config.settled
    return read_revisions(found, memoize(lambda: identities(root, settled, personas, how)))


def job_of(
    made_of: Composition,
    revisions: Revisions,
    config: Config,
    targets: tuple[str, ...],
    answers: Mapping[str, str],
    own: tuple[Source, ...] = (),
) -> Job:
    """One source as what it takes to compile it; ``own`` are the project's own targets."""
    return Job(
        made_of=made_of,
        revisions=revisions.sources,
        targets=targets,
        kinds=config.kinds,
        linting=config.linting(today() if any("until=" in f.text for f in made_of.files) else ""),
        actions=config.actions,
        on_loss=config.on_loss,
        not_for=config.not_for,
        words_only=config.words_only,
        specs=revisions.specs,
        answers=dict(answers) if revisions.specs else {},
        vocabulary=config.revise.vocabulary if revisions.specs else Vocabulary(),
        say=config.settled.say,
        target_files=own,
    )


def _digest(root: str, out: str, path: str) -> str | None:
    full = f"{out}/{path}"
    if not fs.exists(root, full):
        return None
    if fs.is_link(root, full):
        return LINK
    if fs.is_folder(root, full):
        return DIRECTORY
    try:
        return codec.digest(fs.read_bytes(root, full, limit=1 << 24))
    except InputError:
        return UNREADABLE


def _folder(root: str, out: str) -> str:
    return out if out.startswith("/") else f"{root}/{out}"


def commit(project: Project, out: str, built: Built, *, force: bool = False) -> None:
    """Write what is missing or stale, remove what is orphaned, then the manifest, last.

    Until then the manifest to be stands beside it, so that a build after an interrupted one
    knows its own files.
    """
    changing = {*built.plan.missing, *built.plan.stale}
    if force:
        changing |= {*built.plan.foreign, *built.plan.edited}
    root = _folder(project.root, out)
    files = [(o.path, o.content) for o in built.plan.wanted if o.path in changing]
    if not (files or built.plan.orphaned or built.manifest_stale or built.sourcemap_stale):
        return
    record = codec.to_pretty_json(built.manifest).encode()
    traces = sourcemap.encode(built.sourcemap)
    fs.write_all(root, [(PENDING, record), *files])  # staged together, renamed in this order
    fs.remove(root, built.plan.orphaned)
    fs.write_all(root, [(SOURCEMAP, traces), (MANIFEST, record)])
    fs.remove(root, [PENDING])
