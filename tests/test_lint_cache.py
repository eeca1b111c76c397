"""What was linted once is not linted again, and every change is noticed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import fill, personac
from personac import cache, linter
from personac.linting.unit import LintJob, lint_one
from personac.report.checked import Checked

PERSONA = """---
name: steward
description: Prepares releases. Use when a version is due.
tools: Read, Bash
---

# Steward

## Mandates

- Never run git push without the approval of the maintainer.

## Workflow

1. Read `./plan.sh` and ask. <!-- personac: ignore REF002 until=2097-01-31 -- it comes -->
"""
ONE = "personas/steward.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", ONE: PERSONA})
    return tmp_path


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were linted, not taken from the cache."""
    done: list[str] = []
    work = lint_one

    def counted(job: LintJob) -> Checked:
        done.append(job.source.path)
        return work(job)

    monkeypatch.setattr(linter, "lint_one", counted)
    return done


def lint(*options: str) -> str:
    ran = personac("lint", "--today", "2096-01-01", "--format", "json", *options)
    assert ran.code in (0, 1), ran.said
    return ran.out


def test_the_same_again_is_the_same_to_the_byte(folder: Path, checked: list[str]) -> None:
    first = lint("--preview")
    assert lint("--preview") == first
    assert checked == [ONE]
    assert lint("--preview", "--no-cache") == first
    assert checked == [ONE, ONE]
    assert (folder / ".personac" / "cache" / ".gitignore").is_file()


def test_a_broken_cache_is_made_anew(folder: Path, checked: list[str]) -> None:
    first = lint()
    for path in (folder / ".personac" / "cache").rglob("*"):
        if path.is_file() and path.name != ".gitignore":
            path.write_bytes(b'{"findings": [')
    assert lint() == first
    assert checked == [ONE, ONE]


def write(text: str, name: str = ONE) -> Callable[[Path], None]:
    return lambda root: fill(root, {name: text})


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (write(PERSONA.replace("Never", "Do not ever")), (), ()),
        (write('[lint]\nignore = ["TLS003"]\n', "personac.toml"), (), ()),
        (write('[lint.per-file-ignores]\n"*.md" = ["TLS003"]\n', "personac.toml"), (), ()),
        (write('[actions.publish]\nverbs = ["publish"]\n', "personac.toml"), (), ()),
        (write('[kinds]\nWays = "workflow"\n', "personac.toml"), (), ()),
        (write("there", "personas/plan.sh"), ("--preview",), ("--preview",)),
        (lambda _: None, (), ("--ignore", "TLS003")),
        (lambda _: None, (), ("--preview",)),
        (lambda _: None, (), ("--dialect", "role")),
        (lambda _: None, (), ("--today", "2098-01-01")),
    ],
)
def test_every_change_is_noticed(
    folder: Path,
    checked: list[str],
    change: Callable[[Path], None],
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> None:
    lint(*before)
    lint(*before)
    assert checked == [ONE]
    change(folder)
    lint(*after)
    assert checked == [ONE, ONE]


def test_a_folder_without_settings_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"steward.md": PERSONA})
    lint("steward.md")
    assert [path.name for path in tmp_path.iterdir()] == ["steward.md"]


def test_a_changed_version_is_noticed(
    folder: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    monkeypatch.setattr(cache, "tool_digest", lambda: "another")
    lint()
    assert checked == [ONE, ONE]
