"""What the commands share: printing findings and choosing the exit code."""

import os
import sys
from collections.abc import Iterable, Mapping

import click

from personac.diagnostics import Severity
from personac.errors import InputError
from personac.report.placed import Placed, counts
from personac.report.visible import visible
from personac.source import Source

FORMATS = ("full", "concise", "json")


def colour() -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def findings(
    found: Iterable[Placed], sources: Mapping[str, Source], form: str, *, hints: bool
) -> str:
    """The findings as text; hints are left out of text unless asked for."""
    if form == "json":
        from personac.report.json import render as render_json

        return render_json(found, sources)
    shown = [f for f in found if hints or f.diagnostic.severity is not Severity.HINT]
    if form == "concise":
        from personac.report.concise import render as render_concise

        return render_concise(shown, colour=colour())
    from personac.report.full import render

    return render(shown, sources, colour=colour())


def unreadable(errors: Iterable[InputError]) -> None:
    for error in errors:
        click.echo(f"error: {visible(error.path)}: {visible(error.reason)}", err=True)


def exit_code(
    found: Iterable[Placed], errors: Iterable[InputError], *, strict: bool = False
) -> int:
    """2 when a file could not be read, 1 for errors (and warnings when strict), else 0."""
    if tuple(errors):
        return 2
    tally = counts(found)
    return 1 if tally[Severity.ERROR] or (strict and tally[Severity.WARNING]) else 0


def check_names(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise a usage error that offers the nearest name for an unknown one."""
    from personac.config import suggest

    names = tuple(known)
    for name in given:
        if name not in names:
            raise click.UsageError(f"unknown {what} `{name}`; {suggest(name, names)}")
