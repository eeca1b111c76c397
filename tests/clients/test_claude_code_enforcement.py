"""Claude Code refuses, asks about and allows what the mandates of emitted agents say."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import emitted, install, wire
from .guarded import ANY, FREE, READER, build, ran, results, with_git
from .sandbox import Maker, Sandbox
from .stub import Answer, Body, Event, Stub, serve, strings
from .test_claude_code import ENV

pytestmark = pytest.mark.clients

CLIENT = install.CLAUDE_CODE
TARGET = emitted.CLAUDE_CODE
__all__ = ["ENV"]
TASK = "Do the task of this test."


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "claude-code", ANY))


@pytest.fixture(scope="module")
def free(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "claude-code", FREE))


def run(box: Sandbox, agent: str, *commands: str, delegated: bool = False) -> list[str]:
    """Have the agent, or a subagent of that name, call Bash; every shell command is allowed
    that no rule names. Return the results that the model got.
    """
    calls = wire.anthropic_calls("Bash", [{"command": c, "description": "d"} for c in commands])
    with serve(delegate_to(agent, calls) if delegated else first(calls)) as stub:
        who = () if delegated else ("--agent", agent)
        options = ("-p", "go", "--allowedTools", "Bash,Edit,Write", *who)
        done = box.run(*options, ANTHROPIC_BASE_URL=stub.url, PATH=with_git(box))
    assert done.code == 0, done.text
    return [text for body in stub.requests for text in results(body["messages"])]


def first(calls: list[Event]) -> Answer:
    def answer(stub: Stub, body: Body) -> list[Event]:
        return calls if body is stub.requests[0] else wire.anthropic_text("done")

    return answer


def delegate_to(agent: str, calls: list[Event]) -> Answer:
    """Hand the task to a subagent, which makes the calls once."""
    task = {"subagent_type": agent, "description": "t", "prompt": TASK, "run_in_background": False}

    def answer(stub: Stub, body: Body) -> list[Event]:
        if body is stub.requests[0]:
            return wire.anthropic_calls("Agent", [task])
        own = TASK in strings(body["messages"][0]["content"])
        return wire.anthropic_text("done") if not own or [*results(body["messages"])] else calls

    return answer


@pytest.mark.parametrize("delegated", [False, True], ids=["main", "subagent"])
def test_forbidden_command_is_denied(project: Sandbox, delegated: bool) -> None:
    said = run(project, "steward", "git push origin main", delegated=delegated)
    assert "is forbidden by a mandate of steward: NEVER push." in said[0]
    assert ran(project) == []


@pytest.mark.parametrize(
    "command", ["git -C . push", 'bash -c "git push"', "x=git; $x push", "echo `git push`"]
)
def test_hidden_command_is_denied(project: Sandbox, command: str) -> None:
    said = run(project, "steward", command)
    assert "is forbidden by a mandate of steward: NEVER push." in said[0]
    assert ran(project) == []


def test_hidden_command_of_a_subagent_is_denied(project: Sandbox) -> None:
    said = run(project, "steward", "git -C . push", delegated=True)
    assert "is forbidden by a mandate of steward: NEVER push." in said[0]
    assert ran(project) == []


@pytest.mark.parametrize("command", ["git commit -m x", "git -C . commit"])
def test_command_that_needs_approval_is_asked_for(project: Sandbox, command: str) -> None:
    """Without a terminal nobody can say yes, so the client holds it back."""
    said = run(project, "steward", command)
    assert "permission" in said[0].lower() or "approval" in said[0]
    assert "denied" not in said[0]
    assert ran(project) == []


def test_unnamed_command_runs(project: Sandbox) -> None:
    run(project, "steward", "git status", 'git log --grep "git push"')
    assert sorted(ran(project)) == ["log --grep git push", "status"]


def test_same_command_runs_where_no_mandate_names_it(free: Sandbox) -> None:
    run(free, "colleague", "git push origin main")
    assert ran(free) == ["push origin main"]


def test_permissions_bind_every_agent_and_the_hook_only_its_own(project: Sandbox) -> None:
    said = run(project, "colleague", "git push", "git -C . push")
    assert "has been denied" in said[0]
    assert ran(project) == ["-C . push"]


def test_forbidden_tool_is_not_offered(make_sandbox: Maker, tmp_path: Path) -> None:
    box = make_sandbox(build(tmp_path, "claude-code", {"reader": READER}))
    with serve(first(wire.anthropic_text("done"))) as stub:
        done = box.run("-p", "go", "--agent", "reader", ANTHROPIC_BASE_URL=stub.url)
    assert done.code == 0, done.text
    offered = {tool["name"] for tool in stub.requests[0]["tools"]}
    assert "Read" in offered
    assert not offered & {"Edit", "Write", "NotebookEdit"}


def test_edit_that_needs_approval_is_asked_for(make_sandbox: Maker, tmp_path: Path) -> None:
    """The hook asks, although the session allows every edit."""
    asks = "## Rules\n\n- Never modify any files without the user's approval.\n"
    box = make_sandbox(build(tmp_path, "claude-code", {"asker": asks, "colleague": "Help."}))
    for agent, due in (("asker", False), ("colleague", True)):
        path = box.project / f"{agent}.txt"
        call = wire.anthropic_calls("Write", [{"file_path": str(path), "content": "x"}])
        with serve(first(call)) as stub:
            options = ("-p", "go", "--allowedTools", "Write", "--agent", agent)
            done = box.run(*options, ANTHROPIC_BASE_URL=stub.url)
        assert done.code == 0, done.text
        assert path.exists() == due


def test_file_that_must_not_be_read_is_denied(make_sandbox: Maker, tmp_path: Path) -> None:
    blind = {"blind": "## Rules\n\n- Never read `.env` files.\n"}
    box = make_sandbox(build(tmp_path, "claude-code", blind))
    (box.project / "sub").mkdir()
    for name, shown in ((".env", False), ("sub/.env", False), ("environment", True)):
        path = box.project / name
        path.write_text("KEY=value-of-the-test", encoding="utf-8")
        with serve(first(wire.anthropic_calls("Read", [{"file_path": str(path)}]))) as stub:
            done = box.run("-p", "go", "--agent", "blind", ANTHROPIC_BASE_URL=stub.url)
        assert done.code == 0, done.text
        said = [text for body in stub.requests for text in results(body["messages"])]
        assert ("value-of-the-test" in said[0]) == shown, said
