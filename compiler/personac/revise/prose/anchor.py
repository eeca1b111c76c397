"""Where a quotation stands in a persona: exact words decide, what is near only explains."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from personac.diagnostics import Diagnostic, Edit, Fix, Label, Severity
from personac.model import evolve
from personac.revise._faults import Site, at_node, finding
from personac.revise._match import Hits, match
from personac.revise._near import nearest
from personac.revise._words import Place, label_of, shown, title_of
from personac.revise.prose.spec import Quotation
from personac.revise.select import inexact
from personac.revision import Selector
from personac.source import Source, Span
from personac.text.quote import pieces

_MOST = 20


class State(StrEnum):
    FOUND = "found"
    RELABELLED = "under another label"
    AMBIGUOUS = "ambiguous"
    APPLIED = "already applied"
    ABSENT = "absent"


class Anchored(NamedTuple):
    """A quotation with the places that hold its words, and what there is to say about it."""

    quotation: Quotation
    state: State
    places: tuple[Place, ...] = ()
    found: Diagnostic | None = None

    @property
    def place(self) -> Place | None:
        """The one place meant."""
        one = self.state in (State.FOUND, State.RELABELLED)
        return self.places[0] if one else None


def anchor(there: Sequence[Place], quotation: Quotation, source: Source) -> Anchored:
    """Find the quotation; the finding says what is not as the specification has it."""
    selector = Selector(quote=quotation.text)
    site = Site(source.path, {"$": quotation.span}, "$")
    if not pieces(quotation.text):
        return Anchored(quotation, State.ABSENT, (), _wordless(site))
    hits = match(there, selector)
    if not hits.places:
        near = evolve(nearest(there, selector, site), severity=Severity.WARNING)
        told = evolve(near, message=f"no text of the persona says {_cut(quotation.text)}")
        return Anchored(quotation, State.ABSENT, (), told)
    if len(hits.places) > 1:
        return Anchored(quotation, State.AMBIGUOUS, hits.places, _ambiguous(hits.places, site))
    if hits.wrong:
        found = _corrected(inexact(hits, site), hits, quotation, source)
        return Anchored(quotation, State.RELABELLED, hits.places, found)
    return Anchored(quotation, State.FOUND, hits.places)


def _wordless(site: Site) -> Diagnostic:
    message, remedy = "the quotation has no words", "quote some words of the persona, or delete it"
    return finding("REV001", message, (site.label(),), remedy=remedy, severity=Severity.WARNING)


def _cut(text: str) -> str:
    return f'"{text}"' if len(text) <= 100 else f'"{text[:99].rstrip()}…"'


def _ambiguous(places: tuple[Place, ...], site: Site) -> Diagnostic:
    labels = [
        at_node(p.node.id, f"in `{title_of(p)}`" if title_of(p) else shown(p.node)) for p in places
    ]
    message = f"the quoted text stands in {len(places)} places, and one is meant"
    return finding(
        "REV002",
        message,
        (site.label(text="meant for one place"), *labels[:_MOST]),
        remedy=_separating(places),
        severity=Severity.WARNING,
    )


def _separating(places: tuple[Place, ...]) -> str:
    """The crumb that would tell the candidates apart."""
    for names in ([title_of(p) for p in places], [label_of(p.node) or "" for p in places]):
        if all(names) and len(set(names)) == len(names):
            return "start the quote with " + " or ".join(f"`{name}: `" for name in names[:3])
    return "quote more of the words around it"


def _corrected(told: Diagnostic, hits: Hits, quotation: Quotation, source: Source) -> Diagnostic:
    """The finding with the edit that names the real label in the specification."""
    start, end = quotation.span.start, quotation.span.end
    crumb = hits.wrong[-1]
    at = source.text.find(crumb, start, end)
    if at < 0:
        return told
    span = Span(at, at + len(crumb))
    real = label_of(hits.places[0].node) or title_of(hits.places[0])
    label: Label = Site(source.path, {"$": span}, "$").label()
    if not real or len(hits.wrong) > 1:
        return evolve(told, labels=(label, *told.labels[1:]))
    edit = Edit(source.path, span, real)
    fix = Fix(f"write `{real}` for `{crumb}`", (edit,))
    return evolve(told, labels=(label, *told.labels[1:]), fixes=(fix,))
