"""What a lint tells of itself: its files, settings and time, and that it left something out."""

import json
from pathlib import Path

import pytest

from helpers import fill, personac
from personac.cli import _lint
from personac.linting import check
from personac.report.lint import sarif

SECRET = "ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX"
HEAD = """---
name: one
description: Prepares releases. Use when a version is due.
tools: Read
---

# One
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": '[lint]\nignore = ["SEC"]\n', "personas/one.md": HEAD})
    return tmp_path


def test_files_are_named(folder: Path) -> None:
    fill(folder, {"personas/\x1b[2J.md": HEAD})
    ran = personac("lint", "--show-files")
    assert (ran.code, ran.out) == (0, "personas/\\x1b[2J.md\npersonas/one.md\n")
    assert personac("lint", "nowhere", "--show-files").code == 2


def test_timings(folder: Path) -> None:
    """Beside the report, which stays as it is."""
    plain = personac("lint", "--format", "json")
    ran = personac("lint", "--format", "json", "--timings", "--select", "MAN,SCH")
    assert json.loads(ran.out) == json.loads(plain.out)
    first, *rest = ran.err.splitlines()
    assert first.split()[1:] == ["ms", first.split()[2], "reading"]
    assert all(line.split()[1] == "ms" for line in rest)
    assert [line for line in rest if "MAN" in line]
    assert not [line for line in rest if "TLS" in line]


def test_the_worst_of_a_file_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error after many warnings is not what a limit leaves out."""
    monkeypatch.setattr(check, "MOST_FINDINGS", 3)
    text = HEAD + "".join(f"\nSee /home/ann{number}/notes.md.\n" for number in range(9))
    fill(folder, {"personas/one.md": text + f"\n{SECRET}\n", "personac.toml": ""})
    ran = personac("lint", "--format", "concise", "--no-group", "--no-cache")
    assert ran.code == 1
    assert "error[SEC004]" in ran.out
    assert "warning[INT002] 7 findings of this file are left out" in ran.out
    assert personac("lint", "--select", "REF003", "--no-cache", "--fail-on-partial").code == 4


def test_the_worst_of_a_run_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run has a limit too, and says what it leaves out; a baseline records all the same."""
    monkeypatch.setattr(_lint, "MOST_SHOWN", 3)
    text = HEAD + "".join(f"\nSee /home/ann{number}/notes.md.\n" for number in range(9))
    fill(folder, {"personas/one.md": text + f"\n{SECRET}\n", "personac.toml": ""})
    ran = personac("lint", "--format", "concise", "--no-group")
    assert ran.code == 1
    assert "error[SEC004]" in ran.out
    assert "warning[INT002] 7 findings of this run are left out, the least severe ones" in ran.out
    assert personac("lint", "--select", "REF003", "--fail-on-partial").code == 4
    personac("lint", "--write-baseline", "--reason", "known")
    assert personac("lint", "--strict").code == 0


def test_sarif_keeps_the_worst(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 2)
    text = HEAD + "".join(f"\nSee /home/ann{number}/notes.md.\n" for number in range(9))
    fill(folder, {"personas/one.md": text + f"\n{SECRET}\n", "personac.toml": ""})
    run = json.loads(personac("lint", "--format", "sarif").out)["runs"][0]
    assert [one["level"] for one in run["results"]] == ["warning", "error"]
    assert "8 results are left out" in json.dumps(run["invocations"])
