"""Personas of several files are linted as a whole; results of a lint are kept by their content."""

import json
import re
from pathlib import Path

import pytest

from helpers import fill, personac, python

PART = """\
## Mandates

- Never run git push without the approval of the maintainer.{}
"""
HEAD = """\
---
name: {name}
description: Prepares releases. Use when a version of {name} is due.
tools: Read, Bash(git push:*)
includes: pushing
---

# {name}

Write the notes.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {f"personas/{name}.md": HEAD.format(name=name) for name in ("one", "two")}
    fill(tmp_path, {"personac.toml": "", "personas/_pushing.md": PART.format(""), **files})
    return tmp_path


def found(*arguments: str) -> list[str]:
    """Each finding as ``path:line code``."""
    ran = personac("lint", "--format", "json", "--fail-on", "never", *arguments)
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    return [f"{one['path']}:{one['line']} {one['code']}" for one in report["findings"]]


def test_a_comment_in_a_part_counts(folder: Path) -> None:
    """It silences what only the persona has, and is not called unused."""
    assert "personas/_pushing.md:3 MAN002" in found("--select", "MAN002")
    comment = " <!-- personac: ignore MAN002 -- the sandbox asks -->"
    fill(folder, {"personas/_pushing.md": PART.format(comment)})
    assert found("--select", "MAN002,SUP") == []
    assert found("--select", "MAN002,SUP", "personas/_pushing.md", "personas/one.md") == []
    assert "MAN002" not in personac("build", "--target", "claude-code").out


def test_settings_for_a_part_count(folder: Path) -> None:
    fill(folder, {"personac.toml": '[lint.per-file-ignores]\n"_*.md" = ["MAN002"]\n'})
    assert found("--select", "MAN002") == []


def test_what_a_part_says_is_told_once(folder: Path) -> None:
    """Of a part that nobody lints by itself, once; of a part that is named, by itself."""
    secret = "ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX"
    fill(folder, {"personas/_pushing.md": PART.format(f" {secret}")})
    expected = ["personas/_pushing.md:3 SEC004"]
    assert found("--select", "SEC004") == expected
    assert found("--select", "SEC004", "personas/_pushing.md", "personas/two.md") == expected


def test_a_base_of_its_own_is_not_told_again(folder: Path) -> None:
    base = HEAD.format(name="base").replace("includes: pushing\n", "") + "\nSee /home/ann/x.md.\n"
    child = HEAD.format(name="child").replace("includes: pushing", "extends: base")
    fill(folder, {"personas/base.md": base, "personas/child.md": child})
    assert found("--select", "REF003", "personas/child.md") == []
    assert found("--select", "REF003") == ["personas/base.md:11 REF003"]


def test_shared_text_is_no_copy(folder: Path) -> None:
    """A paragraph that stands in one part is not repeated, however many personas include it."""
    words = "The agent reads the notes of the release first, compares them with the tickets, " * 3
    files = {f"personas/{name}.md": HEAD.format(name=name) for name in ("three", "four")}
    fill(folder, {"personas/_pushing.md": f"## Notes\n\n{words}\n", **files})
    assert found("--select", "QLT002") == []


def test_standard_input_is_a_part(folder: Path) -> None:
    """What is typed stands in the place of the file, and is not kept."""
    kept = []
    for number in (1, 2):
        ran = typed(folder, HEAD.format(name="one") + f"\n{number}. Run `git push origin main`.\n")
        assert re.search(r"personas/one.md:12:\d+: error\[MAN001\]", ran)
        kept.append(sorted((folder / ".personac").rglob("*")))
    assert kept[0] == kept[1]


def typed(folder: Path, text: str) -> str:
    (folder / "typed").write_text(text)
    script = (
        "import sys; sys.stdin = open('typed'); from personac.cli import run;"
        "run(['lint', '-', '--stdin-filename', 'personas/one.md', '--format', 'concise'])"
    )
    return python("-c", script, cwd=folder).out


def test_a_missing_base_is_an_error(folder: Path) -> None:
    fill(folder, {"personas/one.md": HEAD.format(name="one").replace("pushing", "nowhere")})
    assert "personas/one.md:5 REF008" in found()


def test_other_names_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "personas")
    assert found("one.md", "--select", "MAN002") == ["_pushing.md:3 MAN002"]


def test_a_baseline_knows_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lint = ("lint", "--select", "MAN002", "--strict", "--strict-baseline")
    assert personac(*lint).code == 1
    assert personac(*lint, "--write-baseline", "--reason", "the sandbox asks").code == 0
    assert personac(*lint).code == 0
    monkeypatch.chdir(folder / "personas")
    assert personac(*lint, "one.md").code == 0


# ---------------------------------------------------------------------------------- the cache


def test_a_second_run_reads_nothing_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changed, nothing is parsed, and the answer is the same to the byte."""
    first = personac("lint", "--hints", "--format", "json").out
    monkeypatch.setattr("personac.pipeline.read", None)
    assert personac("lint", "--hints", "--format", "json").out == first
    assert "internal error" in personac("lint", "--no-cache").err
    assert "internal error" in personac("lint", "--preview").err, "other rules, other results"


def test_every_input_counts(folder: Path) -> None:
    assert found("--select", "MAN002") != []
    fill(folder, {"personas/_pushing.md": "## Notes\n\n- Push as you like.\n"})
    assert found("--select", "MAN002") == []
    fill(folder, {"personac.toml": '[lint]\nignore = ["TLS"]\n'})
    assert not [one for one in found() if "TLS" in one]


def test_a_date_runs_out_in_the_cache_too(folder: Path) -> None:
    comment = " <!-- personac: ignore MAN002 until=2097-01-31 -- the sandbox asks -->"
    fill(folder, {"personas/_pushing.md": PART.format(comment)})
    assert found("--select", "MAN002", "--today", "2097-01-31") == []
    assert found("--select", "MAN002", "--today", "2097-02-01") != []


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00", b'{"findings": 1}'])
def test_a_broken_cache_is_made_anew(folder: Path, content: bytes) -> None:
    before = found()
    kept = [path for path in (folder / ".personac" / "cache").rglob("*") if path.is_file()]
    assert len(kept) > 2
    for path in kept:
        path.write_bytes(content)
    assert found() == before


def test_without_a_project_nothing_is_kept(folder: Path) -> None:
    (folder / "personac.toml").unlink()
    found()
    assert not (folder / ".personac").exists()


# ---------------------------------------------------------------- files that are referred to

REFERRING = """\
---
name: reader
description: Reads plans. Use when a plan is due.
---

# Reader

Read `{}` first.
"""


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("../plans/a.md", True),
        ("../plans/b.md", False),
        ("../../plans/a.md", True),
        ("../../plans/b.md", False),
        ("../plans.md", False),
        ("../../../plans/b.md", True),  # outside of the project: not looked at
        ("./top/c.md", True),
        ("./top/d.md", False),
    ],
)
def test_a_path_upwards_is_looked_for(folder: Path, path: str, *, there: bool) -> None:
    """One that stays in the project is missing where none of its folders has it."""
    files = {"personas/plans/a.md": "", "plans/a.md": "", "top/c.md": ""}
    fill(folder, files | {"personas/deep/reader.md": REFERRING.format(path)})
    codes = found("--select", "REF002", "personas/deep/reader.md")
    assert codes == ([] if there else ["personas/deep/reader.md:8 REF002"])
