"""A rewriter in a project: a real process is asked once, its answer checked, kept and used."""

import json
import shlex
import sys
from pathlib import Path

import pytest

from helpers import fill, personac

PERSONA = """\
---
name: gardener
description: Keeps the garden. Use when plants are concerned.
tools: Read
---

# Gardener

## Work

- **Watering:** Water in the morning. Never water in the midday sun.
- **Cutting:** Cut what is dry.
"""
SPEC = """\
# Revision Specification for Gardener

## Proposed Changes

### 1. Reframe Watering

**Current Instruction Snippet:**
- "Work: Watering: Water in the morning..."

**Proposed Revision:**
- Let the watering speak of "living soil", in the voice of the garden.

**Reasoning (Soil Framework):**
Soil is what lasts.
"""
GOOD = "Water the living soil in the morning. Never water in the midday sun."
WRITER = """\
import json, pathlib, sys
asked = json.load(sys.stdin)
with open("asked.jsonl", "a") as log:
    log.write(json.dumps(asked) + "\\n")
print({answer!r})
"""


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personas/gardener.md": PERSONA, "revisions/gardener.md": SPEC})
    return tmp_path


def settings(root: Path, command: str = "", more: str = "") -> None:
    rewriter = f"[revise]\nrewriter = {json.dumps(command)}\n{more}" if command else ""
    fill(root, {"personac.toml": f'targets = ["claude-code"]\n{rewriter}'})


def writer(root: Path, answer: str) -> str:
    fill(root, {"writer.py": WRITER.format(answer=answer)})
    return shlex.join([sys.executable, "writer.py"])


def output(root: Path) -> str:
    return (root / "dist/claude-code/.claude/agents/gardener.md").read_text("utf-8")


def asked(root: Path) -> list[dict[str, object]]:
    log = root / "asked.jsonl"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def test_without_a_rewriter_it_is_left(garden: Path) -> None:
    settings(garden)
    ran = personac("build")
    assert ran.code == 0
    assert "REV016" in ran.out
    assert not (garden / "personac.lock.json").exists()


def test_the_answer_is_applied_and_kept(garden: Path) -> None:
    """It is asked for the quoted text, what is wanted, and what has to stay; once."""
    settings(garden, writer(garden, GOOD))
    ran = personac("build")
    assert ran.code == 0, ran.said
    assert f"- **Watering:** {GOOD}" in output(garden)
    (request,) = asked(garden)
    assert request["text"] == "Water in the morning. Never water in the midday sun."
    assert (request["section"], request["label"]) == ("Work", "Watering")
    assert request["concepts"] == ["living soil"]
    assert request["preserve"] == ["Never water in the midday sun."]
    assert "voice of the garden" in str(request["instruction"])
    assert personac("build", "--no-cache").code == 0
    assert len(asked(garden)) == 1


def test_later_builds_need_no_command(garden: Path) -> None:
    """From the lock file alone comes the same output."""
    settings(garden, writer(garden, GOOD))
    assert personac("build").code == 0
    first = output(garden)
    (garden / "writer.py").unlink()
    assert personac("build", "--check", "--no-cache").code == 0
    settings(garden)
    assert personac("build", "--no-cache").code == 0
    assert output(garden) == first
    assert GOOD.split(".", 1)[0] in personac("revise", "import", "revisions/gardener.md").out


def test_another_question_is_asked_anew(garden: Path) -> None:
    settings(garden, writer(garden, GOOD))
    assert personac("build").code == 0
    fill(garden, {"revisions/gardener.md": SPEC.replace("in the voice of", "in the words of")})
    assert personac("build").code == 0
    assert len(asked(garden)) == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Water the living soil at any time.", 'drops "Never water in the midday sun'),
        ("Water early. Never water in the midday sun.", 'does not say "living soil"'),
        ("# Soil\n\n- living soil", "is not one paragraph"),
        (f"{GOOD}\n\n- Cut it too.", "is not one paragraph"),
        (f"{GOOD} Never watering is optional.", "breaks it: a new sentence lifts what others say"),
    ],
)
def test_an_answer_that_breaks_a_promise_is_refused(garden: Path, answer: str, why: str) -> None:
    """It changes nothing, is told, and is not kept."""
    settings(garden, writer(garden, answer))
    ran = personac("build")
    assert f"the rewriter's answer {why}" in ran.out
    assert "Water in the morning. Never water in the midday sun." in output(garden)
    assert not (garden / "personac.lock.json").exists()


def test_check_asks_nobody(garden: Path) -> None:
    settings(garden, writer(garden, GOOD))
    personac("build", "--check")
    assert asked(garden) == []


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import sys; sys.exit('no idea')", "no idea"),
        ("", "said nothing"),
        ("import time; time.sleep(30)", "timed out"),
    ],
)
def test_a_failing_command_stops_the_build(garden: Path, script: str, why: str) -> None:
    fill(garden, {"writer.py": script})
    settings(garden, shlex.join([sys.executable, "writer.py"]), "timeout = 1\n")
    ran = personac("build")
    assert ran.code == 2
    assert why in ran.err
    assert not (garden / "dist").exists()


def test_a_missing_command_is_named(garden: Path) -> None:
    settings(garden, "no-such-writer --now")
    ran = personac("build")
    assert ran.code == 2
    assert "no-such-writer" in ran.err


def test_an_edited_lock_is_not_trusted(garden: Path) -> None:
    settings(garden, writer(garden, GOOD))
    assert personac("build").code == 0
    lock = garden / "personac.lock.json"
    lock.write_text(lock.read_text("utf-8").replace("living soil", "dead soil", 1), "utf-8")
    text = lock.read_text("utf-8")
    lock.write_text(text.replace("Water the", "Flood the"), "utf-8")
    ran = personac("build")
    assert ran.code == 2
    assert "personac.lock.json" in ran.err
