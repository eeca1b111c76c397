"""Qwen Code subagents: ``.qwen/agents/<name>.md``."""

import re

from personac.api import Artifact, Document, Emission, LossKind, Outcome, Writer
from personac.identity import text_of
from personac.model import Field, Persona
from personac.tables.models import model_of
from personac.writers._grants import TOOL_FIELDS, grants
from personac.writers._identity import account_header, description, settings
from personac.writers._ledger import Ledger
from personac.writers._naming import NameRule, account_name, fitting_name
from personac.writers._prompt import prompt, without_placeholders
from personac.writers._tool_names import Vocabulary, denials, listed
from personac.writers._yaml import frontmatter, nested, scalar, sequence

TARGET = "qwen"
TITLE = "Qwen Code"
SHORTEST_PROMPT = 10
NOTHING = ("none",)
"""An empty list would grant every tool, so the list names one that there is not."""
_NAMES = NameRule(
    reserved=frozenset("self system user model tool config default main fork".split()),
    shortest=2,
    longest=50,
)
_ACCEPTED = {
    "color": re.compile("red|blue|green|yellow|purple|orange|pink|cyan|auto"),
    "max-turns": re.compile("[1-9][0-9]{0,8}"),
    "background": re.compile("true|false"),
    "approvalMode": re.compile("plan|default|auto-edit|auto|yolo|bubble"),
}
_SPELLING = {"max-turns": "maxTurns"}
_MODES = {
    "default": "default",
    "plan": "plan",
    "acceptEdits": "auto-edit",
    "dontAsk": "default",
    "bypassPermissions": "yolo",
    "auto": "auto",
}


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = prompt(persona, ledger, SHORTEST_PROMPT)
    body = without_placeholders(body, persona, ledger, TITLE)
    name = fitting_name(persona, _NAMES)
    entries = [("name", scalar(name)), ("description", scalar(description(persona)))]
    entries += _tools(persona, ledger)
    entries += settings(persona, ledger, _setting)
    _say_weaker_mode(persona, ledger)
    account_name(persona, name, ledger, TITLE)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, TITLE, frozenset({*_ACCEPTED, "permission-mode"}))
    artifact = Artifact(f".qwen/agents/{name}.md", f"{frontmatter(entries)}\n{body}")
    return Outcome(
        Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried, losses=ledger.losses)
    )


def _mcp(server: str, tool: str) -> str | None:
    if server == "*":
        return None
    return f"mcp__{server}__{tool}" if tool != "*" else f"mcp__{server}"


_VOCABULARY = Vocabulary(
    client=TARGET, title=TITLE, mcp=_mcp, beyond=frozenset({"ask_user_question", "todo_write"})
)


def _tools(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    """``tools`` when the persona states a list, else ``disallowedTools``; never both."""
    found = grants(persona)
    names = listed(found, _VOCABULARY, ledger)
    if names is not None:
        return [("tools", sequence(names or NOTHING))]
    denied = denials(found, _VOCABULARY, ledger)
    return [("disallowedTools", sequence(denied))] if denied else []


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    match field.kind:
        case "model":
            model = model_of(text, "qwen")
            return ("model", scalar(model)) if model else None
        case "permission-mode" if text in _MODES:
            return "approvalMode", _MODES[text]
        case "mcp-servers" if isinstance(field.value, dict) and field.source:
            return "mcpServers", nested(field.source)
    kind = field.kind if field.kind != "other" else field.key
    accepts = _ACCEPTED.get(kind)
    return (_SPELLING.get(kind, kind), text) if accepts and accepts.fullmatch(text) else None


def _say_weaker_mode(persona: Persona, ledger: Ledger) -> None:
    modes = (f for f in persona.header if isinstance(f, Field) and f.kind == "permission-mode")
    for field in modes:
        if text_of(field.value) == "dontAsk":
            detail = f"{TITLE} has no mode that refuses what it would ask for; it asks"
            ledger.lose(field, LossKind.APPROXIMATED, detail)


WRITER = Writer(
    name=TARGET,
    version=1,
    title="Qwen Code subagents",
    write=write,
    schema="targets/qwen.schema.json",
)
