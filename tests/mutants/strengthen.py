"""Changes that bind an agent more: they are no weakening, and the comparison keeps silent."""

import re
from collections.abc import Callable, Iterator

from mutants.bounds import tightened
from mutants.force import only_marker
from mutants.moves import added_below
from mutants.values import BINDING, Mutant, Page, Statement, edited

_TOOLS = re.compile(r"^tools: (?P<kept>[A-Z]\w+(?:, \w+)+), (?P<last>\w+)$", re.MULTILINE)
_NEW = "Never store a password in plain text."


def _unless(statement: Statement) -> str | None:
    """A ban without its exception."""
    if not statement.forbids:
        return None
    shorter, times = re.subn(r",? unless [^,.;:—()`]+(?=[.;]?$)", "", statement.text)
    return shorter if times == 1 else None


STRENGTHENINGS: dict[str, Callable[[Statement], str | None]] = {
    "should-to-must": only_marker(True, r"\bshould\b(?= [a-z])(?! not\b| never\b)", "must"),
    "should-not-to-must-not": only_marker(False, r"\bshould not\b(?= [a-z])", "must not"),
    "unless-removed": _unless,
    "threshold-tightened": tightened,
}


def strengthenings(page: Page) -> Iterator[Mutant]:
    """The mutants of a page that bind the agent more, or let it do less, than the page does."""
    tools = _TOOLS.search(page.text, 0, page.body)
    if tools:
        text = edited(page.text, tools.start(), tools.end(), f"tools: {tools['kept']}")
        yield Mutant(page.path, 1, "tool-removed", tools[0], f"tools: {tools['kept']}", text)
    for statement in page.statements:
        if not statement.kinds & BINDING:
            continue
        below = added_below(page, statement, _NEW)
        if below is not None:
            yield Mutant(page.path, statement.line, "rule-added", statement.text, _NEW, below)
        for name, operator in STRENGTHENINGS.items():
            new = operator(statement)
            if new is not None and new != statement.text:
                text = edited(page.text, statement.start, statement.end, new)
                yield Mutant(page.path, statement.line, name, statement.text, new, text)
