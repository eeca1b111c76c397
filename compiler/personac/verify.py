"""Proves what lies in an output folder against its sources, from the bytes on disk alone.

The revised personas are made anew; nothing of the build is used but the manifest, which says
what was written from what, and which losses were declared.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from personac import drift, driver, fs
from personac.compile import Job, remake, revised_by
from personac.diagnostics import Diagnostic, Severity
from personac.driver import Project
from personac.errors import InputError, UsageError
from personac.exclusion import excluded
from personac.fanout import run
from personac.manifest import Entry, Manifest, Stamp, stamped
from personac.proof.findings import disarmed, findings, losses, unhooked
from personac.proof.native import There, standing
from personac.proof.onloss import Ruling, rulings
from personac.proof.prove import prove
from personac.proof.values import Proof
from personac.records import MANIFEST, PENDING, read_manifest
from personac.registry import form_of
from personac.report.placed import Placed, placed
from personac.rewriter import Rewriter
from personac.source import Source

_LIMIT = 1 << 24


class Task(Struct, frozen=True, kw_only=True):
    """The entries of one source, with the content of every output that is there."""

    job: Job
    stamps: dict[str, str]
    """The digests of the revisions of the project by their ids."""
    entries: tuple[Entry, ...]
    out: str
    files: dict[str, bytes]
    shared: dict[str, bytes]
    """The files of whole targets, which enforce what several personas say."""
    digests: dict[str, str] = {}
    """Those of them that are wholly ours, with the digest that they were built with."""


class Checked(Struct, frozen=True, kw_only=True):
    """One persona on one target; without a ``proof`` its sources are not those of the build."""

    persona: str
    target: str
    source: str
    files: tuple[str, ...]
    proof: Proof | None = None
    rulings: tuple[Ruling, ...] = ()
    excluded: str = ""
    """Why the settings of the build kept it from the target."""


class Answer(Struct, frozen=True):
    """What came of a task."""

    checked: tuple[Checked, ...]
    findings: tuple[Placed, ...]


class Verified(Struct, frozen=True, kw_only=True):
    """``findings`` are about what the artifacts carry, ``changes`` about files that are not as
    they were when they were built.
    """

    out: str
    checked: tuple[Checked, ...]
    findings: tuple[Placed, ...]
    changes: tuple[Placed, ...]
    sources: dict[str, Source]
    unreadable: tuple[InputError, ...] = ()


Watch = Callable[[Iterable[Answer], int], Iterable[Answer]]


def verify(project: Project, out: str, watch: Watch) -> Verified:
    """Raises ``UsageError`` when there is nothing to verify."""
    manifest = _manifest(project, out)
    root = project.root
    built = drift.by_source(manifest)
    found = driver.personas_of(project, out)
    personas = [one for one in found.personas if one.path in built]
    texts, bad = driver.load(root, driver.revision_files(project, out))
    read = driver.revisions_of(project, texts, found.personas)
    names = read.names
    stamps = {names[one.path]: one.digest for one in read.sources if one.path in names}
    recorded = Rewriter(project.config.revise, root).recorded()
    files, artifacts = _contents(root, out, manifest)
    tasks = [
        Task(
            job=driver.job_of(made_of, read, project.config, (), recorded, project.target_files),
            stamps=stamps,
            entries=built[made_of.path],
            out=out,
            files={path: files[path] for path in _paths(built[made_of.path]) if path in files},
            shared={one.path: files[one.path] for one in manifest.shared if one.path in files},
            digests={one.path: one.output.digest for one in manifest.shared if not one.merged},
        )
        for made_of in personas
    ]
    answers = run(verify_one, tasks, watch)
    stated = [one for made_of in personas for one in made_of.files]
    known = {one.path: one for one in (*stated, *read.sources, *artifacts)}
    changed = _changes(project, out, manifest, files, [one.path for one in found.personas])
    return Verified(
        out=out,
        checked=tuple(one for answer in answers for one in answer.checked),
        findings=tuple(one for answer in answers for one in answer.findings),
        changes=placed(changed, known, {}),
        sources=known,
        unreadable=(*found.errors, *bad),
    )


def _changes(
    project: Project, out: str, manifest: Manifest, files: dict[str, bytes], wanted: list[str]
) -> Iterator[Diagnostic]:
    """What is not as it was built."""
    root, built = project.root, drift.by_source(manifest)
    there = {name for name in built if fs.exists(root, name)}
    yield from drift.unbuilt(built, there, wanted, out)
    targets = sorted({entry.target for entry in manifest.entries})
    listed = (path for target in targets for path in fs.listing(root, out, target))
    yield from drift.altered(manifest, files, listed, out)


def _manifest(project: Project, out: str) -> Manifest:
    if fs.exists(project.root, f"{out}/{PENDING}"):
        raise UsageError(f"{out}: a build was interrupted here; run `personac build` first")
    manifest = read_manifest(project.root, out)
    if not manifest.entries:
        raise UsageError(f"{out}: no build is recorded in `{MANIFEST}`; run `personac build` first")
    return manifest


def _paths(entries: Iterable[Entry]) -> Iterator[str]:
    return (f"{entry.target}/{stamp.name}" for entry in entries for stamp in entry.outputs)


def _contents(
    root: str, out: str, manifest: Manifest
) -> tuple[dict[str, bytes], tuple[Source, ...]]:
    """The outputs that are there, and those of them that are text."""
    files: dict[str, bytes] = {}
    texts: list[Source] = []
    for path in (*_paths(manifest.entries), *(one.path for one in manifest.shared)):
        full = f"{out}/{path}"
        try:
            files[path] = fs.read_bytes(root, full, limit=_LIMIT)
            texts.append(driver.decode(full, files[path]))
        except InputError:
            continue
    return files, tuple(texts)


def verify_one(task: Task) -> Answer:
    """Make one persona anew and hold its artifacts against it."""
    made_of = task.job.made_of
    document = remake(task.job).value
    if document is None:
        return _refused(task, drift.unlike(made_of.path, "gives no persona any more"))
    persona = document.persona.id
    names = revised_by(task.job, persona)
    revisions = tuple(Stamp(name, task.stamps[name]) for name in names)
    current = [entry for entry in task.entries if entry.persona == persona]
    if (found := drift.change(current, stamped(made_of), revisions)) is not None:
        return _refused(task, found)
    known = {one.path: one for one in (*made_of.files, *task.job.revisions, *_texts(task))}
    checked: list[Checked] = []
    wrong = [*placed(drift.leftover(task.entries, persona, task.out), known, {})]
    for entry in current:
        reason = excluded(task.job.not_for, persona, entry.target)
        wrong += placed(drift.excluded(entry, reason), known, {})
        if reason or entry.excluded:
            checked.append(_checked(task, entry))
            continue
        files = [
            (one.name, task.files.get(f"{entry.target}/{one.name}", b"")) for one in entry.outputs
        ]
        there = _there(task, entry)
        native = standing(entry.enforced, there)
        target = form_of(entry.target, task.job.target_files) or entry.target
        proof = prove(document, target, files, entry.losses, native, task.job.kinds)
        ruled = rulings(document.persona, proof, entry.losses, task.job.on_loss)
        place = _place(task.out, entry.target)
        wrong += placed(findings(proof, ruled, place), known, document.origins)
        wrong += placed(disarmed(entry.enforced, there, place), known, document.origins)
        wrong += placed(unhooked(entry.enforced, there, place), known, document.origins)
        checked.append(_checked(task, entry, proof, ruled))
    every = (ruling for one in checked for ruling in one.rulings)
    wrong += placed(losses(every), known, document.origins)
    return Answer(tuple(checked), tuple(wrong))


def _there(task: Task, entry: Entry) -> There:
    """The files of a target by their path below it."""
    start = f"{entry.target}/"
    files = {
        path.removeprefix(start): data
        for path, data in (*task.files.items(), *task.shared.items())
        if path.startswith(start)
    }
    ours = {p.removeprefix(start): d for p, d in task.digests.items() if p.startswith(start)}
    return There(files, tuple(one.name for one in entry.outputs), ours)


def _texts(task: Task) -> Iterator[Source]:
    for path, data in task.files.items():
        try:
            yield driver.decode(f"{task.out}/{path}", data)
        except InputError:
            continue


def _place(out: str, target: str) -> Callable[[str], str]:
    return lambda path: f"{out}/{target}/{path}"


def _checked(
    task: Task, entry: Entry, proof: Proof | None = None, ruled: tuple[Ruling, ...] = ()
) -> Checked:
    return Checked(
        persona=entry.persona,
        target=entry.target,
        source=entry.source.name,
        files=tuple(f"{task.out}/{entry.target}/{one.name}" for one in entry.outputs),
        proof=proof,
        rulings=ruled,
        excluded=entry.excluded,
    )


def _refused(task: Task, found: Diagnostic) -> Answer:
    return Answer(tuple(_checked(task, entry) for entry in task.entries), placed([found], {}, {}))


def succeeded(found: Verified) -> bool:
    """Whether everything is proven."""
    errors = (one for one in (*found.findings, *found.changes))
    return not found.unreadable and not any(
        one.diagnostic.severity is Severity.ERROR for one in errors
    )


__all__ = ["Answer", "Checked", "Task", "Verified", "succeeded", "verify", "verify_one"]
