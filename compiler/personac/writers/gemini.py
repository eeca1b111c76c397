"""Gemini CLI subagents: ``.gemini/agents/<name>.md``, with policies for what they must not do."""

import re
from collections.abc import Sequence
from functools import partial

from personac.api import Artifact, Guard, Writer
from personac.identity import text_of
from personac.model import Field, Persona
from personac.tables.models import model_of
from personac.writers._agent_file import AgentFile, emit, only_grants
from personac.writers._gemini_policies import enforced, policies
from personac.writers._ledger import Ledger
from personac.writers._lines import Line
from personac.writers._naming import NameRule, fitting_name
from personac.writers._prompt import prompt, without_placeholders
from personac.writers._tool_names import Vocabulary
from personac.writers._yaml import scalar

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


def _prompt(persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    return without_placeholders(prompt(persona, ledger), persona, ledger, TITLE)


def _mcp(server: str, tool: str) -> str | None:
    """The client takes the first ``_`` for the end of the server's name."""
    if server == "*":
        return "mcp_*" if tool == "*" else None
    fits = _SERVER.fullmatch(server) and _TOOL.fullmatch(tool)
    return f"mcp_{server}_{tool}" if fits else None


_TOOLS = Vocabulary(
    client=TARGET, title=TITLE, mcp=_mcp, keeps=True, beyond=frozenset({"invoke_agent"})
)


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


def _share(guards: Sequence[Guard]) -> tuple[Artifact, ...]:
    return policies(guards, [fitting_name(guard.persona, _NAMES) for guard in guards])


_FORM = AgentFile(
    path=".gemini/agents/{}.md",
    names=_NAMES,
    tools=_TOOLS,
    prompt=_prompt,
    choose=partial(only_grants, _TOOLS),
    setting=_setting,
    known=frozenset(_ACCEPTED),
    project=enforced,
    why_not="Gemini CLI has no tool that does it",
)
WRITER = Writer(
    name=TARGET,
    version=1,
    title="Gemini CLI subagents",
    write=partial(emit, _FORM),
    schema="targets/gemini.schema.json",
    share=_share,
)
