"""What enforces each mandate on each target: as text, as Markdown, as JSON.

A mandate that nothing enforces is prose only, with the reason; one that the target does not even
carry is lost.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from personac import codec
from personac.report.visible import short

PROSE = "prose only"
LOST = "lost"
EXCLUDED = "excluded"
"""The settings keep the persona from the target."""
MAX_TEXT = 160
_LEGEND = (
    "`deny`: the client refuses · `ask`: it asks first · `hook`: a script refuses or asks · "
    "`tool withheld`: the agent does not get the tool · `prose only`: the model reads it, nothing "
    "enforces it · `…, with --policy only`: so it does when its user passes the file, else "
    "it is prose · `lost`: the target does not carry it. A client refuses the commands and tools "
    "that the table of actions names; what does the same by another name is not held back."
)


class Cell(Struct, frozen=True, kw_only=True):
    """One mandate on one target: what is done, where, and what that leaves open; ``why`` it, or
    a part of it, is prose.  What only happens when the user asks the client for it ``needs`` that.
    """

    target: str
    how: tuple[str, ...]
    where: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    why: str = ""
    needs: str = ""

    @property
    def acts(self) -> bool:
        """Whether the target has a rule for it at all."""
        return self.how[0] not in (PROSE, LOST, EXCLUDED)

    @property
    def enforced(self) -> bool:
        return self.acts and not self.needs

    @property
    def shown(self) -> str:
        return " + ".join(self.how) + (" (in part)" if self.acts and self.why else "")


class Row(Struct, frozen=True, kw_only=True):
    persona: str
    id: str
    text: str
    at: str
    cells: tuple[Cell, ...]


def brief(rows: Sequence[Row]) -> str:
    """One line: how many mandates each target enforces; empty where none could be."""
    if not any(cell.acts for row in rows for cell in row.cells):
        return ""
    targets = [cell.target for cell in rows[0].cells]
    found = (f"{name} {_count(rows, at)}" for at, name in enumerate(targets))
    return f"enforced of {len(rows)} mandates and gates: {' · '.join(found)}"


def _count(rows: Sequence[Row], at: int) -> str:
    cells = [row.cells[at] for row in rows]
    needs = [cell.needs for cell in cells if cell.needs]
    more = (f"{needs.count(one)} {one}" for one in dict.fromkeys(needs))
    return " + ".join((str(sum(cell.enforced for cell in cells)), *more))


def places(rows: Sequence[Row]) -> Iterator[str]:
    """Each mandate that a target has a rule for, with that rule."""
    for row in rows:
        for cell in (cell for cell in row.cells if cell.acts):
            said = [*cell.limits, *([cell.why] if cell.why else [])]
            limits = f" ({'; '.join(said)})" if said else ""
            where = ", ".join(cell.where)
            yield f"{cell.target}: {row.at} {cell.shown} in {where}{limits}"


def as_json(rows: Sequence[Row]) -> str:
    """Schema ``personac/enforcement/1``."""
    return codec.to_pretty_json({"schema": "personac/enforcement/1", "mandates": rows})


def as_text(rows: Sequence[Row]) -> str:
    lines = [line for row in rows for line in _as_lines(row)]
    return "".join(f"{line}\n" for line in (*lines, brief(rows)) if line)


def _as_lines(row: Row) -> Iterator[str]:
    yield f"{row.at}: {short(row.text, MAX_TEXT)}"
    if len({(cell.how, cell.why) for cell in row.cells}) == 1 and not row.cells[0].acts:
        yield f"  {row.cells[0].how[0]} everywhere: {short(row.cells[0].why)}"
        return
    width = max((len(cell.target) for cell in row.cells), default=0)
    for cell in row.cells:
        said = "; ".join(part for part in (", ".join(cell.where), cell.why) if part)
        yield f"  {cell.target:<{width}}  {cell.shown}: {short(said)}"


def as_markdown(rows: Sequence[Row]) -> str:
    """The totals, what enforcement leaves open, and for each persona a table and its prose."""
    parts = ["# Enforcement", _LEGEND, _totals(rows), "\n".join(_limits(rows))]
    for persona in dict.fromkeys(row.persona for row in rows):
        own = [row for row in rows if row.persona == persona]
        parts += [f"## {_plain(persona)}", _table(own), "\n".join(_reasons(own))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _limits(rows: Sequence[Row]) -> Iterator[str]:
    """What the enforcement of a target leaves open, or whom else it binds; each said once."""
    cells = [cell for row in rows for cell in row.cells]
    for target, limit in sorted({(c.target, limit) for c in cells for limit in c.limits}):
        yield f"- {target}: {_plain(limit)}"


def _totals(rows: Sequence[Row]) -> str:
    if not rows:
        return "No persona has a mandate or gate."
    lines = ["| target | enforced | with an option only | prose only | lost |"]
    lines.append("| --- | --: | --: | --: | --: |")
    for at, cell in enumerate(rows[0].cells):
        found = [row.cells[at] for row in rows]
        lost = sum(one.how[0] == LOST for one in found)
        held = sum(one.enforced for one in found)
        optional = sum(bool(one.needs) for one in found)
        left = sum(one.how[0] == EXCLUDED for one in found)
        prose = len(found) - held - optional - lost - left
        lines.append(f"| {cell.target} | {held} | {optional} | {prose} | {lost} |")
    return "\n".join(lines)


def _table(rows: Sequence[Row]) -> str:
    targets = [cell.target for cell in rows[0].cells]
    lines = [f"| mandate | {' | '.join(targets)} |", f"| --- |{' --- |' * len(targets)}"]
    for row in rows:
        cells = " | ".join(cell.shown for cell in row.cells)
        lines.append(f"| {_plain(short(row.text, MAX_TEXT))} (`{row.at}`) | {cells} |")
    return "\n".join(lines)


def _reasons(rows: Sequence[Row]) -> Iterator[str]:
    """Why something is prose or lost, and where; what the targets differ in is said by target."""
    said: dict[str, list[str]] = {}
    for row in rows:
        whys = {cell.why for cell in row.cells}
        for cell in row.cells[: 1 if len(whys) == 1 else None]:
            if cell.why:
                target = "" if len(whys) == 1 else f"{cell.target}: "
                said.setdefault(f"{target}{_plain(cell.why)}", []).append(f"`{row.at}`")
    for why, places_of in said.items():
        yield f"- {why}: {', '.join(places_of)}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line of a table; code stays code."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(
        part.replace("|", "\\|") if at % 2 else re.sub(r"([\\|*_<>\[\]#])", r"\\\1", part)
        for at, part in enumerate(parts)
    )
