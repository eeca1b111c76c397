"""The emitted agent files, read with nothing but a YAML and a TOML parser.

They are those under dist/; a target that is not there is built from personas/ into a folder that
the test run throws away.
"""

from __future__ import annotations

import atexit
import json
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


def read_recipe(path: Path) -> Agent:
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    filled = {key: fields[key].replace("{{ '{' }}", "{") for key in ("description", "instructions")}
    body = filled["instructions"].strip()
    return Agent(path, path.stem, filled["description"], body, fields)


def read_json(path: Path) -> Agent:
    """One agent of a file, or, of a file of all, the first of them."""
    fields = json.loads(path.read_text(encoding="utf-8"))
    if "prompt" not in fields:
        name, fields = next(iter(fields.items()))
        fields = {"name": name, **fields}
    return Agent(path, fields["name"], fields["description"], fields["prompt"].strip(), fields)


def read_modes(path: Path) -> Agent:
    """The first mode of a file of all."""
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))["customModes"][0]
    body = fields["roleDefinition"].strip()
    return Agent(path, fields["slug"], fields["whenToUse"], body, fields)


@cache
def build(project: Path) -> Path:
    """Build all targets of this module from a project's personas; return where they are."""
    out = throwaway()
    targets = [word for target in TARGETS for word in ("--target", target.key)]
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
CLINE = Target("cline", ".cline/agents", ".yaml", read_markdown)
CURSOR = Target("cursor", ".cursor/agents", ".md", read_markdown)
DROID = Target("droid", ".factory/droids", ".md", read_markdown)
GOOSE = Target("goose", ".agents/agents", ".md", read_markdown)
KILO = Target("kilo", ".kilo/agents", ".md", read_markdown)
KIMI = Target("kimi", ".kimi-code/agents", ".md", read_markdown)
KIRO = Target("kiro", ".kiro/agents", ".md", read_markdown)
OUTPUT_STYLE = Target("claude-output-style", ".claude/output-styles", ".md", read_markdown)
PLUGIN = Target("claude-plugin", "agents", ".md", read_markdown)
SKILLS = Target("agent-skills", ".agents/skills", "SKILL.md", read_markdown)
AMP = Target("amp", ".agents/skills", "SKILL.md", read_markdown)
RECIPES = Target("goose-recipe", ".goose/recipes", ".yaml", read_recipe)
KIRO_JSON = Target("kiro-json", ".kiro/agents", ".json", read_json)
ROO = Target("roo", "", ".roomodes", read_modes)
AGENTS_JSON = Target("claude-agents-json", "", "agents.json", read_json)
FIRST = (CLAUDE_CODE, CODEX, COPILOT, GEMINI, OPENCODE, QWEN)
MORE = (CLINE, CURSOR, DROID, GOOSE, KILO, KIMI, KIRO, OUTPUT_STYLE, PLUGIN, SKILLS, AMP, RECIPES)
TARGETS = (*FIRST, *MORE, KIRO_JSON, ROO, AGENTS_JSON)
