"""Gemini CLI subagents: ``.gemini/agents/<name>.md``."""

import re

from personac.api import Artifact, Document, Emission, Outcome, Writer
from personac.identity import text_of
from personac.model import Field, Persona
from personac.tables.models import model_of
from personac.writers._grants import TOOL_FIELDS, grants
from personac.writers._identity import account_header, description, settings
from personac.writers._ledger import Ledger
from personac.writers._naming import NameRule, account_name, fitting_name
from personac.writers._prompt import prompt, without_placeholders
from personac.writers._tool_names import Vocabulary, all_but_denied, listed
from personac.writers._yaml import frontmatter, scalar, sequence

TARGET = "gemini"
TITLE = "Gemini CLI"
_NAMES = NameRule(ascii_only=True, reserved=frozenset({"generalist"}))
# Settings of the client by the kind or key of the header field, with the values it accepts.
_ACCEPTED = {
    "temperature": re.compile(r"[01](?:\.\d+)?|2(?:\.0+)?"),
    "max-turns": re.compile("[1-9][0-9]{0,8}"),
    "timeout_mins": re.compile("[1-9][0-9]{0,8}"),
}
_SPELLING = {"max-turns": "max_turns"}
_SERVER = re.compile(r"[a-z0-9.:-]+", re.IGNORECASE)
_TOOL = re.compile(r"\*|[a-z0-9.:-][a-z0-9_.:-]*", re.IGNORECASE)


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = without_placeholders(prompt(persona, ledger), persona, ledger, TITLE)
    name = fitting_name(persona, _NAMES)
    entries = [("name", scalar(name)), ("description", scalar(description(persona)))]
    entries += _tools(persona, ledger)
    entries += settings(persona, ledger, _setting)
    account_name(persona, name, ledger, TITLE)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, TITLE, frozenset(_ACCEPTED))
    artifact = Artifact(f".gemini/agents/{name}.md", f"{frontmatter(entries)}\n{body}")
    return Outcome(
        Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried, losses=ledger.losses)
    )


def _mcp(server: str, tool: str) -> str | None:
    """The client takes the first ``_`` for the end of the server's name."""
    if server == "*":
        return "mcp_*" if tool == "*" else None
    fits = _SERVER.fullmatch(server) and _TOOL.fullmatch(tool)
    return f"mcp_{server}_{tool}" if fits else None


_VOCABULARY = Vocabulary(
    client=TARGET, title=TITLE, mcp=_mcp, keeps=True, beyond=frozenset({"invoke_agent"})
)


def _tools(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    """No list grants everything, an empty one nothing; an unknown name is refused."""
    found = grants(persona)
    names = listed(found, _VOCABULARY, ledger)
    if names is None:
        names = all_but_denied(found, _VOCABULARY, ledger)
    return [] if names is None else [("tools", sequence(names))]


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    if field.kind == "title":
        return "display_name", scalar(text)
    if field.kind == "model":
        model = model_of(text, "google")
        return ("model", scalar(model)) if model else None
    kind = field.kind if field.kind != "other" else field.key
    accepts = _ACCEPTED.get(kind)
    return (_SPELLING.get(kind, kind), text) if accepts and accepts.fullmatch(text) else None


WRITER = Writer(
    name=TARGET,
    version=1,
    title="Gemini CLI subagents",
    write=write,
    schema="targets/gemini.schema.json",
)
