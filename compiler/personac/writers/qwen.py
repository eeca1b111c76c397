"""Qwen Code subagents: ``.qwen/agents/<name>.md``, with settings for what they must not do."""

import re
from functools import partial

from personac.api import LossKind, Writer
from personac.identity import text_of
from personac.model import Field, Persona
from personac.tables.models import model_of
from personac.writers._agent_file import AgentFile, Tools, emit
from personac.writers._grants import Grants
from personac.writers._ledger import Ledger
from personac.writers._lines import Line
from personac.writers._naming import NameRule
from personac.writers._prompt import prompt, without_placeholders
from personac.writers._qwen_settings import enforced, hooks, share
from personac.writers._tool_names import Forbidden, Vocabulary, denials, listed
from personac.writers._yaml import nested, scalar

TARGET = "qwen"
TITLE = "Qwen Code"
SHORTEST_PROMPT = 10
NOTHING = ["none"]
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
# Not `bypassPermissions`: what a user spares one client is not taken from another.
_MODES = {
    "default": "default",
    "plan": "plan",
    "acceptEdits": "auto-edit",
    "dontAsk": "default",
    "auto": "auto",
}


def _prompt(persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    _say_what_differs(persona, ledger)
    body = prompt(persona, ledger, SHORTEST_PROMPT)
    return without_placeholders(body, persona, ledger, TITLE)


def _mcp(server: str, tool: str) -> str | None:
    if server == "*":
        return None
    return f"mcp__{server}__{tool}" if tool != "*" else f"mcp__{server}"


_TOOLS = Vocabulary(
    client=TARGET, title=TITLE, mcp=_mcp, beyond=frozenset({"ask_user_question", "todo_write"})
)


def _choose(found: Grants, ledger: Ledger, banned: Forbidden) -> Tools:
    """``tools`` when the persona states a list, else ``disallowedTools``; never both."""
    names = listed(found, _TOOLS, ledger, banned)
    if names is not None:
        return {"tools": names or NOTHING}
    denied = denials(found, _TOOLS, ledger, banned)
    return {"disallowedTools": denied} if denied else {}


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
        case "hooks" if isinstance(field.value, dict) and field.source:
            return "hooks", nested(field.source)
    kind = field.kind if field.kind != "other" else field.key
    accepts = _ACCEPTED.get(kind)
    return (_SPELLING.get(kind, kind), text) if accepts and accepts.fullmatch(text) else None


def _say_what_differs(persona: Persona, ledger: Ledger) -> None:
    """Of settings that are written, what the client does in another way."""
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        if field.kind == "permission-mode" and text_of(field.value) == "dontAsk":
            detail = f"{TITLE} has no mode that refuses what it would ask for; it asks"
            ledger.lose(field, LossKind.APPROXIMATED, detail)
        elif field.kind == "hooks" and isinstance(field.value, dict):
            detail = f"{TITLE} tells a hook its own names of tools, such as `run_shell_command`"
            ledger.lose(field, LossKind.APPROXIMATED, detail)


_FORM = AgentFile(
    path=".qwen/agents/{}.md",
    names=_NAMES,
    tools=_TOOLS,
    prompt=_prompt,
    choose=_choose,
    setting=_setting,
    known=frozenset({*_ACCEPTED, "permission-mode"}),
    project=enforced,
    why_not="Qwen Code has no tool that does it, or the persona's own hooks stand in the way",
    hooks=hooks,
)
WRITER = Writer(
    name=TARGET,
    version=1,
    title="Qwen Code subagents",
    write=partial(emit, _FORM),
    schema="targets/qwen.schema.json",
    share=share,
)
