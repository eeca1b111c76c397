"""Factory Droid tells its model of every droid of dist/droid."""

from __future__ import annotations

import json

import pytest

from . import emitted, install, wire
from .emitted import Agent
from .sandbox import Sandbox
from .stub import Body, Event, Stub, serve, strings

pytestmark = pytest.mark.clients

CLIENT = install.DROID
TARGET = emitted.DROID
ENV = {"FACTORY_API_KEY": "fk-none"}
MODEL = {
    "model": "stub-model",
    "displayName": "Stub",
    "apiKey": "none",
    "provider": "generic-chat-completion-api",
    "maxOutputTokens": 1000,
}


def done(stub: Stub, body: Body) -> list[Event]:
    return wire.chat_text("done")


@pytest.fixture(scope="module")
def told(box: Sandbox) -> str:
    """All that the model is told in a session."""
    settings = box.home / ".factory" / "settings.json"
    settings.parent.mkdir()
    with serve(done) as stub:
        models = [{**MODEL, "baseUrl": f"{stub.url}/v1"}]
        settings.write_text(json.dumps({"customModels": models}), encoding="utf-8")
        ran = box.run("exec", "--model", "custom:Stub-0", "-o", "json", "go")
    assert ran.code == 0, ran.text
    return "\n".join(strings(stub.requests[0]["messages"]))


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_droid_is_told_to_the_model(agent: Agent, told: str) -> None:
    """It never rejects a file, so a droid without its description would be a broken one."""
    assert f"- {agent.name}: {agent.description} (location: project)" in told
