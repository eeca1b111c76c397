"""MAN009: one mandate stated twice in a persona."""

from collections import defaultdict
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Mandate
from personac.rules.mandates._bans import ban_of
from personac.rules.mandates._normal import CLOSE, NormalForm, normal_form, same_statement
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.actions import ActionTable, from_options
from personac.text.plain import key

FEWEST_WORDS = 3
FEWEST_POINTING = 5


class Known(NamedTuple):
    statement: Statement
    form: NormalForm
    gates: frozenset[str]
    """The classes of action that it wants an approval for, whatever they are done to."""


class Seen:
    """The mandates read so far, found again by their words or by what they gate."""

    def __init__(self) -> None:
        self._by_word: defaultdict[tuple[object, ...], list[Known]] = defaultdict(list)
        self._by_gates: dict[frozenset[str], Known] = {}

    def first(self, known: Known) -> Known | None:
        """The first mandate that says what ``known`` does."""
        gate = self._by_gates.get(known.gates)
        if gate and _elsewhere(known, gate):
            return gate
        near = (other for word in self._telling(known.form) for other in self._by_word[word])
        return next((other for other in near if _repeats(known, other)), None)

    def add(self, known: Known) -> None:
        if known.gates:
            self._by_gates.setdefault(known.gates, known)
        for word in _keys(known.form):
            self._by_word[word].append(known)

    def _telling(self, form: NormalForm) -> list[tuple[object, ...]]:
        """The rarest words: a close statement must share one of them."""
        keys = sorted(_keys(form), key=lambda one: (len(self._by_word[one]), one[-1]))
        return keys[: len(keys) - ceil(CLOSE * len(keys)) + 1]


def check(context: LintContext) -> Iterator[Finding]:
    seen = Seen()
    table = from_options(context.options)
    for statement, mandate in mandates(context.document.persona):
        known = _known(statement, mandate, table)
        if statement.recap or not _says_enough(known, mandate):
            continue
        first = seen.first(known)
        if first is None:
            seen.add(known)
        else:
            yield _finding(known, first)


def _known(statement: Statement, mandate: Mandate, table: ActionTable) -> Known:
    ban = ban_of(statement, mandate, table)
    gates = ban.at_large if ban and ban.gated else frozenset()
    return Known(statement, normal_form(mandate.text, mandate.polarity), gates)


def _says_enough(known: Known, mandate: Mandate) -> bool:
    fewest = FEWEST_POINTING if known.form.points else FEWEST_WORDS
    complete = not mandate.text.endswith(":")
    return bool(known.gates) or (complete and len(known.form.content) >= fewest)


def _keys(form: NormalForm) -> list[tuple[object, ...]]:
    return [(form.polarity, form.numbers, word) for word in sorted(form.content)]


def _repeats(later: Known, first: Known) -> bool:
    return _elsewhere(later, first) and same_statement(later.form, first.form)


def _elsewhere(later: Known, first: Known) -> bool:
    """Whether both stand on their own: two steps may each say what holds for them."""
    one, other = later.statement, first.statement
    return one.node.id != other.node.id and not (one.step and other.step)


def _finding(later: Known, first: Known) -> Finding:
    same = key(later.statement.clause.text) == key(first.statement.clause.text)
    how = "the same" if same else "other"
    return Finding(
        message=f"this mandate is stated twice, in {how} words",
        help="keep one of the two statements and delete the other",
        labels=(later.statement.mark(), first.statement.mark("also stated here")),
    )


RULE = Rule(
    code="MAN009",
    name="duplicate-mandate",
    severity=Severity.WARNING,
    why="two copies drift apart: one gets changed, and the agent reads both",
    check=check,
)
