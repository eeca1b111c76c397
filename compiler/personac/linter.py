"""Lints files of any number of projects: each by the settings nearest to it."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from personac import codec, driver, fs, pipeline
from personac.errors import UsageError
from personac.fanout import Asked, How, kept, run
from personac.linting import baseline, names
from personac.linting.baseline import Applied, Entry
from personac.linting.catalogue import compare
from personac.linting.check import active, heard
from personac.linting.fixing import Fixed
from personac.linting.settings import LintConfig, Linting, is_on
from personac.linting.unit import FixJob, LintJob, fix_one, lint_one
from personac.report.checked import Checked, Suppressed
from personac.report.placed import Placed, ordered
from personac.source import Source
from personac.text.mention import mentioned, plain_path

T = TypeVar("T")
Watch = Callable[[Iterable[T], int], Iterable[T]]
_NOT_KNOWN = ("SUP", "INT")
"""What is wrong with suppressions or with personac itself is nothing to live with."""
SURE = 0.55
"""From how sure a reader is on, a file is taken for a persona."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a command line adds to the settings of each project."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    mandatory: tuple[str, ...] = ()
    preview: bool = False
    dialect: str | None = None
    today: str = ""
    baseline: str | None = None
    """A file from the working folder; None is that of each project, empty is none."""
    recording: bool = False
    """A baseline that is not there yet is empty."""
    use_cache: bool = True
    """Take what was found in the same file by the same settings, and keep what is found."""


class Unit(NamedTuple):
    """A file with its project."""

    project: driver.Project
    job: LintJob


class Linted(Struct, frozen=True, kw_only=True):
    """What was found, less what is silenced; ``stale`` and ``expired`` name baseline entries."""

    findings: tuple[Placed, ...]
    suppressed: tuple[Suppressed, ...]
    stale: tuple[Entry, ...]
    expired: tuple[Entry, ...]


def config_for(project: driver.Project, wanted: Wanted) -> Linting:
    """The settings of a project and of the command line, checked."""
    config = project.config.lint
    names.check(project.config_path or "settings", config, project.config.rules)
    merged = _merged(config, wanted)
    names.check("the command line", merged, project.config.rules)
    return replace(project.config.linting(wanted.today), config=merged)


def _merged(config: LintConfig, wanted: Wanted) -> LintConfig:
    """Who says what to run on the command line starts anew; else it is added."""
    anew = bool(wanted.select)
    return replace(
        config,
        select=wanted.select or config.select,
        extend_select=((*(() if anew else config.extend_select), *wanted.extend_select)),
        ignore=((*(() if anew else config.ignore), *wanted.ignore)),
        mandatory=(*config.mandatory, *wanted.mandatory),
        preview=config.preview or wanted.preview,
    )


def units(
    sources: Iterable[Source], base: str, here: driver.Project, wanted: Wanted
) -> tuple[Unit, ...]:
    """Each source, which is named from the folder ``base``, with the project nearest to it; that
    is ``here`` where there is none.
    """
    projects: dict[str, driver.Project] = {}
    settings: dict[str, Linting] = {}
    made: list[Unit] = []
    for source in sources:
        full = os.path.join(base, source.path)
        folder = os.path.dirname(os.path.abspath(full))
        if folder not in projects:
            nearest = driver.open_project(folder)
            projects[folder] = nearest if nearest.config_path else here
        project = projects[folder]
        if project.root not in settings:
            settings[project.root] = config_for(project, wanted)
        job = LintJob(
            source=source,
            path=fs.relative(project.root, full),
            dialect=wanted.dialect,
            kinds=project.config.kinds,
            linting=_looked(settings[project.root], project.root, full, source),
        )
        made.append(Unit(project, job))
    return tuple(made)


def _looked(linting: Linting, root: str, full: str, source: Source) -> Linting:
    """The settings with what they are about in this source only: the date where one is named, and
    the files that it refers to and that are not there, where the rule about them runs.
    """
    if "until=" not in source.text:
        linting = replace(linting, today="")
    if not is_on(linting.config, "REF002", "missing-file", preview=True):
        return linting
    here = os.path.dirname(fs.relative(root, full))
    paths = mentioned(source.text)
    absent = tuple(path for path in paths if not _is_there(root, here, plain_path(path)))
    return replace(linting, absent=absent) if absent else linting


def _is_there(root: str, here: str, path: str) -> bool:
    """Whether a path leads to a file from its own folder, or from any around it; one that leaves
    the project is not looked at.
    """
    while True:
        normal = os.path.normpath(os.path.join(here, path))
        if normal.startswith("..") or os.path.isabs(normal) or fs.exists(root, normal):
            return True
        if not here:
            return False
        here = os.path.dirname(here)


class Settings(Struct, frozen=True, kw_only=True):
    """What decides about a file: its settings file, if any, what it and the command line say, and
    the rules that run there.
    """

    path: str
    settings: str | None
    lint: LintConfig
    rules: tuple[str, ...]


def settings_of(found: Iterable[Unit]) -> tuple[Settings, ...]:
    """The settings of each file, in order."""
    listed = sorted(found, key=lambda unit: unit.job.source.path)
    return tuple(_settings(unit.project, unit.job) for unit in listed)


def _settings(project: driver.Project, job: LintJob) -> Settings:
    file = project.config_path
    return Settings(
        path=job.source.path,
        settings=file and os.path.relpath(os.path.join(project.root, file)),
        lint=job.linting.config,
        rules=tuple(f"{one.code} {one.name}" for one in heard(job.path, job.linting)),
    )


def is_persona(unit: Unit) -> bool:
    """Whether the file lies where the project keeps personas, or looks like one."""
    project, path = unit.project, unit.job.path
    folders = project.config.personas if project.config_path else ()
    if any(path == one or path.startswith(f"{one.rstrip('/')}/") for one in folders):
        return True
    reader, _ = pipeline.detect(unit.job.source)
    sure = reader.sniff(unit.job.source)
    return sure >= (1.0 if reader.name == "canonical" else SURE)


def lint(found: Sequence[Unit], wanted: Wanted, watch: Watch[Checked]) -> Linted:
    """Check every file once, compare those of each project, and set aside what its baseline
    knows.
    """
    asked = [Asked(_cache_of(unit.project), "lint", unit.job) for unit in found]
    checked, _ = kept(lint_one, asked, Checked, How(use_cache=wanted.use_cache), watch)
    applied: list[Applied] = []
    for root in dict.fromkeys(unit.project.root for unit in found):
        pairs = [(u, c) for u, c in zip(found, checked, strict=True) if u.project.root == root]
        applied.append(_applied(pairs, wanted))
    return Linted(
        findings=ordered(one for each in applied for one in each.findings),
        suppressed=tuple(one for each in applied for one in each.suppressed),
        stale=tuple(one for each in applied for one in each.stale),
        expired=tuple(one for each in applied for one in each.expired),
    )


def _cache_of(project: driver.Project) -> str | None:
    """Where findings are kept; a folder without settings is nobody's project."""
    return project.root if project.config_path else None


def _applied(pairs: Sequence[tuple[Unit, Checked]], wanted: Wanted) -> Applied:
    first = pairs[0][0]
    sources, paths = _names(pairs)
    rules = active(first.job.linting)
    over_all = compare(rules, [one for _, checked in pairs for one in checked.noted], sources)
    every = (*(checked for _, checked in pairs), over_all)
    findings = [one for checked in every for one in checked.findings]
    silent = tuple(one for checked in every for one in checked.suppressed)
    entries = known(first.project, wanted)
    ran = frozenset(rule.code for rule in rules)
    applied = baseline.apply(findings, entries, sources, paths, ran, wanted.today)
    return replace(applied, suppressed=(*silent, *applied.suppressed))


def _names(pairs: Sequence[tuple[Unit, Checked]]) -> tuple[dict[str, Source], dict[str, str]]:
    jobs = [unit.job for unit, _ in pairs]
    return {one.source.path: one.source for one in jobs}, {o.source.path: o.path for o in jobs}


def without_known(project: driver.Project, built: driver.Built, today: str) -> driver.Built:
    """What was built, less the findings that the baseline of the project knows."""
    entries = known(project, Wanted())
    if not entries:
        return built

    def left(found: tuple[Placed, ...]) -> tuple[Placed, ...]:
        return baseline.apply(found, entries, built.sources, {}, frozenset(), today).findings

    return replace(
        built,
        compiled=tuple(replace(one, findings=left(one.findings)) for one in built.compiled),
        catalogue_findings=left(built.catalogue_findings),
    )


def baseline_of(project: driver.Project, wanted: Wanted) -> tuple[str, str, bool]:
    """The folder and the name of the baseline, and whether somebody named it."""
    if wanted.baseline is not None:
        return os.getcwd(), wanted.baseline, True
    named = project.config.lint.baseline
    return project.root, named or baseline.PATH, bool(named)


def known(project: driver.Project, wanted: Wanted) -> tuple[Entry, ...]:
    """The entries of the baseline; raises ``UsageError`` for a named one that is not there."""
    root, path, named = baseline_of(project, wanted)
    if not path:
        return ()
    if not fs.exists(root, path):
        if named and not wanted.recording:
            raise UsageError(f"{path}: there is no such baseline; --write-baseline makes one")
        return ()
    return baseline.parse(path, fs.read_bytes(root, path, limit=1 << 24))


def write_baseline(
    found: Sequence[Unit], linted: Linted, wanted: Wanted, reason: str, expires: str
) -> tuple[str, int]:
    """Keep the entries that are still met, drop the stale ones, add one for each finding unless
    there is no ``reason``; the path of the file and how many entries it has.
    """
    project = found[0].project
    root, path, _ = baseline_of(project, wanted)
    old = known(project, wanted) if fs.exists(root, path) else ()
    gone = {one.fingerprint for one in linted.stale}
    pairs = [(unit, Checked()) for unit in found]
    sources, paths = _names(pairs)
    made: tuple[Entry, ...] = ()
    if reason:
        silent = [one.found for one in linted.suppressed if one.kind == "external"]
        new = (one for one in linted.findings if not one.diagnostic.code.startswith(_NOT_KNOWN))
        listed = (*new, *silent)
        made = baseline.entries_of(listed, sources, paths, reason, expires)
    kept = {one.fingerprint: one for one in old if one.fingerprint not in gone}
    expired = {one.fingerprint for one in linted.expired} if reason else set()
    kept = {mark: one for mark, one in kept.items() if mark not in expired}
    entries = tuple(({one.fingerprint: one for one in made} | kept).values())
    fs.write_all(root, [(path, baseline.render(entries).encode())])
    return path, len(entries)


def fix(
    found: Sequence[Unit], linted: Linted, watch: Watch[Fixed], *, unsafe: bool
) -> tuple[Fixed, ...]:
    """The files with fixes, each with what was done to it."""
    fixable = {e.path for o in linted.findings for f in o.diagnostic.fixes for e in f.edits}
    jobs = [
        FixJob(job=unit.job, unsafe=unsafe) for unit in found if unit.job.source.path in fixable
    ]
    return tuple(run(fix_one, jobs, watch))


def write(found: Sequence[Unit], fixed: Iterable[Fixed]) -> None:
    """Write the files that changed, each wholly or not at all."""
    by_path = {unit.job.source.path: unit for unit in found}
    changes: dict[str, list[tuple[str, bytes, bytes]]] = {}
    for one in fixed:
        unit = by_path[one.source.path]
        old = unit.job.source
        if one.source.text != old.text:
            pair = (codec.encode_source(old, old.text), codec.encode_source(old, one.source.text))
            changes.setdefault(unit.project.root, []).append((unit.job.path, *pair))
    for root, files in changes.items():
        fs.rewrite(root, files)
