"""Qwen Code refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

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
ASKER = "## Rules\n\n- Never modify any files without the user's approval.\n"
KEEPER = "## Rules\n\n- Never read secrets.\n"
EXTRA = {"description": "a task", "run_in_background": False}


def run(box: Sandbox, agents: dict[str, tuple[str, ...]]) -> Run:
    """Have each agent call the shell."""
    return call(box, {agent: shell(commands) for agent, commands in agents.items()})


def call(box: Sandbox, calls: dict[str, list[Event]]) -> Run:
    """Have each agent make its calls, in a session in yolo mode."""
    prepare(box)
    tasks = [{"subagent_type": a, "prompt": delegation.task(a), **EXTRA} for a in calls]
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
    personas = {**ANY, "reader": READER, "asker": ASKER, "keeper": KEEPER}
    return make_sandbox(build(tmp_path_factory.mktemp("p"), TARGET.key, personas))


@pytest.fixture(scope="module")
def guarded(project: Sandbox) -> Run:
    return run(project, {"steward": COMMANDS, "reader": ("git diff",)})


def test_forbidden_command_is_denied(guarded: Run) -> None:
    said = said_to(guarded, "steward")[0]
    assert "was denied by permission rules. Matching deny rule: " in said


def test_hidden_command_is_denied_by_the_hook(guarded: Run) -> None:
    said = said_to(guarded, "steward")[1]
    assert "is forbidden by a mandate of steward: NEVER push." in said


def test_command_that_needs_approval_is_refused(guarded: Run) -> None:
    """Without a terminal nobody can say yes, so the client holds it back, in yolo mode too."""
    assert "needs an approval by a mandate of steward" in said_to(guarded, "steward")[2]


def test_only_unnamed_commands_ran(project: Sandbox, guarded: Run) -> None:
    assert sorted(ran(project, TOLD)) == ["diff", "status"]


def test_edit_that_needs_approval_is_refused(project: Sandbox) -> None:
    """The hook asks, although yolo mode allows every edit."""
    path = project.project / "new.txt"
    write = wire.anthropic_calls("write_file", [{"file_path": str(path), "content": "x"}])
    made = call(project, {"asker": write})
    assert "needs an approval by a mandate of asker" in said_to(made, "asker")[0]
    assert not path.exists()


def test_forbidden_file_is_not_read(project: Sandbox) -> None:
    path = project.project / "below" / "deploy.pem"
    path.parent.mkdir()
    path.write_text("SECRET=7", encoding="utf-8")
    made = call(project, {"keeper": wire.anthropic_calls("read_file", [{"file_path": str(path)}])})
    assert "was denied by permission rules. Matching deny rule: " in said_to(made, "keeper")[0]


def test_hook_of_the_persona_runs(make_sandbox: Maker, tmp_path: Path) -> None:
    hook = "hooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n"
    hook += "        - type: command\n          command: echo my own >&2; exit 2\n"
    box = make_sandbox(build(tmp_path, TARGET.key, FREE, hook))
    assert said_to(run(box, {"colleague": COMMANDS[:1]}), "colleague")[0] == "my own"
    assert ran(box, TOLD) == []


def test_forbidden_tool_is_not_offered(guarded: Run) -> None:
    offered = delegation.anthropic_tools(guarded.of("reader"))
    assert "read_file" in offered
    assert not offered & {"edit", "write_file", "notebook_edit"}


def test_same_command_runs_where_no_mandate_names_it(make_sandbox: Maker, tmp_path: Path) -> None:
    free = make_sandbox(build(tmp_path, TARGET.key, FREE))
    run(free, {"colleague": COMMANDS[:1]})
    assert ran(free, TOLD) == ["push origin main"]


def test_permissions_bind_every_agent_and_the_hook_only_its_own(project: Sandbox) -> None:
    """A permission to deny holds alone; one to ask is void in yolo mode, as the limits say."""
    ran(project)
    said = said_to(run(project, {"colleague": COMMANDS}), "colleague")
    assert "was denied by permission rules. Matching deny rule: " in said[0]
    assert sorted(ran(project, TOLD)) == ["-C . push", "commit -m x", "status"]
