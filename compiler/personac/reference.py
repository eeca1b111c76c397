"""The personas of a project now and at a reference, revised, matched by their ids."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache as memoize

from msgspec import Struct

from personac import driver, fs, git, records
from personac.api import Document, Outcome
from personac.assembly import assemble
from personac.compile import Job, describe, revisions_for
from personac.config import Config, parse_config
from personac.diagnostics import Severity
from personac.driver import Project
from personac.errors import InputError, UsageError
from personac.gather import Files, Loaded, gather
from personac.manifest import Manifest
from personac.passes import enrich
from personac.report.placed import Placed, placed
from personac.revise.engine import revise
from personac.revise.prose.address import known
from personac.revise.prose.lower import NO_ANSWERS
from personac.revision_files import SUFFIXES as REVISION_SUFFIXES
from personac.revision_files import read_revisions
from personac.rewriter import LOCK, Rewriter, answers_in
from personac.source import Source

_CANONICAL = "canonical"
_CONFIGS = ("personac.toml", "pyproject.toml")


class Side(Struct, frozen=True, kw_only=True):
    """One side of a comparison: its personas by id, and what kept some from being read."""

    name: str
    documents: dict[str, Document]
    errors: tuple[InputError, ...] = ()
    findings: tuple[Placed, ...] = ()

    @property
    def sources(self) -> dict[str, Source]:
        return {s.path: s for one in self.documents.values() for s in one.sources}


class Matched(Struct, frozen=True, kw_only=True):
    """The personas of both sides, then those of one side only."""

    pairs: tuple[tuple[Document, Document], ...]
    gone: tuple[Document, ...]
    new: tuple[Document, ...]


def matched(before: Side, after: Side) -> Matched:
    """By id; one whose id is gone by the path of its file, when that holds a new id."""
    by_path = {
        one.sources[0].path: one
        for name, one in after.documents.items()
        if name not in before.documents
    }
    pairs: list[tuple[Document, Document]] = []
    gone: list[Document] = []
    for name, old in sorted(before.documents.items()):
        new = after.documents.get(name) or by_path.get(old.sources[0].path)
        if new is None:
            gone.append(old)
        else:
            pairs.append((old, new))
    known = {new.persona.id for _, new in pairs}
    came = (one for name, one in sorted(after.documents.items()) if name not in known)
    return Matched(pairs=tuple(pairs), gone=tuple(gone), new=tuple(came))


class Tree(Struct, frozen=True):
    """Files by their paths; ``read`` gives the content of several."""

    paths: tuple[str, ...]
    read: Callable[[Sequence[str]], list[bytes]]


def now(project: Project, paths: Sequence[str] = ()) -> Side:
    """The personas of the project, or of ``paths``, as the working tree has them."""
    config, root = project.config, project.root
    skip = config.out if not paths else None
    named = paths or config.personas
    found = fs.expand(root, named, skip=skip)
    if not found:
        raise UsageError("no persona files were found; name a file or a folder that holds some")
    sources, errors = driver.load(root, found)
    hidden = fs.expand(root, config.personas, skip=skip, hidden=True)
    files = _files(config, (*found, *hidden), lambda paths: driver.load(root, paths))
    folders = [path for path in config.revisions if fs.exists(root, path)]
    revisions, bad = driver.load(root, fs.expand(root, folders, REVISION_SUFFIXES, skip=config.out))
    answers = Rewriter(config.revise, root).recorded()
    side = _side("the working tree", sources, revisions, config, files, answers)
    return Side(
        name=side.name,
        documents=side.documents,
        errors=(*errors, *bad, *side.errors),
        findings=side.findings,
    )


def at(project: Project, against: str) -> Side:
    """The personas at ``git:REF``, in a folder, or of a build's manifest."""
    if against.startswith("git:"):
        return _at_commit(project, against.removeprefix("git:"))
    if os.path.isdir(against):
        manifest = os.path.join(against, records.MANIFEST)
        settled = any(os.path.isfile(os.path.join(against, name)) for name in _CONFIGS[:1])
        if os.path.isfile(manifest) and not settled:
            return _built(against)
        return _folder(against)
    if os.path.isfile(against):
        return _built(os.path.dirname(against) or ".", os.path.basename(against))
    raise UsageError(f"{against}: no such folder or file; name one, or a commit with `git:REF`")


def _folder(folder: str) -> Side:
    """A project, or a folder of personas without revisions."""
    project = driver.open_project(folder)
    if os.path.realpath(project.root) == os.path.realpath(folder) and project.config_path:
        side = now(project)
        return Side(
            name=folder, documents=side.documents, errors=side.errors, findings=side.findings
        )
    sources, errors = driver.load(folder, fs.expand(folder, ["."]))
    hidden = fs.expand(folder, ["."], hidden=True)
    files = _files(project.config, hidden, lambda paths: driver.load(folder, paths), ["."])
    side = _side(folder, sources, (), project.config, files)
    return Side(
        name=folder,
        documents=side.documents,
        errors=(*errors, *side.errors),
        findings=side.findings,
    )


def _at_commit(project: Project, reference: str) -> Side:
    root = project.root
    commit = git.resolve(root, reference)
    blobs = git.files(root, commit)
    name = f"git:{reference}"

    def read(paths: Sequence[str]) -> list[bytes]:
        return git.contents(root, [blobs[path] for path in paths])

    def load(paths: Sequence[str]) -> Loaded:
        return _decoded(paths, read(paths))

    config = _config(Tree(tuple(blobs), read), project.root) or project.config
    sources, errors = load(_wanted(blobs, config.personas, fs.SUFFIXES, config.out))
    revisions, bad = load(_wanted(blobs, config.revisions, REVISION_SUFFIXES, config.out))
    answers = answers_in(read([LOCK])[0]) if LOCK in blobs else {}
    hidden = _wanted(blobs, config.personas, fs.SUFFIXES, config.out, hidden=True)
    side = _side(name, sources, revisions, config, _files(config, hidden, load), answers)
    return Side(
        name=name,
        documents=side.documents,
        errors=(*errors, *bad, *side.errors),
        findings=side.findings,
    )


def _config(tree: Tree, root: str) -> Config | None:
    """The settings of that time, on top of what they extend: a file outside of the project as it
    is now.  None when there were none.
    """

    def text(path: str) -> str:
        data = tree.read([path])[0] if path in tree.paths else fs.read_bytes(root, path)
        return driver.decode(path, data).text

    for name in _CONFIGS:
        if name in tree.paths and (config := parse_config(name, text(name), text)) is not None:
            return config
    return None


def _wanted(
    blobs: Iterable[str],
    folders: Iterable[str],
    suffixes: tuple[str, ...],
    out: str,
    *,
    hidden: bool = False,
) -> list[str]:
    """The files of a commit that ``fs.expand`` would find on disk."""
    given = tuple(folders)
    return [p for p in sorted(blobs) if _is_wanted(p, given, suffixes, out, hidden=hidden)]


def _files(
    config: Config,
    paths: Iterable[str],
    load: Callable[[Sequence[str]], Loaded],
    roots: Sequence[str] | None = None,
) -> Files:
    return Files(
        roots=tuple(roots or config.personas),
        paths=frozenset(paths),
        load=load,
        describe=describe,
        together=config.merge.personas,
    )


def _decoded(paths: Sequence[str], contents: Sequence[bytes]) -> Loaded:
    sources: list[Source] = []
    errors: list[InputError] = []
    for path, content in zip(paths, contents, strict=True):
        if len(content) > fs.MAX_FILE:
            errors.append(InputError(path, f"is larger than {fs.MAX_FILE // 1024} KiB"))
            continue
        try:
            sources.append(driver.decode(path, content))
        except InputError as error:
            errors.append(error)
    return tuple(sources), tuple(errors)


def _is_wanted(
    path: str, folders: Iterable[str], suffixes: tuple[str, ...], out: str, *, hidden: bool
) -> bool:
    if path.startswith(f"{out.rstrip('/')}/"):
        return False
    for given in folders:
        folder = given.strip("/").removeprefix("./")
        if path == folder:
            return True
        inside = folder in ("", ".") or path.startswith(f"{folder}/")
        below = path if folder in ("", ".") else path[len(folder) + 1 :]
        if inside and fs.is_candidate(below, suffixes, hidden=hidden):
            return True
    return False


def _built(out: str, name: str = records.MANIFEST) -> Side:
    """The canonical personas beside a manifest, as the build wrote them."""
    path = os.path.join(out, name).removeprefix("./")
    try:
        manifest = records.read_manifest(out, ".", name)
    except UsageError as error:
        raise UsageError(
            f"{path}: not a manifest of personac; name that of a build, a folder or `git:REF`"
        ) from error
    outputs = _canonical(manifest)
    if not outputs:
        raise UsageError(
            f"{out}/{name}: records no canonical persona to compare with; build the target "
            "`canonical` too"
        )
    sources, errors = driver.load(out, list(outputs))
    bad = tuple(
        InputError(source.path, "was edited since it was built; build again or compare with git")
        for source in sources
        if source.digest != outputs[source.path]
    )
    files = _files(Config(), (), lambda paths: driver.load(out, paths))
    side = _side(f"{out}/{name}".removeprefix("./"), sources, (), Config(), files)
    return Side(
        name=side.name,
        documents=side.documents,
        errors=(*errors, *bad, *side.errors),
        findings=side.findings,
    )


def _canonical(manifest: Manifest) -> dict[str, str]:
    """Path to digest of the canonical outputs of a build."""
    return {
        f"{entry.target}/{output.name}": output.digest
        for entry in manifest.entries
        if entry.target == _CANONICAL
        for output in entry.outputs
    }


def _side(
    name: str,
    sources: Sequence[Source],
    revisions: Sequence[Source],
    config: Config,
    files: Files,
    answers: Mapping[str, str] = NO_ANSWERS,
) -> Side:
    gathered = gather(sources, files)
    read = {one.path: assemble(one, config.settled) for one in gathered.personas}
    there = [outcome.value for outcome in read.values() if outcome.value is not None]
    found = read_revisions(revisions, memoize(lambda: [known(one) for one in there]))
    findings = [one for one in found.findings if one.diagnostic.severity is Severity.ERROR]
    documents: dict[str, Document] = {}
    errors = list(gathered.errors)
    for made_of in gathered.personas:
        job = driver.job_of(made_of, found, config, (), answers)
        document, faults = _document(job, read[made_of.path])
        findings += faults
        if document is None:
            continue
        first = documents.setdefault(document.persona.id, document)
        if first is not document:  # one of them would go unseen
            other = first.sources[0].path
            errors.append(InputError(made_of.path, f"has the name of another persona, {other}"))
    return Side(name=name, documents=documents, errors=tuple(errors), findings=tuple(findings))


def _document(job: Job, read: Outcome[Document]) -> tuple[Document | None, list[Placed]]:
    """One persona, revised; None with the reasons when it cannot be."""
    sources = {one.path: one for one in (*job.made_of.files, *job.revisions)}
    if read.value is None:
        return None, list(placed(read.diagnostics, sources, {}))
    loaded, _ = revisions_for(job, read.value)
    revised = revise(read.value, loaded, lambda one: enrich(one, job.kinds))
    if revised.value is None:
        found = placed(revised.diagnostics, sources, read.value.origins)
        return None, [one for one in found if one.diagnostic.severity is Severity.ERROR]
    return revised.value, []
