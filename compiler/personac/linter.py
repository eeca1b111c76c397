"""Lints files of any number of projects: each by the settings nearest to it."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from personac import cache, codec, compositions, driver, fs, pipeline
from personac.composition import Composition
from personac.errors import UsageError
from personac.fanout import How, Kept, run, run_kept
from personac.linting import baseline, names
from personac.linting.baseline import Applied, Entry
from personac.linting.catalogue import compare
from personac.linting.check import active
from personac.linting.composed import Composed, ComposedJob, Whole, lint_composed, united
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


class Unit(NamedTuple):
    """A file with its project; ``base`` is the folder from which its source is named."""

    project: driver.Project
    job: LintJob
    base: str
    stored: bool = True
    """Whether it is a file on the disk."""


class Linted(Struct, frozen=True, kw_only=True):
    """What was found, less what is silenced; ``stale`` and ``expired`` name baseline entries."""

    findings: tuple[Placed, ...]
    suppressed: tuple[Suppressed, ...]
    stale: tuple[Entry, ...]
    expired: tuple[Entry, ...]
    sources: dict[str, Source]
    """The files, and those that they build on."""


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
    sources: Iterable[Source],
    base: str,
    here: driver.Project,
    wanted: Wanted,
    typed: str | None = None,
) -> tuple[Unit, ...]:
    """Each source, which is named from the folder ``base``, with the project nearest to it; that
    is ``here`` where there is none.  The one that is called ``typed`` is not on the disk.
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
            linting=_looked(_dated(settings[project.root], source), project.root, full, source),
        )
        made.append(Unit(project, job, base, stored=source.path != typed))
    return tuple(made)


def _dated(linting: Linting, source: Source) -> Linting:
    """The settings without the date where nothing in the source depends on it."""
    return linting if "until=" in source.text else replace(linting, today="")


def _looked(linting: Linting, root: str, full: str, source: Source) -> Linting:
    """The settings with the files that the source refers to and that are not there, where the
    rule about them runs.
    """
    if not is_on(linting.config, "REF002", "missing-file", preview=True):
        return linting
    here = os.path.dirname(fs.relative(root, full))
    paths = mentioned(source.text)
    absent = tuple(path for path in paths if not _is_there(root, here, plain_path(path)))
    return replace(linting, absent=absent) if absent else linting


def _is_there(root: str, here: str, path: str) -> bool:
    """Whether a path leads to a file from its own folder, or from any around it within the
    project; one that leaves the project from its own folder is not looked at.
    """
    normal = os.path.normpath(os.path.join(here, path))
    if _is_outside(normal):
        return True
    while not _is_outside(normal):
        if fs.exists(root, normal):
            return True
        if not here:
            break
        here = os.path.dirname(here)
        normal = os.path.normpath(os.path.join(here, path))
    return False


def _is_outside(path: str) -> bool:
    return path.split(os.sep, 1)[0] == os.pardir or os.path.isabs(path)


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
    """Check every file and every persona of several files once, compare those of each project,
    and set aside what its baseline knows.
    """
    of_project: dict[str, list[Unit]] = {}
    for unit in found:
        of_project.setdefault(unit.project.root, []).append(unit)
    wholes = {root: _wholes(units, wanted) for root, units in of_project.items()}
    bases = [one for each in wholes.values() for one in each.bases]
    own = [one for one in bases if fs.is_candidate(one.job.path)]  # others are told with a persona
    checked = _checked([*found, *own], wanted, watch)
    applied = [_applied(units, wholes[root], checked, wanted) for root, units in of_project.items()]
    every = [unit.job.source for unit in (*found, *bases)]
    return Linted(
        findings=ordered(one for each in applied for one in each.findings),
        suppressed=tuple(one for each in applied for one in each.suppressed),
        stale=tuple(one for each in applied for one in each.stale),
        expired=tuple(one for each in applied for one in each.expired),
        sources={source.path: source for source in every},
    )


def _checked(found: Sequence[Unit], wanted: Wanted, watch: Watch[Checked]) -> dict[str, Checked]:
    """What is found in each file by itself, from the cache where it has it."""
    jobs = [unit.job for unit in found]
    keys = [
        Kept(unit.project.root, cache.key("lint", codec.to_json(unit.job).decode()))
        if unit.stored and unit.project.config_path
        else None
        for unit in found
    ]
    how = How(use_cache=wanted.use_cache)
    checked, _ = run_kept(lint_one, jobs, keys, Checked, how, watch)
    return {job.source.path: one for job, one in zip(jobs, checked, strict=True)}


class Wholes(NamedTuple):
    """The personas of several files, and those of their files that nobody named."""

    jobs: tuple[ComposedJob, ...] = ()
    bases: tuple[Unit, ...] = ()


def _wholes(units: Sequence[Unit], wanted: Wanted) -> Wholes:
    if wanted.dialect is not None:
        return Wholes()
    first = units[0]
    project = first.project
    named = {unit.job.path: unit.job.source for unit in units}
    how = How(use_cache=wanted.use_cache, store=bool(project.config_path))
    made = compositions.of(project, named, first.base, how)
    known = {unit.job.source.path: unit for unit in units}
    files = compositions.files_of(made)
    bases = tuple(_beside(first, one, wanted.today) for one in files if one.path not in known)
    every = known | {one.job.source.path: one for one in bases}
    return Wholes(tuple(_composed(one, every, project) for one in made), bases)


def _beside(unit: Unit, source: Source, today: str) -> Unit:
    """A file of the same project that is linted like another one."""
    full = os.path.join(unit.base, source.path)
    linting = _dated(replace(unit.job.linting, absent=(), today=today), source)
    linting = _looked(linting, unit.project.root, full, source)
    path = fs.relative(unit.project.root, full)
    return unit._replace(job=replace(unit.job, source=source, path=path, linting=linting))


def _composed(made_of: Composition, units: dict[str, Unit], project: driver.Project) -> ComposedJob:
    jobs = [units[file.path].job for file in made_of.files]
    absent = tuple(dict.fromkeys(path for job in jobs for path in job.linting.absent))
    today = max(job.linting.today for job in jobs)
    return ComposedJob(
        made_of=made_of,
        paths={job.source.path: job.path for job in jobs},
        settled=project.config.settled,
        linting=replace(jobs[0].linting, absent=absent, today=today),
    )


def _all_of_it(
    jobs: Sequence[ComposedJob], units: Sequence[Unit], wanted: Wanted
) -> tuple[Whole, ...]:
    """The personas of several files, each checked as a whole."""
    if not jobs:
        return ()
    project = units[0].project
    stored = project.config_path and all(unit.stored for unit in units)
    keys = [
        Kept(project.root, cache.key("lint-whole", codec.to_json(job).decode())) if stored else None
        for job in jobs
    ]
    how = How(use_cache=wanted.use_cache)
    found, _ = run_kept(lint_composed, jobs, keys, Composed, how)
    return tuple(Whole(job.made_of, one) for job, one in zip(jobs, found, strict=True))


def _applied(
    units: Sequence[Unit], wholes: Wholes, checked: dict[str, Checked], wanted: Wanted
) -> Applied:
    first = units[0]
    sources, paths = _names((*units, *wholes.bases))
    rules = active(first.job.linting)
    alone = {path: checked[path] for path in sources if path in checked}
    named = {unit.job.source.path for unit in units}
    parts = united(alone, named, _all_of_it(wholes.jobs, units, wanted))
    over_all = compare(rules, [one for each in parts for one in each.noted], sources)
    every = (*parts, over_all)
    findings = [one for each in every for one in each.findings]
    silent = tuple(one for each in every for one in each.suppressed)
    entries = known(first.project, wanted)
    ran = frozenset(rule.code for rule in rules)
    applied = baseline.apply(findings, entries, sources, paths, ran, wanted.today)
    mine = {unit.job.path for unit in units}
    stale = tuple(one for one in applied.stale if one.path in mine)
    return replace(applied, suppressed=(*silent, *applied.suppressed), stale=stale)


def _names(units: Sequence[Unit]) -> tuple[dict[str, Source], dict[str, str]]:
    jobs = [unit.job for unit in units]
    return {one.source.path: one.source for one in jobs}, {o.source.path: o.path for o in jobs}


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
    _, paths = _names(found)
    made: tuple[Entry, ...] = ()
    if reason:
        silent = [one.found for one in linted.suppressed if one.kind == "external"]
        new = (one for one in linted.findings if not one.diagnostic.code.startswith(_NOT_KNOWN))
        listed = (*new, *silent)
        made = baseline.entries_of(listed, linted.sources, paths, reason, expires)
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
