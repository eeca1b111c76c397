"""What ``docs/ci.md`` tells to copy runs as it stands."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers import ROOT, fill, spawned

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
FILES = {
    "personac.toml": "",
    "personas/reviewer.md": "---\nname: reviewer\ndescription: Reviews. Use when a change is ready.\n"
    "tools: Read\n---\n\n# Reviewer\n\n## Mandates\n\n- Try to keep coverage above 80% if possible.\n",
}
_COMMAND = re.compile(r"personac (lint --[^\n`]*)")
COMMANDS = list(dict.fromkeys(_COMMAND.findall(PAGE)))


def words(command: str) -> list[str]:
    """The arguments, up to where the shell takes over."""
    return shlex.split(re.split(r"\s*(?:>>?|\\?\||<(?!c))\s", command)[0])


def blocks(name: str) -> list[Any]:
    """The YAML files that the page shows under this name."""
    fences = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return [yaml.safe_load(one) for one in fences if one.startswith(f"# {name}")]


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 12
    assert {"github", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "jsonl", "markdown"} <= {
        words(one)[2] for one in COMMANDS if "--format" in one
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, tmp_path: Path) -> None:
    """It is understood, and finds what there is to find."""
    fill(tmp_path, FILES)
    arguments = words(command)
    if arguments[-1] == "-":
        arguments[-1] = "personas/reviewer.md"
    ran = spawned(arguments, tmp_path)
    assert ran.code == (1 if "--strict" in arguments else 0), ran.said
    assert "Error" not in ran.err


def test_the_hook_is_ours() -> None:
    (config,) = blocks(".pre-commit-config.yaml")
    (hook,) = config["repos"][0]["hooks"]
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == ours["id"]


@pytest.mark.parametrize(
    "name", [".github/workflows/personas.yml", ".github/workflows/personas-scan"]
)
def test_workflow(name: str) -> None:
    """A workflow that may write no more than it has to, with every action pinned."""
    (workflow,) = blocks(name)
    assert workflow["permissions"]["contents"] == "read"
    (job,) = workflow["jobs"].values()
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(one.endswith("@<commit>") for one in uses)
    assert any("personac lint" in step.get("run", "") for step in job["steps"])


def test_what_gitlab_collects_is_what_is_written() -> None:
    (config,) = blocks(".gitlab-ci.yml")
    report = config["personas"]["artifacts"]["reports"]["codequality"]
    assert any(
        line.endswith(f"--format gitlab > {report}") for line in config["personas"]["script"]
    )
