"""Installing from the user's side: nothing of theirs is lost, and everything can be taken back."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import Ran, fill, personac
from personac import fs, installer
from personac.errors import InputError

MIA = """\
---
name: mia
description: Reviews changes. Use when a change is ready.
tools: Read, Grep, Bash
---

# Mia

## Mandates

- Never push to the remote.
- Every finding must name its line.
"""
AGENT = ".claude/agents/mia.md"
SETTINGS = ".claude/settings.json"
USERS = '{\n    "model" : "opus",\n    "permissions": {"deny": ["WebFetch"],  "allow": []}\n}'
TARGETS = 'targets = ["claude-code", "codex", "opencode"]\n'


class Place(NamedTuple):
    """A project, a folder to install into, and a home that nobody asked to touch."""

    project: Path
    into: Path
    home: Path

    def install(self, *options: str, code: int = 0) -> Ran:
        ran = personac("install", "--into", str(self.into), *options)
        assert ran.code == code, ran.said
        return ran

    def build(self, text: str = MIA) -> None:
        fill(self.project, {"personas/mia.md": text})
        assert personac("build").code == 0


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(tmp_path / "project", tmp_path / "into", tmp_path / "home")
    for folder in found:
        folder.mkdir()
    fill(found.home, {".claude/settings.json": USERS})
    monkeypatch.setenv("HOME", str(found.home))
    monkeypatch.setenv("USERPROFILE", str(found.home))
    monkeypatch.chdir(found.project)
    fill(found.project, {"personac.toml": TARGETS})
    found.build()
    return found


def tree(root: Path) -> dict[str, bytes | str]:
    """Every file, link and folder below a folder."""
    found: dict[str, bytes | str] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        found[name] = (
            os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else "/"
        )
    return found


def test_what_is_installed_is_what_was_built_and_can_be_repeated(place: Place) -> None:
    place.install()
    for target in ("claude-code", "codex", "opencode"):
        for path in (place.project / "dist" / target).rglob("*"):
            if path.is_file():
                there = place.into / path.relative_to(place.project / "dist" / target)
                assert there.read_bytes() == path.read_bytes()
    before = tree(place.into)
    assert "unchanged" in place.install().out
    assert tree(place.into) == before
    place.install("--check")


def test_uninstall_leaves_the_tree_as_it_was_byte_for_byte(place: Place) -> None:
    fill(place.into, {SETTINGS: USERS, "src/a.py": "", ".claude/agents/own.md": "Own.\n"})
    (place.into / ".codex").mkdir()
    os.chmod(place.into / SETTINGS, 0o600)
    before = tree(place.into)
    place.install()
    merged = json.loads((place.into / SETTINGS).read_bytes())
    assert merged["model"] == "opus"
    assert "WebFetch" in merged["permissions"]["deny"]
    assert "Bash(git push *)" in merged["permissions"]["deny"]
    assert (place.into / SETTINGS).stat().st_mode & 0o777 == 0o600
    place.install("--uninstall")
    assert tree(place.into) == before


def test_keys_that_the_user_adds_later_stay(place: Place) -> None:
    place.install()
    settings = json.loads((place.into / SETTINGS).read_bytes())
    settings["env"] = {"A": "1"}
    (place.into / SETTINGS).write_text(json.dumps(settings, indent=2))
    place.install("--uninstall")
    assert json.loads((place.into / SETTINGS).read_bytes()) == {"env": {"A": "1"}}


def test_a_file_of_the_user_stops_everything_until_it_is_adopted(place: Place) -> None:
    fill(place.into, {AGENT: "Mine.\n"})
    before = tree(place.into)
    ran = place.install(code=1)
    assert "is not personac's" in ran.out
    assert "-Mine." in ran.out
    assert tree(place.into) == before
    ran = place.install("--adopt")
    assert "-Mine." in ran.out
    assert (place.into / AGENT).read_bytes() != b"Mine.\n"
    place.install("--uninstall")
    assert tree(place.into) == before


def test_an_edit_is_shown_and_offered_as_a_patch_of_its_source(place: Place) -> None:
    place.install()
    path = place.into / AGENT
    edited = path.read_text().replace("name its line.", "name its file and line.\n- Be kind.")
    path.write_text(edited)
    ran = place.install("--format", "json", code=1)
    (stop,) = json.loads(ran.out)["stops"]
    assert stop["path"] == AGENT
    assert "+- Every finding must name its file and line." in stop["diff"]
    assert path.read_text() == edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("must name its line.", "must name its file and line."),
        ("- Never push to the remote.\n", ""),
        ("to the remote.\n", "to the remote.\n- Never rewrite the history.\n"),
        ("Reviews changes.", "Reviews all changes."),
    ],
)
def test_the_patch_makes_the_build_what_the_edit_was(place: Place, old: str, new: str) -> None:
    place.install("-t", "claude-code")
    path = place.into / AGENT
    edited = path.read_text().replace(old, new)
    assert edited != path.read_text()
    path.write_text(edited)
    ran = place.install("-t", "claude-code", "--format", "json", code=1)
    (stop,) = json.loads(ran.out)["stops"]
    patch = stop["patch"].encode()
    subprocess.run(["git", "apply", "-"], input=patch, cwd=place.project, check=True)
    assert personac("build").code == 0
    assert (place.project / "dist/claude-code" / AGENT).read_text() == edited
    place.install("-t", "claude-code")


def test_an_edit_of_what_no_line_of_a_source_says_names_the_place(place: Place) -> None:
    place.install("-t", "codex")
    path = place.into / ".codex/agents/mia.toml"
    text = path.read_text()
    path.write_text(text.replace("You may only", "You may just"))
    ran = place.install("-t", "codex", code=1)
    assert "You may just" in ran.out
    assert "git apply" not in ran.out
    assert "change what it says in personas/mia.md:4" in ran.out


def test_an_edited_file_survives_uninstall(place: Place) -> None:
    place.install()
    (place.into / AGENT).write_text("Edited.\n")
    ran = place.install("--uninstall", code=1)
    assert "stays" in ran.out
    left = {name for name, what in tree(place.into).items() if what != "/"}
    assert left == {AGENT, installer.RECORD}
    place.install("--uninstall", "--adopt")
    assert tree(place.into) == {}


@pytest.mark.parametrize("path", [AGENT, SETTINGS, installer.RECORD])
def test_a_symbolic_link_is_never_followed_or_replaced(place: Place, path: str) -> None:
    fill(place.home, {"target": "{}"})
    (place.into / path).parent.mkdir(parents=True)
    (place.into / path).symlink_to(place.home / "target")
    before = tree(place.home), tree(place.into)
    for options in ((), ("--adopt",)):
        ran = personac("install", "--into", str(place.into), *options)
        assert ran.code in (1, 2)
        assert "symbolic link" in ran.said
    assert (tree(place.home), tree(place.into)) == before


def test_a_folder_that_leads_elsewhere_is_refused(place: Place) -> None:
    (place.into / ".claude").symlink_to(place.home / ".claude")
    before = tree(place.home), tree(place.into)
    ran = place.install("--adopt", code=2)
    assert "symbolic link" in ran.err
    assert (tree(place.home), tree(place.into)) == before


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = fs._stage

    def refuse(root: str, path: str, content: bytes) -> str:
        if path.startswith(".opencode"):
            raise PermissionError(13, "Permission denied", path)
        return stage(root, path, content)

    monkeypatch.setattr(fs, "_stage", refuse)
    ran = place.install(code=2)
    assert "permission denied" in ran.err
    assert tree(place.into) == {}


def test_an_interrupted_installation_is_taken_up_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(place.into, {SETTINGS: USERS})
    before = tree(place.into)
    write, calls = fs.write_all, []

    def interrupted(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > 2:  # the record to be and the files are written, the record is not
            raise InputError("disk", "is gone")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fs, "write_all", interrupted)
    place.install(code=2)
    monkeypatch.setattr(fs, "write_all", write)
    assert (place.into / installer.PENDING).is_file()
    place.install("--check", code=1)
    place.install()
    place.install("--check")
    place.install("--uninstall")
    assert tree(place.into) == before


def test_what_is_no_longer_built_is_taken_away(place: Place) -> None:
    place.install()
    fill(place.project, {"personas/leo.md": MIA.replace("mia", "leo").replace("Mia", "Leo")})
    (place.project / "personas/mia.md").unlink()
    assert personac("build").code == 0
    place.install("--check", code=1)
    place.install()
    assert not (place.into / AGENT).exists()
    assert (place.into / ".claude/agents/leo.md").is_file()


def test_two_projects_share_a_destination(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(place.into, {SETTINGS: USERS})
    before = tree(place.into)
    place.install("-t", "opencode", "-t", "claude-code")
    first = tree(place.into)
    other = place.project.parent / "other"
    leo = MIA.replace("mia", "leo").replace("Mia", "Leo")
    fill(other, {"personac.toml": TARGETS, "personas/leo.md": leo})
    monkeypatch.chdir(other)
    assert personac("build").code == 0
    place.install("-t", "opencode")
    place.install("-t", "opencode", "--uninstall")
    assert tree(place.into) == first
    fill(other, {"personas/mia.md": MIA.replace("Reviews", "Reads")})
    assert personac("build").code == 0
    ran = place.install("-t", "opencode", code=1)
    assert "is installed by the project `../project`" in ran.out
    assert tree(place.into) == first
    monkeypatch.chdir(place.project)
    place.install("--uninstall")
    assert tree(place.into) == before


def test_entries_that_another_project_needs_too_stay(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = place.project.parent / "other"
    fill(other, {"personac.toml": TARGETS, "personas/mia.md": MIA})
    place.install("-t", "claude-code")
    monkeypatch.chdir(other)
    assert personac("build").code == 0
    place.install("-t", "claude-code")
    both = tree(place.into)
    monkeypatch.chdir(place.project)
    place.install("--uninstall")
    left = tree(place.into)
    assert {k: v for k, v in left.items() if k != installer.RECORD} == {
        k: v for k, v in both.items() if k != installer.RECORD
    }
    monkeypatch.chdir(other)
    place.install("--uninstall")
    assert tree(place.into) == {}


def test_the_home_directory_is_only_written_with_its_scope(place: Place) -> None:
    before = tree(place.home)
    place.install()
    place.install("--uninstall")
    assert personac("install").code == 0
    assert personac("install", "--into", str(place.home)).code == 2
    assert personac("install", "--into", f"{place.into}/../home").code == 2
    assert tree(place.home) == before
    ran = personac("install", "--scope", "user")
    assert ran.code == 0, ran.said
    assert "claude-code: 1 mandate stays words only" in ran.out
    assert (place.home / AGENT).is_file()
    assert (place.home / ".config/opencode/agents/mia.md").is_file()
    assert (place.home / SETTINGS).read_text() == USERS
    assert personac("install", "--scope", "user", "--uninstall").code == 0
    assert tree(place.home) == before


def test_a_target_without_a_place_at_home_is_refused_by_name(place: Place) -> None:
    assert personac("build", "-t", "agents-md").code == 0
    ran = place.install("--scope", "user", "-t", "agents-md", code=2)
    assert "no place in a home directory" in ran.err


def test_output_that_is_not_as_built_is_not_installed(place: Place) -> None:
    path = place.project / "dist/claude-code" / AGENT
    path.write_text(path.read_text().replace("Never", "Always"))
    ran = place.install(code=2)
    assert "was changed since the build" in ran.err
    assert tree(place.into) == {}


@pytest.mark.parametrize("path", ["../out.md", "/out.md", "a/../../out.md", ".claude\\out.md"])
def test_a_record_cannot_make_uninstall_leave_its_folder(place: Place, path: str) -> None:
    fill(place.into.parent, {"out.md": "x"})
    record = {
        "schema": "personac/installed/1",
        "owners": [
            {"project": "../project", "files": [{"path": path, "target": "codex", "text": "x"}]}
        ],
    }
    fill(place.into, {installer.RECORD: json.dumps(record)})
    ran = place.install("--uninstall", code=2)
    assert "no path below the destination" in ran.err
    assert (place.into.parent / "out.md").read_text() == "x"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "personac/installed/2"}', "\xff"])
def test_a_broken_record_is_one_clear_error(place: Place, text: str) -> None:
    fill(place.into, {installer.RECORD: text.encode("latin-1")})
    assert "no record of personac" in place.install(code=2).err


@pytest.mark.parametrize("text", ["[]", "{,}", '{"permissions": 1}', "\xff"])
def test_settings_that_cannot_be_merged_stop_everything(place: Place, text: str) -> None:
    fill(place.into, {SETTINGS: text.encode("latin-1")})
    before = tree(place.into)
    assert SETTINGS in place.install(code=1).out
    assert tree(place.into) == before


def test_a_checkout_without_the_record_is_checked_by_its_files(place: Place) -> None:
    place.install()
    (place.into / installer.RECORD).unlink()
    place.install("--check")
    (place.into / AGENT).unlink()
    place.install("--check", code=1)


def test_two_targets_that_make_one_file_otherwise_are_not_installed_together(place: Place) -> None:
    own = (
        'title = "Acme"\nclient = "Acme"\npath = ".claude/agents/{name}.md"\nsyntax = "markdown"\n'
        'malformed = "refuses it"\nkeys = [{ key = "about", from = "description" }]\n'
        '[enforcement]\nwhy-not = "Acme holds nothing"\n'
        '[[sources]]\nurl = "https://acme.example"\nverified = 2026-11-20\n'
    )
    settings = 'targets = ["acme", "claude-code"]\ntarget-files = ["acme.toml"]\n'
    fill(place.project, {"acme.toml": own, "personac.toml": settings})
    place.build()
    assert "acme and claude-code both make it" in place.install(code=1).out
    assert tree(place.into) == {}
    place.install("-t", "acme")


def test_an_unknown_target_and_a_missing_folder_are_usage_errors(place: Place) -> None:
    assert "did you mean `codex`" in place.install("-t", "codecs", code=2).err
    assert "personac build -t gemini" in place.install("-t", "gemini", code=2).err
    assert personac("install", "--into", "nowhere").code == 2
    assert "nothing of this project" in place.install("--uninstall", code=2).err


@pytest.mark.parametrize("text", ["", " \n", "\ufeff", "{}", "{ }\r\n", '{"permissions": {}}'])
def test_settings_that_say_nothing_come_back_as_they_were(place: Place, text: str) -> None:
    fill(place.into, {SETTINGS: text.encode()})
    before = tree(place.into)
    place.install()
    place.install("--check")
    place.install("--uninstall")
    assert tree(place.into) == before


@pytest.mark.parametrize("path", [".claude", ".claude/agents"])
def test_a_file_where_a_folder_has_to_be_is_said_before_anything_is_written(
    place: Place, path: str
) -> None:
    fill(place.into, {path: "x"})
    before = tree(place.into)
    for options in ((), ("--adopt",), ("--check",)):
        ran = place.install(*options, code=1)
        assert f"{AGENT}: `{path}` is no folder; move it away" in ran.out
    assert tree(place.into) == before


def test_a_name_that_differs_only_in_case_is_not_put_beside_another(place: Place) -> None:
    fill(place.into, {".claude/agents/MIA.md": "Mine.\n"})
    before = tree(place.into)
    ran = place.install("--adopt", code=1)
    assert "`.claude/agents/MIA.md` is there" in ran.out
    assert tree(place.into) == before


def test_an_edited_file_of_a_persona_that_is_gone_is_offered_for_removal(place: Place) -> None:
    place.install()
    (place.into / AGENT).write_text("Edited.\n")
    fill(place.project, {"personas/leo.md": MIA.replace("mia", "leo").replace("Mia", "Leo")})
    (place.project / "personas/mia.md").unlink()
    assert personac("build").code == 0
    ran = place.install(code=1)
    assert "--adopt removes it all the same" in ran.out
    assert "writes over" not in ran.out


KILLED = """\
import os, sys
left = int(sys.argv.pop(1))
def killing(call):
    def counted(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return call(*arguments, **options)
    return counted
for name in ("replace", "unlink", "rmdir", "mkdir"):
    setattr(os, name, killing(getattr(os, name)))
from personac.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("calls", [3, 4, 7, 11, 12, 14, 17])
@pytest.mark.parametrize("again", [True, False])
def test_a_killed_installation_leaves_nothing_unknown(
    place: Place, calls: int, again: bool
) -> None:
    """Whatever was made by then is known, the staged files too."""
    fill(place.into, {SETTINGS: USERS})
    (place.into / ".opencode").mkdir()
    before = tree(place.into)
    command = [sys.executable, "-c", KILLED, str(calls), "install", "--into", str(place.into)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 9
    assert (place.into / installer.PENDING).is_file()
    if again:
        place.install()
        place.install("--check")
    personac("install", "--into", str(place.into), "--uninstall")
    assert tree(place.into) == before


@pytest.mark.parametrize(
    "text",
    [
        None,
        "# ours\ncustomModes:\n- slug: own   # why\n  groups: [read]\n",
        '{"customModes": [{"slug": "own", "groups": []}]}',
    ],
)
def test_modes_of_the_user_stay_beside_ours(place: Place, text: str | None) -> None:
    fill(place.project, {"personac.toml": 'targets = ["roo"]\n'})
    place.build()
    fill(place.into, {} if text is None else {".roomodes": text})
    before = tree(place.into)
    place.install()
    there = (place.into / ".roomodes").read_text()
    assert "slug: mia" in there or '"slug": "mia"' in there
    assert text is None or "own" in there
    assert "unchanged" in place.install("--check").out
    place.build(MIA.replace("its line", "its file"))
    place.install()
    assert "its file" in (place.into / ".roomodes").read_text()
    place.install("--uninstall")
    assert tree(place.into) == before


def test_a_mode_of_the_same_name_is_never_taken_over(place: Place) -> None:
    fill(place.project, {"personac.toml": 'targets = ["roo"]\n'})
    place.build()
    fill(place.into, {".roomodes": "customModes:\n  - slug: mia\n    groups: [edit]\n"})
    before = tree(place.into)
    ran = place.install("--adopt", code=1)
    assert "has its own `mia`; rename one of the two, then install again" in ran.out
    assert tree(place.into) == before
