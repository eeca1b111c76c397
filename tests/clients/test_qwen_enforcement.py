"""Qwen Code refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import delegation, emitted, install, wire
from .delegation import Run
from .guarded import ANY, FREE, READER, build, ran, results, with_git
from .sandbox import Maker, Sandbox
from .stub import Event, serve
from .test_qwen import ENV, HEADLESS, prepare

pytestmark = pytest.mark.clients

CLIENT = install.QWEN
TARGET = emitted.QWEN
__all__ = ["ENV"]
COMMANDS = ("git push origin main", "git -C . push", "git commit -m x", "git status")
"""Forbidden; forbidden and hidden; to ask about; named by no mandate."""
TOLD = ("push origin main", "-C . push", "push", "commit -m x", "status", "diff")
EXTRA = {"description": "a task", "run_in_background": False}


def run(box: Sandbox, agents: dict[str, tuple[str, ...]]) -> Run:
    """Have each agent call the shell, in a session in yolo mode."""
    prepare(box)
    tasks = [{"subagent_type": a, "prompt": delegation.task(a), **EXTRA} for a in agents]
    calls = {agent: shell(commands) for agent, commands in agents.items()}
    first = wire.anthropic_calls("agent", tasks)
    with serve(delegation.acting(first, calls, delegation.anthropic_end)) as stub:
        options = (*HEADLESS, "--approval-mode", "yolo")
        finished = box.run(*options, ANTHROPIC_BASE_URL=stub.url, PATH=with_git(box))
    assert finished.code == 0, finished.text
    return Run(finished, stub.requests)


def shell(commands: tuple[str, ...]) -> list[Event]:
    inputs = [{"command": c, "description": "d", "is_background": False} for c in commands]
    return wire.anthropic_calls("run_shell_command", inputs)


def said_to(made: Run, agent: str) -> list[str]:
    return list(results(made.all_of(agent)[-1]["messages"]))


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    personas = {**ANY, "reader": READER}
    return make_sandbox(build(tmp_path_factory.mktemp("p"), TARGET.key, personas))


@pytest.fixture(scope="module")
def guarded(project: Sandbox) -> Run:
    agents = {"steward": COMMANDS, "colleague": ("git push",), "reader": ("git diff",)}
    return run(project, agents)


def test_forbidden_command_is_denied(guarded: Run) -> None:
    """The permissions bind every agent."""
    for said in (said_to(guarded, "steward")[0], said_to(guarded, "colleague")[0]):
        assert "was denied by permission rules. Matching deny rule: " in said


def test_hidden_command_is_denied_by_the_hook(guarded: Run) -> None:
    said = said_to(guarded, "steward")[1]
    assert "is forbidden by a mandate of steward: NEVER push." in said


def test_command_that_needs_approval_is_refused(guarded: Run) -> None:
    """Without a terminal nobody can say yes, so the client holds it back, in yolo mode too."""
    assert "needs an approval by a mandate of steward" in said_to(guarded, "steward")[2]


def test_only_unnamed_commands_ran(project: Sandbox, guarded: Run) -> None:
    assert sorted(ran(project, TOLD)) == ["diff", "status"]


def test_forbidden_tool_is_not_offered(guarded: Run) -> None:
    offered = delegation.anthropic_tools(guarded.of("reader"))
    assert "read_file" in offered
    assert not offered & {"edit", "write_file", "notebook_edit"}


def test_same_command_runs_where_no_mandate_names_it(make_sandbox: Maker, tmp_path: Path) -> None:
    free = make_sandbox(build(tmp_path, TARGET.key, FREE))
    run(free, {"colleague": COMMANDS[:1]})
    assert ran(free, TOLD) == ["push origin main"]


def test_permissions_without_the_hook(make_sandbox: Maker, tmp_path: Path) -> None:
    """A permission to deny holds alone; one to ask is void in yolo mode, as the limits say."""
    box = make_sandbox(build(tmp_path, TARGET.key, ANY))
    settings = box.project / ".qwen" / "settings.json"
    permissions = json.loads(settings.read_text(encoding="utf-8"))["permissions"]
    settings.write_text(json.dumps({"permissions": permissions}), encoding="utf-8")
    said = said_to(run(box, {"steward": COMMANDS}), "steward")
    assert "was denied by permission rules. Matching deny rule: " in said[0]
    assert sorted(ran(box, TOLD)) == ["-C . push", "commit -m x", "status"]
