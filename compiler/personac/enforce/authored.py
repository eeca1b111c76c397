"""Hooks that an author wrote into a persona: those that would never run, and what they call."""

import re
from collections.abc import Iterator

from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.enforce.shared import hook_calls
from personac.model import Field, NodeId, Persona
from personac.tables.tools import tool_names, vocabularies

_BEFORE_TOOLS = (
    *("PreToolUse", "PostToolUse", "PostToolUseFailure"),
    *("PermissionRequest", "PermissionDenied"),
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_SCRIPT = re.compile(r'"?\$\{?CLAUDE_PROJECT_DIR\}?"?/([\w.-]+(?:/[\w.-]+)*)')


def fields(persona: Persona) -> Iterator[Field]:
    for field in persona.header:
        if isinstance(field, Field) and field.kind == "hooks" and isinstance(field.value, dict):
            yield field


def scripts(persona: Persona) -> tuple[tuple[NodeId, str], ...]:
    """The scripts of the project that hooks run, each with the field that says so."""
    return tuple(
        dict.fromkeys(
            (field.id, path)
            for field in fields(persona)
            for _, command in hook_calls(field.value)
            for path in _SCRIPT.findall(command)
        )
    )


def unfired(persona: Persona, client: str) -> Iterator[Diagnostic]:
    """An error for each hook that waits for a tool which the client does not have."""
    known = [name for name in tool_names() if client in vocabularies(name)]
    for field in fields(persona):
        for event, value in field.value.items() if isinstance(field.value, dict) else ():
            for matcher in _matchers(value) if event in _BEFORE_TOOLS else ():
                names = _NAME.findall(matcher)
                if names and not any(_fires(name, known) for name in names):
                    yield _never(field.id, matcher)


def _matchers(value: object) -> Iterator[str]:
    return iter(dict.fromkeys(matcher for matcher, _ in hook_calls(value)))


def _fires(name: str, known: list[str]) -> bool:
    return name.startswith("mcp") or any(name in tool for tool in known)


def _never(node: NodeId, matcher: str) -> Diagnostic:
    return Diagnostic(
        code="ENF002",
        name="hook-never-runs",
        severity=Severity.ERROR,
        message=f"the hook for `{matcher[:60]}` never runs: no tool has this name",
        why="the client passes over a hook whose matcher matches nothing, and enforces nothing",
        help="write the name as the client does, such as `Bash` or `Edit|Write`",
        labels=(Label(Locator(node=node, needle=matcher)),),
    )


def missing(path: str, script: str) -> Diagnostic:
    """An error for a hook whose script is not in the project."""
    return Diagnostic(
        code="ENF002",
        name="hook-never-runs",
        severity=Severity.ERROR,
        message=f"a hook runs `{script[:80]}`, and the project has no such file",
        why="the client passes over a hook that it cannot start, and enforces nothing",
        help="add the script, or correct its path",
        labels=(Label(Locator(path=path)),),
    )
