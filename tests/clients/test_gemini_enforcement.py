"""Gemini CLI refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import delegation, emitted, install, wire
from .delegation import Run
from .guarded import ANY, FREE, READER, build, ran, with_git
from .sandbox import Maker, Sandbox
from .stub import Event, serve
from .test_gemini import COMPLETE, ENV, HEADLESS, end, prepare, tools

pytestmark = pytest.mark.clients

CLIENT = install.GEMINI
TARGET = emitted.GEMINI
__all__ = ["ENV"]
COMMANDS = ("git push origin main", 'bash -c "git push"', "git commit -m x", "git status")
"""Forbidden; forbidden and hidden; to ask about; named by no mandate."""
TOLD = ("push origin main", "-C . push", "push", "commit -m x", "status", "diff")
KEEPER = "## Rules\n\n- Never read secrets.\n"
POLICIES = ".gemini/policies/personac.toml"


def run(box: Sandbox, agents: dict[str, tuple[str, ...]], policies: str = POLICIES) -> Run:
    """Have each agent call the shell."""
    calls = {
        agent: wire.gemini_calls([("run_shell_command", {"command": c}) for c in commands])
        for agent, commands in agents.items()
    }
    return call(box, calls, policies)


def call(box: Sandbox, calls: dict[str, list[Event]], policies: str = POLICIES) -> Run:
    """Have each agent make its calls, in a session in yolo mode."""
    folder = box.project / TARGET.folder
    prepare(box, [TARGET.read(path) for path in folder.iterdir()])
    tasks = [{"agent_name": a, "prompt": delegation.task(a)} for a in calls]
    first = wire.gemini_calls([("invoke_agent", task) for task in tasks])
    options = (*HEADLESS, *(("--policy", str(box.project / policies)) if policies else ()))
    with serve(delegation.acting(first, calls, end)) as stub:
        finished = box.run(*options, GOOGLE_GEMINI_BASE_URL=stub.url, PATH=with_git(box))
    assert finished.code == 0, finished.text
    return Run(finished, stub.requests)


def said_to(made: Run, agent: str) -> list[str]:
    """Return what came of the agent's calls."""
    parts = [part for body in made.all_of(agent) for c in body["contents"] for part in c["parts"]]
    answers = [part["functionResponse"] for part in parts if "functionResponse" in part]
    return [json.dumps(one["response"]) for one in answers if one["name"] != COMPLETE]


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    personas = {**ANY, "reader": READER, "keeper": KEEPER}
    return make_sandbox(build(tmp_path_factory.mktemp("p"), TARGET.key, personas))


@pytest.fixture(scope="module")
def guarded(project: Sandbox) -> Run:
    agents = {"steward": COMMANDS, "colleague": ("git push",), "reader": ("git diff",)}
    return run(project, agents)


def test_forbidden_command_is_denied(guarded: Run) -> None:
    for said in said_to(guarded, "steward")[:2]:
        assert "Tool execution denied by policy. forbidden by a mandate of steward:" in said


def test_command_that_needs_approval_is_asked_for(guarded: Run) -> None:
    """Without a terminal nobody can say yes, so the client holds it back."""
    said = said_to(guarded, "steward")[2]
    assert "requires user confirmation, which is not supported in non-interactive mode" in said


def test_only_what_no_mandate_of_the_agent_names_ran(project: Sandbox, guarded: Run) -> None:
    """The policies bind their own agent alone."""
    assert sorted(ran(project, TOLD)) == ["diff", "push", "status"]


def test_forbidden_tool_is_not_offered(guarded: Run) -> None:
    offered = tools(guarded.of("reader"))
    assert "read_file" in offered
    assert not offered & {"replace", "write_file"}


def test_forbidden_file_is_not_read(project: Sandbox) -> None:
    for path in ("below/deploy.pem", "id_rsa", "notes.txt"):
        (project.project / path).parent.mkdir(exist_ok=True)
        (project.project / path).write_text("the content", encoding="utf-8")
    names = (str(project.project / "below/deploy.pem"), "below/deploy.pem", "id_rsa", "notes.txt")
    reads = wire.gemini_calls([("read_file", {"file_path": name}) for name in names])
    said = said_to(call(project, {"keeper": reads}), "keeper")
    denied = ["Tool execution denied by policy. forbidden by a mandate" in one for one in said]
    assert denied == [True, True, True, False]
    assert "the content" in said[-1]


def test_same_command_runs_where_no_mandate_names_it(make_sandbox: Maker, tmp_path: Path) -> None:
    free = make_sandbox(build(tmp_path, TARGET.key, FREE))
    run(free, {"colleague": COMMANDS[:1]}, policies="")
    assert ran(free, TOLD) == ["push origin main"]


def test_policies_of_a_project_are_not_read(project: Sandbox, guarded: Run) -> None:
    """What the limits in the matrix say; they are to change when this does."""
    ran(project)
    run(project, {"steward": COMMANDS[:1]}, policies="")
    assert ran(project, TOLD) == ["push origin main"]
