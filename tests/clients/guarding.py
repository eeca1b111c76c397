"""Attempts to run a command that a mandate forbids, wants asked about, or does not name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .emitted import Agent, Target, build, throwaway
from .sandbox import Sandbox
from .stub import Answer, Body, Event, Stub, strings

NAME = "release"
RULES = {
    "deny": "Never push.",
    "ask": "Never push without the approval of the owner.",
    "free": "Never merge.",
}
HIDDEN = ("git -C . push origin main", 'bash -c "git push origin main"')
"""Ways to push that the first words of a command do not tell."""
GIT = '#!/bin/sh\ncase "$*" in *push*) touch "{marker}";; esac\n'


@dataclass(frozen=True)
class Attempt:
    """Whether the command ran, and what the model was told of it."""

    ran: bool
    said: str


@cache
def project(rule: str) -> Path:
    """Build a persona with one rule for all targets."""
    folder = throwaway()
    text = (
        f"---\nname: {NAME}\ndescription: Releases\n---\nRelease.\n\n## Rules\n\n- {RULES[rule]}\n"
    )
    (folder / "personas").mkdir()
    (folder / "personas" / f"{NAME}.md").write_text(text, encoding="utf-8")
    return build(folder)


def agent(rule: str, target: Target) -> Agent:
    (path,) = sorted((project(rule) / target.key / target.folder).iterdir())
    return target.read(path)


def with_marker(box: Sandbox) -> tuple[Path, str]:
    """Put a `git` that leaves a mark when it pushes first on PATH; return the mark and PATH."""
    marker, git = box.home / "pushed", box.home / "bin" / "git"
    git.parent.mkdir()
    git.write_text(GIT.format(marker=marker), encoding="utf-8")
    git.chmod(0o755)
    return marker, f"{git.parent}{os.pathsep}{box.env['PATH']}"


def in_turn(*answers: Sequence[Event]) -> Answer:
    """Answer the first requests one by one, and all later ones like the last."""

    def answer(stub: Stub, body: Body) -> Sequence[Event]:
        return answers[min(len(stub.requests), len(answers)) - 1]

    return answer


def outcome(marker: Path, requests: Sequence[Body]) -> Attempt:
    assert len(requests) > 2, "the agent was never told what came of its command"
    return Attempt(marker.exists(), "\n".join(strings(requests[2:])))
