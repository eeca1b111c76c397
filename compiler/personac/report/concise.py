"""One line a finding: ``path:line:col: severity[CODE] message``."""

from collections.abc import Iterable

from personac.report.colour import painter
from personac.report.locate import Place
from personac.report.placed import Placed, ordered
from personac.report.visible import path, short


def render(found: Iterable[Placed], *, colour: bool = False) -> str:
    return "".join(f"{line(one, colour=colour)}\n" for one in ordered(found))


def line(found: Placed, *, colour: bool = False) -> str:
    diagnostic, paint = found.diagnostic, painter(colour=colour)
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    where = f"{address(found.primary)}: " if found.primary else ""
    return f"{where}{head} {short(diagnostic.message)}"


def address(place: Place) -> str:
    """``path:line:col``, which editors and terminals open."""
    return f"{path(place.path)}:{place.start.line}:{place.start.column}"
