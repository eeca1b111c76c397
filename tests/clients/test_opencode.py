"""OpenCode loads every agent of dist/opencode as the file says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from . import emitted, install
from .emitted import Agent
from .sandbox import Maker, Sandbox

pytestmark = pytest.mark.clients

CLIENT = install.OPENCODE
TARGET = emitted.OPENCODE
ENV = {
    "OPENCODE_DISABLE_AUTOUPDATE": "1",
    "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
    "OPENCODE_DISABLE_MODELS_FETCH": "1",
}
Resolve = Callable[[str], dict[str, Any]]
Rule = tuple[str, str, str]
RESOLVED_AS = {"top_p": "topP"}
AS_WRITTEN = ("temperature", "top_p", "steps", "color", "hidden")
PERMISSION_OF_TOOL = {"write": "edit"}
BROKEN = {
    "mode": ("mode: wizard", 'Expected "subagent" | "primary" | "all", got "wizard"'),
    "action": ("permission: {bash: sometimes}", 'got "sometimes" permission.bash'),
}


@pytest.fixture(scope="module")
def resolve(box: Sandbox) -> Resolve:
    """Return what OpenCode makes of an agent, asked once per name."""

    @cache
    def ask(name: str) -> dict[str, Any]:
        done = box.run("debug", "agent", name)
        assert done.code == 0, done.text
        resolved: dict[str, Any] = json.loads(done.out)
        return resolved

    return ask


@pytest.fixture(scope="module")
def listed(box: Sandbox) -> list[str]:
    done = box.run("agent", "list")
    assert done.code == 0, done.text
    return done.out.splitlines()


def rules(permission: object) -> list[Rule]:
    """Flatten a permission field, in the order in which it is written."""
    if not isinstance(permission, Mapping):
        return [] if permission is None else [("*", "*", str(permission))]
    return [
        (str(key), str(pattern), action)
        for key, value in permission.items()
        for pattern, action in (value if isinstance(value, Mapping) else {"*": value}).items()
    ]


def is_offered(tool: str, written: list[Rule], default: bool) -> bool:
    """Say whether the model sees a tool: the last rule that names it decides."""
    name = PERMISSION_OF_TOOL.get(tool, tool)
    matching = [rule for rule in written if fnmatchcase(name, rule[0])]
    if not matching:
        return default
    return matching[-1][1:] != ("*", "deny")


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_agent_is_listed_with_its_mode(agent: Agent, listed: list[str]) -> None:
    assert f"{agent.name} ({agent.fields.get('mode', 'all')})" in listed


def test_fields_and_body_are_read(agent: Agent, resolve: Resolve) -> None:
    resolved = resolve(agent.name)
    assert resolved["name"] == agent.name
    assert resolved["mode"] == agent.fields.get("mode", "all")
    assert resolved["description"] == agent.description
    assert resolved["prompt"] == agent.body
    assert resolved["options"] == agent.fields.get("options", {})
    written = {key: agent.fields[key] for key in AS_WRITTEN if key in agent.fields}
    assert {key: resolved[RESOLVED_AS.get(key, key)] for key in written} == written


def test_model_is_read(agent: Agent, resolve: Resolve) -> None:
    if "model" not in agent.fields:
        assert "model" not in resolve(agent.name)
        return
    provider, _, model = agent.fields["model"].partition("/")
    assert resolve(agent.name)["model"] == {"providerID": provider, "modelID": model}


def test_permission_rules_keep_their_order(agent: Agent, resolve: Resolve) -> None:
    keys = ("permission", "pattern", "action")
    found = [tuple(rule[key] for key in keys) for rule in resolve(agent.name)["permission"]]
    written = rules(agent.fields.get("permission"))
    starts = range(len(found) - len(written) + 1)
    assert any(found[start : start + len(written)] == written for start in starts)


def test_denied_tools_are_hidden(agent: Agent, resolve: Resolve) -> None:
    offered: dict[str, bool] = resolve(agent.name)["tools"]
    written = rules(agent.fields.get("permission"))
    assert offered == {tool: is_offered(tool, written, offered[tool]) for tool in offered}


@pytest.mark.parametrize(("front", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_agent_is_refused(make_sandbox: Maker, front: str, message: str) -> None:
    box = make_sandbox(None)
    path = box.project / TARGET.folder / "broken.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ndescription: d\n{front}\n---\nA body.\n", encoding="utf-8")
    done = box.run("debug", "agent", "broken")
    assert done.code == 1
    assert f"Configuration is invalid at {path}" in done.text
    assert message in done.text
