"""The tools that Claude Code must grant an agent, worked out from the agent's frontmatter."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from .emitted import Agent

ENTRY = re.compile(r"\s*([^,(]+)(?:\([^)]*\))?\s*,?")
SEARCH = {"Grep", "Glob"}  # offered to an agent that is not given Bash, which searches better
BASH_COMPANIONS = {"Monitor"}


def granted(agent: Agent, offered: AbstractSet[str]) -> set[str]:
    """Return what is granted of `offered`, the tools of a session without limits."""
    denied = _names(agent.fields.get("disallowedTools"))
    if "Bash" in denied:
        denied |= BASH_COMPANIONS
    return _allowed(agent, offered) - denied


def _allowed(agent: Agent, offered: AbstractSet[str]) -> set[str]:
    named = _names(agent.fields.get("tools"))
    if "tools" not in agent.fields or "*" in named:
        return set(offered)
    return named & (set(offered) if "Bash" in named else offered | SEARCH)


def _names(value: object) -> set[str]:
    """Return the bare tool names of a list or a comma-separated text."""
    entries = value if isinstance(value, list) else ENTRY.findall(str(value or ""))
    return {str(entry).partition("(")[0].strip() for entry in entries}
