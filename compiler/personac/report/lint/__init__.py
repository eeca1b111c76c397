"""The findings of a lint in each format: one module a format, found by its name."""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from personac.report.checked import LintReport


@cache
def formats() -> tuple[str, ...]:
    """The names of the modules of this package, those for people first."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return (*FOR_PEOPLE, *(name for name in names if name not in FOR_PEOPLE))


FOR_PEOPLE = ("full", "concise", "grouped")
"""These leave hints out unless asked for, and close with the summary."""


def render(report: LintReport, form: str) -> str:
    """The report in one of ``formats()``."""
    renderer: Callable[[LintReport], str] = import_module(f"{__name__}.{form}").render
    return renderer(report)
