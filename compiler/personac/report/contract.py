"""The contract of a persona as rows: every mandate, gate and metric, in document order."""

from collections.abc import Iterable
from typing import TypedDict

from personac.api import Document
from personac.codec import to_json
from personac.diagnostics import Locator
from personac.model import Contract, Gate, Mandate, Modality, Polarity, Stating, clauses
from personac.report.locate import Place, locate, whole
from personac.report.summary import plural
from personac.report.visible import json_guarded, pad, path, short, width

KINDS = ("mandate", "gate", "metric")


class Row(TypedDict):
    """One clause; ``polarity``, ``modality`` and ``stated`` are those of a mandate, else null."""

    file: str
    line: int
    column: int
    kind: str
    polarity: str | None
    modality: str | None
    unless: bool
    threshold: str | None
    text: str
    id: str
    stated: str | None


def rows(document: Document) -> tuple[Row, ...]:
    """A row for each mandate, gate and metric."""
    return tuple(
        _row(clause, _place(holder, clause, document))
        for holder, clause in clauses(document.persona)
        if isinstance(clause, Contract)
    )


def _row(clause: Contract, at: Place) -> Row:
    mandate = clause if isinstance(clause, Mandate) else None
    return Row(
        file=at.path,
        line=at.start.line,
        column=at.start.column,
        kind=_kind(clause),
        polarity=str(mandate.polarity) if mandate else None,
        modality=str(mandate.modality) if mandate else None,
        unless=mandate is not None and mandate.unless is not None,
        threshold=clause.threshold,
        text=clause.text,
        id=clause.id,
        stated=str(mandate.stated) if mandate else None,
    )


def _kind(clause: Contract) -> str:
    if isinstance(clause, Mandate):
        return "mandate"
    return "gate" if isinstance(clause, Gate) else "metric"


def _place(holder: Stating, clause: Contract, document: Document) -> Place:
    sources = {source.path: source for source in document.sources}
    at = Locator(node=holder.id, needle=clause.text)
    return locate(at, sources, document.origins) or whole(document.sources[0].path)


def jsonl(found: Iterable[Row]) -> str:
    """One JSON object a line; a CI system reads no command in it."""
    return json_guarded("".join(f"{to_json(row).decode()}\n" for row in found))


def table(found: Iterable[Row]) -> str:
    """For people: the clauses grouped by kind, each with its force and its place."""
    in_order = tuple(found)
    groups = ((kind, [row for row in in_order if row["kind"] == kind]) for kind in KINDS)
    return "\n".join(_group(kind, group) for kind, group in groups if group)


def _group(kind: str, found: list[Row]) -> str:
    lines = [(_where(row), _force(row), short(row["text"])) for row in found]
    first, second = (max(width(line[n]) for line in lines) for n in (0, 1))
    body = (f"  {pad(where, first)}  {pad(how, second)}  {text}" for where, how, text in lines)
    head = plural(len(found), kind)
    return "".join(f"{line.rstrip()}\n" for line in (head, *body))


def _where(row: Row) -> str:
    return f"{path(row['file'])}:{row['line']}:{row['column']}"


def _force(row: Row) -> str:
    if row["kind"] != "mandate":
        return short(row["threshold"] or "-", 40)
    if row["polarity"] == Polarity.PERMIT:
        return "only" if row["modality"] == Modality.MUST else "may"
    words = [row["modality"] or ""]
    if row["polarity"] == Polarity.FORBID:
        words.append("not")
    return " ".join(words + ["unless"] * row["unless"])
