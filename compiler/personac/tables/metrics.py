"""Metrics: the words that name what is measured, its statistics, units, levels and scopes."""

from functools import cache
from typing import NamedTuple

METRICS: dict[str, str] = {
    "latency": "latency|response time",
    "load time": "load time|page load|loading time",
    "query time": "query time|query execution time",
    "build time": "build time|compile time",
    "startup time": "startup time|start time|boot time|cold start",
    "recovery time": "recovery time|mttr|time to recovery|time to recover",
    "detection time": "detection time|mttd|time to detect",
    "lead time": "lead time|cycle time",
    "throughput": "throughput|request per second|rps|tps|qps",
    "coverage": "test coverage|code coverage|coverage",
    "error rate": "error rate|failure rate|errors rate",
    "regression": "regression|degradation",
    "memory": "memory usage|memory consumption|memory utilization|memory footprint|memory",
    "cpu": "cpu usage|cpu utilization|cpu load|cpu",
    "uptime": "uptime|availability",
    "complexity": "cyclomatic complexity|complexity",
    "duplication": "code duplication|duplication|duplicate code|duplicated code",
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "success rate": "success rate",
    "pass rate": "pass rate",
    "completion rate": "completion rate",
    "conversion rate": "conversion rate",
    "satisfaction": "satisfaction",
    "cache hit rate": "cache hit rate|cache hit ratio|hit rate|hit ratio",
    "false positive rate": "false positive rate|false positive",
    "bundle size": "bundle size",
    "file size": "file size",
    "file length": "file length|line per file",
    "function length": "function length|method length|line per function|line per method",
    "frame rate": "frame rate|framerate|fps",
    "largest contentful paint": "largest contentful paint|lcp",
    "first contentful paint": "first contentful paint|fcp",
    "cumulative layout shift": "cumulative layout shift|cls",
    "interaction to next paint": "interaction to next paint|inp",
    "first input delay": "first input delay|fid",
    "time to interactive": "time to interactive|tti",
    "time to first byte": "time to first byte|ttfb",
    "contrast": "contrast ratio|contrast",
    "confidence": "confidence score|confidence level|confidence",
    "downtime": "downtime",
    "packet loss": "packet loss",
    "f1": "f1 score|f1",
}
"""What is measured, and its spellings in the singular."""

HEADS = frozenset(
    "rate ratio time score latency size count percentage lag utilization usage depth length width "
    "height frequency duration growth cost budget limit margin variance loss ranking".split()
)
"""Nouns that are measured whatever their phrase says of them: ``adoption rate``."""

STATISTICS: dict[str, str] = {
    **{f"p{number}": f"p{number}" for number in (50, 75, 90, 95, 99)},
    "p999": "p999|p99.9",
    "mean": "mean|average|avg",
    "median": "median",
    "peak": "peak",
}

_SECONDS = {"ms": 0.001, "millisecond": 0.001, "s": 1, "sec": 1, "second": 1}
_MINUTES = {"min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600, "day": 86400}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1024, "mib": 1024**2, "gib": 1024**3}
UNITS: dict[str, tuple[str, float]] = {
    "%": ("%", 1),
    "percent": ("%", 1),
    **{unit: ("time", factor) for unit, factor in (_SECONDS | _MINUTES).items()},
    **{unit: ("bytes", factor) for unit, factor in _BYTES.items()},
    **{unit: (unit, 1) for unit in ("line", "file", "point", "fps", "tps", "rps", "qps", "x")},
}
"""A unit in the singular, its family and how many of the family's smallest it holds."""

LEVELS = frozenset(
    "warn warning error fail failure failing critical high medium low minor major severe severity "
    "p0 p1 p2 p3 p4 sev0 sev1 sev2 sev3 sev-1 sev-2 sev-3 good better best excellent ideal poor "
    "acceptable optimal optimum stretch tier bronze silver gold red yellow amber green blocker "
    "emergency level ideally goal exceptional outstanding bad soft hard initial final "
    "baseline current preferred danger healthy degraded target".split()
)
"""Words that rank thresholds: one metric may have one for each of them."""

SCOPES = frozenset(
    "production prod staging development dev test testing local mobile desktop tablet web ios "
    "android backend frontend server client api database ui unit integration e2e end-to-end "
    "smoke load stress new existing legacy changed business domain utility core read write "
    "internal external public private simple complex large small fast slow first second branch "
    "line statement function phase month week quarter year day sprint stage beta alpha release "
    "nightly weekly monthly daily".split()
)
"""Words that say where a threshold holds, wherever in the statement or above it they stand."""


class Measured(NamedTuple):
    """What words say is measured: the metric, its statistics and the words that qualify it."""

    metric: str
    statistics: frozenset[str]
    qualifiers: frozenset[str]


def measured(words: tuple[str, ...]) -> tuple[Measured, ...]:
    """The metrics that ``words``, in the singular and lower case, name, longest first; when
    none is known, the noun they end in if it measures something.
    """
    text = f" {' '.join(words)} "
    found: list[str] = []
    for pattern, metric in _spellings():
        if pattern in text:
            text = text.replace(pattern, " ")
            found.append(metric)
    rest = frozenset(text.split())
    if not found and (head := _head(words)):
        found = [head]
    statistics = frozenset(name for word in rest if (name := _statistic().get(word)))
    others = rest - frozenset(_statistic()) - frozenset(found)
    return tuple(Measured(metric, statistics, others) for metric in dict.fromkeys(found))


def _head(words: tuple[str, ...]) -> str:
    """The noun that is measured: the last one, or the one before ``of``."""
    ends = (*(at for at, word in enumerate(words) if word == "of" and at), len(words))
    heads = (words[end - 1] for end in ends if end)
    return next((word for word in heads if word in HEADS), "")


@cache
def _statistic() -> dict[str, str]:
    return {word: name for name, spelled in STATISTICS.items() for word in spelled.split("|")}


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    found = [(f" {s} ", metric) for metric, spelled in METRICS.items() for s in spelled.split("|")]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
