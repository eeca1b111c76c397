"""What ``personac lint`` tells of itself: its files, its settings and its time."""

import time
from collections import Counter
from collections.abc import Iterable

from personac import codec
from personac.lint_settings import settings_of
from personac.linter import Unit
from personac.linting.timing import READING, timed
from personac.report.visible import json_guarded, path, visible

_MOST = 20


def names(units: Iterable[Unit]) -> str:
    """A file a line."""
    return "".join(f"{path(unit.job.source.path)}\n" for unit in units)


def settings(units: Iterable[Unit]) -> str:
    """JSON: what holds for each file."""
    return json_guarded(codec.to_pretty_json(settings_of(units)))


def timings(units: Iterable[Unit]) -> str:
    """A table: what took longest, in this process and without the cache."""
    spent: Counter[str] = Counter()
    for unit in units:
        spent.update(timed(unit.job, time.perf_counter_ns))
    total = sum(spent.values()) or 1
    ranked = sorted(spent.items(), key=lambda pair: (pair[0] != READING, -pair[1], pair[0]))
    lines = [
        f"{nanoseconds / 1e6:>10.1f} ms  {nanoseconds / total:>6.1%}  {visible(name)}"
        for name, nanoseconds in ranked[:_MOST]
    ]
    rest = sum(nanoseconds for _, nanoseconds in ranked[_MOST:])
    lines += [f"{rest / 1e6:>10.1f} ms  {rest / total:>6.1%}  {len(ranked) - _MOST} more rules"] * (
        len(ranked) > _MOST
    )
    return "".join(f"{line}\n" for line in lines)
