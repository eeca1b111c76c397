"""Comments about what a build finds: of targets, of enforcement and of revisions.

They stand in the files of the persona, and in those of revisions.  What one silences for a
persona need not be found for another, so that all of a build are looked at together.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from personac.api import Directive, Document
from personac.diagnostics import Severity
from personac.linting.extent import Lines, lines_beside, lines_of
from personac.linting.settings import Linting, is_on
from personac.linting.suppress import (
    HOW,
    Entries,
    Entry,
    Fault,
    as_finding,
    idle_code,
    known_codes,
    refused,
)
from personac.passes.directives import MARK, in_markdown, in_yaml
from personac.report.locate import whole
from personac.report.placed import Placed, placed
from personac.source import Source

_FAMILIES = ("REV", "TGT", "ENF")
_TARGETS = ("TGT", "ENF")
_Said = tuple[Directive, str]


class Comment(Struct, frozen=True):
    """A comment in a persona, and the lines that it is for."""

    directive: Directive
    first: int
    last: int


class Group(NamedTuple):
    """Findings of one persona, whose first file is ``home``; without it, of the project."""

    found: tuple[Placed, ...]
    home: str = ""


class Files(NamedTuple):
    """The comments of personas, the files of revisions, and the texts of all by their paths."""

    comments: Iterable[Comment]
    revisions: Iterable[Source]
    texts: Mapping[str, Source]


class Heard(NamedTuple):
    """What is left of each group, and what is wrong with comments."""

    left: tuple[tuple[Placed, ...], ...]
    about: tuple[Placed, ...] = ()


class Scope(NamedTuple):
    """What was built: whether all targets of the project, and whether every persona; and the
    codes that nobody asked for.
    """

    targets: bool = True
    personas: bool = True
    unasked: frozenset[str] = frozenset()


@cache
def codes_of_builds() -> Mapping[str, str]:
    """The codes that no rule of the linter reports, by themselves and by their names."""
    from personac import registry

    rules = {rule.code for rule in registry.rules()}
    titles = [page.title.split() for page in registry.pages().values()]
    found = [one for one in titles if len(one) == 2 and one[0][:3] in _FAMILIES]
    return {name: code for code, title in found if code not in rules for name in (code, title)}


def comments_of(document: Document) -> tuple[Comment, ...]:
    """Those in a persona that name something which a build finds."""
    if not document.directives:
        return ()
    ours = codes_of_builds()
    return tuple(
        Comment(one, *lines)
        for one, lines in lines_of(document).items()
        if any(code in ours for code in one.codes)
    )


def heard(
    groups: Sequence[Group],
    files: Files,
    linting: Linting,
    scope: Scope | None = None,
) -> Heard:
    """What comments leave of the findings of a build; without a ``scope`` nothing is said about
    those that silence nothing.
    """
    said = {one.directive: Lines(one.first, one.last) for one in files.comments}
    beside = [pair for one in files.revisions for pair in _beside(one)]
    if not said and not beside:
        return Heard(tuple(group.found for group in groups))
    ears = _Ears({**said, **dict(beside)}, linting)
    left = tuple(
        tuple(one for one in each.found if ears.pass_on(one, each.home)) for each in groups
    )
    faults = [(one, fault) for (one, _), fault in ears.faults.items()]
    if scope is not None:
        faults += _idle(said, ears.answered, files, scope)
        faults += _idle_beside(dict(beside), ears.answered, files, scope)
    told = (as_finding(one, fault) for one, fault in faults)
    wanted = [one for one in told if is_on(linting.config, one.code, one.name)]
    return Heard(left, placed(wanted, files.texts, {}))


def _beside(source: Source) -> Iterator[tuple[Directive, Lines]]:
    if MARK in source.text:
        found = in_markdown(source) if source.is_markdown else in_yaml(source)
        yield from lines_beside(source, found).items()


class _Ears:
    """Which findings are silenced, which comments did that, and which may not."""

    def __init__(self, spans: Mapping[Directive, Lines], linting: Linting) -> None:
        self.entries = Entries(spans)
        self.linting = linting
        self.ours = codes_of_builds()
        self.answered: set[tuple[Directive, str]] = set()
        self.faults: dict[tuple[Directive, str], Fault] = {}

    def pass_on(self, found: Placed, home: str) -> bool:
        """Whether a finding stands."""
        entry = self._covering(found, home) if found.diagnostic.code in self.ours else None
        if entry is None:
            return True
        said = (entry.directive, entry.code)
        self.answered.add(said)
        fault = _of_error(found) or refused(entry, found, self.linting)
        if fault is not None:
            self.faults.setdefault(said, fault)
        return fault is not None

    def _covering(self, found: Placed, home: str) -> Entry | None:
        """At any of its places, or in the first file of its persona for all of it."""
        places = (*found.places, whole(home)) if home else found.places
        entries = (self.entries.at(place, found.diagnostic) for place in places)
        return next(filter(None, entries), None)


def _of_error(found: Placed) -> Fault | None:
    """What keeps a build from writing is no matter of taste."""
    one = found.diagnostic
    if one.severity is not Severity.ERROR:
        return None
    message = f"{one.code} is an error of the build, which no comment silences"
    return Fault("SUP004", message, "correct what it reports, or accept the loss in `on-loss`")


def _idle(
    said: Iterable[Directive], answered: Container[_Said], files: Files, scope: Scope
) -> Iterator[tuple[Directive, Fault]]:
    """What comments in personas name in vain, of that which only a build finds."""
    ours = codes_of_builds()
    for one in said:
        idle = [code for code in one.codes if code in ours and (one, code) not in answered]
        idle = [code for code in idle if _ran(ours[code], scope)]
        yield from _told(one, idle, ours, files)


def _ran(code: str, scope: Scope) -> bool:
    return code not in scope.unasked and (scope.targets or not code.startswith(_TARGETS))


def _idle_beside(
    beside: Collection[Directive], answered: Container[_Said], files: Files, scope: Scope
) -> Iterator[tuple[Directive, Fault]]:
    """The same in files of revisions, where nothing else can be named."""
    known = known_codes() if beside else ()
    for one in beside:
        if one.problem:
            yield one, Fault("SUP001", f"this suppression has no effect: {one.problem}", HOW)
        elif scope.personas:
            idle = [code for code in one.codes if (one, code) not in answered]
            yield from _told(one, idle, known, files)


def _told(
    one: Directive, idle: Sequence[str], known: Iterable[str], files: Files
) -> Iterator[tuple[Directive, Fault]]:
    for code in idle:
        all_of_it = len(idle) == len(one.codes)
        yield one, idle_code(code, one, files.texts[one.path], known, all_of_it=all_of_it)
