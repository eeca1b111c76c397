"""The thresholds of gates, metrics and mandates, with the clause that states each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.contract import Threshold, normal
from personac.diagnostics import Label, Locator
from personac.model import Gate, Mandate, Metric, Persona
from personac.rules.gates._parts import criteria
from personac.rules.mandates._statements import Statement
from personac.rules.mandates._wording import once
from personac.text.plain import plain

BOUNDED = frozenset(
    "coverage|uptime|accuracy|precision|recall|success rate|pass rate|completion rate|cache hit rate|"
    "false positive rate|error rate|confidence|f1|packet loss|conversion rate".split("|")
)
"""Shares of a whole: none is below 0 % or above 100 %."""
TIMED = frozenset(
    "latency|load time|query time|build time|startup time|recovery time|detection time|lead time|"
    "largest contentful paint|first contentful paint|interaction to next paint|first input delay|"
    "time to interactive|time to first byte|downtime".split("|")
)
SIZED = frozenset({"memory", "bundle size", "file size"})
SHARED = frozenset(
    "coverage|uptime|error rate|success rate|pass rate|cache hit rate|cpu|duplication|packet loss".split(
        "|"
    )
)


class Limit(NamedTuple):
    statement: Statement
    threshold: Threshold

    def mark(self, says: str = "") -> Label:
        """A label under the number, as written."""
        number = self.written
        return Label(Locator(node=self.statement.node.id, needle=number), says)

    @property
    def written(self) -> str:
        """The threshold as its source has it."""
        words = re.escape(self.threshold.words).replace(r"\ ", r"\s*")
        match = re.search(words, self.statement.clause.text, re.IGNORECASE)
        return match.group() if match else self.statement.clause.text


def limits(persona: Persona) -> Iterator[Limit]:
    stated = tuple(once(persona, Gate, Metric, Mandate))
    known = {(one.node.id, one.clause.text) for one in stated}
    parts = (one for one in criteria(persona) if (one.node.id, one.clause.text) not in known)
    for statement in (*stated, *parts):
        clause = statement.clause
        if any(map(str.isdigit, clause.text)):
            for threshold in normal(clause, context(statement)).thresholds:
                yield Limit(statement, threshold)


def context(statement: Statement) -> str:
    """What the statement's line says, its label first."""
    return f"{statement.label}: {statement.words}" if statement.label else statement.words


def following(limit: Limit) -> str:
    """What stands right after the number."""
    text = plain(limit.statement.clause.text).casefold()
    at = text.find(limit.threshold.words.casefold())
    return text[at + len(limit.threshold.words) :] if at >= 0 else ""
