"""What the targets cannot carry, by target and reason, with the places it concerns.

codex: 5 losses
  unenforced: 4  Codex roles have no tool list; it is stated in prose only
    personas/release-steward.md:5:8 tools#bash-git-log
  dropped: 1  Codex has no field for `color`
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from personac.api import Loss
from personac.report.summary import plural
from personac.report.visible import path, short

MAX_NODE = 80


class Lost(Protocol):
    """A declared loss: of which target, and where its node stands."""

    @property
    def target(self) -> str: ...
    @property
    def loss(self) -> Loss: ...
    @property
    def at(self) -> str: ...


def render(declared: Iterable[Lost], *, places: bool = False) -> str:
    """The report, empty when nothing is lost; with ``places`` every node is listed."""
    targets: dict[str, list[Lost]] = {}
    for lost in declared:
        targets.setdefault(lost.target, []).append(lost)
    lines = (line for name in sorted(targets) for line in _target(name, targets[name], places))
    return "".join(f"{line}\n" for line in lines)


def _target(name: str, declared: list[Lost], places: bool) -> Iterator[str]:
    yield f"{name}: {plural(len(declared), 'loss', 'losses')}"
    reasons: dict[tuple[str, str], list[Lost]] = {}
    for lost in declared:
        reasons.setdefault((lost.loss.kind, lost.loss.detail), []).append(lost)
    for (kind, detail), group in sorted(reasons.items(), key=_rank):
        yield f"  {kind}: {len(group)}  {short(detail)}".rstrip()
        for lost in group if places else ():
            yield f"    {path(lost.at)} {short(lost.loss.node, MAX_NODE)}"


_WEIGHT = ("withheld", "unenforced", "approximated", "dropped")


def _rank(reason: tuple[tuple[str, str], list[Lost]]) -> tuple[int, int, str]:
    """What touches permissions first, then the most frequent."""
    (kind, detail), group = reason
    return _WEIGHT.index(kind), -len(group), detail
