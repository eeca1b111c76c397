"""Personas with tool lists of every shape, and what each client must offer their agents.

`...` stands for all that the session itself offers, so that a missing limit shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import EllipsisType

from .emitted import Agent, Target, build, throwaway

Tools = Collection[str] | EllipsisType
SHELL = ("bash", "read_bash", "stop_bash", "list_bash")


@dataclass(frozen=True)
class Shape:
    """One tool list as it is stated, and what must be offered for it."""

    stated: str
    copilot: Tools
    gemini: Tools
    qwen: Tools
    without: bool = False  # the tools are those that must be missing


SHAPES = {
    "no-list": Shape("model: claude-sonnet-4-5", ..., ..., ...),
    "no-tools": Shape("tools: []", (), (), ()),
    "reader": Shape(
        "tools: Read, Grep, Glob",
        ("view", "grep", "glob"),
        ("read_file", "grep_search", "glob"),
        ("read_file", "grep_search", "glob"),
    ),
    "grep-only": Shape("tools: [Grep]", ("grep",), ("grep_search",), ("grep_search",)),
    "half-editor": Shape(
        "tools: [Read, Edit]", ("view",), ("read_file", "replace"), ("read_file", "edit")
    ),
    "editor": Shape(
        "tools: [Edit, Write, Bash]",
        ("edit", "create", *SHELL),
        ("replace", "write_file", "run_shell_command"),
        ("edit", "write_file", "run_shell_command"),
    ),
    "patterns-only": Shape("tools: Bash(git log:*)", (), (), ()),
    "some-patterns": Shape(
        "tools: Read, Bash(git log:*)", ("view",), ("read_file",), ("read_file",)
    ),
    "unknown-tools": Shape("tools: [Frobnicate]", (), (), ()),
    "denies": Shape(
        "disallowedTools: Write, Bash(git push:*)",
        ("create", "edit", *SHELL),
        ("write_file", "run_shell_command"),
        ("write_file", "run_shell_command"),
        without=True,
    ),
    "asks": Shape(
        "tools: [Read, Bash]\npermission: {bash: ask}", ("view",), ("read_file",), ("read_file",)
    ),
}
ODD = {
    "task": "Do not touch ${HOME} or $(pwd).",
    "generalist": "Keep `{{name}}`, @README.md and !{ls}.",
    "main": "Use $ARGUMENTS as it is.",
    "fork": "Stay.",
    "日本": "Write ${QUERY}.\n\n---\n\nThe end.",
}
"""Names and words that some client reserves or would expand."""


LENIENT = '[lint]\nignore = ["IDN005", "TLS001", "TLS003"]\n'


@cache
def agents_of(target: Target) -> dict[str, Agent]:
    """Build the personas of every shape; return the agents by the names of their personas."""
    folder = build(_project()) / target.key / target.folder
    found = (target.read(path) for path in sorted(folder.iterdir()))
    return {agent.description.removeprefix("The agent "): agent for agent in found}


@cache
def _project() -> Path:
    texts = [_text(name, shape.stated, "Work.") for name, shape in SHAPES.items()]
    texts += [_text(name, "model: inherit", body) for name, body in ODD.items()]
    folder = throwaway()
    (folder / "personac.toml").write_text(LENIENT, encoding="utf-8")
    (folder / "personas").mkdir()
    for number, text in enumerate(texts):
        (folder / "personas" / f"p{number}.md").write_text(text, encoding="utf-8")
    return folder


def _text(name: str, stated: str, body: str) -> str:
    return f"---\nname: {name}\ndescription: The agent {name}\n{stated}\n---\n{body}\n"


def is_due(offered: set[str], shape: Shape, client: str, session: set[str]) -> bool:
    """Whether a client offers an agent exactly what its persona grants."""
    due: Tools = getattr(shape, client)
    if isinstance(due, EllipsisType):
        return offered == session
    return bool(offered) and not offered & set(due) if shape.without else offered == set(due)
