"""Kimi Code takes every agent file of dist/kimi."""

from __future__ import annotations

import pytest

from . import emitted, install
from .emitted import Agent
from .sandbox import Maker, Sandbox

pytestmark = pytest.mark.clients

CLIENT = install.KIMI
TARGET = emitted.KIMI
ENV: dict[str, str] = {}
PAST_THE_FILE = "No model configured"
BROKEN = {
    "name": ("name: Bad Name\ndescription: d", "Work.", "expected kebab-case"),
    "description": ("name: broken", "Work.", "description"),
    "prompt": ("name: broken\ndescription: d", "", "Invalid agent file"),
    "tools": ("name: broken\ndescription: d\ntools: {a: 1}", "Work.", "tools"),
}


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert CLIENT.version in box.run("--version").out


def test_agent_file_is_taken(agent: Agent, box: Sandbox) -> None:
    done = box.run("--agent-file", str(agent.path), "-p", "hi")
    assert PAST_THE_FILE in done.text


@pytest.mark.parametrize(("front", "body", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused(make_sandbox: Maker, front: str, body: str, message: str) -> None:
    box = make_sandbox(None)
    (box.project / "x.md").write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")
    done = box.run("--agent-file", "x.md", "-p", "hi")
    assert done.code != 0
    assert PAST_THE_FILE not in done.text
    assert message in done.text
