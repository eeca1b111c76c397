"""What the commands do with wrong names, unreadable files, mended sources and long runs."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from helpers import Ran, fill, personac
from personac import registry
from personac.cli import _show, run
from personac.config import Config, check_names
from personac.errors import UsageError
from personac.linting.names import rule_names

GOOD = """\
---
description: Reviews changes. Use when a change is ready for review.
---

# Good

## Mandates

- Never merge without approval.
"""
UNCLOSED = "# Good\n\n```sh\nls\n"
MISSING = {"path": "missing.md", "reason": "there is no such file or folder"}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"good.md": GOOD, "other.md": GOOD.replace("Good", "Other")})
    (tmp_path / "empty").mkdir()
    return tmp_path


def given(data: bytes, *arguments: str) -> Ran:
    """Run a command with standard input."""
    from click.testing import CliRunner

    with CliRunner().isolation(data, {"NO_COLOR": "1"}) as (out, err, _):
        code = run(list(arguments))
        sys.stdout.flush()
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def test_rules_are_named_after_their_codes() -> None:
    named = {rule.code: rule.name for rule in registry.rules()}
    assert named.items() <= rule_names().items()
    assert {code[:3] for code in rule_names().keys() - named.keys()} == {"SUP"}


@pytest.mark.parametrize("key", ["select", "ignore"])
@pytest.mark.parametrize(
    ("code", "near"),
    [("nope", "known are"), ("MAN00", ""), ("MAN", ""), ("MAX001", "`MAN001`"), ("", "known are")],
)
def test_configured_rules_exist(project: Path, key: str, code: str, near: str) -> None:
    """A rule that there is not is refused where it is written; a prefix is a name."""
    fill(project, {"personac.toml": f'[lint]\n{key} = ["{code}"]\n'})
    ran = personac("lint", "good.md")
    if not near:
        assert ran.code == 0, ran
        return
    assert ran.code == 2
    assert f"personac.toml: unknown rule `{code}` in `lint.{key}`; " in ran.err
    assert near in ran.err


@pytest.mark.parametrize(
    ("targets", "said"),
    [(("codx",), "unknown target `codx`; did you mean `codex`?"), ((), "`targets` is empty")],
)
def test_configured_targets_exist(targets: tuple[str, ...], said: str) -> None:
    """Asked of those who use them, and not of the rest."""
    config = Config(targets=targets)
    check_names(config, "personac.toml")
    with pytest.raises(UsageError, match=f"^personac.toml: {re.escape(said)}"):
        check_names(config, "personac.toml", ["codex", "opencode"])


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_given_rules_exist(option: str) -> None:
    ran = personac("lint", "good.md", option, "man001")
    assert ran.code == 2
    assert "unknown rule `man001`; did you mean `MAN001`?" in ran.err


@pytest.mark.parametrize("command", ["parse", "contract", "lint"])
def test_a_missing_file_does_not_stop_the_others(command: str) -> None:
    ran = personac(command, "good.md", "missing.md")
    assert ran.code == 2
    assert "error: missing.md: there is no such file or folder" in ran.err
    assert ran.out


@pytest.mark.parametrize("command", ["parse", "contract", "lint"])
@pytest.mark.parametrize(
    ("data", "reason"), [(b"\xff", "is not UTF-8"), (b"a" * (1 << 21), "is larger than the limit")]
)
def test_bad_standard_input_does_not_stop_the_others(
    command: str, data: bytes, reason: str
) -> None:
    ran = given(data, command, "-", "good.md")
    assert ran.code == 2
    assert f"error: -: {reason}" in ran.err
    assert ran.out


@pytest.mark.parametrize("command", ["parse", "contract", "lint"])
def test_nothing_is_an_error(command: str) -> None:
    ran = personac(command, "empty")
    assert ran.code == 2
    assert not ran.out
    assert "no persona files were found" in ran.err


def test_lint_below_the_root_checks_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project, {"personac.toml": "", "personas/a.md": GOOD})
    monkeypatch.chdir(project / "empty")
    ran = personac("lint")
    assert ran.code == 0, ran
    assert "1 persona" in ran.out


def test_lint_lists_what_it_could_not_read() -> None:
    ran = personac("lint", "good.md", "missing.md", "--format", "json")
    assert json.loads(ran.out)["unreadable"] == [MISSING]
    assert json.loads(personac("lint", "good.md", "--format", "json").out)["unreadable"] == []


def test_several_files_are_one_array() -> None:
    one = json.loads(personac("parse", "good.md", "--format", "json").out)
    two = json.loads(personac("parse", "good.md", "other.md", "--format", "json").out)
    assert two[0] == one
    assert [persona["id"] for persona in two] == ["good", "other"]
    rest = personac("parse", "good.md", "missing.md", "--format", "json")
    assert json.loads(rest.out) == [one]
    assert rest.code == 2


@pytest.mark.parametrize("command", ["parse", "contract"])
def test_a_mended_source_is_said(project: Path, command: str) -> None:
    """One line on standard error; a warning does not change the exit code."""
    fill(project, {"mended.md": UNCLOSED})
    ran = personac(command, "mended.md")
    assert ran.code == 0, ran
    assert "SYN010" not in ran.out
    (line,) = ran.err.splitlines()
    assert line.startswith("mended.md:3:1: warning[SYN010] ")


def test_a_sound_source_is_not_commented_on() -> None:
    assert personac("parse", "good.md").err == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "total", "said"),
    [(Terminal, 51, True), (Terminal, 50, False), (io.StringIO, 99, False)],
)
def test_progress(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], total: int, said: bool
) -> None:
    """Long runs are counted on a terminal, and the line is gone afterwards."""
    err = stream()
    monkeypatch.setattr(sys, "stderr", err)
    assert list(_show.progress(range(total), total)) == list(range(total))
    written = err.getvalue()
    assert (f"checking {total}/{total}" in written) is said
    if said:
        assert written.endswith("\r")
        assert "\n" not in written
    else:
        assert not written


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": ""}, False, False),
    ],
)
def test_colour(
    environment: dict[str, str], terminal: bool, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As no-color.org has it: an empty variable says nothing."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert _show.colour() is coloured


def test_a_character_that_yaml_has_no_place_for() -> None:
    """It is named, and not the library that met it."""
    text = GOOD.replace("Reviews", "Reviews \x1b[31m")
    ran = given(text.encode(), "lint", "-", "--select", "SYN001")
    said = "the frontmatter is not valid YAML: it has no place for the character U+001B"
    assert said in ran.out
    assert "help: delete the character, or write what it stands for" in ran.out


def test_what_a_fix_cannot_finish_is_not_offered(project: Path) -> None:
    """A byte order mark stays whatever is written, and so does the finding about the file."""
    fill(project, {"mark.md": "\ufeff" + GOOD.rstrip(), "end.md": GOOD.rstrip()})
    ran = personac("lint", "mark.md", "--select", "SYN012", "--fix", "--hints")
    assert "not fixed" not in ran.err
    assert "fixable" not in ran.out
    assert "1 fixed" in personac("lint", "end.md", "--select", "SYN012", "--fix").out


def test_a_file_outside_has_one_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it was given: it is read once, and is no second persona of its name."""
    monkeypatch.chdir(project / "empty")
    path = project / "good.md"
    ran = personac(
        "lint", "../good.md", "./../good.md", str(path), "--format", "grouped", "--hints"
    )
    assert ran.out.startswith(f"{path}\n")
    assert "SCH005" not in ran.out
    assert "\n1 persona · " in ran.out


def test_an_empty_path_is_not_everything(project: Path) -> None:
    """What a script makes of a variable that is not set is said, not taken for the folder."""
    ran = personac("lint", "")
    assert (ran.code, ran.out) == (2, "")
    assert "a path is empty; name a file, or `.`" in ran.err
