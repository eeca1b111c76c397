"""Twenty-six defects in one persona of each dialect, and the same personas mended.

`personac lint` runs as a user runs it. MAN005 and REF002 are in preview and have to be asked for.
"""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import fill, personac, read

FOLDER = Path(__file__).parent / "planted"
NAMES = tuple(path.stem for path in sorted(FOLDER.glob("*.md")))
DIALECTS = {"frontmatter", "handle", "role", "xml"}
DEFECTS = frozenset(range(1, 27))
PREVIEW = "MAN005,REF002"


class Found(NamedTuple):
    """The code of a finding, its line, and the words under its primary label."""

    code: str
    line: int
    words: str


def planted(name: str) -> dict[Found, int]:
    """The number of each defect of a persona by how it has to be found."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        Found(code, int(line), words.encode("ascii").decode("unicode_escape")): int(number)
        for number, code, line, words in rows
    }


def linted(folder: Path, file: Path) -> tuple[str, set[Found]]:
    """What `personac lint` says about a copy of ``file``, alone in a project."""
    fill(folder, {"personac.toml": ""})
    shutil.copy(file, folder / file.name)
    ran = personac("lint", file.name, "--extend-select", PREVIEW, "--format", "json", "--no-group")
    assert ran.code in (0, 1), ran.said
    lines = file.read_text("utf-8").split("\n")
    findings = json.loads(ran.out)["findings"]
    return ran.out, {Found(one["code"], one["line"], _words(lines, one)) for one in findings}


def _words(lines: list[str], finding: dict[str, int]) -> str:
    first, last = finding["line"] - 1, finding["end_line"] - 1
    if first == last:
        return lines[first][finding["column"] - 1 : finding["end_column"] - 1]
    middle = lines[first + 1 : last]
    return "\n".join(
        (lines[first][finding["column"] - 1 :], *middle, lines[last][: finding["end_column"] - 1])
    )


@pytest.mark.parametrize("name", NAMES)
def test_all_are_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each defect is reported by its rule, on its words."""
    monkeypatch.chdir(tmp_path)
    wanted = planted(name)
    assert set(wanted.values()) == DEFECTS
    _, found = linted(tmp_path, FOLDER / f"{name}.md")
    missed = {number: one for one, number in wanted.items() if one not in found}
    assert not missed, sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_mended_is_clean(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The persona without its defects has none of the findings, nor any other."""
    monkeypatch.chdir(tmp_path)
    _, found = linted(tmp_path, FOLDER / "mended" / f"{name}.md")
    assert not found


@pytest.mark.parametrize("there", ["sheets/intake-guide.md", "personas/sheets/intake-guide.md"])
def test_file_that_is_there(there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path counts from the folder of the persona and from those around it."""
    monkeypatch.chdir(tmp_path)
    text = (FOLDER / "seed-bank-keeper.md").read_text("utf-8")
    fill(tmp_path, {"personac.toml": "", "personas/seed-bank-keeper.md": text})
    asked = ("lint", "personas", "--select", "REF002", "--format", "concise")
    assert "`./sheets/intake-guide.md`" in personac(*asked).out
    fill(tmp_path, {there: "How a sample is taken in."})
    assert "no findings" in personac(*asked).out


def test_dialects() -> None:
    """The personas are one of each dialect, as personac tells them."""
    found = {read((FOLDER / f"{name}.md").read_bytes(), f"{name}.md").dialect for name in NAMES}
    assert found == DIALECTS
