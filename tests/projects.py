"""A small project of two personas, for the tests of building."""

from pathlib import Path

from helpers import Ran, files_below, fill, personac
from personac import driver

MIA = """\
---
name: mia
description: Reviews changes. Use when a change is ready.
tools: Read, Grep
---

# Mia

## Mandates

- Never approve your own change.
- Every finding must name its line.
"""
LEO = MIA.replace("mia", "leo").replace("Mia", "Leo")
AGENT = "claude-code/.claude/agents/{}.md"


class Project:
    """A folder with personas, and what to do in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, **personas: str) -> None:
        fill(self.root, {f"personas/{name}.md": text for name, text in personas.items()})

    def build(self, *options: str, code: int = 0) -> Ran:
        ran = personac("build", *options)
        assert ran.code == code, ran.said
        return ran

    def output(self, name: str) -> Path:
        return self.root / "dist" / AGENT.format(name)

    def outputs(self) -> dict[str, bytes]:
        return files_below(self.root / "dist")

    def built(self) -> driver.Built:
        project = driver.open_project(str(self.root))
        return driver.build(project, project.config.targets, project.config.out)
