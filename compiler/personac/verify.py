"""Proves what lies in an output folder against its sources, from the bytes on disk alone.

The revised personas are made anew; nothing of the build is used but the manifest, which says
what was written from what, and which losses were declared.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from personac import driver, fs
from personac.compile import Job, loaded_revisions, remake
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.driver import MANIFEST, PENDING, Project
from personac.errors import InputError, UsageError
from personac.manifest import Entry, Manifest, Stamp
from personac.proof.findings import findings
from personac.proof.onloss import Ruling, rulings
from personac.proof.prove import prove
from personac.proof.values import Proof
from personac.report.placed import Placed, placed
from personac.report.visible import short
from personac.revise.order import applies
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


class Checked(Struct, frozen=True, kw_only=True):
    """One persona on one target; without a ``proof`` its sources are not those of the build."""

    persona: str
    target: str
    source: str
    files: tuple[str, ...]
    proof: Proof | None = None
    rulings: tuple[Ruling, ...] = ()


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
    revisions, bad = driver.load(root, driver.revision_files(project, out))
    names, _ = driver.parsed(revisions)
    stamps = {names[one.path]: one.digest for one in revisions if one.path in names}
    by_source = _by_source(manifest)
    sources, gone = driver.load(root, [name for name in by_source if fs.exists(root, name)])
    files, artifacts = _contents(root, out, manifest)
    tasks = [
        Task(
            job=driver.job_of(source, revisions, project.config, ()),
            stamps=stamps,
            entries=by_source[source.path],
            out=out,
            files={path: files[path] for path in _paths(by_source[source.path]) if path in files},
        )
        for source in sources
    ]
    answers = driver.run(verify_one, tasks, watch)
    known = {one.path: one for one in (*sources, *revisions, *artifacts)}
    changed = [*_unbuilt(project, out, by_source), *_altered(root, out, manifest, files)]
    return Verified(
        out=out,
        checked=tuple(one for answer in answers for one in answer.checked),
        findings=tuple(one for answer in answers for one in answer.findings),
        changes=placed(changed, known, {}),
        sources=known,
        unreadable=(*gone, *bad),
    )


def _manifest(project: Project, out: str) -> Manifest:
    if fs.exists(project.root, f"{out}/{PENDING}"):
        raise UsageError(f"{out}: a build was interrupted here; run `personac build` first")
    manifest = driver.read_manifest(project.root, out)
    if not manifest.entries:
        raise UsageError(f"{out}: no build is recorded in `{MANIFEST}`; run `personac build` first")
    return manifest


def _by_source(manifest: Manifest) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in manifest.entries:
        found[entry.source.name] = (*found.get(entry.source.name, ()), entry)
    return found


def _paths(entries: Iterable[Entry]) -> Iterator[str]:
    return (f"{entry.target}/{stamp.name}" for entry in entries for stamp in entry.outputs)


def _contents(
    root: str, out: str, manifest: Manifest
) -> tuple[dict[str, bytes], tuple[Source, ...]]:
    """The outputs that are there, and those of them that are text."""
    files: dict[str, bytes] = {}
    texts: list[Source] = []
    for path in _paths(manifest.entries):
        full = f"{out}/{path}"
        try:
            files[path] = fs.read_bytes(root, full, limit=_LIMIT)
            texts.append(driver.decode(full, files[path]))
        except InputError:
            continue
    return files, tuple(texts)


def verify_one(task: Task) -> Answer:
    """Make one persona anew and hold its artifacts against it."""
    source = task.job.source
    document = remake(task.job).value
    if document is None:
        return _refused(task, "gives no persona any more")
    persona = document.persona.id
    loaded = [one.revision.id for one in loaded_revisions(task.job) if applies(one, persona)]
    now = (Stamp(source.path, source.digest), tuple(Stamp(n, task.stamps[n]) for n in loaded))
    if any((entry.source, entry.revisions) != now for entry in task.entries):
        return _refused(task, _change(task, now))
    known = {one.path: one for one in (source, *task.job.revisions, *_texts(task))}
    checked: list[Checked] = []
    wrong: list[Placed] = []
    for entry in task.entries:
        files = [
            (one.name, task.files.get(f"{entry.target}/{one.name}", b"")) for one in entry.outputs
        ]
        kinds, settings = task.job.kinds, task.job.on_loss
        proof = prove(document, entry.target, files, entry.losses, entry.enforced, kinds)
        ruled = rulings(document.persona, proof, entry.losses, settings)
        found = findings(proof, ruled, _place(task.out, entry.target))
        wrong += placed(found, known, document.origins)
        checked.append(_checked(task, entry, proof, ruled))
    return Answer(tuple(checked), tuple(wrong))


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
    )


def _refused(task: Task, what: str) -> Answer:
    checked = tuple(_checked(task, entry) for entry in task.entries)
    return Answer(checked, placed([_unlike(task.job.source.path, what)], {}, {}))


def _change(task: Task, now: tuple[Stamp, tuple[Stamp, ...]]) -> str:
    source, revisions = now
    if any(entry.source != source for entry in task.entries):
        return "has changed since the build"
    built = {stamp for entry in task.entries for stamp in entry.revisions}
    names = sorted({stamp.name for stamp in built.symmetric_difference(revisions)})
    return f"was built with other revisions: {', '.join(names)}"


def _unbuilt(
    project: Project, out: str, by_source: dict[str, tuple[Entry, ...]]
) -> Iterator[Diagnostic]:
    """Sources that are gone, and those that no entry, or none of some target, answers for."""
    targets = {entry.target for entries in by_source.values() for entry in entries}
    for path in sorted(by_source):
        if not fs.exists(project.root, path):
            yield _unlike(path, "is gone since the build")
    for path in driver.persona_files(project, out):
        built = {entry.target for entry in by_source.get(path, ())}
        if not built:
            yield _unlike(path, "was added since the build")
        elif targets - built:
            yield _unlike(path, f"has nothing in {out} for {', '.join(sorted(targets - built))}")


def _unlike(path: str, what: str) -> Diagnostic:
    return Diagnostic(
        code="TGT010",
        name="source-changed",
        severity=Severity.ERROR,
        message=f"{short(path, 90)} {what}",
        why="an artifact can be proven only against the sources that it was made from",
        help="run `personac build`, then verify again",
        labels=(Label(Locator(path=path)),),
    )


def _altered(
    root: str, out: str, manifest: Manifest, files: dict[str, bytes]
) -> Iterator[Diagnostic]:
    """Outputs that are gone or edited, and files beside them that no build wrote."""
    from personac.codec import digest

    known: set[str] = set()
    for entry in manifest.entries:
        for stamp in entry.outputs:
            path = f"{entry.target}/{stamp.name}"
            known.add(f"{out}/{path}")
            if path not in files:
                yield _foreign(f"{out}/{path}", "is gone", Severity.ERROR)
            elif digest(files[path]) != stamp.digest:
                yield _foreign(f"{out}/{path}", "is not as it was built", Severity.ERROR)
    for target in sorted({entry.target for entry in manifest.entries}):
        for path in fs.listing(root, f"{out}/{target}"):
            if path not in known:
                yield _foreign(path, "was not written by personac", Severity.WARNING)


def _foreign(path: str, what: str, severity: Severity) -> Diagnostic:
    return Diagnostic(
        code="TGT008",
        name="unmanaged-output",
        severity=severity,
        message=f"{short(path, 120)} {what}",
        why="a client loads whatever lies in its folder",
        help="move the change to the source of the persona and run `personac build`",
        labels=(Label(Locator(path=path)),),
    )


def succeeded(found: Verified) -> bool:
    """Whether everything is proven."""
    errors = (one for one in (*found.findings, *found.changes))
    return not found.unreadable and not any(
        one.diagnostic.severity is Severity.ERROR for one in errors
    )


__all__ = ["Answer", "Checked", "Task", "Verified", "succeeded", "verify", "verify_one"]
