"""A comparison as text for people, Markdown for a review, annotations, JSON and SARIF."""

from collections.abc import Callable
from importlib import import_module

from personac.report.changes import Report

FORMATS = ("text", "markdown", "github", "json", "sarif")


def render(report: Report, form: str) -> str:
    """The report in one of ``FORMATS``."""
    renderer: Callable[[Report], str] = import_module(f"{__name__}.{form}").render
    return renderer(report)
