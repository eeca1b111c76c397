"""The emitted agent files, read with nothing but a YAML and a TOML parser.

They are those under dist/; a target that is not there is built from personas/ into a folder that
the test run throws away.
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DIST = Path(os.environ.get("PERSONAC_DIST") or ROOT / "dist")
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
        committed = DIST / self.key
        return committed if committed.is_dir() else build(ROOT) / self.key

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


def build(project: Path) -> Path:
    """Build all targets of this module from a project's personas; return where they are."""
    return build_targets(project, *(target.key for target in TARGETS))


@cache
def build_targets(project: Path, *names: str) -> Path:
    """Build these targets from a project's personas; return where they are."""
    out = throwaway()
    targets = [word for name in names for word in ("--target", name)]
    options = ["--no-cache", "--out", str(out), *targets]
    done = subprocess.run(
        [sys.executable, "-m", "personac", "build", *options],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT / "compiler")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ValueError(f"personac build: {done.stdout}{done.stderr}")
    return out


def throwaway() -> Path:
    """Make a folder that is gone when the test run ends."""
    place = tempfile.TemporaryDirectory(prefix="personac-emitted-")
    atexit.register(place.cleanup)
    return Path(place.name)


CLAUDE_CODE = Target("claude-code", ".claude/agents", ".md", read_markdown)
CODEX = Target("codex", ".codex/agents", ".toml", read_toml)
COPILOT = Target("copilot", ".github/agents", ".agent.md", read_markdown)
GEMINI = Target("gemini", ".gemini/agents", ".md", read_markdown)
OPENCODE = Target("opencode", ".opencode/agents", ".md", read_markdown)
QWEN = Target("qwen", ".qwen/agents", ".md", read_markdown)
TARGETS = (CLAUDE_CODE, CODEX, COPILOT, GEMINI, OPENCODE, QWEN)
