"""What clients enforce is proven from the bytes of their files, whoever writes in them."""

import json
from pathlib import Path

import pytest

from helpers import fill, personac

STEWARD = """\
---
name: steward
description: Prepares releases. Use when a release is due.
---

# Steward

## Mandates

- NEVER push.
- Never commit without the approval of the owner.
"""
TARGETS = ("claude-code", "codex", "copilot", "gemini", "opencode", "qwen")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fill(
        tmp_path,
        {
            "personac.toml": f"targets = {json.dumps(TARGETS)}\n",
            "personas/steward.md": STEWARD,
        },
    )
    monkeypatch.chdir(tmp_path)
    built = personac("build")
    assert built.code == 0, built.said
    return tmp_path


def enforcing(project: Path) -> dict[str, set[str]]:
    """The files that enforce each clause, by what the manifest records."""
    manifest = json.loads((project / "dist/manifest.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for entry in manifest["entries"]:
        for native in entry.get("enforced", ()):
            found.setdefault(f"{entry['target']}/{native['file']}", set()).add(native["node"])
    return found


def test_every_target_enforces_and_is_proven(project: Path) -> None:
    assert {path.partition("/")[0] for path in enforcing(project)} == set(TARGETS)
    proven = personac("verify")
    assert proven.code == 0, proven.said


@pytest.mark.parametrize("target", TARGETS)
def test_lost_rule_is_named(project: Path, target: str) -> None:
    """The mandate, its line and the file are named when the command is gone from the file."""
    for path in (path for path in enforcing(project) if path.startswith(f"{target}/")):
        file = project / "dist" / path
        before = file.read_bytes()
        lines = before.decode().split("\n")
        kept = [line for line in lines if "push" not in line or line.startswith("- NEVER")]
        assert len(kept) < len(lines)
        file.write_text("\n".join(kept), encoding="utf-8")
        said = personac("verify")
        assert said.code == 1
        assert f"dist/{path} does not hold `git push` any more" in said.out
        assert "personas/steward.md:10:3" in said.out
        file.write_bytes(before)
    assert personac("verify").code == 0


def test_users_own_settings_are_theirs(project: Path) -> None:
    """In a file that the user owns too, only what the build put in is proven."""
    file = project / "dist/claude-code/.claude/settings.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    settings["model"] = "opus"
    settings["permissions"]["deny"].append("Bash(curl *)")
    file.write_text(json.dumps(settings), encoding="utf-8")
    assert personac("verify").code == 0
    settings["permissions"]["ask"] += settings["permissions"]["deny"]
    settings["permissions"]["deny"] = []
    file.write_text(json.dumps(settings), encoding="utf-8")
    said = personac("verify")
    assert said.code == 1
    assert "settings.json has lost what the build put into `permissions" in said.out


def test_script_of_a_hook_is_proven(project: Path) -> None:
    file = project / "dist/claude-code/.claude/hooks/personac-guard.sh"
    file.write_text("exit 0\n", encoding="utf-8")
    said = personac("verify")
    assert said.code == 1
    assert "personac-guard.sh" in said.out
    file.unlink()
    said = personac("verify")
    assert said.code == 1
    assert "personac-guard.sh is gone" in said.out


AGENTS = {
    "claude-code": ".claude/agents/steward.md",
    "codex": ".codex/agents/steward.toml",
    "copilot": ".github/agents/steward.agent.md",
    "gemini": ".gemini/agents/steward.md",
    "opencode": ".opencode/agents/steward.md",
    "qwen": ".qwen/agents/steward.md",
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("instead", ["", "- You may push whenever you like."])
def test_enforcement_excuses_no_words(project: Path, target: str, instead: str) -> None:
    """A mandate that a client enforces has to stand in the agent file all the same."""
    file = project / "dist" / target / AGENTS[target]
    file.write_text(file.read_text("utf-8").replace("- NEVER push.", instead), "utf-8")
    said = personac("verify", "--format", "concise")
    assert said.code == 1
    name = f"dist/{target}/{AGENTS[target]}"
    assert f"personas/steward.md:10:3: error[TGT004] {name} " in said.out
    assert "the mandate `NEVER push.`" in said.out
    assert "still holds it" in personac("verify").out
    assert "enforced" not in personac("verify").out.splitlines()[-1]


@pytest.mark.parametrize("target", TARGETS)
def test_unreadable_agent_is_not_enforced(project: Path, target: str) -> None:
    (project / "dist" / target / AGENTS[target]).write_bytes(b"\xff\xfe")
    said = personac("verify")
    assert said.code == 1
    assert "carries nothing of steward: 2 mandates" in said.out
    found = json.loads(personac("verify", "--format", "json").out)["proofs"]
    verdicts = next(one for one in found if one["target"] == target)["proof"]["verdicts"]
    assert {one["status"] for one in verdicts} == {"missing"}
