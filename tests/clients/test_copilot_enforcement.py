"""GitHub Copilot CLI refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import delegation, emitted, install, wire
from .delegation import Run
from .guarded import ANY, FREE, READER, build, ran, results, with_git
from .sandbox import Maker, Sandbox
from .stub import serve
from .test_copilot import ENV, tools

pytestmark = pytest.mark.clients

CLIENT = install.COPILOT
TARGET = emitted.COPILOT
__all__ = ["ENV"]
COMMANDS = ("git push origin main", "git -C . push", "git commit -m x", "git status")
"""Forbidden; forbidden and hidden; to ask about; named by no mandate."""
TOLD = ("push origin main", "-C . push", "push", "commit -m x", "status", "diff")
EXTRA = {"description": "a task", "name": "helper", "mode": "sync"}


def run(box: Sandbox, agents: dict[str, tuple[str, ...]], *options: str) -> Run:
    """Have each agent call the shell, in a session that allows every tool."""
    tasks = [{"agent_type": a, "prompt": delegation.task(a), **EXTRA} for a in agents]
    calls = {
        agent: wire.anthropic_calls("bash", [{"command": c, "description": "d"} for c in commands])
        for agent, commands in agents.items()
    }
    first = wire.anthropic_calls("task", tasks)
    with serve(delegation.acting(first, calls, delegation.anthropic_end)) as stub:
        options = ("-p", "go", "--allow-all-tools", *options)
        finished = box.run(*options, COPILOT_PROVIDER_BASE_URL=stub.url, PATH=with_git(box))
    assert finished.code == 0, finished.text
    return Run(finished, stub.requests)


def said_to(made: Run, agent: str) -> list[str]:
    return list(results(made.all_of(agent)[-1]["messages"]))


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    personas = {**ANY, "reader": READER}
    return make_sandbox(build(tmp_path_factory.mktemp("p"), TARGET.key, personas))


@pytest.fixture(scope="module")
def guarded(project: Sandbox) -> Run:
    agents = {"steward": COMMANDS, "colleague": ("git push",), "reader": ("git diff",)}
    return run(project, agents, "--trust-folder")


def test_forbidden_command_is_denied(guarded: Run) -> None:
    """The hook binds every agent: a call does not say which one makes it."""
    for said in (*said_to(guarded, "steward")[:2], *said_to(guarded, "colleague")):
        assert said.startswith("Denied by preToolUse hook: ")
        assert "is forbidden by a mandate of steward: NEVER push." in said


def test_command_that_needs_approval_is_asked_for(guarded: Run) -> None:
    """Without a terminal nobody can say yes, so the client holds it back."""
    said = said_to(guarded, "steward")[2]
    assert said.startswith("Denied by preToolUse hook (unable to ask user for confirmation): ")


def test_only_unnamed_commands_ran(project: Sandbox, guarded: Run) -> None:
    assert sorted(ran(project, TOLD)) == ["diff", "status"]


def test_forbidden_tool_is_not_offered(guarded: Run) -> None:
    offered = tools(guarded.of("reader"))
    assert "view" in offered
    assert not offered & {"edit", "create"}


def test_same_command_runs_where_no_mandate_names_it(make_sandbox: Maker, tmp_path: Path) -> None:
    free = make_sandbox(build(tmp_path, TARGET.key, FREE))
    run(free, {"colleague": COMMANDS[:1]}, "--trust-folder")
    assert ran(free, TOLD) == ["push origin main"]


def test_hook_is_not_run_in_a_folder_that_nobody_trusts(project: Sandbox, guarded: Run) -> None:
    """What the limits in the matrix say; they are to change when this does."""
    ran(project)
    run(project, {"steward": COMMANDS[:1]})
    assert ran(project, TOLD) == ["push origin main"]
