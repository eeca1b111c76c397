"""TLS006: a step runs a command, and no tool can run it."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import AnyNode, Code, Effect, Item, Step, Text, placed
from personac.rules.tools._grants import granted
from personac.tables.tools import canonical_tools, is_mcp

_PROGRAMS = (
    r"git|gh|npm|npx|pnpm|yarn|bun|node|deno|python3?|pytest|pip3?|uv|poetry|ruff|mypy|go|cargo|make|mvn|"
    r"gradle|\./gradlew|dotnet|docker|kubectl|helm|terraform|aws|gcloud|az|curl|wget|psql|bundle|rake|"
    r"composer|php|swift|flutter|eslint|tsc|jest|vitest|playwright|bash|sh|grep|rg|find|ls|cat|jq"
)
_RUNS = re.compile(
    rf"\b(?:run|execute|invoke|call|start|launch"
    rf"|use)\b[^`.\n]{{0,40}}`(?P<command>(?:{_PROGRAMS})(?: [^`\n]+)?)`",
    re.IGNORECASE,
)
_NOT_ITSELF = re.compile(
    r"\b(?:ask|tell|suggest|recommend|advise|instruct|remind|user|they|developer|operator"
    r"|if available|"
    r"never|not|avoid|would|could|may|e\.g\.|example|such as|like|hand ?off|delegate|propose"
    r"|report|"
    r"document|output|template)\b|n['’]t\b",
    re.IGNORECASE,
)
_SWITCHES = frozenset({"*", "all", "true", "inherit"})
_OTHERS = frozenset({"delegate", "skill", "claude-only"})


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    tools = [tool for _, tool in granted(persona) if tool.effect is not Effect.DENY]
    if not tools or _may_run([tool.name for tool in tools]):
        return
    for node, above in placed(persona):
        if match := _command(node, above):
            yield _finding(node, match["command"])
            return


def _may_run(names: list[str]) -> bool:
    """Whether some tool runs commands, or may do so by another agent or a server."""
    return any(
        name.lower() in _SWITCHES
        or is_mcp(name)
        or not canonical_tools(name)
        or "shell" in canonical_tools(name)
        or _OTHERS.intersection(canonical_tools(name))
        for name in names
    )


def _command(node: AnyNode, above: tuple[AnyNode, ...]) -> re.Match[str] | None:
    steps = [n for n in (*above, node) if isinstance(n, Step) or getattr(n, "ordinal", None)]
    if not steps or isinstance(node, Code) or not isinstance(node, Item | Text | Step):
        return None
    match = _RUNS.search(node.text)
    return None if match is None or _NOT_ITSELF.search(node.text.split("`")[0]) else match


def _finding(node: AnyNode, command: str) -> Finding:
    program = command.split(" ", maxsplit=1)[0]
    return Finding(
        message=f"a step runs `{command[:60]}`, but no granted tool runs commands",
        help=f"grant it, as `Bash({program}:*)`, or take the command out of the step",
        labels=(Label(Locator(node=node.id, needle=command)),),
    )


RULE = Rule(
    code="TLS006",
    name="missing-tool",
    severity=Severity.WARNING,
    why="the agent cannot do the step: it skips it, or makes up what the command would say",
    check=check,
)
