"""What `lint --diff` prints is taken by `git apply`, or says where it is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import fill
from personac.codec import decode_source
from personac.report.patch import patch

SECRET = "ghp_" + "abcdefghijklmnopqrst" + "uvwxyz0123456789"
PERSONA = """---
name: steward
description: Prepares releases. Use when a version is due.
---

# Steward

## Workflow

1. Read\tthe plan, all of it.
<!-- personac: ignore QLT001 -- nothing is there -->
2. Write the notes.{}
"""


def run(folder: Path, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command, byte for byte."""
    return subprocess.run(command, check=False, cwd=folder, input=given, capture_output=True)


def apply(folder: Path, shown: bytes) -> subprocess.CompletedProcess[bytes]:
    return run(folder, "git", "-c", "core.autocrlf=false", "apply", "-", given=shown)


def lint(folder: Path, option: str) -> subprocess.CompletedProcess[bytes]:
    made = run(folder, sys.executable, "-m", "personac", "lint", option, "personas")
    assert made.returncode in (0, 1), made.stderr
    return made


@pytest.mark.parametrize(
    "name",
    [
        "plain.md",
        "two words.md",
        'quo"te.md',
        "tab\there.md",
        "ümlaut.md",
        "::error::x.md",
        "hid\u202eden.md",
        "back\\slash.md",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_diff_is_applied_by_git_and_gives_what_fix_writes(
    tmp_path: Path, name: str, ends: str
) -> None:
    text = PERSONA.format("").replace("\n", ends).encode()
    fill(tmp_path, {"personac.toml": "", f"personas/{name}": text})
    made = lint(tmp_path, "--diff")
    assert b"not to apply" not in made.stderr
    applied = apply(tmp_path, made.stdout)
    assert applied.returncode == 0, applied.stderr
    patched = (tmp_path / "personas" / name).read_bytes()
    fill(tmp_path, {f"personas/{name}": text})
    lint(tmp_path, "--fix")
    assert patched == (tmp_path / "personas" / name).read_bytes() != text


@pytest.mark.parametrize("text", ["\ufeff" + PERSONA.format(""), PERSONA.format("").rstrip()])
def test_a_byte_order_mark_and_a_missing_line_end_stay(tmp_path: Path, text: str) -> None:
    fill(tmp_path, {"personac.toml": "", "personas/a.md": text})
    assert apply(tmp_path, lint(tmp_path, "--diff").stdout).returncode == 0
    assert "QLT001" not in (tmp_path / "personas/a.md").read_text()


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        (f" {SECRET}", SECRET),
        (" Pay\u200bload", "\u200b"),
        (" \x1b[31mred", "\x1b"),
    ],
)
def test_a_hunk_that_cannot_be_printed_as_it_is_says_so(
    tmp_path: Path, words: str, hidden: str
) -> None:
    fill(tmp_path, {"personac.toml": "", "personas/a.md": PERSONA.format(words)})
    made = lint(tmp_path, "--diff")
    assert hidden not in made.stdout.decode()
    assert "personas/a.md:8: this hunk is to read, not to apply" in made.stderr.decode()
    assert apply(tmp_path, made.stdout).returncode != 0


def test_a_line_that_a_workflow_would_obey_is_no_context(tmp_path: Path) -> None:
    """It is left out where it stands apart, and spelled out where it stands beside the change."""
    apart = PERSONA.format("\n\n   ::error::no")
    fill(tmp_path, {"personac.toml": "", "personas/a.md": apart})
    made = lint(tmp_path, "--diff")
    assert b"::error" not in made.stdout
    assert apply(tmp_path, made.stdout).returncode == 0
    old, new = (decode_source("a.md", f"   ::error::no\n{x}\n".encode()) for x in "ab")
    beside = patch(old, new)
    assert beside.unfit == (1,)
    assert not [line for line in beside.lines if "::error" in line]
