"""GitHub Copilot CLI loads every agent of dist/copilot as the file says."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from . import delegation, emitted, install
from .delegation import Run
from .emitted import Agent
from .sandbox import CLOSED, Maker, Sandbox
from .shapes import SHAPES, agents_of, is_due
from .stub import Body, serve

pytestmark = pytest.mark.clients

CLIENT = install.COPILOT
TARGET = emitted.COPILOT
ENV = {
    "COPILOT_AUTO_UPDATE": "false",
    "COPILOT_MODEL": "stub-model",
    "COPILOT_OFFLINE": "true",
    "COPILOT_PROVIDER_API_KEY": "none",
    "COPILOT_PROVIDER_BASE_URL": CLOSED,
    "COPILOT_PROVIDER_TYPE": "anthropic",
}
OFFERED_FOR = {  # the aliases of the client's documentation, as far as they work offline
    "agent": {"task", "read_agent", "list_agents", "write_agent"},
    "create": {"create"},
    "edit": {"edit", "create"},
    "execute": {"bash", "read_bash", "stop_bash", "list_bash"},
    "glob": {"glob"},
    "grep": {"grep"},
    "read": {"view"},
    "search": {"grep", "glob"},
    "skill": {"skill"},
}
UNSTEADY = {"tool_search_tool", "update_todo"}  # in one request of a run and not in the next
BROKEN = {
    "undescribed": ("name: broken", "description: Required"),
    "mapping": ("name: broken\ndescription: d\ntools: {read: true}", "tools: Expected array"),
    "null": ("name: broken\ndescription: d\ntools:", "tools: Expected array, received null"),
}


def run(box: Sandbox, agents: Iterable[str], *options: str) -> Run:
    logs = box.home / "logs"
    extra = {"name": "helper", "mode": "sync"}
    with serve(delegation.anthropic_delegation("task", "agent_type", extra, agents)) as stub:
        done = box.run(
            *("-p", "go", "--output-format", "json", "--log-level", "debug"),
            *("--log-dir", str(logs), *options),
            COPILOT_PROVIDER_BASE_URL=stub.url,
        )
    log = "".join(path.read_text(encoding="utf-8") for path in logs.iterdir())
    assert done.code == 0, done.text
    return Run(done, stub.requests, log)


def tools(body: Body) -> set[str]:
    return delegation.anthropic_tools(body) - UNSTEADY


def granted(agent: Agent, session: set[str]) -> set[str]:
    if "tools" not in agent.fields:
        return session
    return {tool for name in agent.fields["tools"] for tool in OFFERED_FOR.get(name, {name})}


@pytest.fixture(scope="module")
def loaded(box: Sandbox) -> Run:
    return run(box, [agent.name for agent in TARGET.agents()])


@pytest.fixture(scope="module")
def shaped(make_sandbox: Maker) -> Run:
    agents = agents_of(TARGET)
    box = make_sandbox(next(iter(agents.values())).path.parents[2])
    return run(box, [agent.name for agent in agents.values()])


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert f"CLI {CLIENT.version}." in box.run("--version").out


def test_agent_is_loaded_without_complaint(agent: Agent, loaded: Run) -> None:
    said = [line for line in loaded.log.splitlines() if f"agents/{agent.path.name}: " in line]
    assert not said


def test_description_is_told_to_the_model(agent: Agent, loaded: Run) -> None:
    told = delegation.told_by(loaded.session, "task")
    assert f"\n- **{agent.name}**: {agent.description}" in told


def test_agent_gets_tools_and_body(agent: Agent, loaded: Run) -> None:
    request = loaded.of(agent.name)
    assert tools(request) == granted(agent, tools(loaded.session))
    assert any(text.startswith(agent.body) for text in delegation.anthropic_system(request))


@pytest.mark.parametrize("name", SHAPES)
def test_list_of_every_shape_is_granted_and_no_more(name: str, shaped: Run) -> None:
    offered, session = tools(shaped.of(agents_of(TARGET)[name].name)), tools(shaped.session)
    assert is_due(offered, SHAPES[name], TARGET.key, session), (sorted(offered), sorted(session))


def test_odd_names_and_words_arrive(shaped: Run) -> None:
    for agent in agents_of(TARGET).values():
        system = delegation.anthropic_system(shaped.of(agent.name))
        assert any(text.startswith(agent.body) for text in system), agent.name


@pytest.mark.parametrize(("front", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_agent_is_not_loaded(make_sandbox: Maker, front: str, message: str) -> None:
    box = make_sandbox(None)
    folder = box.project / TARGET.folder
    folder.mkdir(parents=True)
    (folder / "broken.agent.md").write_text(f"---\n{front}\n---\nA body.\n", encoding="utf-8")
    done = box.run("-p", "go", "--agent", "broken")
    assert done.code == 1
    assert "Custom agent 'broken' failed to load: " in done.text
    assert message in done.text
