"""Comments that silence findings: which they cover, and what is wrong with them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from personac.api import Directive, Document, Reach, Rule
from personac.diagnostics import Diagnostic, Edit, Fix, Label, Locator, Severity
from personac.linting.extent import Lines, lines_of
from personac.linting.settings import Linting, is_mandatory, is_on
from personac.report.checked import Checked, Suppressed
from personac.report.locate import Place
from personac.report.placed import Placed, ordered, placed
from personac.source import Source, Span

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


class Fault(NamedTuple):
    """What is wrong with a suppression."""

    code: str
    message: str
    help: str
    severity: Severity = Severity.WARNING
    fix: Fix | None = None


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
        if place is None:
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
    unused = _unused(document, answered, rules, linting)
    told = [as_finding(one, fault) for (one, _), fault in faults.items()]
    told += [as_finding(one, fault) for one, fault in unused]
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


def _unused(
    document: Document,
    answered: set[tuple[Directive, str]],
    rules: Sequence[Rule],
    linting: Linting,
) -> Iterator[tuple[Directive, Fault]]:
    """Codes that silence nothing, of rules that did run and need no other persona for it."""
    alone = (rule for rule in rules if rule.compare is None)
    ran = {name for rule in alone for name in (rule.code, rule.name)}
    known = {
        *ran,
        *known_codes(),
        *(name for one in linting.rules for name in (one.code, one.name)),
    }
    sources = {source.path: source for source in document.sources}
    for one in document.directives:
        if one.problem:
            yield one, Fault("SUP001", f"this suppression has no effect: {one.problem}", HOW)
            continue
        idle = [code for code in one.codes if (one, code) not in answered]
        idle = [code for code in idle if code in ran or code not in known]
        all_of_it = len(idle) == len(one.codes)
        for code in idle:
            yield one, idle_code(code, one, sources[one.path], known, all_of_it=all_of_it)


HOW = "write `personac: ignore CODE -- reason`"


def known_codes() -> frozenset[str]:
    """What findings may be called, those included that no rule makes."""
    from personac import registry

    rules = (name for rule in registry.rules() for name in (rule.code, rule.name))
    titles = (page.title for page in registry.pages().values())
    return frozenset((*rules, *(n for one in titles if one[:3].isupper() for n in one.split())))


def idle_code(
    code: str, one: Directive, source: Source, known: Iterable[str], *, all_of_it: bool
) -> Fault:
    from personac.text.near import suggest

    fix = Fix("delete the suppression", (_removal(one, code, source, all_of_it=all_of_it),))
    if code not in known:
        message = f"the suppression names `{code}`, which is no rule of the linter"
        return Fault("SUP001", message, suggest(code, sorted(known)), fix=fix)
    return Fault("SUP001", f"the suppression of {code} silences nothing", "delete it", fix=fix)


def _removal(one: Directive, code: str, source: Source, *, all_of_it: bool) -> Edit:
    """Without the code, or without the comment and what would be left of its line."""
    text, span = source.text, one.span
    if not all_of_it:
        at = text.index(code, span.start, span.end)
        end = at + len(code)
        while end < span.end and text[end] in ", \t":
            end += 1
        return Edit(one.path, Span(at, end), "")
    begin, end = span.start, span.end
    while begin and text[begin - 1] in " \t":
        begin -= 1
    alone = (not begin or text[begin - 1] == "\n") and text[end : end + 1] in ("\n", "")
    return Edit(one.path, Span(begin, end + 1 if alone and end < len(text) else end), "")


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
