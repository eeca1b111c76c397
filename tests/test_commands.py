"""Runs the command transcripts of ``tests/commands``: what a person types, and what comes.

A transcript is prose with two kinds of fences.  ``file path=…`` puts a file into the project;
``console`` holds commands, each with its output and, when it is not zero, its exit code:

    $ personac lint personas
    1 persona · no findings

    $ personac explain nothing
    error: …
    => 2

``$ cat PATH`` shows a file that a command wrote; ``< PATH`` after a command is its input.  The
fences of a transcript run in order, in one project.
"""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from specs import Fence, block, difference, parse

TRANSCRIPTS = sorted((Path(__file__).parent / "commands").glob("*.md"))
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "FORCE_COLOR": None}
INTERNAL_ERROR = 3


class Project(NamedTuple):
    """A folder that the commands of one transcript run in."""

    root: Path

    def write(self, fence: Fence) -> None:
        path = self.root / fence.settings["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fence.text.encode())

    def run(self, command: str) -> str:
        """The transcript of one command: it, what it says, and its exit code."""
        words, _, stdin = command.partition(" < ")
        name, *arguments = shlex.split(words)
        if name == "cat":
            return f"$ {command}\n" + "".join(self._shown(path) for path in arguments)
        assert name == "personac", f"a transcript runs personac and cat, not {name}"
        output, code = self._personac(arguments, stdin.strip())
        output = output.rstrip("\n").replace(str(self.root), ".")
        shown = f"{output}\n" if output else ""
        return f"$ {command}\n{shown}" + (f"=> {code}\n" if code else "")

    def _shown(self, path: str) -> str:
        file = self.root / path
        return file.read_text("utf-8") if file.is_file() else f"cat: {path}: no such file\n"

    def _personac(self, arguments: list[str], stdin: str) -> tuple[str, int]:
        from personac.cli import run

        given = (self.root / stdin).read_bytes() if stdin else None
        with CliRunner().isolation(given, ENVIRONMENT) as (_, _, output):
            code = run(arguments)
            sys.stdout.flush()
        said = output.getvalue().decode()
        assert code != INTERNAL_ERROR, said
        return said, code


def _commands(fence: Fence) -> Iterator[str]:
    lines = fence.text.split("\n")
    return (line.removeprefix("$ ") for line in lines if line.startswith("$ "))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.name for path in TRANSCRIPTS])
def test_transcript(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    """The commands say what the transcript shows."""
    monkeypatch.chdir(tmp_path)
    page = parse(path, path.read_text("utf-8"))
    project = Project(tmp_path)
    found: list[tuple[Fence, str]] = []
    for fence in page.fences:
        if fence.kind == "file":
            project.write(fence)
        elif fence.kind == "console":
            found.append((fence, "\n".join(project.run(one) for one in _commands(fence))))
    wrong = [(fence, text) for fence, text in found if fence.text != text]
    if accept:
        _rewrite(path, wrong)
    elif wrong:
        pytest.fail("\n".join(_shown(path, *one) for one in wrong), pytrace=False)


def _shown(path: Path, fence: Fence, text: str) -> str:
    changed = difference({fence.info: fence.text}, {fence.info: text})
    return f"{path.name}:{fence.start + 1}\n{changed}"


def _rewrite(path: Path, wrong: list[tuple[Fence, str]]) -> None:
    lines = path.read_text("utf-8").split("\n")
    for fence, text in reversed(wrong):
        lines[fence.start : fence.end] = block(fence.info, text)
    path.write_text("\n".join(lines), "utf-8", newline="\n")
