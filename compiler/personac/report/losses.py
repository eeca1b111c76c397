"""What the targets cannot carry, by target and reason, with the places it concerns.

codex: 5 losses
  unenforced: 4  tool patterns bind by words only
    personas/release-steward.md:5:8 tools#bash-git-log
    … and 1 more
  dropped: 1  colours are not shown
    personas/release-steward.md:7:1 color
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from personac.api import Loss
from personac.report.summary import plural
from personac.report.visible import path, short

MAX_PLACES = 3
MAX_NODE = 80


class Lost(Protocol):
    """A declared loss: of which target, and where its node stands."""

    @property
    def target(self) -> str: ...
    @property
    def loss(self) -> Loss: ...
    @property
    def at(self) -> str: ...


def render(declared: Iterable[Lost], max_places: int = MAX_PLACES) -> str:
    """The report; empty when nothing is lost.  ``max_places`` 0 shows every place."""
    targets: dict[str, list[Lost]] = {}
    for lost in declared:
        targets.setdefault(lost.target, []).append(lost)
    lines = (line for name in sorted(targets) for line in _target(name, targets[name], max_places))
    return "".join(f"{line}\n" for line in lines)


def _target(name: str, declared: list[Lost], max_places: int) -> Iterator[str]:
    yield f"{name}: {plural(len(declared), 'loss', 'losses')}"
    reasons: dict[tuple[str, str], list[Lost]] = {}
    for lost in declared:
        reasons.setdefault((lost.loss.kind, lost.loss.detail), []).append(lost)
    for (kind, detail), group in sorted(reasons.items(), key=_rank):
        yield f"  {kind}: {len(group)}  {short(detail)}".rstrip()
        yield from _places(group, max_places or len(group))


def _rank(reason: tuple[tuple[str, str], list[Lost]]) -> tuple[int, str, str]:
    """The most frequent reason first."""
    (kind, detail), group = reason
    return -len(group), kind, detail


def _places(group: list[Lost], most: int) -> Iterator[str]:
    for lost in group[:most]:
        yield f"    {path(lost.at)} {short(lost.loss.node, MAX_NODE)}"
    if len(group) > most:
        yield f"    … and {len(group) - most} more"
