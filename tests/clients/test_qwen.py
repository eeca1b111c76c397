"""Qwen Code loads every agent of dist/qwen as the file says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from . import delegation, emitted, install
from .delegation import Run
from .emitted import Agent
from .sandbox import CLOSED, Maker, Sandbox
from .shapes import SHAPES, agents_of, is_due
from .stub import serve

pytestmark = pytest.mark.clients

CLIENT = install.QWEN
TARGET = emitted.QWEN
ENV = {
    "ANTHROPIC_API_KEY": "none",
    "ANTHROPIC_BASE_URL": CLOSED,
    "ANTHROPIC_MODEL": "stub-model",
    "QWEN_CODE_SUPPRESS_YOLO_WARNING": "1",
}
SETTINGS = {
    "general": {"disableAutoUpdate": True, "enableAutoUpdate": False},
    "privacy": {"usageStatisticsEnabled": False},
    "security": {"auth": {"selectedType": "anthropic"}},
}
ONLY_FOR_SESSIONS = {"get_goal", "list_agents", "update_goal"}
ONLY_FOR_AGENTS = {
    *("loop_wakeup", "monitor", "read_mcp_resource", "report_findings", "web_fetch", "zoom_image")
}  # which a session finds by searching
HEADLESS = ("-p", "go", "--auth-type", "anthropic", "-m", "stub-model")
BROKEN = {
    "undescribed": ("name: broken", "A long enough body.", 'Missing "description"'),
    "one-letter": ("name: b\ndescription: d", "A long enough body.", "at least 2 characters"),
    "reserved": ("name: main\ndescription: d", "A long enough body.", '"main" is a reserved name'),
    "mode": (
        "name: broken\ndescription: d\napprovalMode: wild",
        "A long enough body.",
        'Invalid "approvalMode" value "wild"',
    ),
    "prompt": ("name: broken\ndescription: d", "Short.", "at least 10 characters long"),
}


def prepare(box: Sandbox) -> None:
    settings = box.home / ".qwen" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(json.dumps(SETTINGS), encoding="utf-8")


def run(box: Sandbox, agents: Iterable[str], *options: str) -> Run:
    prepare(box)
    extra = {"run_in_background": False}
    with serve(delegation.anthropic_delegation("agent", "subagent_type", extra, agents)) as stub:
        done = box.run(
            *(*HEADLESS, "-o", "stream-json", "--debug", *options),
            ANTHROPIC_BASE_URL=stub.url,
        )
    assert done.code == 0, done.text
    logs = (box.home / ".qwen" / "debug").glob("*.txt")
    return Run(done, stub.requests, "".join(path.read_text(encoding="utf-8") for path in logs))


def names_loaded(made: Run) -> list[str]:
    first: dict[str, Any] = json.loads(made.finished.out.splitlines()[0])
    return list(first["agents"])


def offered_to_agents(made: Run) -> set[str]:
    """Return what an agent without limits is offered, worked out from the session."""
    return delegation.anthropic_tools(made.session) - ONLY_FOR_SESSIONS | ONLY_FOR_AGENTS


def granted(agent: Agent, session: set[str]) -> set[str]:
    named = agent.fields.get("tools")
    allowed = session if named is None else set(named) & session
    return allowed - set(agent.fields.get("disallowedTools", ()))


@pytest.fixture(scope="module")
def loaded(box: Sandbox) -> Run:
    return run(box, [agent.name for agent in TARGET.agents()], "--approval-mode", "yolo")


@pytest.fixture(scope="module")
def shaped(make_sandbox: Maker) -> Run:
    agents = agents_of(TARGET)
    box = make_sandbox(next(iter(agents.values())).path.parents[2])
    return run(box, [a.name for a in agents.values()], "--approval-mode", "yolo")


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_agent_is_loaded_without_complaint(agent: Agent, loaded: Run) -> None:
    assert agent.name in names_loaded(loaded)
    assert f"{agent.path.name}: " not in loaded.log


def test_description_is_told_to_the_model(agent: Agent, loaded: Run) -> None:
    told = delegation.told_by(loaded.session, "agent")
    assert f"\n- **{agent.name}**: {agent.description}\n" in told


def test_agent_gets_tools_and_body(agent: Agent, loaded: Run) -> None:
    request = loaded.of(agent.name)
    assert delegation.anthropic_tools(request) == granted(agent, offered_to_agents(loaded))
    assert any(text.startswith(agent.body) for text in delegation.anthropic_system(request))


@pytest.mark.parametrize("name", SHAPES)
def test_list_of_every_shape_is_granted_and_no_more(name: str, shaped: Run) -> None:
    offered = delegation.anthropic_tools(shaped.of(agents_of(TARGET)[name].name))
    session = offered_to_agents(shaped)
    assert is_due(offered, SHAPES[name], TARGET.key, session), (sorted(offered), sorted(session))


def test_odd_names_and_words_arrive(shaped: Run) -> None:
    for agent in agents_of(TARGET).values():
        system = delegation.anthropic_system(shaped.of(agent.name))
        assert any(text.startswith(agent.body) for text in system), agent.name


def test_broken_agents_are_not_loaded(make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    folder = box.project / TARGET.folder
    folder.mkdir(parents=True)
    for stem, (front, body, _) in BROKEN.items():
        (folder / f"{stem}.md").write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")
    made = run(box, [])
    assert not {"broken", "b", "main"} & set(names_loaded(made))
    for stem, (_, _, message) in BROKEN.items():
        said = [line for line in made.log.splitlines() if f"/{stem}.md: " in line]
        assert said, stem
        assert message in said[0]
