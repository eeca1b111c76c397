"""Each line of a persona that may state a threshold, as a statement."""

from collections.abc import Iterator

from personac.model import (
    Contract,
    Item,
    Metric,
    Persona,
    Placed,
    Row,
    Section,
    Stating,
    Step,
    Table,
    Text,
    placed,
)
from personac.rules.mandates._statements import Statement

_EXCLUDED = frozenset({"examples", "triggers", "history", "output"})


def lines(persona: Persona) -> Iterator[Statement]:
    """The gates, metrics and mandates; and every other entry of a list, cell of a table, step or
    labelled text with a number, as a metric.
    """
    for one in placed(persona):
        if isinstance(one.node, Row):
            yield from _cells(one)
        elif isinstance(one.node, Stating):
            own = {
                clause.text: Statement(clause, one.node, one.above)
                for clause in reversed(one.node.clauses)
                if isinstance(clause, Contract)
            }
            yield from reversed(own.values())
            if not own and not is_excluded(one):
                yield from _line(one)


def is_declared(statement: Statement) -> bool:
    """Whether the contract has it, and not only its line a number."""
    return any(isinstance(one, Contract) for one in statement.node.clauses)


def is_excluded(one: Placed) -> bool:
    """Whether it stands in an example or the like, which binds nobody."""
    return any(isinstance(node, Section) and node.kind in _EXCLUDED for node in one.above)


def _line(one: Placed) -> Iterator[Statement]:
    node = one.node
    match node:
        case Step():
            texts: tuple[str, ...] = (node.title, node.text)
        case Item():
            texts = (node.text,)
        case Text() if node.label:
            texts = (node.text,)
        case _:
            return
    for text in texts:
        if any(map(str.isdigit, text)):
            yield Statement(Metric(id=node.id, text=text), node, one.above)


def _cells(one: Placed) -> Iterator[Statement]:
    """What a table states: the first cell or the title of the column, then the number."""
    row, table = one.node, one.above[-1] if one.above else None
    if not isinstance(row, Row) or is_excluded(one):
        return
    header = table.header if isinstance(table, Table) else ()
    for at, cell in enumerate(row.cells):
        if any(map(str.isdigit, cell)):
            named = row.cells[0] if at else (header[0] if header else "")
            yield Statement(Metric(id=row.id, text=f"{named} {cell}"), row, one.above)
