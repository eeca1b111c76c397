"""What came of specifications in prose: a line each, and the figures of all."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from personac.report.summary import plural
from personac.report.visible import visible

QUOTES = ("found", "under another label", "ambiguous", "already applied", "absent")
PROPOSALS = ("applied", "already applied", "left to a person")


class Row(Struct, frozen=True, kw_only=True):
    """The figures of one specification; ``verbs`` has each proposal's class and result."""

    path: str
    persona: str
    quotes: Mapping[str, int]
    proposals: Mapping[str, int]
    verbs: tuple[tuple[str, str], ...]
    lost: int
    again: int


def render(rows: Sequence[Row]) -> str:
    """A line for each specification, then the sums."""
    lines = [_line(row) for row in rows]
    quotes, proposals = _sum([r.quotes for r in rows]), _sum([r.proposals for r in rows])
    lines += [
        "",
        f"{plural(len(rows), 'specification')}",
        f"quotes              {sum(quotes.values()):4}",
        *(f"  {name:20}{quotes[name]:4}" for name in QUOTES),
        f"proposals           {sum(proposals.values()):4}",
        *(f"  {name:20}{proposals[name]:4}" for name in PROPOSALS),
        *_classes(rows),
        f"mandates lost       {sum(row.lost for row in rows):4}",
        f"second application  {sum(row.again for row in rows):4} changes",
    ]
    return "\n".join(lines) + "\n\n"


def _line(row: Row) -> str:
    quotes = ", ".join(f"{row.quotes[name]} {name}" for name in QUOTES if row.quotes.get(name))
    done = ", ".join(f"{row.proposals[n]} {n}" for n in PROPOSALS if row.proposals.get(n))
    parts = [f"quotes: {quotes or 'none'}", f"proposals: {done or 'none'}"]
    parts += [f"{plural(row.lost, 'mandate')} lost"] if row.lost else []
    parts += [f"{plural(row.again, 'change')} when applied again"] if row.again else []
    return f"{visible(row.path)} -> {visible(row.persona)}\n  " + "\n  ".join(parts)


def _sum(counts: Sequence[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def _classes(rows: Sequence[Row]) -> list[str]:
    """How many of each class were applied, of how many."""
    every = Counter(verb for row in rows for verb, _ in row.verbs)
    left = Counter(v for row in rows for v, status in row.verbs if status == PROPOSALS[-1])
    return [f"    {verb:24}{every[verb] - left[verb]:4} of {every[verb]}" for verb in sorted(every)]
