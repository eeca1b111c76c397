"""Findings with concrete places, so that findings of many documents sort and print as one."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from personac.diagnostics import Diagnostic, Label, Severity
from personac.model import evolve
from personac.report.locate import Place, locate
from personac.source import Source, SourceMap
from personac.tables.secrets import masked, secrets


class Placed(Struct, frozen=True):
    """A finding with the place of each of its labels; the first is the primary one."""

    diagnostic: Diagnostic
    places: tuple[Place | None, ...] = ()

    @property
    def primary(self) -> Place | None:
        return self.places[0] if self.places else None


def placed(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], origins: SourceMap
) -> tuple[Placed, ...]:
    """Place the findings of one document, whose node ids ``origins`` knows, in order; what they
    say of secrets is made unreadable.
    """
    found = (
        Placed(_discreet(one), tuple(locate(label.at, sources, origins) for label in one.labels))
        for one in diagnostics
    )
    return ordered(found)


def _discreet(one: Diagnostic) -> Diagnostic:
    """The finding without secrets in its words; a fix that would print one is not offered."""
    return evolve(
        one,
        message=masked(one.message),
        why=masked(one.why),
        help=masked(one.help),
        labels=tuple(_discreet_label(label) for label in one.labels),
        fixes=tuple(fix for fix in one.fixes if not any(secrets(e.replacement) for e in fix.edits)),
    )


def _discreet_label(label: Label) -> Label:
    needle = label.at.needle
    at = evolve(label.at, needle=masked(needle)) if needle else label.at
    return Label(at, masked(label.text))


def ordered(found: Iterable[Placed]) -> tuple[Placed, ...]:
    """By path, line, column, code and message, each finding once."""
    return tuple(sorted(dict.fromkeys(found), key=_key))


def _key(found: Placed) -> tuple[str, int, int, str, str]:
    place, diagnostic = found.primary, found.diagnostic
    path, line, column = ("", 0, 0) if place is None else (place.path, *_at(place))
    return path, line, column, diagnostic.code, diagnostic.message


def _at(place: Place) -> tuple[int, int]:
    return (0, 0) if place.whole else (place.start.line, place.start.column)


def worst(found: Iterable[Placed], most: int) -> tuple[Placed, ...]:
    """At most so many findings, the most severe ones, in order."""
    severity = tuple(Severity)
    ranked = sorted(ordered(found), key=lambda one: severity.index(one.diagnostic.severity))
    return ordered(ranked[:most])


def counts(found: Iterable[Placed]) -> dict[Severity, int]:
    """How many findings there are of each severity, zero included."""
    tally = dict.fromkeys(Severity, 0)
    for one in found:
        tally[one.diagnostic.severity] += 1
    return tally
