"""Kilo Code resolves every agent of dist/kilo as the file says; it is a fork of OpenCode."""

from __future__ import annotations

import pytest

from . import emitted, install
from .emitted import Agent
from .sandbox import Maker, Sandbox
from .test_opencode import Resolve, resolve, rules

pytestmark = pytest.mark.clients

CLIENT = install.KILO
TARGET = emitted.KILO
ENV: dict[str, str] = {}
__all__ = ["resolve"]
BROKEN = {
    "mode": ("mode: wizard", 'Expected "subagent" | "primary" | "all", got "wizard"'),
    "action": ("permission: {bash: sometimes}", 'got "sometimes"'),
}


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_no_agent_is_complained_of(box: Sandbox) -> None:
    done = box.run("config", "check")
    assert done.code == 0, done.text


def test_fields_body_and_permissions_are_read(agent: Agent, resolve: Resolve) -> None:
    resolved = resolve(agent.path.stem)
    assert resolved["mode"] == agent.fields["mode"]
    assert resolved["description"] == agent.description
    assert resolved["prompt"].strip() == agent.body
    keys = ("permission", "pattern", "action")
    found = [tuple(rule[key] for key in keys) for rule in resolved["permission"]]
    written = rules(agent.fields.get("permission"))
    starts = range(len(found) - len(written) + 1)
    assert any(found[start : start + len(written)] == written for start in starts)


@pytest.mark.parametrize(("front", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_agent_is_skipped_and_reported(
    make_sandbox: Maker, front: str, message: str
) -> None:
    box = make_sandbox(None)
    path = box.project / TARGET.folder / "broken.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ndescription: d\n{front}\n---\nA body.\n", encoding="utf-8")
    done = box.run("config", "check")
    assert done.code == 1
    assert message in done.text
    assert "broken (" not in box.run("agent", "list").out
