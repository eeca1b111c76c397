"""OpenCode refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import emitted, install, wire
from .guarded import ANY, FREE, READER, build, ran, results, with_git
from .sandbox import Maker, Sandbox
from .stub import Body, Event, Stub, serve
from .test_opencode import ENV

pytestmark = pytest.mark.clients

CLIENT = install.OPENCODE
TARGET = emitted.OPENCODE
__all__ = ["ENV"]
PRIMARY = "mode: primary\n"  # `opencode run` takes no subagent as the main agent


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "opencode", ANY, PRIMARY))


@pytest.fixture(scope="module")
def free(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "opencode", FREE, PRIMARY))


@dataclass(frozen=True)
class Said:
    """What the client printed, and the requests that it sent."""

    printed: str
    requests: list[Body]

    @property
    def results(self) -> str:
        return "\n".join(t for body in self.requests for t in results(body["messages"]))


def run(box: Sandbox, agent: str, *commands: str) -> Said:
    """Have the agent call bash."""
    return call(box, agent, "bash", [{"command": c, "description": "d"} for c in commands])


def call(box: Sandbox, agent: str, tool: str, calls: list[Body]) -> Said:
    """Have the agent call a tool."""

    def answer(stub: Stub, body: Body) -> list[Event]:
        offered = {tool["name"] for tool in body.get("tools", [])}
        if not offered or [*results(body["messages"])] or not calls:
            return wire.anthropic_text("done")
        return wire.anthropic_calls(tool, calls)

    with serve(answer) as stub:
        options = {"baseURL": f"{stub.url}/v1", "apiKey": "none"}
        provider = {"npm": "@ai-sdk/anthropic", "options": options, "models": {"stub": {}}}
        config = {"provider": {"stub": provider}, "model": "stub/stub", "small_model": "stub/stub"}
        (box.project / "opencode.json").write_text(json.dumps(config), encoding="utf-8")
        done = box.run("run", "--agent", agent, "go", PATH=with_git(box))
    assert done.code == 0, done.text
    assert stub.requests, done.text
    return Said(done.text, stub.requests)


def test_forbidden_command_is_denied(project: Sandbox) -> None:
    said = run(project, "steward", "git push origin main")
    assert "prevents you from using this specific tool call" in said.results
    assert ran(project) == []


def test_command_that_needs_approval_is_asked_for(project: Sandbox) -> None:
    """Without a terminal nobody can say yes, so the client rejects it."""
    said = run(project, "steward", "git commit -m x")
    assert "permission requested: bash (git commit -m x); auto-rejecting" in said.printed
    assert ran(project) == []


def test_unnamed_command_runs(project: Sandbox) -> None:
    run(project, "steward", "git status")
    assert ran(project) == ["status"]


def test_same_command_runs_where_no_mandate_names_it(free: Sandbox) -> None:
    run(free, "colleague", "git push origin main")
    assert ran(free) == ["push origin main"]


def test_rules_are_of_the_agent_alone(project: Sandbox) -> None:
    run(project, "colleague", "git push")
    assert ran(project) == ["push"]


def test_forbidden_tool_is_not_offered(make_sandbox: Maker, tmp_path: Path) -> None:
    box = make_sandbox(build(tmp_path, "opencode", {"reader": READER}, PRIMARY))
    requests = run(box, "reader").requests
    offered = {tool["name"] for body in requests for tool in body.get("tools", [])}
    assert "read" in offered
    assert not offered & {"edit", "write", "patch", "apply_patch"}


def test_file_that_must_not_be_read_is_denied(make_sandbox: Maker, tmp_path: Path) -> None:
    blind = {"blind": "## Rules\n\n- Never read `.env` files.\n"}
    box = make_sandbox(build(tmp_path, "opencode", blind, PRIMARY))
    (box.project / "sub").mkdir()
    for name, shown in ((".env", False), ("sub/.env", False), ("environment", True)):
        path = box.project / name
        path.write_text("KEY=value-of-the-test", encoding="utf-8")
        said = call(box, "blind", "read", [{"filePath": str(path)}])
        assert ("value-of-the-test" in said.results) == shown, said.results
        assert shown or "prevents you from using" in said.results
