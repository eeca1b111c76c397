"""What the commands share: printing findings and choosing the exit code."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import click

from personac.diagnostics import Severity
from personac.errors import InputError
from personac.report.placed import Placed
from personac.report.visible import visible
from personac.source import Source

FORMATS = ("full", "concise", "json")
INTERNAL = "INT001"
PROGRESS_FROM = 51
"""Fewer files than this are done before anyone wonders."""

T = TypeVar("T")


def colour() -> bool:
    """Whether standard output is to be coloured: as ``NO_COLOR`` or ``FORCE_COLOR`` say when they
    are not empty, else where it is a terminal that can.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def findings(
    found: Iterable[Placed],
    sources: Mapping[str, Source],
    form: str,
    *,
    hints: bool,
    errors: Iterable[InputError] = (),
) -> str:
    """The findings as text; hints are left out of text unless asked for."""
    if form == "json":
        from personac.report.json import render as render_json

        return render_json(found, sources, errors)
    shown = [f for f in found if hints or f.diagnostic.severity is not Severity.HINT]
    if form == "concise":
        from personac.report.concise import render as render_concise

        return render_concise(shown, colour=colour())
    from personac.report.full import render

    return render(shown, sources, colour=colour())


def progress(items: Iterable[T], total: int, word: str = "checking") -> Iterator[T]:
    """``items``, counted on one line of a terminal's standard error when they are many."""
    if total < PROGRESS_FROM or not sys.stderr.isatty():
        yield from items
        return
    step = max(1, total // 100)
    try:
        for number, item in enumerate(items, 1):
            if number % step == 0 or number == total:
                click.echo(f"\r{word} {number}/{total}", nl=False, err=True)
            yield item
    finally:
        blank = " " * len(f"{word} {total}/{total}")
        click.echo(f"\r{blank}\r", nl=False, err=True)


def unreadable(errors: Iterable[InputError]) -> None:
    for error in errors:
        click.echo(f"error: {visible(error.path)}: {visible(error.reason)}", err=True)


def exit_code(
    found: Iterable[Placed],
    errors: Iterable[InputError],
    *,
    strict: bool = False,
    fail_on: Severity | None = Severity.ERROR,
) -> int:
    """3 when personac itself failed, 2 when a file could not be read, 1 for findings from
    ``fail_on`` on, which is warnings when ``strict``, else 0.
    """
    listed = tuple(found)
    if any(one.diagnostic.code == INTERNAL for one in listed):
        return 3
    if tuple(errors):
        return 2
    least = Severity.WARNING if strict and fail_on is Severity.ERROR else fail_on
    order = tuple(Severity)
    counting = order[: order.index(least) + 1] if least else ()
    return 1 if any(one.diagnostic.severity in counting for one in listed) else 0


def check_names(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise a usage error that offers the nearest name for an unknown one."""
    from personac.config import suggest

    names = tuple(known)
    for name in given:
        if name not in names:
            raise click.UsageError(f"unknown {what} `{name}`; {suggest(name, names)}")
