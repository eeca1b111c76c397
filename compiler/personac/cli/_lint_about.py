"""What ``personac lint`` tells of itself: its files, its settings and its time."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from personac import codec
from personac.linter import Unit
from personac.linting.check import active
from personac.linting.timing import READING, timed
from personac.report.visible import path, visible

_MOST = 20


def names(units: Iterable[Unit]) -> str:
    """A file a line."""
    return "".join(f"{path(unit.job.source.path)}\n" for unit in units)


def settings(units: Sequence[Unit]) -> str:
    """JSON: for each project its settings as they are used, the rules that run, and the files."""
    projects = {unit.project.root: unit.project for unit in units}
    shown = [
        {
            "settings": project.config_path,
            "root": os.path.relpath(root).replace(os.sep, "/"),
            "lint": first.linting.config,
            "rules": [f"{rule.code} {rule.name}" for rule in active(first.linting)],
            "files": [unit.job.source.path for unit in units if unit.project.root == root],
        }
        for root, project in projects.items()
        for first in [next(unit.job for unit in units if unit.project.root == root)]
    ]
    return codec.to_pretty_json(shown)


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
