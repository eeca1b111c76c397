"""Goose lists and runs the agents of dist/goose, and takes and runs the recipes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from . import emitted, install, wire
from .emitted import Agent
from .sandbox import Finished, Maker, Sandbox
from .stub import Body, Event, Stub, serve, strings

pytestmark = pytest.mark.clients

CLIENT = install.GOOSE
TARGET = emitted.GOOSE
ENV = {
    "GOOSE_PROVIDER": "openai",
    "OPENAI_API_KEY": "none",
    "GOOSE_MODEL": "stub-model",
    "GOOSE_DISABLE_KEYRING": "1",
    "GOOSE_TELEMETRY_ENABLED": "false",
}
DEVELOPER = {"edit", "shell", "tree", "write"}
ALWAYS = {"analyze"}
WITH_ALL = {"read_image"}  # of the same extension, offered when its tools are not limited
LISTED = 150  # characters of a description
RECIPE = {"version": "1.0.0", "title": "t", "description": "d", "instructions": "i"}
BROKEN = {
    "title": (RECIPE | {"title": None}, "title"),
    "instructions": ({k: v for k, v in RECIPE.items() if k != "instructions"}, "instructions"),
    "placeholder": (RECIPE | {"instructions": "Fill {{ this }}"}, "this"),
}


def run(box: Sandbox, *options: str, first: list[Event]) -> tuple[Finished, list[Body]]:
    """Run a session; the model calls tools in its first turn. Return what it was sent with tools,
    for a title is asked for without any.
    """

    def answer(stub: Stub, body: Body) -> list[Event]:
        turns = [one for one in stub.requests if one.get("tools")]
        return first if turns and body is turns[0] else wire.chat_text("done")

    with serve(answer) as stub:
        done = box.run("run", "--no-session", *options, OPENAI_HOST=stub.url)
    assert done.code == 0, done.text
    return done, [one for one in stub.requests if one.get("tools")]


def tools(body: Body) -> set[str]:
    return {tool["function"]["name"] for tool in body["tools"]}


@pytest.fixture(scope="module")
def delegated(box: Sandbox) -> list[Body]:
    """A session that lists the agents and hands each of them a task."""
    tasks = [{"source": a.name, "instructions": f"Task of {a.name}."} for a in TARGET.agents()]
    calls = wire.chat_calls([("load", {}), *(("delegate", task) for task in tasks)])
    return run(box, "-t", "go", "--with-builtin", "developer", first=calls)[1]


def test_file_is_complete(agent: Agent) -> None:
    assert all((agent.name, agent.description, agent.body))


def test_version_is_the_pinned_one(box: Sandbox) -> None:
    assert box.run("--version").out.strip() == CLIENT.version


def test_agent_is_listed(agent: Agent, delegated: list[Body]) -> None:
    told = "\n".join(text for body in delegated for text in strings(body["messages"]))
    assert f"{agent.name} - {agent.description[:LISTED]}" in told


def test_agent_gets_its_body(agent: Agent, delegated: list[Body]) -> None:
    sent = [body for body in delegated if agent.body in "\n".join(strings(body["messages"]))]
    assert sent, f"{agent.name} was handed a task and its prompt never reached the model"


def test_nameless_agent_is_skipped(make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    folder = box.project / TARGET.folder
    folder.mkdir(parents=True)
    (folder / "x.md").write_text("---\ndescription: Unseen\n---\nWork.\n", encoding="utf-8")
    _, requests = run(box, "-t", "go", first=wire.chat_calls([("load", {})]))
    assert not [text for body in requests for text in strings(body) if "Unseen" in text]


RECIPES = emitted.RECIPES.paths()


@pytest.mark.parametrize("path", RECIPES, ids=[path.stem for path in RECIPES])
def test_recipe_is_taken_and_limits_its_session(path: Path, box: Sandbox) -> None:
    recipe = emitted.RECIPES.read(path)
    assert box.run("recipe", "validate", str(path)).code == 0
    started = box.project / path.name
    text = path.read_text(encoding="utf-8")
    started.write_text(f"{text}prompt: go\n", encoding="utf-8")  # without one it waits for its user
    _, requests = run(box, "--recipe", str(started), first=wire.chat_text("done"))
    (extension,) = recipe.fields["extensions"]
    stated = set(extension.get("available_tools", DEVELOPER)) & DEVELOPER
    assert tools(requests[0]) & DEVELOPER == stated
    more = ALWAYS if "available_tools" in extension else ALWAYS | WITH_ALL
    assert tools(requests[0]) <= stated | more
    assert recipe.body in "\n".join(strings(requests[0]["messages"]))


@pytest.mark.parametrize(("recipe", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_recipe_is_refused(
    recipe: dict[str, object], message: str, make_sandbox: Maker
) -> None:
    box = make_sandbox(None)
    kept = {key: value for key, value in recipe.items() if value is not None}
    (box.project / "x.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")
    done = box.run("recipe", "validate", "x.yaml")
    assert done.code != 0
    assert message in done.text
