"""Codex loads every role of dist/codex as the file says."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from . import emitted, install, wire
from .emitted import Agent
from .sandbox import Finished, Maker, Sandbox
from .stub import Answer, Body, Event, Stub, serve, strings

pytestmark = pytest.mark.clients

CLIENT = install.CODEX
TARGET = emitted.CODEX
ENV: dict[str, str] = {}
MALFORMED = "Ignoring malformed agent role definition"
TOOLS = "multi_agent_v1"  # what Codex offers to a model it does not know, such as the stub's
PATIENCE = 20.0
SOUND = 'name = "sound"\ndescription = "d"\ndeveloper_instructions = "i"\n'
BROKEN = {
    "mute": (
        'name = "broken"\ndescription = "d"\n',
        "must define `developer_instructions`",
    ),
    "unknown-key": (SOUND.replace("sound", "broken") + "zebra = 1\n", "unknown field `zebra`"),
    "sandbox": (
        SOUND.replace("sound", "broken") + 'sandbox_mode = "yolo"\n',
        "unknown variant `yolo`",
    ),
}


@dataclass(frozen=True)
class Run:
    """How a `codex exec` ended and the requests it sent."""

    finished: Finished
    requests: list[Body]


def trust(box: Sandbox) -> None:
    """Codex reads the roles of trusted projects only."""
    config = box.home / ".codex" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    project = json.dumps(str(box.project))
    config.write_text(f'[projects.{project}]\ntrust_level = "trusted"\n', encoding="utf-8")


def told_roles(box: Sandbox) -> str:
    """Return the list of roles that Codex puts before the model."""
    trust(box)
    done = box.run("debug", "prompt-input", "go")
    assert done.code == 0, done.text
    return next(text for text in strings(json.loads(done.out)) if "\nAvailable roles:\n" in text)


def execute(box: Sandbox, agents: list[Agent]) -> Run:
    """Run a first thread that hands a task to each agent."""
    trust(box)
    with serve(delegate_to(agents)) as stub:
        options = stub_options(stub.url, threads=len(agents) + 1)
        done = box.run("exec", "--skip-git-repo-check", "--json", "go", *options)
    return Run(done, stub.requests)


def stub_options(url: str, threads: int) -> list[str]:
    retries = "request_max_retries=0,stream_max_retries=0"
    provider = f'{{name="stub",base_url="{url}/v1",wire_api="responses",{retries}}}'
    settings = (
        "model=stub-model",
        "model_provider=stub",
        f"model_providers.stub={provider}",
        f"agents.max_threads={threads}",
    )
    return [word for setting in settings for word in ("-c", setting)]


def delegate_to(agents: list[Agent]) -> Answer:
    """Spawn each role at once; end the first thread when all have asked the model."""
    spawns = [{"agent_type": agent.name, "message": task(agent)} for agent in agents]

    def answer(stub: Stub, body: Body) -> list[Event]:
        if body is stub.requests[0] and spawns:
            return wire.responses_calls(TOOLS, "spawn_agent", spawns)
        if any(item["type"] == "function_call_output" for item in body["input"]):
            stub.wait_for(len(spawns) + 2, PATIENCE)
        return wire.responses_text("done")

    return answer


def task(agent: Agent) -> str:
    return f"Task of {agent.name}."


def texts(body: Body, role: str) -> list[str]:
    messages = [item for item in body["input"] if item.get("role") == role]
    return [part["text"] for message in messages for part in message["content"]]


@pytest.fixture(scope="module")
def roles(box: Sandbox) -> str:
    return told_roles(box)


@pytest.fixture(scope="module")
def delegation(box: Sandbox) -> Run:
    return execute(box, TARGET.agents())


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body.strip()))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.split()[-1] == CLIENT.version


def test_description_is_told_to_the_model(agent: Agent, roles: str) -> None:
    assert f"\n{agent.name}: {{\n{agent.description}\n" in roles


def test_model_is_locked_for_the_role(agent: Agent, roles: str) -> None:
    entry = roles.partition(f"\n{agent.name}: {{\n{agent.description}\n")[2].partition("\n}")[0]
    for key in ("model", "model_reasoning_effort"):
        if key in agent.fields:
            assert f"is set to `{agent.fields[key]}`" in entry


def test_no_role_is_called_malformed(delegation: Run) -> None:
    assert delegation.finished.code == 0, delegation.finished.text
    assert MALFORMED not in delegation.finished.text


def test_spawned_role_gets_its_instructions(agent: Agent, delegation: Run) -> None:
    own = [body for body in delegation.requests if task(agent) in texts(body, "user")]
    assert own, f"{agent.name} was spawned and never asked the model"
    assert agent.body in texts(own[0], "developer")


@pytest.mark.parametrize(("toml", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_role_is_not_loaded(make_sandbox: Maker, toml: str, message: str) -> None:
    box = make_sandbox(None)
    folder = box.project / TARGET.folder
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text(toml, encoding="utf-8")
    (folder / "sound.toml").write_text(SOUND, encoding="utf-8")
    roles = told_roles(box)
    assert "\nsound: {\n" in roles
    assert "\nbroken: {\n" not in roles
    printed = execute(box, []).finished.out
    assert MALFORMED in printed
    assert message in printed
