"""The thresholds of gates, metrics and mandates, with the clause that states each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.contract import Threshold, normal
from personac.diagnostics import Label, Locator
from personac.model import Persona
from personac.once import once
from personac.rules.gates._lines import lines
from personac.rules.mandates._statements import Statement
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
        return Label(Locator(node=self.statement.node.id, needle=self.written), says)

    @property
    def written(self) -> str:
        """The threshold as its source has it."""
        match = re.search(self._pattern, self.statement.clause.text, re.IGNORECASE)
        return match.group() if match else self.statement.clause.text

    @property
    def place(self) -> tuple[int, int]:
        """Where the number stands in the plain words of the statement; at their end, if nowhere."""
        text = plain(self.statement.clause.text)
        match = re.search(self._pattern, text, re.IGNORECASE)
        return match.span() if match else (len(text), len(text))

    @property
    def following(self) -> str:
        """What stands right after the number, in lower case."""
        return plain(self.statement.clause.text)[self.place[1] :].casefold()

    @property
    def _pattern(self) -> str:
        words = re.escape(self.threshold.words).replace(r"\ ", r"\s*")
        return words.replace("<=", "(?:<=|≤)").replace(">=", "(?:>=|≥)")


@once
def limits(persona: Persona) -> tuple[Limit, ...]:
    """The thresholds of all that binds, and of other lines that state one."""
    return tuple(_limits(persona))


def _limits(persona: Persona) -> Iterator[Limit]:
    for statement in lines(persona):
        clause = statement.clause
        if any(map(str.isdigit, f"{clause.text}{clause.threshold or ''}")):
            for threshold in normal(clause, context(statement)).thresholds:
                yield Limit(statement, threshold)


def context(statement: Statement) -> str:
    """What the statement's line says, its label first."""
    return f"{statement.label}: {statement.words}" if statement.label else statement.words
