"""Codex agent roles: ``.codex/agents/<name>.toml``, and rules for commands of the project."""

from collections.abc import Iterator

from personac.api import (
    Document,
    Emission,
    Enforced,
    LossKind,
    Outcome,
    Prose,
    Writer,
)
from personac.identity import text_of
from personac.model import Field, Persona
from personac.writers._codex_rules import enforced, share
from personac.writers._grants import Grants, changes_nothing, grants, prose
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._lines import Line, artifact, joined, keyed, tools_section
from personac.writers._prompt import prompt
from personac.writers._toml import basic, multiline

TARGET = "codex"
_PROSE_ONLY = "Codex roles have no tool list; it is stated in prose only"
_EFFORTS = frozenset("none minimal low medium high xhigh max ultra".split())


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = prompt(persona, ledger)
    found = grants(persona)
    limits = prose(found)
    if limits:
        body = (*body, *tools_section(limits, persona))
    settings = [
        ("name", basic(persona.id)),
        ("description", basic(description(persona))),
        *_settings(persona, ledger),
        *_sandbox(found),
    ]
    lines = [keyed(f"{key} = {value}", key, persona) for key, value in settings]
    _tools(found, ledger)
    account_header(persona, ledger, frozenset({"name", "title", "description"}), "Codex")
    file = artifact(f".codex/agents/{persona.id}.toml", [*lines, *_instructions(body)])
    answers = [(guard, enforced(guard)) for guard in document.guards]
    return Outcome(
        Emission(
            target=TARGET,
            artifacts=(file,),
            carried=ledger.carried,
            losses=ledger.losses,
            guards=tuple(guard for guard, one in answers if isinstance(one, Enforced)),
            enforced=tuple(one for _, one in answers if isinstance(one, Enforced)),
            prose=tuple(one for _, one in answers if isinstance(one, Prose)),
        )
    )


def _instructions(body: tuple[Line, ...]) -> Iterator[Line]:
    """The body as a multi-line string, which begins and ends on lines of its own."""
    first, *rest = f"developer_instructions = {multiline(joined(body))}".split("\n")
    mark = Line(first, made="string of the instructions")
    end = mark._replace(text=rest[-1])
    yield from (mark, *(Line(t, *b[1:]) for b, t in zip(body, rest[:-1], strict=True)), end)


def _settings(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        text = text_of(field.value)
        if field.kind == "model" and text.startswith(("gpt-", "o3", "o4", "codex-")):
            entries.append(("model", basic(text)))
        elif field.key in ("effort", "model_reasoning_effort") and text in _EFFORTS:
            entries.append(("model_reasoning_effort", basic(text)))
        else:
            continue
        ledger.carry(field)
    return entries


def _sandbox(found: Grants) -> list[tuple[str, str]]:
    """Read-only when the persona's own list lets it change nothing; it can only narrow."""
    return [("sandbox_mode", basic("read-only"))] if changes_nothing(found) else []


def _tools(found: Grants, ledger: Ledger) -> None:
    for field in found.fields:
        ledger.carry(field)
    for grant in (*(found.allowed or ()), *found.asked, *found.denied):
        ledger.carry(grant)
        if grant.name != "*":
            ledger.lose(grant, LossKind.UNENFORCED, _PROSE_ONLY)
    if found.allowed == ():
        field = found.fields[0]
        ledger.lose(field, LossKind.UNENFORCED, _PROSE_ONLY)


WRITER = Writer(name=TARGET, version=2, title="Codex agent roles", write=write, share=share)
