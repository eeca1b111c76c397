"""Codex agent roles: ``.codex/agents/<name>.toml``, and rules for commands of the project."""

import json
import re

from personac.api import (
    Artifact,
    Document,
    Emission,
    Enforced,
    LossKind,
    Outcome,
    Prose,
    Writer,
)
from personac.identity import display_name, text_of
from personac.model import Field, Persona
from personac.tables.tools import canonical_tools
from personac.writers._codex_rules import enforced, share
from personac.writers._grants import Grants, grants, prose
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._markdown import render

TARGET = "codex"
_PROSE_ONLY = "Codex roles have no tool list; it is stated in prose only"
_CHANGING = frozenset({"edit", "write", "notebook", "shell"})
_EFFORTS = frozenset("none minimal low medium high xhigh max ultra".split())
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger) or f"You are the {display_name(persona)}.\n"
    found = grants(persona)
    limits = prose(found)
    if limits:
        body = f"{body}\n## Tools\n\n{limits}\n"
    lines = [
        f"name = {basic(persona.id)}",
        f"description = {basic(description(persona))}",
        *_settings(persona, ledger),
        *_sandbox(found),
        f"developer_instructions = {multiline(body)}",
    ]
    _tools(found, ledger)
    account_header(persona, ledger, frozenset({"name", "title", "description"}), "Codex")
    artifact = Artifact(f".codex/agents/{persona.id}.toml", "\n".join(lines) + "\n")
    answers = [(guard, enforced(guard)) for guard in document.guards]
    return Outcome(
        Emission(
            target=TARGET,
            artifacts=(artifact,),
            carried=ledger.carried,
            losses=ledger.losses,
            guards=tuple(guard for guard, one in answers if isinstance(one, Enforced)),
            enforced=tuple(one for _, one in answers if isinstance(one, Enforced)),
            prose=tuple(one for _, one in answers if isinstance(one, Prose)),
        )
    )


def _settings(persona: Persona, ledger: Ledger) -> list[str]:
    lines: list[str] = []
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        text = text_of(field.value)
        if field.kind == "model" and text.startswith(("gpt-", "o3", "o4", "codex-")):
            lines.append(f"model = {basic(text)}")
        elif field.key in ("effort", "model_reasoning_effort") and text in _EFFORTS:
            lines.append(f"model_reasoning_effort = {basic(text)}")
        else:
            continue
        ledger.carry(field)
    return lines


def _sandbox(found: Grants) -> list[str]:
    """Read-only when the persona's own list lets it change nothing; it can only narrow."""
    if found.allowed is None or found.everything:
        return []
    kinds = [canonical_tools(grant.name) for grant in found.allowed]
    changing = any(_CHANGING.intersection(kind) for kind in kinds)
    quiet = all(kinds) and not changing and not found.asked
    return ['sandbox_mode = "read-only"'] if quiet else []


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


def basic(text: str) -> str:
    """A one-line TOML string."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")


def multiline(text: str) -> str:
    """A multi-line TOML string; literal where the text allows it, else escaped."""
    if "'''" not in text and not text.endswith("'") and not _CONTROL.search(text):
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", escaped)
    return f'"""\n{escaped}"""'


WRITER = Writer(name=TARGET, version=2, title="Codex agent roles", write=write, share=share)
