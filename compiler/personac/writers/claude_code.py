"""Claude Code subagents: ``.claude/agents/<name>.md``."""

from personac.api import Artifact, Document, Emission, LossKind, Outcome, Writer
from personac.identity import text_of
from personac.model import Field, Persona, ToolGrant
from personac.tables.tools import canonical_tool, is_mcp, spelling, vocabularies
from personac.writers._grants import TOOL_FIELDS, Grants, grants, written
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._markdown import render
from personac.writers._yaml import frontmatter, nested, scalar

TARGET = "claude-code"
_COLORS = frozenset("red blue green yellow purple orange pink cyan".split())
_MODES = frozenset("acceptEdits auto default dontAsk manual plan bypassPermissions".split())
_EFFORTS = frozenset("low medium high xhigh max".split())
_MODELS = ("inherit", "fable", "opus", "sonnet", "haiku", "opusplan")


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona.body, ledger)
    entries = [("name", scalar(persona.id)), ("description", scalar(description(persona)))]
    entries += _tools(persona, ledger)
    entries += _settings(persona, ledger)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, "Claude Code")
    path = f".claude/agents/{persona.id}.md"
    artifact = Artifact(path, f"{frontmatter(entries)}\n{body}")
    return Outcome(
        Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried, losses=ledger.losses)
    )


def _tools(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    """``tools`` when the persona states a list, else ``disallowedTools``; never both, because
    loaders differ in what both together mean.
    """
    found = grants(persona)
    if found.allowed is None:
        return _denied(found, ledger)
    names = list(dict.fromkeys(name for g in found.allowed if (name := _allowed(g, ledger))))
    denied = _denied(found, ledger)
    if "*" in names:
        return denied
    off = {_native(grant) for grant in found.denied}
    names = [name for name in names if name not in off]
    return [("tools", ", ".join(names) if names else "[]")]


def _denied(found: Grants, ledger: Ledger) -> list[tuple[str, str]]:
    names: list[str] = []
    for grant in found.denied:
        native = _native(grant)
        if native is None:
            ledger.lose(grant, LossKind.DROPPED, f"Claude Code has no tool for `{grant.name}`")
            continue
        ledger.carry(grant)
        if grant.pattern:
            detail = f"Claude Code reads `{written(grant)}` in an agent file as all of `{native}`"
            ledger.lose(grant, LossKind.APPROXIMATED, detail)
        names.append(native)
    return [("disallowedTools", ", ".join(dict.fromkeys(names)))] if names else []


def _allowed(grant: ToolGrant, ledger: Ledger) -> str | None:
    native = _native(grant)
    if grant.name == "*":
        ledger.carry(grant)
        return "*"
    if native is None:
        ledger.lose(grant, LossKind.WITHHELD, f"Claude Code has no tool for `{grant.name}`")
        return None
    if grant.pattern:
        detail = (
            f"an agent file cannot limit `{native}` to `{grant.pattern}`; granting all of it "
            "would widen the list"
        )
        ledger.lose(grant, LossKind.WITHHELD, detail)
        return None
    ledger.carry(grant)
    return native


def _native(grant: ToolGrant) -> str | None:
    """The client's own name for a tool of any vocabulary."""
    if "claude-code" in vocabularies(grant.name) or grant.name.startswith("mcp__"):
        return grant.name
    if is_mcp(grant.name):
        return None
    canonical = canonical_tool(grant.name)
    return spelling(canonical, TARGET) if canonical else None


def _settings(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        entry = _setting(field)
        if entry is not None:
            ledger.carry(field)
            entries.append(entry)
    return entries


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    match field.kind:
        case "model" if text in _MODELS or text.startswith("claude-"):
            return "model", scalar(text)
        case "color" if text in _COLORS:
            return "color", text
        case "permission-mode" if text in _MODES:
            return "permissionMode", text
        case "max-turns" if text.isdigit() and int(text) > 0:
            return "maxTurns", text
        case "skills":
            return "skills", scalar(text)
        case _ if field.key == "effort" and text in _EFFORTS:
            return "effort", text
        case _ if field.key == "memory" and text in ("user", "project", "local"):
            return "memory", text
        case _ if field.key == "background" and text in ("true", "false"):
            return "background", text
        case _ if field.key in ("hooks", "mcpServers") and isinstance(field.value, dict | tuple):
            return field.key, "\n" + nested(field.value)
        case _:
            return None


WRITER = Writer(name=TARGET, version=1, title="Claude Code subagents", write=write)
