"""Claude Code takes a persona in its other forms: a plugin, `--agents` and an output style."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import emitted, install, wire
from .claude_tools import granted
from .emitted import Agent
from .guarded import ANY, build, ran, results, with_git
from .sandbox import Maker, Sandbox
from .stub import serve, strings
from .test_claude_code import ENV, Session, ask, chat
from .test_claude_code_enforcement import delegate_to

pytestmark = pytest.mark.clients

CLIENT = install.CLAUDE_CODE
TARGET = emitted.PLUGIN
__all__ = ["ENV"]
UNCLOSED = '---\nname: broken\ntools: "Read\n---\nWork.\n'
BROKEN = {
    "prompt": ({"a": {"description": "d"}}, "a.prompt: Invalid input"),
    "description": ({"a": {"prompt": "p"}}, "a.description: Invalid input"),
    "tools": ({"a": {"description": "d", "prompt": "p", "tools": "Read"}}, "a.tools"),
    "mode": ({"a": {"description": "d", "prompt": "p", "permissionMode": "wild"}}, "a.permission"),
}


@pytest.fixture(scope="module")
def session(box: Sandbox) -> Session:
    return ask(box, chat, "--plugin-dir", str(TARGET.root))


def test_plugin_is_valid(box: Sandbox) -> None:
    done = box.run("plugin", "validate", str(TARGET.root))
    assert done.code == 0, done.text


def test_plugin_agent_gets_its_tools_and_body(agent: Agent, session: Session, box: Sandbox) -> None:
    name = f"personas:{agent.name}"
    assert name in session.init["agents"]
    main = ask(box, chat, "--plugin-dir", str(TARGET.root), "--agent", name)
    assert main.tools == granted(agent, session.tools)
    assert agent.body in [block["text"] for block in main.requests[0]["system"]]


def test_broken_plugin_agent_is_found(make_sandbox: Maker) -> None:
    box = make_sandbox(TARGET.root)
    (box.project / "agents" / "broken.md").write_text(UNCLOSED, encoding="utf-8")
    done = box.run("plugin", "validate", str(box.project))
    assert done.code == 1
    assert "broken.md" in done.text
    assert "failed to parse" in done.text


@pytest.mark.parametrize(
    ("who", "runs"), [("steward", []), ("colleague", ["-C . push origin main"])]
)
def test_hook_of_a_plugin_binds_its_agent(
    who: str, runs: list[str], make_sandbox: Maker, tmp_path: Path
) -> None:
    """The client names the agent of a plugin with the plugin before it."""
    plugin, box = build(tmp_path, "claude-plugin", ANY), make_sandbox(None)
    command = {"command": "git -C . push origin main", "description": "d"}
    calls = wire.anthropic_calls("Bash", [command])
    with serve(delegate_to(f"personas:{who}", calls)) as stub:
        options = ("-p", "go", "--allowedTools", "Bash", "--plugin-dir", str(plugin))
        done = box.run(*options, ANTHROPIC_BASE_URL=stub.url, PATH=with_git(box))
    assert done.code == 0, done.text
    said = [text for body in stub.requests for text in results(body["messages"])]
    assert ran(box) == runs
    assert bool(runs) != any("is forbidden by a mandate of" in text for text in said)


def test_agents_of_the_command_line(box: Sandbox) -> None:
    """Every persona of the one file is an agent with its own tools and body."""
    path = emitted.AGENTS_JSON.root / "agents.json"
    text = path.read_text(encoding="utf-8")
    free = ask(box, chat, "--agents", text)
    for name, fields in json.loads(text).items():
        assert name in free.init["agents"]
        main = ask(box, chat, "--agents", text, "--agent", name)
        stated = Agent(path, name, fields["description"], fields["prompt"].strip(), fields)
        assert main.tools == granted(stated, free.tools)
        assert stated.body in [block["text"].strip() for block in main.requests[0]["system"]]


@pytest.mark.parametrize(("given", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_agents_of_the_command_line_are_refused(
    given: dict[str, object], message: str, box: Sandbox
) -> None:
    done = box.run("-p", "go", "--agents", json.dumps(given))
    assert done.code == 1
    assert "Invalid --agents configuration" in done.text
    assert message in done.text


def test_output_style_is_told_to_the_model(make_sandbox: Maker) -> None:
    styles = emitted.OUTPUT_STYLE
    box = make_sandbox(styles.root)
    for style in styles.agents():
        settings = json.dumps({"outputStyle": style.name})
        session = ask(box, chat, "--settings", settings)
        told = f"# Output Style: {style.name}\n{style.body}"
        assert any(told in text for text in strings(session.requests[0]))
        assert session.init["output_style"] == style.name
