"""How long reading a file and each rule takes, by a clock that the caller has."""

from collections import Counter
from collections.abc import Callable, Mapping

from personac import pipeline
from personac.linting.catalogue import note
from personac.linting.check import active
from personac.linting.unit import LintJob

READING = "reading"
Clock = Callable[[], int]


def timed(job: LintJob, clock: Clock) -> Mapping[str, int]:
    """The ticks of ``clock`` by rule, and those of reading the file."""
    spent: Counter[str] = Counter()
    start = clock()
    document = pipeline.read(job.source, job.dialect, job.kinds).value
    spent[READING] = clock() - start
    if document is None:
        return spent
    options = job.linting.options | {"path": (job.path,)}
    for rule in active(job.linting):
        start = clock()
        pipeline.lint(document, [rule], options)
        note(document, [rule], job.linting, options)
        spent[f"{rule.code} {rule.name}"] = clock() - start
    return spent
