"""TLS003: a shell that is granted without saying for which commands."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Code, Effect, Field, Persona, ToolGrant, blocks
from personac.rules.tools._grants import granted, place
from personac.tables.tools import canonical_tool, vocabularies

_RESTRICTING = frozenset({"claude-code", "gemini", "opencode"})
_COMMANDS = frozenset(
    "git gh npm npx pnpm yarn bun node deno python python3 pytest pip uv ruff mypy go cargo make "
    "mvn gradle dotnet docker kubectl helm terraform aws gcloud az k6 locust curl psql bundle "
    "rake composer php swift flutter dart eslint tsc jest vitest playwright".split()
)
_COMMAND = re.compile(r"`([a-z][a-z0-9]+) [\w./-]|^\$? ?([a-z][a-z0-9]+) [\w./-]", re.MULTILINE)
_EVERYTHING = (None, "*", ":*", "**")
_MOST = 3


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    for field, tool in granted(persona):
        if _is_open_shell(tool) and not _limited(persona):
            yield Finding(
                message=f"`{tool.name}` is granted for every command",
                help=_advice(persona, tool.name),
                labels=(place(context, field, tool.name, "granted here"),),
            )
            return


def _is_open_shell(tool: ToolGrant) -> bool:
    if tool.effect is Effect.DENY or tool.pattern not in _EVERYTHING:
        return False
    restrictable = _RESTRICTING.intersection(vocabularies(tool.name))
    return bool(restrictable) and canonical_tool(tool.name) == "shell"


def _limited(persona: Persona) -> bool:
    """Whether another grant, a denial, a permission or a hook limits the shell."""
    for _, tool in granted(persona):
        limits = tool.effect is Effect.DENY or tool.pattern not in _EVERYTHING
        if limits and canonical_tool(tool.name) == "shell":
            return True
    fields = [node for node in persona.header if isinstance(node, Field)]
    return any(_limits(field) for field in fields)


def _limits(field: Field) -> bool:
    if field.kind == "hooks":
        return "PreToolUse" in field.value
    if field.kind != "permission" or not isinstance(field.value, dict):
        return False
    setting = field.value.get("bash", field.value.get("*"))
    actions = setting.values() if isinstance(setting, dict) else (setting,)
    return any(action in ("ask", "deny") for action in actions)


def _advice(persona: Persona, name: str) -> str:
    used = [f"`{name}({command}:*)`" for command in _commands(persona)]
    if used:
        return f"grant only the commands it runs: {', '.join(used)}"
    return f"grant only the commands it needs, such as `{name}(git log:*)`, or delete `{name}`"


def _commands(persona: Persona) -> list[str]:
    """The first few commands that the persona shows in code."""
    found: dict[str, None] = {}
    for node in blocks(persona):
        words = getattr(node, "text", "")
        if "`" in words or isinstance(node, Code):
            for match in _COMMAND.finditer(words):
                if (command := match[1] or match[2]) in _COMMANDS:
                    found[command] = None
    return list(found)[:_MOST]


RULE = Rule(
    code="TLS003",
    name="unrestricted-shell",
    severity=Severity.WARNING,
    why="a shell can do whatever the persona forbids in words: push, delete, upload",
    check=check,
)
