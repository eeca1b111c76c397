"""Comments that silence findings: which they cover, and what is wrong with them."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from personac.api import Directive, Document, Reach, Rule
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.linting.extent import Lines, lines_of
from personac.linting.settings import Linting, is_mandatory, is_on
from personac.linting.unused import Fault, unused
from personac.report.checked import Checked, Suppressed
from personac.report.locate import Place
from personac.report.placed import Placed, ordered, placed

INTERNAL = "INT001"
"""That a rule failed is not what a comment is for: nobody has looked at what it would find."""
_REASONED = ("MAN", "GAT", "SEC")
NAMES = {
    "SUP001": "unused-suppression",
    "SUP002": "suppression-without-reason",
    "SUP003": "suppression-expired",
    "SUP004": "not-suppressible",
}
_WHYS = {
    "SUP001": "a comment that silences nothing hides the next finding at its place",
    "SUP002": "whoever reads the persona next must know why its author was right",
    "SUP003": "the date was set so that the finding would be looked at again",
    "SUP004": "the project says that this rule holds for everyone",
}


class Entry(NamedTuple):
    """One code of a directive, with the lines it is for."""

    lines: Lines
    directive: Directive
    code: str


_Name = tuple[str, str]


class Entries:
    """The codes of directives by file and code, found by line without looking at each."""

    def __init__(self, spans: Mapping[Directive, Lines]) -> None:
        self.whole: dict[_Name, Entry] = {}
        self.lined: dict[_Name, list[Entry]] = {}
        self.longest: dict[_Name, list[Entry]] = {}
        for one, lines in spans.items():
            for code in () if one.problem else one.codes:
                self._add(Entry(lines, one, code))
        for name, entries in self.lined.items():
            entries.sort(key=lambda entry: entry.lines)
            self.longest[name] = list(accumulate(entries, _longer))

    def _add(self, entry: Entry) -> None:
        name = (entry.directive.path, entry.code)
        if entry.directive.reach is Reach.FILE:
            self.whole.setdefault(name, entry)
        else:
            self.lined.setdefault(name, []).append(entry)

    def covering(self, found: Placed) -> Entry | None:
        return self.at(found.primary, found.diagnostic)

    def at(self, place: Place | None, one: Diagnostic) -> Entry | None:
        """The entry for a finding at a place."""
        if place is None or one.code == INTERNAL:
            return None
        names = ((place.path, one.code), (place.path, one.name))
        near = (self._near(name, place) for name in names if name in self.lined)
        on_line = None if place.whole else next(filter(None, near), None)
        return on_line or next((self.whole[name] for name in names if name in self.whole), None)

    def _near(self, name: _Name, place: Place) -> Entry | None:
        """Of the entries that start before the place ends, the one that goes furthest."""
        entries = self.lined[name]
        index = bisect_right(entries, place.end.line, key=lambda entry: entry.lines.first)
        longest = self.longest[name][index - 1] if index else None
        return longest if longest and longest.lines.last >= place.start.line else None


def _longer(one: Entry, other: Entry) -> Entry:
    return one if one.lines.last > other.lines.last else other


def suppress(
    found: Iterable[Placed], document: Document, linting: Linting, rules: Sequence[Rule]
) -> Checked:
    """Part the findings of ``rules`` into those that stand and those that a comment silences.

    A comment without the reason that it needs, past its date, or about a mandatory rule silences
    nothing and is a finding itself; so is one that nothing answers to.
    """
    if not document.directives:
        return Checked(findings=ordered(found))
    entries = Entries(lines_of(document))
    kept: list[Placed] = []
    silenced: list[Suppressed] = []
    answered: set[tuple[Directive, str]] = set()
    faults: dict[tuple[Directive, str], Fault] = {}
    for one in found:
        entry = entries.covering(one)
        fault = refused(entry, one, linting) if entry else None
        if entry:
            answered.add((entry.directive, entry.code))
        if entry and fault:
            faults.setdefault((entry.directive, entry.code), fault)
        if entry and not fault:
            silenced.append(Suppressed(one, "inSource", entry.directive.reason))
        else:
            kept.append(one)
    told = [as_finding(one, fault) for (one, _), fault in faults.items()]
    told += [as_finding(one, fault) for one, fault in unused(document, answered, rules, linting)]
    about = placed(
        [one for one in told if is_on(linting.config, one.code, one.name)],
        {source.path: source for source in document.sources},
        document.origins,
    )
    return Checked(findings=ordered((*kept, *about)), suppressed=tuple(silenced))


def reasons(
    found: Iterable[Placed], document: Document, linting: Linting
) -> tuple[str | None, ...]:
    """For each finding, the reason of the comment that would silence it."""
    if not document.directives:
        return tuple(None for _ in found)
    entries = Entries(lines_of(document))
    covering = ((entries.covering(one), one) for one in found)
    return tuple(
        entry.directive.reason if entry and not refused(entry, one, linting) else None
        for entry, one in covering
    )


def refused(entry: Entry, found: Placed, linting: Linting) -> Fault | None:
    """Why a comment does not silence ``found``."""
    one, directive = found.diagnostic, entry.directive
    if is_mandatory(linting.config, one.code, one.name):
        message = f"{one.code} is mandatory in this project and cannot be suppressed"
        return Fault("SUP004", message, "correct what it reports", Severity.ERROR)
    if directive.until and linting.today > directive.until:
        message = f"the suppression of {one.code} ran out on {directive.until}"
        return Fault("SUP003", message, "correct what it reports, or set a later date")
    if not directive.reason and needs_reason(one):
        message = f"the suppression of {one.code} gives no reason and has no effect"
        return Fault("SUP002", message, "write the reason after ` -- `", one.severity)
    return None


def needs_reason(one: Diagnostic) -> bool:
    return one.severity is Severity.ERROR or one.code.startswith(_REASONED)


def as_finding(directive: Directive, fault: Fault) -> Diagnostic:
    return Diagnostic(
        code=fault.code,
        name=NAMES[fault.code],
        severity=fault.severity,
        message=fault.message,
        why=_WHYS[fault.code],
        help=fault.help,
        labels=(Label(Locator(path=directive.path, span=directive.span)),),
        fixes=(fault.fix,) if fault.fix else (),
    )
