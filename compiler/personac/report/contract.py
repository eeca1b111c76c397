"""The contract of a persona as rows: every mandate, gate and metric, in document order."""

from collections.abc import Iterable
from typing import TypedDict

from personac.api import Document
from personac.codec import to_json
from personac.contract import Normal, Scope, Threshold, normal
from personac.diagnostics import Locator
from personac.model import Contract, Gate, Mandate, Modality, Polarity, Stating, clauses
from personac.report.locate import Place, locate, whole
from personac.report.summary import plural
from personac.report.visible import json_guarded, pad, path, short, width

KINDS = ("mandate", "gate", "metric")


class Row(TypedDict):
    """One clause with its normal form; ``polarity``, ``modality`` and ``stated`` are those of a
    mandate, else null; a part of the form that the words do not state is empty.
    """

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
    source: str
    subject: str
    action: str
    object: str
    condition: str
    exception: str
    stage: str
    approver: str
    consequence: str
    blocking: bool
    criterion: str
    thresholds: tuple[Threshold, ...]
    scope: Scope
    actions: tuple[str, ...]
    persona: str


def rows(document: Document) -> tuple[Row, ...]:
    """A row for each mandate, gate and metric."""
    return tuple(
        _row(clause, normal(clause, _said(holder)), _place(holder, clause, document), document)
        for holder, clause in clauses(document.persona)
        if isinstance(clause, Contract)
    )


def _row(clause: Contract, form: Normal, at: Place, document: Document) -> Row:
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
        source=form.source,
        subject=form.subject,
        action=form.action,
        object=form.object,
        condition=form.condition,
        exception=form.exception,
        stage=form.stage,
        approver=form.approver,
        consequence=form.consequence,
        blocking=form.blocking,
        criterion=form.criterion,
        thresholds=form.thresholds,
        scope=form.scope,
        actions=form.actions,
        persona=document.persona.id,
    )


def _said(holder: Stating) -> str:
    """All that a node says, its label first."""
    parts = (getattr(holder, name, None) for name in ("label", "title", "text"))
    return ": ".join(part for part in parts if part)


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
    """For people: the clauses grouped by kind, each with its force and its place; those of a file
    that several personas build on stand there once.
    """
    in_order = tuple({(_where(row), row["kind"], row["text"]): row for row in found}.values())
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
