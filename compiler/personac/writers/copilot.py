"""GitHub Copilot custom agents: ``.github/agents/<name>.agent.md``."""

from personac.api import Artifact, Document, Emission, Outcome, Writer
from personac.identity import text_of
from personac.model import Field, Persona
from personac.tables.models import copilot_model
from personac.writers._grants import TOOL_FIELDS, grants
from personac.writers._identity import account_header, description, settings
from personac.writers._ledger import Ledger
from personac.writers._naming import NameRule, account_name, fitting_name
from personac.writers._prompt import prompt
from personac.writers._tool_names import Vocabulary, all_but_denied, listed
from personac.writers._yaml import frontmatter, scalar, sequence

TARGET = "copilot"
TITLE = "GitHub Copilot"
_NAMES = NameRule(
    ascii_only=True,
    reserved=frozenset(
        {"code-review", "explore", "general-purpose", "research", "security-review", "task"}
    ),
)
_SWITCHES = frozenset({"disable-model-invocation", "user-invocable"})


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = prompt(persona, ledger)
    name = fitting_name(persona, _NAMES)
    entries = [("name", scalar(name)), ("description", scalar(description(persona)))]
    entries += _tools(persona, ledger)
    entries += settings(persona, ledger, _setting)
    account_name(persona, name, ledger, TITLE)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, TITLE, _SWITCHES)
    artifact = Artifact(f".github/agents/{name}.agent.md", f"{frontmatter(entries)}\n{body}")
    return Outcome(
        Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried, losses=ledger.losses)
    )


def _mcp(server: str, tool: str) -> str | None:
    """The client names servers one by one."""
    return None if server == "*" else f"{server}/{tool}"


_VOCABULARY = Vocabulary(client=TARGET, title=TITLE, mcp=_mcp)


def _tools(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    """No list grants everything, an empty one nothing."""
    found = grants(persona)
    names = listed(found, _VOCABULARY, ledger)
    if names is None:
        names = all_but_denied(found, _VOCABULARY, ledger)
    return [] if names is None else [("tools", sequence(names))]


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    if field.kind == "model":
        model = copilot_model(text)
        return ("model", scalar(model)) if model else None
    return (field.key, text) if field.key in _SWITCHES and text in ("true", "false") else None


WRITER = Writer(
    name=TARGET,
    version=1,
    title="GitHub Copilot agents",
    write=write,
    schema="targets/copilot.schema.json",
)
