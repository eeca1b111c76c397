"""The command ``personac init``."""

import os

import click

from personac import fs
from personac.errors import UsageError

_CONFIG = """\
personas = ["personas"]
revisions = ["revisions"]
out = "dist"
targets = ["agents-md", "claude-code", "codex", "opencode"]
"""
_PERSONA = """\
---
name: code-reviewer
description: Reviews changes for correctness and clarity. Use when a change is ready for review.
tools: Read, Grep, Glob
---

# Code Reviewer

You review changes before they are merged and say what to do about each finding.

## Mandates

- Never approve a change that you wrote yourself.
- Every finding must name the file, the line and the repair.
- Do not request a change of style that the formatter does not ask for.

## Quality Gates

- All tests pass on the reviewed commit.
- Every finding of severity high is resolved or accepted by the maintainer.

While one of the gates fails, the change goes back to its author.
"""


@click.command(short_help="Create personac.toml and a first persona.")
def init() -> int:
    """Create personac.toml and a first persona in this folder.

    Nothing that is there is changed.
    """
    root = os.getcwd()
    files = [("personac.toml", _CONFIG)]
    if not fs.exists(root, "personas"):
        files.append(("personas/code-reviewer.md", _PERSONA))
    if fs.exists(root, "personac.toml"):
        raise UsageError("personac.toml is there already; edit it, or remove it first")
    fs.write_all(root, [(path, text.encode()) for path, text in files])
    for path, _ in files:
        click.echo(f"created {path}")
    click.echo("next: personac build")
    return 0
