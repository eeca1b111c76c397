"""One line a finding: ``path:line:col: severity[CODE] message``."""

from collections.abc import Iterable

from personac.report.colour import painter
from personac.report.locate import Place
from personac.report.placed import Placed, ordered
from personac.report.visible import path, short

MOST_PLACES = 2


def render(found: Iterable[Placed], *, colour: bool = False) -> str:
    return "".join(f"{line(one, colour=colour)}\n" for one in ordered(found))


def line(found: Placed, *, colour: bool = False) -> str:
    diagnostic, paint = found.diagnostic, painter(colour=colour)
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    where = f"{address(found.primary)}: " if found.primary else ""
    return f"{where}{head} {short(diagnostic.message)}{elsewhere(found)}"


def elsewhere(found: Placed) -> str:
    """The other places of a finding, for a line that shows no frame: `` (see 15:3)``."""
    first = found.primary
    if first is None:
        return ""
    others = (one for one in found.places[1:] if one is not None and one != first)
    seen = list(dict.fromkeys(_beside(first, one) for one in others))
    more = f" and {len(seen) - MOST_PLACES} more" if len(seen) > MOST_PLACES else ""
    return f" (see {', '.join(seen[:MOST_PLACES])}{more})" if seen else ""


def _beside(first: Place, other: Place) -> str:
    """An address, without the path that stands in the line anyway."""
    if other.whole:
        return path(other.path)
    near = f"{other.start.line}:{other.start.column}"
    return near if other.path == first.path else address(other)


def address(place: Place) -> str:
    """``path:line:col``, which editors and terminals open."""
    return f"{path(place.path)}:{place.start.line}:{place.start.column}"
