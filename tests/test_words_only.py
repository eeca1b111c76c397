"""`[[words-only]]` leaves mandates to their words where a client would bind every agent by them."""

import json
from pathlib import Path

import pytest

from helpers import personac
from projects import LEO, MIA, Project

NO_PUSH = MIA.replace("- Never approve", "- NEVER push.\n- Never approve").replace(
    "tools: Read, Grep", "tools: Read, Bash"
)
PUSHES = LEO.replace("Read, Grep", "Read, Bash(git push:*)")
SETTINGS = 'targets = ["claude-code", "codex", "opencode"]\n'
RULE = """
[[words-only]]
target = "{target}"
persona = "{persona}"
reason = "leo pushes for all"
"""
RULES = "codex/.codex/rules/personac.rules"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    one = Project(tmp_path)
    one.write(mia=NO_PUSH, leo=PUSHES)
    settings(one)
    return one


def settings(project: Project, *rules: tuple[str, str]) -> None:
    text = "".join(RULE.format(target=target, persona=persona) for target, persona in rules)
    (project.root / "personac.toml").write_text(SETTINGS + text, "utf-8")


def overruled(said: str) -> set[str]:
    """The targets on which `leo` may not push because `mia` must not."""
    lines = (line for line in said.splitlines() if "ENF001" in line)
    return {name for line in lines for name in ("claude-code", "codex") if name in line}


def test_what_binds_every_agent_goes_and_is_said(project: Project) -> None:
    before = project.build("--losses").said
    assert overruled(before) == {"claude-code", "codex"}
    assert "[[words-only]]" in personac("build", "--format", "json").out
    assert b"git" in project.outputs()[RULES]
    settings(project, ("codex", "mia"))
    said = project.build("--losses").said
    assert overruled(said) == {"claude-code"}
    assert "unenforced: 1  in words only, as the settings say: leo pushes for all" in said
    assert RULES not in project.outputs()


def test_what_binds_the_agent_alone_stays(project: Project) -> None:
    settings(project, ("opencode", "*"), ("codex", "*"), ("claude-code", "*"))
    before = project.build().said
    agent = project.outputs()["opencode/.opencode/agents/mia.md"]
    assert b"git push" in agent.partition(b"\n---\n")[0]
    assert "claude-code/.claude/settings.json" not in project.outputs()
    assert not overruled(before)


def test_the_words_stay_and_are_proven(project: Project) -> None:
    settings(project, ("codex", "mia"))
    project.build()
    assert b"NEVER push." in project.outputs()["codex/.codex/agents/mia.toml"]
    ran = personac("verify")
    assert ran.code == 0, ran.said


def test_report_says_why(project: Project) -> None:
    settings(project, ("codex", "mia"))
    rows = json.loads(personac("report", "--format", "json").out)["mandates"]
    (row,) = [row for row in rows if "NEVER push" in row["text"]]
    cells = {cell["target"]: cell for cell in row["cells"]}
    assert cells["codex"]["how"] == ["prose only"]
    assert cells["codex"]["why"] == "in words only, as the settings say: leo pushes for all"
    assert cells["claude-code"]["how"] == ["deny", "hook"]


def test_a_build_sees_changed_settings(project: Project) -> None:
    project.build()
    before = project.outputs()
    settings(project, ("codex", "mia"))
    assert personac("build", "--check").code == 1
    project.build()
    settings(project)
    project.build()
    assert project.outputs() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE.format(target="codx", persona="mia"), "unknown target `codx`; did you mean"),
        (RULE.format(target="codex", persona="mai"), "`words-only[1]` matches no persona: `mai`"),
        (RULE.format(target="codex", persona="mia").replace("leo pushes for all", ""), "has an"),
        (RULE.format(target="codex", persona="mia").replace("reason", "why"), "words-only.why"),
    ],
)
def test_settings_that_say_nothing(project: Project, text: str, said: str) -> None:
    (project.root / "personac.toml").write_text(SETTINGS + text, "utf-8")
    ran = personac("build")
    assert ran.code == 2
    assert said in ran.said
