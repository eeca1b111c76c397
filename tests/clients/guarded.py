"""Personas with mandates, built for the test, and a `git` that only writes down what it is told."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from personac import driver

from .sandbox import Sandbox

HEAD = "---\nname: {name}\ndescription: {name} of the project\n{header}---\n\n# {name}\n\n"
STEWARD = "## Rules\n\n- NEVER push.\n- You MUST NOT commit without the user's approval.\n"
READER = "## Rules\n\n- You MUST NOT modify any files.\n"
COLLEAGUE = "You help with the release.\n"
ANY = {"steward": STEWARD, "colleague": COLLEAGUE}
"""Two personas of one project: only one of them has mandates."""
FREE = {"colleague": COLLEAGUE}


def build(folder: Path, target: str, personas: dict[str, str], header: str = "") -> Path:
    """Build personas in `folder` for one target; return what a user would put into a project."""
    sources = folder / "personas"
    sources.mkdir(parents=True)
    for name, body in personas.items():
        head = HEAD.format(name=name, header=header)
        (sources / f"{name}.md").write_text(head + body, encoding="utf-8")
    (folder / "personac.toml").write_text(f'targets = ["{target}"]\n', encoding="utf-8")
    project = driver.open_project(str(folder))
    built = driver.build(project, (target,), "out")
    assert not built.problems, built.problems
    driver.commit(project, "out", built)
    return folder / "out" / target


def with_git(box: Sandbox) -> str:
    """Put the recording `git` into the sandbox; return the PATH that finds it first."""
    folder = box.home / "bin"
    folder.mkdir(exist_ok=True)
    git = folder / "git"
    git.write_text('#!/bin/sh\necho "$*" >> "$HOME/git.log"\n', encoding="utf-8")
    git.chmod(0o755)
    profile = box.home / ".profile"  # a login shell makes a PATH of its own
    profile.write_text(f'PATH="{folder}:$PATH"\n', encoding="utf-8")
    return os.pathsep.join((str(folder), box.env["PATH"]))


def ran(box: Sandbox, among: Collection[str] = ()) -> list[str]:
    """What `git` was told to do since the last question, of the lines `among` which to look;
    clients themselves ask it, too, and some always with settings of their own.
    """
    log = box.home / "git.log"
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    told = [line for line in lines if not line.startswith("-c core.")]
    return [line for line in told if line in among] if among else told


def results(value: object) -> Iterator[str]:
    """Yield the text of every tool result in the messages of a request."""
    if isinstance(value, list):
        for one in value:
            yield from results(one)
    elif isinstance(value, dict):
        if value.get("type") == "tool_result":
            content = value["content"]
            parts = [content] if isinstance(content, str) else [p.get("text", "") for p in content]
            yield "\n".join(parts)
        else:
            yield from results(list(value.values()))
