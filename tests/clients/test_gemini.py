"""Gemini CLI loads every agent of dist/gemini as the file says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

import pytest

from . import delegation, emitted, install, wire
from .delegation import Run, task
from .emitted import Agent
from .sandbox import CLOSED, Maker, Sandbox
from .shapes import SHAPES, agents_of, is_due
from .stub import Body, Event, serve

pytestmark = pytest.mark.clients

CLIENT = install.GEMINI
TARGET = emitted.GEMINI
ENV = {"GEMINI_API_KEY": "none", "GEMINI_CLI_NO_RELAUNCH": "true", "GOOGLE_GEMINI_BASE_URL": CLOSED}
SETTINGS = {
    "experimental": {"enableAgents": True},
    "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
    "privacy": {"usageStatisticsEnabled": False},
    "security": {"auth": {"selectedType": "gemini-api-key"}},
    "telemetry": {"enabled": False},
}
HEADLESS = (
    *("--skip-trust", "--approval-mode", "yolo", "-m", "gemini-2.5-flash"),
    *("-o", "json", "-p", "go"),
)
COMPLETE = "complete_task"  # by which every agent ends
ONLY_FOR_SESSIONS = {"invoke_agent", "update_topic"}
BROKEN = {
    "unnamed": ("description: d", "name: Required"),
    "spaced": ("name: bad name\ndescription: d", "name: Name must be a valid slug"),
    "unknown-key": (
        "name: broken\ndescription: d\nzebra: 1",
        "Unrecognized key(s) in object: 'zebra'",
    ),
    "unknown-tool": (
        "name: broken\ndescription: d\ntools: [Frobnicate]",
        "tools.0: Invalid tool name",
    ),
    "comma-separated": (
        'name: broken\ndescription: d\ntools: "read_file"',
        "tools: Expected array",
    ),
}


def prepare(box: Sandbox, agents: Iterable[Agent]) -> None:
    """Write the user's settings; the client loads those agents of a project that it knows."""
    home = box.home / ".gemini"
    known = {agent.name: sha256(agent.path.read_bytes()).hexdigest() for agent in agents}
    (home / "acknowledgments").mkdir(parents=True, exist_ok=True)
    (home / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (home / "acknowledgments" / "agents.json").write_text(
        json.dumps({str(box.project): known}), encoding="utf-8"
    )


def run(box: Sandbox, agents: Sequence[Agent], *options: str) -> Run:
    prepare(box, agents)
    calls = [("invoke_agent", {"agent_name": a.name, "prompt": task(a.name)}) for a in agents]
    with serve(delegation.first_then(wire.gemini_calls(calls), end)) as stub:
        done = box.run(
            *(*HEADLESS, *options),
            GOOGLE_GEMINI_BASE_URL=stub.url,
        )
    assert done.code == 0, done.text
    return Run(done, stub.requests, done.err)


def end(body: Body) -> list[Event]:
    if COMPLETE in tools(body):
        return wire.gemini_calls([(COMPLETE, {"result": "done"})])
    return wire.gemini_text("done")


def tools(body: Body) -> set[str]:
    groups = body.get("tools", [])
    return {tool["name"] for group in groups for tool in group.get("functionDeclarations", [])}


def system(body: Body) -> str:
    return "".join(part["text"] for part in body["systemInstruction"]["parts"])


def offered_to_agents(made: Run) -> set[str]:
    return tools(made.session) - ONLY_FOR_SESSIONS


def granted(agent: Agent, session: set[str]) -> set[str]:
    return set(agent.fields["tools"]) if "tools" in agent.fields else session


@pytest.fixture(scope="module")
def loaded(box: Sandbox) -> Run:
    return run(box, TARGET.agents())


@pytest.fixture(scope="module")
def shaped(make_sandbox: Maker) -> Run:
    agents = agents_of(TARGET)
    box = make_sandbox(next(iter(agents.values())).path.parents[2])
    return run(box, list(agents.values()))


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_agent_is_loaded_without_complaint(agent: Agent, loaded: Run) -> None:
    assert f"'{agent.name}'" not in loaded.log
    assert str(agent.path.name) not in loaded.log


def test_description_is_told_to_the_model(agent: Agent, loaded: Run) -> None:
    assert f"\n- {agent.name} -> {agent.description}\n" in system(loaded.session)


def test_agent_gets_tools_and_body(agent: Agent, loaded: Run) -> None:
    request = loaded.of(agent.name)
    assert tools(request) - {COMPLETE} == granted(agent, offered_to_agents(loaded))
    assert system(request).startswith(agent.body)


@pytest.mark.parametrize("name", SHAPES)
def test_list_of_every_shape_is_granted_and_no_more(name: str, shaped: Run) -> None:
    offered = tools(shaped.of(agents_of(TARGET)[name].name)) - {COMPLETE}
    session = offered_to_agents(shaped)
    assert is_due(offered, SHAPES[name], TARGET.key, session), (sorted(offered), sorted(session))


def test_odd_names_and_words_arrive(shaped: Run) -> None:
    for agent in agents_of(TARGET).values():
        assert system(shaped.of(agent.name)).startswith(agent.body), agent.name


def test_broken_agents_are_not_loaded(make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    folder = box.project / TARGET.folder
    folder.mkdir(parents=True)
    for stem, (front, _) in BROKEN.items():
        (folder / f"{stem}.md").write_text(f"---\n{front}\n---\nA body.\n", encoding="utf-8")
    said = run(box, []).log
    for stem, (_, message) in BROKEN.items():
        failure = said.partition(f"/{stem}.md: ")[2].partition("Agent loading error")[0]
        assert message in failure, stem
