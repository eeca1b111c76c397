"""A persona of several files, checked as a whole: pure, and picklable in and out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from personac.assembly import Settled, assemble
from personac.composition import Composition
from personac.linting.check import check, ignored_in
from personac.linting.settings import Linting, best, is_mandatory
from personac.model import evolve
from personac.report.checked import Checked
from personac.report.placed import Placed, ordered, placed
from personac.source import Span

_OF_TEXT = ("SYN", "SEC")
"""What is wrong with the text of a file is so whatever becomes of the file."""
_LACKING, _IDLE = "SCH001", "SUP001"


class ComposedJob(Struct, frozen=True, kw_only=True):
    """Everything that the findings of a persona depend on; ``paths`` has those of its files from
    the project's root.
    """

    made_of: Composition
    paths: dict[str, str]
    settled: Settled
    linting: Linting


class Composed(Struct, frozen=True):
    """What was found; ``failed`` means that there is no persona."""

    checked: Checked
    failed: bool = False


def lint_composed(job: ComposedJob) -> Composed:
    """The findings of putting the persona together and of every rule."""
    outcome = assemble(job.made_of, job.settled)
    sources = {one.path: one for one in job.made_of.files}
    origins = outcome.value.origins if outcome.value else {}
    found = placed(outcome.diagnostics, sources, origins)
    if outcome.value is None:
        return Composed(Checked(findings=found), failed=True)
    checked = check(outcome.value, job.linting, path=job.paths[job.made_of.path])
    left = (one for one in checked.findings if not _is_ignored(one, job))
    return Composed(evolve(checked, findings=ordered((*found, *left))))


def _is_ignored(found: Placed, job: ComposedJob) -> bool:
    """Whether the settings silence it in its own file, which need not be the persona's first."""
    one, path = found.diagnostic, found.primary.path if found.primary else ""
    config = job.linting.config
    ignored = ignored_in(job.paths.get(path, path), config)
    silent = best(ignored, one.code, one.name) > 0
    return silent and not is_mandatory(config, one.code, one.name)


class Mark(NamedTuple):
    """What is found, and where; how it is worded may depend on what is around it."""

    code: str
    path: str
    at: Span | None


class Whole(NamedTuple):
    """A persona with what was found in it."""

    made_of: Composition
    composed: Composed


def united(
    alone: Mapping[str, Checked], named: Collection[str], wholes: Sequence[Whole]
) -> tuple[Checked, ...]:
    """What stands of the findings of each file that is ``named``, and what only the personas have.

    What a file lacks may stand in another one, so of a file that states a persona only that is
    told which is true of the persona; what a file has by itself is not told again.
    """
    stating = {file.path: one for one in wholes for file in one.made_of.sources}
    kept = [
        _standing(checked, stating[path].composed) if path in stating else checked
        for path, checked in alone.items()
        if path in named
    ]
    idle = _answered(alone, wholes)
    kept = [
        evolve(one, findings=tuple(f for f in one.findings if _mark(f) not in idle)) for one in kept
    ]
    known = {_mark(one) for checked in alone.values() for one in _all(checked)}
    return (*kept, *(_more(one.composed, known, named) for one in wholes))


def _standing(checked: Checked, whole: Composed) -> Checked:
    """What is found in a file and holds for the persona."""
    if whole.failed:
        left = (one for one in checked.findings if one.diagnostic.code != _LACKING)
        return evolve(checked, findings=tuple(left))
    held = {_mark(one) for one in _all(whole.checked)}
    findings = (one for one in checked.findings if _stands(one, held))
    silenced = (one for one in checked.suppressed if _stands(one.found, held))
    return Checked(findings=tuple(findings), suppressed=tuple(silenced))


def _stands(one: Placed, held: set[Mark]) -> bool:
    return one.diagnostic.code.startswith(_OF_TEXT) or _mark(one) in held


def _answered(alone: Mapping[str, Checked], wholes: Sequence[Whole]) -> frozenset[Mark]:
    """Comments that silence nothing in their own file, and something in a persona."""
    every = (_mark(one) for checked in alone.values() for one in checked.findings)
    idle = {mark for mark in every if mark.code == _IDLE}
    found: set[Mark] = set()
    for whole in wholes if idle else ():
        paths = {file.path for file in whole.made_of.files}
        still = {_mark(one) for one in whole.composed.checked.findings}
        failed = whole.composed.failed
        found |= {one for one in idle if one.path in paths and one not in still and not failed}
    return frozenset(found)


def _more(whole: Composed, known: set[Mark], named: Collection[str]) -> Checked:
    """What is found in the persona alone, and what rules note of it.  No file can be mended by
    itself for it; a comment is of no concern to who did not name its file.
    """
    checked = whole.checked
    findings = (
        evolve(one, diagnostic=evolve(one.diagnostic, fixes=()))
        for one in checked.findings
        if _mark(one) not in known and not _is_of_another(one, named)
    )
    silenced = (one for one in checked.suppressed if _mark(one.found) not in known)
    return Checked(findings=tuple(findings), suppressed=tuple(silenced), noted=checked.noted)


def _is_of_another(one: Placed, named: Collection[str]) -> bool:
    path = one.primary.path if one.primary else ""
    return one.diagnostic.code == _IDLE and path not in named


def _all(checked: Checked) -> Iterable[Placed]:
    return (*checked.findings, *(one.found for one in checked.suppressed))


def _mark(one: Placed) -> Mark:
    at = one.primary
    return Mark(one.diagnostic.code, at.path if at else "", None if not at or at.whole else at.span)
