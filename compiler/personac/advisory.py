"""How many mandates and gates of each persona a target only says in words."""

from collections.abc import Iterator, Mapping, Sequence

from personac import driver
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.matrix import matrix
from personac.model import evolve
from personac.report.matrix import PROSE, Row
from personac.report.placed import ordered, placed
from personac.source import Source, Span

CODE = "TGT005"


def with_advice(built: driver.Built) -> driver.Built:
    """What was built, with a hint for each persona and target that enforces not all of it."""
    rows: dict[str, list[Row]] = {}
    for row in matrix(built.compiled, built.hookless):
        rows.setdefault(row.persona, []).append(row)
    texts = built.sources
    found = (placed(_advice(rows.get(one.persona, ()), texts), texts, {}) for one in built.compiled)
    pairs = zip(built.compiled, found, strict=True)
    compiled = tuple(evolve(one, findings=ordered((*one.findings, *more))) for one, more in pairs)
    return evolve(built, compiled=compiled)


def _advice(rows: Sequence[Row], sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for at in range(len(rows[0].cells) if rows else 0):
        words = [row for row in rows if PROSE in row.cells[at].how]
        if words:
            yield _hint(rows, words, at, sources)


def _hint(
    rows: Sequence[Row], words: Sequence[Row], at: int, sources: Mapping[str, Source]
) -> Diagnostic:
    first = words[0]
    target = first.cells[at].target
    cells = [row.cells[at] for row in rows]
    held = sum(cell.enforced for cell in cells)
    needs = [cell.needs for cell in cells if cell.needs]
    more = "".join(f", {needs.count(one)} {one}" for one in dict.fromkeys(needs))
    return Diagnostic(
        code=CODE,
        name="advisory-only",
        severity=Severity.HINT,
        message=f"{target} enforces {held} of {len(rows)} mandates and gates of "
        f"`{first.persona}`{more}, {len(words)} in words only",
        why="the model reads them there, and nothing refuses what they forbid",
        help="see `personac report` for each of them with the reason",
        labels=(Label(_locator(first.at, sources), "the first of them"),),
    )


def _locator(at: str, sources: Mapping[str, Source]) -> Locator:
    """A place that is written ``path:line:column``, up to the end of its line."""
    path, *numbers = at.rsplit(":", 2)
    source = sources.get(path)
    if source is None or len(numbers) != 2:
        return Locator(path=at)
    line, column = map(int, numbers)
    start = source.line_starts[line - 1] + column - 1
    end = source.line_starts[line - 1] + len(source.line(line))
    return Locator(path=path, span=Span(start, end))
