"""GitHub Copilot custom agents: ``.github/agents/<name>.agent.md``, with a hook for commands."""

from functools import partial

from personac.api import Writer
from personac.identity import text_of
from personac.model import Field
from personac.tables.models import copilot_model
from personac.writers._agent_file import AgentFile, emit, only_grants
from personac.writers._copilot_hooks import enforced, share
from personac.writers._naming import NameRule
from personac.writers._prompt import prompt
from personac.writers._tool_names import Vocabulary
from personac.writers._yaml import scalar

TARGET = "copilot"
_NAMES = NameRule(
    ascii_only=True,
    reserved=frozenset(
        {"code-review", "explore", "general-purpose", "research", "security-review", "task"}
    ),
)
_SWITCHES = frozenset({"disable-model-invocation", "user-invocable"})


def _mcp(server: str, tool: str) -> str | None:
    """The client names servers one by one."""
    return None if server == "*" else f"{server}/{tool}"


_TOOLS = Vocabulary(client=TARGET, title="GitHub Copilot", mcp=_mcp)


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    if field.kind == "model":
        model = copilot_model(text)
        return ("model", scalar(model)) if model else None
    return (field.key, text) if field.key in _SWITCHES and text in ("true", "false") else None


_FORM = AgentFile(
    path=".github/agents/{}.agent.md",
    names=_NAMES,
    tools=_TOOLS,
    prompt=prompt,
    choose=partial(only_grants, _TOOLS),
    setting=_setting,
    known=_SWITCHES,
    project=enforced,
    why_not="Copilot's hook of a project sees commands and not which agent runs them",
)
WRITER = Writer(
    name=TARGET,
    version=1,
    title="GitHub Copilot agents",
    write=partial(emit, _FORM),
    schema="targets/copilot.schema.json",
    share=share,
)
