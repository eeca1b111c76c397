"""The order in which revisions apply: ``after`` first, then ids; and who may touch one node."""

from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from personac.diagnostics import Diagnostic, Outcome
from personac.revise._faults import Site, finding
from personac.revise.parse import Loaded


class Plan(NamedTuple):
    """The revisions that apply to a persona, in order; ``above`` are all those that a
    revision comes after, directly or not.
    """

    steps: tuple[Loaded, ...] = ()
    above: Mapping[str, frozenset[str]] = {}

    def ordered(self, one: str, other: str) -> bool:
        """Whether either revision is declared to come after the other."""
        return one in self.above.get(other, ()) or other in self.above.get(one, ())

    def turned(self) -> "Plan":
        """The plan with revisions that have no order to one another the other way round."""
        known = {loaded.revision.id: loaded for loaded in self.steps}
        graph = {name: self.above[name] & known.keys() for name in known}
        return self._replace(steps=tuple(known[name] for name in _sorted(graph, -1)))


def site_of(loaded: Loaded, at: str = "$") -> Site:
    return Site(loaded.source.path, loaded.spans, at)


def applies(loaded: Loaded, persona: str) -> bool:
    return any(fnmatchcase(persona, pattern) for pattern in loaded.revision.applies_to)


def plan(persona: str, revisions: Sequence[Loaded]) -> Outcome[Plan]:
    """The plan for a persona; findings name repeated ids, unknown names and cycles."""
    known = {loaded.revision.id: loaded for loaded in reversed(revisions)}
    meant = [loaded for loaded in revisions if applies(loaded, persona)]
    involved = _involved(meant, known)
    found = (*_repeated(revisions, involved), *_unknown(involved, known))
    if found:
        return Outcome(None, found)
    try:
        order = tuple(_sorted({name: {*one.revision.after} for name, one in involved.items()}))
    except CycleError as error:
        return Outcome(None, (_cycle(error.args[1], known),))
    names = {loaded.revision.id for loaded in meant}
    return Outcome(
        Plan(tuple(known[name] for name in order if name in names), _above(order, known))
    )


def _involved(meant: Sequence[Loaded], known: Mapping[str, Loaded]) -> dict[str, Loaded]:
    """The revisions that apply and all they come after."""
    found: dict[str, Loaded] = {}
    waiting = list(meant)
    while waiting:
        loaded = waiting.pop()
        if loaded.revision.id not in found:
            found[loaded.revision.id] = loaded
            waiting += [known[name] for name in loaded.revision.after if name in known]
    return found


def _sorted(graph: Mapping[str, Set[str]], choice: int = 0) -> Iterator[str]:
    """Names after those that they wait for; ``choice`` is which of those that wait for nobody."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted((*ready, *sorter.get_ready()))
        chosen = ready.pop(choice)
        yield chosen
        sorter.done(chosen)


def _above(order: Sequence[str], known: Mapping[str, Loaded]) -> dict[str, frozenset[str]]:
    above: dict[str, frozenset[str]] = {}
    for name in order:
        direct = known[name].revision.after
        above[name] = frozenset(direct).union(*(above[other] for other in direct))
    return above


def _repeated(revisions: Sequence[Loaded], involved: Mapping[str, Loaded]) -> Iterator[Diagnostic]:
    seen: dict[str, Loaded] = {}
    for loaded in revisions:
        name = loaded.revision.id
        if name in seen and name in involved:
            labels = (
                site_of(loaded, "$.id").label(),
                site_of(seen[name], "$.id").label(text="first"),
            )
            yield finding(
                "REV012", f"two revisions have the id `{name}`", labels, remedy="rename one"
            )
        seen.setdefault(name, loaded)


def _unknown(involved: Mapping[str, Loaded], known: Mapping[str, Loaded]) -> Iterator[Diagnostic]:
    for _, loaded in sorted(involved.items()):
        for number, name in enumerate(loaded.revision.after):
            if name in known:
                continue
            near = get_close_matches(name, known, 1)
            yield finding(
                "REV012",
                f"`after` names `{name}`, and there is no such revision",
                (site_of(loaded, f"$.after[{number}]").label(),),
                remedy=f"write `{near[0]}`" if near else "drop the name, or add the revision",
            )


def _cycle(names: Sequence[str], known: Mapping[str, Loaded]) -> Diagnostic:
    """``names`` ends where it starts, each one before the one that comes after it."""
    first = names.index(min(names))
    ring = (*names[first:-1], *names[:first]) if first else tuple(names[:-1])
    told = " after ".join(f"`{name}`" for name in (ring[0], *reversed(ring)))
    return finding(
        "REV012",
        f"revisions wait for one another: {told}",
        [site_of(known[name], "$.after").label() for name in ring],
        remedy="drop one of these names from its `after`",
    )
