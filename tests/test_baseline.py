"""Findings that a project lives with: known by content, with a reason and an end."""

import json
from pathlib import Path

import pytest

from helpers import Ran, fill, personac

PERSONA = """---
name: {name}
description: Prepares releases. Use when a version is due.
tools: Read
---

# Steward

## Mandates

- Never run git push without the approval of the maintainer.
- Never run git push without the approval of the maintainer.
"""
BASELINE = ".personac-baseline.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", "personas/one.md": PERSONA.format(name="one")})
    return tmp_path


def lint(*more: str) -> Ran:
    return personac("lint", "--select", "MAN009", "--format", "concise", *more)


def record(*more: str) -> Ran:
    return lint("--write-baseline", "--reason", "a recap on purpose", *more)


def entries(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / BASELINE).read_text())["findings"]
    return found


def test_known_findings_are_silent(folder: Path) -> None:
    assert lint("--strict").code == 1
    assert record().code == 0
    assert [(one["code"], one["path"], one["reason"]) for one in entries(folder)] == [
        ("MAN009", "personas/one.md", "a recap on purpose")
    ]
    ran = lint("--strict")
    assert (ran.code, ran.out) == (0, "1 persona · no findings · 1 suppressed\n")
    assert lint("--strict", "--no-baseline").code == 1


def test_it_needs_a_reason(folder: Path) -> None:
    ran = lint("--write-baseline")
    assert ran.code == 2
    assert "--reason" in ran.err
    assert not (folder / BASELINE).exists()
    record()
    text = (folder / BASELINE).read_text().replace("a recap on purpose", " ")
    (folder / BASELINE).write_text(text)
    assert lint().code == 2


def test_edits_elsewhere_do_not_matter(folder: Path) -> None:
    """Lines before it and another name of the folder leave the entry as it is."""
    record()
    path = folder / "personas" / "one.md"
    path.write_text(path.read_text().replace("## Mandates", "Some words.\n\n## Mandates"))
    assert lint("--strict", "--strict-baseline").code == 0


def test_another_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are from the project's root, wherever the command runs."""
    record()
    monkeypatch.chdir(folder / "personas")
    assert lint("one.md", "--strict", "--strict-baseline").code == 0


def test_a_new_equal_finding_is_new(folder: Path) -> None:
    """A third copy is not covered by the entry of the second."""
    record()
    path = folder / "personas" / "one.md"
    line = "- Never run git push without the approval of the maintainer.\n"
    path.write_text(path.read_text() + line)
    ran = lint("--strict")
    assert ran.code == 1
    assert "1 warning · 1 suppressed" in ran.out.replace("1 fixable with --fix · ", "")


def test_stale_entries_are_said(folder: Path) -> None:
    record()
    path = folder / "personas" / "one.md"
    path.write_text(path.read_text().rpartition("- Never")[0])
    ran = lint()
    assert ran.code == 0
    assert "stale baseline entry: personas/one.md: MAN009 (a recap on purpose)" in ran.err
    assert "1 stale baseline entry" in ran.out
    assert lint("--strict-baseline").code == 1
    assert personac("lint", "--select", "TLS", "--strict-baseline").code == 0, "MAN009 did not run"
    fill(folder, {"personas/two.md": PERSONA.format(name="two")})
    assert lint("personas/two.md", "--strict-baseline").code == 0, "the file was not read"
    assert lint("--prune-baseline").code == 0
    assert entries(folder) == []


def test_a_file_that_is_gone(folder: Path) -> None:
    """What was known of a file that was renamed or deleted is stale, whatever else is named."""
    record()
    fill(folder, {"personas/two.md": PERSONA.format(name="two")})
    (folder / "personas" / "one.md").rename(folder / "personas" / "three.md")
    ran = lint("personas/two.md", "--strict-baseline")
    assert ran.code == 1
    assert "stale baseline entry: personas/one.md: MAN009" in ran.err
    assert lint("--prune-baseline").out == f"{BASELINE}: 0 entries, 1 dropped\n"
    assert entries(folder) == []


def test_two_projects_with_one_baseline(folder: Path) -> None:
    """A file is gone when no project of the run has it."""
    nested = {
        "nested/personac.toml": "",
        "nested/personas/two.md": PERSONA.format(name="two"),
    }
    fill(folder, nested)
    both = ("personas", "nested", "--baseline", "all.json")
    lint(*both, "--write-baseline", "--reason", "x")
    assert lint(*both, "--strict-baseline", "--strict").code == 0
    (folder / "nested" / "personas" / "two.md").unlink()
    fill(folder, {"nested/personas/three.md": PERSONA.format(name="three").rpartition("-")[0]})
    ran = lint(*both, "--strict-baseline")
    assert (ran.code, ran.err.count("stale baseline entry")) == (1, 1)


def test_pruning_what_is_not_there(folder: Path) -> None:
    assert lint("--prune-baseline").code == 0
    assert not (folder / BASELINE).exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--reason", "x"), "--reason and --expires go with --write-baseline"),
        (("--expires", "2097-01-31"), "--reason and --expires go with --write-baseline"),
        (("--write-baseline", "--reason", "x", "--expires", "2097-02-30"), "of the calendar"),
        (("--write-baseline", "--reason", "x", "--expires", "2001-01-31"), "the day is over"),
        (("--baseline", "x.json", "--no-baseline"), "does not go with --no-baseline"),
        (("--strict-baseline", "--no-baseline"), "does not go with --no-baseline"),
        (("--prune-baseline", "--no-baseline"), "does not go with --no-baseline"),
        (("--write-baseline", "--reason", "x", "--no-baseline"), "does not go with"),
        (("--today", "2026-02-30"), "write a date of the calendar as 2027-01-31"),
    ],
)
def test_options_that_do_not_go_together(folder: Path, options: tuple[str, ...], said: str) -> None:
    """They are said, and nothing is written."""
    ran = lint(*options)
    assert ran.code == 2
    assert said in ran.err
    assert not (folder / BASELINE).exists()


def test_pruning_adds_nothing(folder: Path) -> None:
    record()
    fill(folder, {"personas/two.md": PERSONA.format(name="two")})
    lint("--prune-baseline")
    assert [one["path"] for one in entries(folder)] == ["personas/one.md"]


def test_writing_again_keeps_reasons(folder: Path) -> None:
    record()
    fill(folder, {"personas/two.md": PERSONA.format(name="two")})
    lint("--write-baseline", "--reason", "another")
    assert [one["reason"] for one in entries(folder)] == ["a recap on purpose", "another"]
    before = (folder / BASELINE).read_bytes()
    lint("--write-baseline", "--reason", "a third")
    assert (folder / BASELINE).read_bytes() == before


def test_expiry(folder: Path) -> None:
    record("--expires", "2026-12-31")
    assert lint("--strict", "--today", "2026-12-31").code == 0
    ran = lint("--strict", "--today", "2027-01-01")
    assert ran.code == 1
    assert "expired baseline entry: personas/one.md: MAN009" in ran.err
    assert record("--expires", "next week").code == 2


def test_a_named_one_has_to_be_there(folder: Path) -> None:
    ran = lint("--baseline", "known.json")
    assert ran.code == 2
    assert "known.json: there is no such baseline" in ran.err
    fill(folder, {"personac.toml": '[lint]\nbaseline = "known.json"\n'})
    assert lint().code == 2
    assert record().code == 0
    assert lint("--strict").code == 0
    assert lint("--baseline", "known.json", "--strict").code == 0


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"schema": "personac/baseline/2", "findings": []}', "\x00", "{" * 9],
)
def test_a_broken_one_is_refused(folder: Path, content: str) -> None:
    """What is known is not guessed: a record that cannot be read fails."""
    fill(folder, {BASELINE: content})
    ran = lint()
    assert ran.code == 2
    assert f"{BASELINE}: not a baseline" in ran.err


def test_build_knows_it(folder: Path) -> None:
    assert "MAN009" in personac("build").out
    record()
    assert "MAN009" not in personac("build").out


def test_no_secret_is_stored(folder: Path) -> None:
    """An entry has a digest of the words and the message, and not the words."""
    record()
    assert "git push" not in (folder / BASELINE).read_text()
