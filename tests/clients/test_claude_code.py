"""Claude Code loads every agent of dist/claude-code as the file says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import emitted, install, wire
from .claude_tools import granted
from .emitted import Agent
from .sandbox import CLOSED, Maker, Sandbox
from .stub import Answer, Body, Event, Stub, serve, strings

pytestmark = pytest.mark.clients

CLIENT = install.CLAUDE_CODE
TARGET = emitted.CLAUDE_CODE
ENV = {
    "ANTHROPIC_API_KEY": "none",
    "ANTHROPIC_BASE_URL": CLOSED,
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "CLAUDE_CODE_MAX_CONCURRENT_SUBAGENTS": "1000",
    "CLAUDE_CODE_MAX_RETRIES": "0",
    "DISABLE_AUTOUPDATER": "1",
}
CORE = {"Bash", "Edit", "Read", "Write"}  # never deferred: sent with the first request
DEFERRED = {"DeferredToolPlaceholder", "ToolSearch"}
BROKEN = {
    "nameless-use": ("name: broken", 'Missing required "description"'),
    "namespaced": ('name: "a:broken"\ndescription: d', 'names must not contain ":"'),
    "guard": (
        "name: broken\ndescription: d\nhooks: {PreToolUse: no}",
        "must be an array of matchers",
    ),
}


@dataclass(frozen=True)
class Session:
    """One run: the client's first event, its debug log and the requests it sent."""

    init: dict[str, Any]
    log: str
    requests: list[Body]

    @property
    def tools(self) -> set[str]:
        return {"Agent" if tool == "Task" else tool for tool in self.init["tools"]}


def ask(box: Sandbox, answer: Answer, *options: str) -> Session:
    log = box.home / "debug.log"
    log.unlink(missing_ok=True)
    with serve(answer) as stub:
        streaming = ("--output-format", "stream-json", "--verbose", "--debug-file", str(log))
        done = box.run("-p", "go", *streaming, *options, ANTHROPIC_BASE_URL=stub.url)
    assert done.code == 0, done.text
    first = json.loads(done.out.splitlines()[0])
    return Session(first, log.read_text(encoding="utf-8"), stub.requests)


def chat(stub: Stub, body: Body) -> list[Event]:
    return wire.anthropic_text("done")


def delegate_to(agents: list[Agent]) -> Answer:
    """Answer the first request by handing a task to each agent, all later ones with a word."""
    tasks = [task(agent) for agent in agents]

    def answer(stub: Stub, body: Body) -> list[Event]:
        first = body is stub.requests[0]
        return wire.anthropic_calls("Agent", tasks) if first else wire.anthropic_text("done")

    return answer


def task(agent: Agent) -> Body:
    prompt = f"Task of {agent.name}."
    return {
        "subagent_type": agent.name,
        "description": "a task",
        "prompt": prompt,
        "run_in_background": False,
    }


def of_subagent(session: Session, agent: Agent) -> Body:
    prompt = task(agent)["prompt"]
    found = [r for r in session.requests if prompt in strings(r["messages"][0]["content"])]
    assert found, f"{agent.name} was handed a task and never asked the model"
    return found[0]


@pytest.fixture(scope="module")
def session(box: Sandbox) -> Session:
    """A session without limits of its own that hands a task to every emitted agent."""
    return ask(box, delegate_to(TARGET.agents()))


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.split()[0] == CLIENT.version


def test_agent_is_loaded_without_complaint(agent: Agent, session: Session) -> None:
    assert agent.name in session.init["agents"]
    place = str(agent.path.relative_to(TARGET.root))
    bad = ("[ERROR]", "[WARN]", "Failed to parse")
    said = [line for line in session.log.splitlines() if any(word in line for word in bad)]
    assert not [line for line in said if place in line or f"'{agent.name}'" in line]


def test_description_is_told_to_the_model(agent: Agent, session: Session) -> None:
    told = "\n".join(strings(session.requests[0]["messages"]))
    assert f"\n- {agent.name}: {agent.description} (Tools: " in told


def test_main_agent_gets_tools_and_body(agent: Agent, session: Session, box: Sandbox) -> None:
    main = ask(box, chat, "--agent", agent.name)
    assert main.tools == granted(agent, session.tools)
    assert agent.body in [block["text"] for block in main.requests[0]["system"]]


def test_subagent_gets_tools_and_body(agent: Agent, session: Session) -> None:
    request = of_subagent(session, agent)
    sent = {tool["name"] for tool in request.get("tools", [])} - DEFERRED
    due = granted(agent, session.tools)
    assert due & CORE <= sent <= due
    assert any(block["text"].startswith(agent.body) for block in request["system"])


@pytest.mark.parametrize(("front", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_agent_is_not_loaded(make_sandbox: Maker, front: str, message: str) -> None:
    box = make_sandbox(None)
    write(box, "broken", front)
    write(box, "sound", "name: sound\ndescription: d")
    session = ask(box, chat)
    assert message in session.log
    assert "sound" in session.init["agents"]
    assert not [name for name in session.init["agents"] if "broken" in name]


def test_unloaded_agent_cannot_be_chosen(make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    write(box, "broken", "name: broken")
    done = box.run("-p", "go", "--agent", "broken")
    assert done.code == 1
    assert "'broken' not found. Available agents:" in done.text


def write(box: Sandbox, stem: str, front: str) -> Path:
    path = box.project / TARGET.folder / f"{stem}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\nA body.\n", encoding="utf-8")
    return path
