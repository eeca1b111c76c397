"""A project whose revision is a specification in prose: every command sees it as the build does."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import Ran, fill, personac

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

### 1. Name the Soil

**Current Instruction Snippet:**
- "Work: Cutting: Cut what is dry."

**Proposed Revision:**
- When cutting a branch, instruct the Gardener to explicitly protect the "living soil" below it.

**Reasoning (Soil Framework):**
Soil is what lasts.
"""
WRITTEN = SPEC.replace(
    'When cutting a branch, instruct the Gardener to explicitly protect the "living soil" below it.',
    'Let the watering speak of "living soil", in the voice of the garden.',
).replace("Work: Cutting: Cut what is dry.", "Work: Watering: Water in the morning...")
ANSWER = "Water the living soil in the morning. Never water in the midday sun."
OUT = "dist/claude-code/.claude/agents/gardener.md"


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One persona and one specification, built."""
    monkeypatch.chdir(tmp_path)
    fill(
        tmp_path,
        {
            "personac.toml": 'targets = ["claude-code", "canonical"]\n',
            "personas/gardener.md": PERSONA,
            "revisions/gardener.md": SPEC,
            "revisions/README.md": "# Revisions\n\nWhat we asked for.\n",
        },
    )
    run("build")
    return tmp_path


def run(*arguments: str, code: int = 0) -> Ran:
    ran = personac(*arguments)
    assert ran.code == code, ran.said
    return ran


def git(*arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def committed() -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "--no-verify", "-m", "state")


def number_of(root: Path, words: str) -> int:
    lines = (root / OUT).read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_build_and_check(garden: Path) -> None:
    """The words of the specification are in the output, and the next build has nothing to do."""
    assert "living soil" in (garden / OUT).read_text("utf-8")
    run("build", "--check")


def test_verify(garden: Path) -> None:
    """What the specification made is proven like the rest; another specification is a change."""
    run("verify", "dist")
    fill(garden, {"revisions/gardener.md": SPEC.replace("below it", "around it")})
    said = run("verify", "dist", code=1).said
    assert "was built with other revisions: gardener" in said


def test_trace(garden: Path) -> None:
    """A line that the specification made shows the proposal that it comes from."""
    place = f"{OUT}:{number_of(garden, 'living soil')}"
    found = json.loads(run("trace", place, "--format", "json").out)
    changes = [change for node in found["nodes"] for change in node["changes"]]
    line = SPEC.split("\n").index("**Proposed Revision:**") + 2
    assert [(c["path"], c["line"], c["changed"]) for c in changes] == [
        ("revisions/gardener.md", line, False)
    ]


def test_plan_and_check(garden: Path) -> None:
    """The plan shows the change with its proposal, and the check passes."""
    said = run("revise", "plan").said
    assert "living soil" in said
    assert "revisions/gardener.md:" in said
    assert "1 changed by revisions" in said
    run("revise", "check")
    assert (garden / "personas/gardener.md").read_text("utf-8") == PERSONA


def test_accept(garden: Path) -> None:
    """Accepted, the persona says what the specification asks for, and the build gives the same."""
    before = (garden / OUT).read_text("utf-8")
    run("revise", "accept", "--write")
    assert "living soil" in (garden / "personas/gardener.md").read_text("utf-8")
    run("build")
    assert (garden / OUT).read_text("utf-8") == before
    assert "0 changed by revisions" in run("revise", "plan").said


def test_report(garden: Path) -> None:
    """The report is about the revised persona."""
    fill(garden, {"revisions/gardener.md": SPEC.replace("explicitly protect", "never cut")})
    found = json.loads(run("report", "--format", "json").out)
    assert "never cut" in json.dumps(found).casefold()


def test_breaking(garden: Path) -> None:
    """Both sides of a comparison are revised, each with the specifications of its time."""
    committed()
    assert "living soil" not in run("breaking", "--against", "git:HEAD").said
    never = SPEC.replace("explicitly protect", "never harm")
    fill(garden, {"revisions/gardener.md": never})
    git("commit", "-qam", "never", "--no-verify")
    fill(garden, {"revisions/gardener.md": SPEC})
    said = run("breaking", "--against", "git:HEAD", code=1).said
    assert "DIF001" in said
    assert "living soil" in said


def test_recorded_answers(garden: Path) -> None:
    """Verify, breaking, plan and trace take the answers of the lock file, as the build does."""
    code = f"import sys; sys.stdin.read(); print({ANSWER!r})"
    command = json.dumps(shlex.join([sys.executable, "-c", code]))
    settings = 'targets = ["claude-code", "canonical"]\n'
    fill(garden, {"revisions/gardener.md": WRITTEN})
    fill(garden, {"personac.toml": f"{settings}[revise]\nrewriter = {command}\n"})
    run("build")
    fill(garden, {"personac.toml": settings})
    assert "living soil" in (garden / OUT).read_text("utf-8")
    run("build", "--check")
    run("verify", "dist")
    assert "living soil" in run("revise", "plan").said
    said = run("trace", f"{OUT}:{number_of(garden, 'living soil')}").out
    assert "revisions/gardener.md:" in said
    committed()
    (garden / "personac.lock.json").unlink()
    run("breaking", "--against", "git:HEAD")


def test_one_specification_for_nobody(garden: Path) -> None:
    """A specification for no persona of the project is said, and nothing else breaks."""
    fill(garden, {"revisions/cook.md": SPEC.replace("Gardener", "Cook")})
    assert "REV018" in run("build").said
    run("verify", "dist")
    run("revise", "plan")
