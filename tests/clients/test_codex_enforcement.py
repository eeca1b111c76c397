"""Codex refuses, asks about and allows what the mandates of emitted roles say."""

from __future__ import annotations

import json

import pytest

from . import emitted, install, wire
from .guarded import ANY, FREE, build, ran, with_git
from .sandbox import Maker, Sandbox
from .stub import Answer, Body, Event, Stub, serve
from .test_codex import ENV, TOOLS, stub_options, texts, trust

pytestmark = pytest.mark.clients

CLIENT = install.CODEX
TARGET = emitted.CODEX
__all__ = ["ENV"]
TASK = "Do the task of this test."
RULES = ".codex/rules/personac.rules"


@pytest.fixture(scope="module")
def project(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "codex", ANY))


@pytest.fixture(scope="module")
def free(make_sandbox: Maker, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return make_sandbox(build(tmp_path_factory.mktemp("p"), "codex", FREE))


def run(box: Sandbox, role: str, command: str) -> str:
    """Spawn the role and have it run a command in the trusted project; return what it got."""
    trust(box)
    with serve(_answer(role, command)) as stub:
        options = (*stub_options(stub.url, threads=2), "--sandbox", "danger-full-access")
        done = box.run(
            *("exec", "--skip-git-repo-check", "--json", "go"), *options, PATH=with_git(box)
        )
    assert done.code == 0, done.text
    own = [body for body in stub.requests if TASK in texts(body, "user")]
    outputs = [item for item in own[-1]["input"] if item["type"] == "function_call_output"]
    return json.dumps(outputs[-1]["output"])


def _answer(role: str, command: str) -> Answer:
    call = wire.responses_calls("", "exec_command", [{"cmd": command}])

    def answer(stub: Stub, body: Body) -> list[Event]:
        done = any(item["type"] == "function_call_output" for item in body["input"])
        if TASK in texts(body, "user"):
            return wire.responses_text("done") if done else call
        if done:
            stub.wait_for(4, 20.0)  # two of this thread, two of the role
            return wire.responses_text("done")
        spawn = [{"agent_type": role, "message": TASK}]
        return wire.responses_calls(TOOLS, "spawn_agent", spawn)

    return answer


@pytest.mark.parametrize("command", ["git push origin main", "echo a && git push"])
def test_forbidden_command_is_denied(project: Sandbox, command: str) -> None:
    said = run(project, "steward", command)
    assert "forbidden by a mandate of steward: NEVER push." in said
    assert ran(project) == []


def test_command_that_needs_approval_is_asked_for(project: Sandbox) -> None:
    """Without a terminal nobody can say yes, so the client rejects it."""
    said = run(project, "steward", "git commit -m x")
    assert "approval required by policy" in said
    assert ran(project) == []


def test_unnamed_command_runs(project: Sandbox) -> None:
    run(project, "steward", "git status")
    assert ran(project) == ["status"]


def test_same_command_runs_where_no_mandate_names_it(free: Sandbox) -> None:
    run(free, "colleague", "git push origin main")
    assert ran(free) == ["push origin main"]


def test_rules_bind_every_role_of_the_project(project: Sandbox) -> None:
    run(project, "colleague", "git push")
    assert ran(project) == []


def test_client_checks_the_examples(project: Sandbox) -> None:
    """The client itself says what each rule comes to; an example that fails is an error."""
    rules = str(project.project / RULES)
    for words, decision in ((("git", "push"), "forbidden"), (("git", "commit"), "prompt")):
        done = project.run("execpolicy", "check", "--rules", rules, "--", *words)
        assert done.code == 0, done.text
        assert json.loads(done.out)["decision"] == decision
    path = project.project / "wrong.rules"
    path.write_text(
        (project.project / RULES).read_text("utf-8").replace('"push", "x"', '"pull", "x"'), "utf-8"
    )
    done = project.run("execpolicy", "check", "--rules", str(path), "--", "git", "push")
    assert done.code != 0
