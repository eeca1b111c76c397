"""Every way of weakening a page: one change in each mutant."""

from collections.abc import Iterator

from mutants.approvals import APPROVALS
from mutants.bounds import BOUNDS
from mutants.checks import CHECKS
from mutants.extent import EXTENT
from mutants.force import FORCE
from mutants.grants import grants
from mutants.headings import headings
from mutants.moves import MOVES
from mutants.places import places
from mutants.values import BINDING, Mutant, Page, Statement, edited


def weakenings(page: Page) -> Iterator[Mutant]:
    """The mutants of a page that bind the agent less, or let it do more, than the page does."""
    yield from grants(page)
    if not page.is_yaml:
        yield from headings(page)
        yield from places(page)
    for statement in page.statements:
        if statement.kinds & BINDING and "permit" not in statement.polarities:
            yield from _reworded(page, statement)
            yield from _moved(page, statement)


def _reworded(page: Page, statement: Statement) -> Iterator[Mutant]:
    if page.is_yaml and not _is_block(page, statement):
        return
    for name, operator in (FORCE | EXTENT | BOUNDS | APPROVALS | CHECKS).items():
        new = operator(statement)
        if new is not None and new != statement.text:
            text = edited(page.text, statement.start, statement.end, new)
            yield Mutant(page.path, statement.line, name, statement.text, new, text)


def _is_block(page: Page, statement: Statement) -> bool:
    """Whether words can be changed without a thought for the syntax of YAML around them."""
    line = page.text[: statement.start].rpartition("\n")[2]
    return "[" not in line and "{" not in line


def _moved(page: Page, statement: Statement) -> Iterator[Mutant]:
    for name, move in MOVES.items():
        text = move(page, statement)
        if text is not None:
            yield Mutant(page.path, statement.line, name, statement.text, "", text)
