"""The files of a folder of revisions: which are revisions, in what form, and for whom."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from personac.compile import Compiled
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.report.placed import Placed, placed
from personac.revise.engine import parse_revision
from personac.revise.prose.address import Known, addressed
from personac.revise.prose.read import is_spec, looks_like_spec, read_spec, spec_id, untitled
from personac.source import Source

_PROSE = (".md", ".markdown")
SUFFIXES = (".yaml", ".yml", ".json", *_PROSE)


class Revisions(NamedTuple):
    """``names`` are the ids by path, ``specs`` the persona of each specification in prose; it
    is empty when that is not clear.
    """

    sources: tuple[Source, ...]
    names: dict[str, str]
    specs: dict[str, str]
    findings: tuple[Placed, ...]


def read_revisions(found: Sequence[Source], personas: Callable[[], Sequence[Known]]) -> Revisions:
    """Markdown of another kind is left out; ``personas`` is asked only when there is prose."""
    kept = tuple(one for one in found if not one.is_markdown or is_spec(one.text))
    findings: list[Placed] = []
    for source in found:
        if source not in kept and looks_like_spec(source.text):
            findings += placed((untitled(source),), {source.path: source}, {})
    names: dict[str, str] = {}
    specs: dict[str, str] = {}
    for source in kept:
        if source.is_markdown:
            names[source.path] = spec_id(source.path)
            specs[source.path], told = _addressed(source, personas())
        else:
            outcome = parse_revision(source.path, source.text)
            told = outcome.diagnostics
            if outcome.value is not None:
                names[source.path] = outcome.value.revision.id
        findings += placed(told, {source.path: source}, {})
    return Revisions(kept, names, specs, tuple(findings))


def _addressed(source: Source, personas: Sequence[Known]) -> tuple[str, tuple[Diagnostic, ...]]:
    outcome = read_spec(source)
    assert outcome.value is not None
    one = addressed(outcome.value, personas)
    return one.persona or "", (*outcome.diagnostics, *one.found)


def unused(revisions: Revisions, compiled: Sequence[Compiled]) -> tuple[Placed, ...]:
    """A finding for each revision that applies to no persona."""
    used = {name for one in compiled for name in one.revisions}
    if any(one.failed for one in compiled):
        return ()
    found = (
        _applies_to_nothing(path, name)
        for path, name in revisions.names.items()
        if name not in used and path not in revisions.specs
    )
    return placed(found, {}, {})


def _applies_to_nothing(path: str, name: str) -> Diagnostic:
    return Diagnostic(
        code="REV014",
        name="revision-unused",
        severity=Severity.WARNING,
        message=f"revision `{name}` applies to no persona of the project",
        why="a revision that changes nothing is a mistake in `applies_to`, or left over",
        help="name a persona in `applies_to`, or remove the revision",
        labels=(Label(Locator(path=path)),),
    )
