"""The agent files under dist/, read with nothing but a YAML and a TOML parser."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DIST = Path(os.environ.get("PERSONAC_DIST") or Path(__file__).resolve().parents[2] / "dist")
DOCUMENT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Agent:
    """What one emitted file says; `body` is the text that a model is to get."""

    path: Path
    name: str
    description: str
    body: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """Where a target's agent files are and how one is read."""

    key: str
    folder: str
    suffix: str
    read: Callable[[Path], Agent]

    @property
    def root(self) -> Path:
        return DIST / self.key

    def paths(self) -> list[Path]:
        return sorted((self.root / self.folder).rglob(f"*{self.suffix}"))

    def agents(self) -> list[Agent]:
        return [self.read(path) for path in self.paths()]


def read_markdown(path: Path) -> Agent:
    found = DOCUMENT.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path} has no frontmatter")
    fields = yaml.safe_load(found["front"])
    name = fields.get("name", path.stem)
    return Agent(path, name, fields["description"], found["body"].strip(), fields)


def read_toml(path: Path) -> Agent:
    fields = tomllib.loads(path.read_text(encoding="utf-8"))
    instructions = fields["developer_instructions"]
    return Agent(path, fields["name"], fields["description"], instructions, fields)


CLAUDE_CODE = Target("claude-code", ".claude/agents", ".md", read_markdown)
CODEX = Target("codex", ".codex/agents", ".toml", read_toml)
OPENCODE = Target("opencode", ".opencode/agents", ".md", read_markdown)
