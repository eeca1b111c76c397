"""Building: what is written, what is refused, and that nothing else is ever touched."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers import environment, files_below, fill, personac, spawned
from personac import fanout
from personac.config import DEFAULT_TARGETS
from projects import LEO, MIA, Project

REVISION = """\
schema: personac/revision/1
id: warmer
applies_to: [mia]
ops:
  - id: tone
    op: set
    field: description
    value: Reviews changes with care. Use when a change is ready.
"""


class TestWriting:
    def test_every_target(self, project: Project) -> None:
        """A build writes each persona for each target, and the manifest."""
        said = project.build().said
        written = project.outputs()
        assert {path.partition("/")[0] for path in written} == {
            *DEFAULT_TARGETS,
            "manifest.json",
            "sourcemap.json",
        }
        assert sum("mia" in path for path in written) == len(DEFAULT_TARGETS)
        assert "2 personas · 10 files written, 0 unchanged" in said

    def test_second_build(self, clean: Project) -> None:
        """Without a change nothing is compiled and nothing is written."""
        before = {path: path.stat().st_mtime_ns for path in (clean.root / "dist").rglob("*")}
        assert clean.built().cached == 2
        assert "10 files unchanged" in clean.build().said
        after = {path: path.stat().st_mtime_ns for path in (clean.root / "dist").rglob("*")}
        assert after == before

    def test_without_cache(self, clean: Project) -> None:
        """``--no-cache`` compiles anew and comes to the same bytes."""
        before = clean.outputs()
        assert "10 files unchanged" in clean.build("--no-cache").said
        assert clean.outputs() == before

    def test_broken_cache(self, clean: Project) -> None:
        """A damaged cache entry is made anew."""
        for path in (clean.root / ".personac" / "cache").rglob("*"):
            if path.is_file():
                path.write_bytes(b"{")
        assert clean.built().cached == 0
        assert "10 files unchanged" in clean.build().said

    def test_target(self, clean: Project) -> None:
        """``--target`` builds one target and leaves the others alone."""
        clean.write(mia=MIA.replace("Never", "You must never"))
        before = clean.outputs()
        clean.build("--target", "codex")
        after = clean.outputs()
        changed = {path for path in after if after[path] != before[path]}
        assert changed == {"codex/.codex/agents/mia.toml", "manifest.json", "sourcemap.json"}

    def test_out(self, project: Project) -> None:
        """``--out`` writes elsewhere and nowhere else."""
        project.build("--out", "elsewhere")
        assert (project.root / "elsewhere" / "manifest.json").is_file()
        assert not (project.root / "dist").exists()

    def test_unowned_sibling_stays(self, clean: Project) -> None:
        """Files beside the outputs are not personac's to touch."""
        fill(clean.root, {"dist/claude-code/.claude/agents/own.md": "mine", "dist/note": "mine"})
        (clean.root / "personas" / "leo.md").unlink()
        clean.build()
        assert clean.outputs()["claude-code/.claude/agents/own.md"] == b"mine"
        assert clean.outputs()["note"] == b"mine"
        clean.build("--check")

    def test_deleted_source(self, clean: Project) -> None:
        """Outputs without a source go, with the folders that become empty."""
        (clean.root / "personas" / "leo.md").unlink()
        assert "5 removed" in clean.build().said
        assert not [path for path in clean.outputs() if "leo" in path]
        assert not (clean.root / "dist" / "agents-md" / "leo").exists()

    def test_edited_orphan_is_kept(self, clean: Project) -> None:
        """An output that somebody edited is not deleted with its source."""
        clean.output("leo").write_text("mine", "utf-8")
        (clean.root / "personas" / "leo.md").unlink()
        assert "it is kept" in clean.build().said
        assert clean.output("leo").read_text("utf-8") == "mine"


def _edit_source(project: Project) -> None:
    project.write(mia=MIA + "- Never hurry.\n")


def _edit_revision(project: Project) -> None:
    fill(project.root, {"revisions/warmer.yaml": REVISION.replace("with care", "patiently")})


def _edit_output(project: Project) -> None:
    project.output("mia").write_text("edited", "utf-8")


def _delete_output(project: Project) -> None:
    project.output("mia").unlink()


def _delete_source(project: Project) -> None:
    (project.root / "personas" / "leo.md").unlink()


def _delete_revision(project: Project) -> None:
    (project.root / "revisions" / "warmer.yaml").unlink()


def _add_source(project: Project) -> None:
    project.write(ann=MIA.replace("mia", "ann"))


def _delete_manifest(project: Project) -> None:
    (project.root / "dist" / "manifest.json").unlink()


def _touch(project: Project) -> None:
    os.utime(project.root / "personas" / "mia.md", (1, 1))


DRIFT = (
    _edit_source,
    _edit_revision,
    _edit_output,
    _delete_output,
    _delete_source,
    _delete_revision,
    _add_source,
    _delete_manifest,
)


class TestCheck:
    @pytest.fixture
    def revised(self, project: Project) -> Project:
        """A built project with a revision; ``--check`` never writes."""
        fill(project.root, {"revisions/warmer.yaml": REVISION})
        project.build()
        assert b"with care" in project.output("mia").read_bytes()
        return project

    def test_green(self, revised: Project) -> None:
        """Nothing changed: the check passes."""
        assert "is up to date" in revised.build("--check").said

    @pytest.mark.parametrize("change", DRIFT)
    def test_red(self, revised: Project, change: Callable[[Project], None]) -> None:
        """Any change of what goes in or of what came out fails the check, which writes nothing."""
        change(revised)
        before = revised.outputs()
        revised.build("--check", code=1)
        assert revised.outputs() == before

    def test_time_is_no_change(self, revised: Project) -> None:
        """Content decides, not the time of a file."""
        _touch(revised)
        revised.build("--check")

    def test_json(self, revised: Project) -> None:
        """For scripts: success, and what differs."""
        assert json.loads(revised.build("--check", "--format", "json").out)["success"] is True
        _delete_source(revised)
        found = json.loads(revised.build("--check", "--format", "json", code=1).out)
        assert found["success"] is False
        assert len(found["orphaned"]) == len(DEFAULT_TARGETS)


def interrupted(project: Project, failing: int) -> None:
    """A build whose disk is full when it comes to the file with this number."""
    calls, replace = [0], os.replace

    def replaced(source: str, target: str) -> None:
        calls[0] += "dist" in str(target)
        if calls[0] == failing:
            raise OSError(28, "No space left on device", source, None, target)
        replace(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replaced)
        assert "no space left" in project.build(code=2).said


@pytest.mark.parametrize("failing", [1, 2, 6, 11])
def test_interrupted_write(project: Project, failing: int) -> None:
    """When the disk gives up half-way, every file is whole, no temporary file is left, and the
    next build goes on from there.
    """
    interrupted(project, failing)
    left = project.outputs()
    assert not [path for path in left if ".personac-" in path]
    assert all(content for content in left.values())
    project.build()
    project.build("--check")


def test_change_after_an_interruption(project: Project) -> None:
    """So it does when a source changed in between."""
    interrupted(project, 6)
    project.write(mia=MIA + "- Never hurry.\n", leo=LEO + "- Never hurry.\n")
    project.build()


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "hint"),
        [
            (["build", "--target", "claude"], "did you mean `claude-code`?"),
            (["biuld"], "did you mean `build`?"),
            (["explain", "MAN0001"], "did you mean `MAN001`?"),
            (["lint", "--select", "MAN9999"], "did you mean `MAN"),
            (["schema", "personas"], "did you mean `persona`?"),
            (["parse", "--dialect", "roles", "personas"], "did you mean `role`?"),
            (["lint", "nowhere"], "there is no such file or folder"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_word(self, project: Project, arguments: list[str], hint: str) -> None:
        """A mistyped word is exit 2, with the nearest one that exists."""
        ran = personac(*arguments)
        assert ran.code == 2
        assert hint in ran.err
        assert not project.outputs()

    @pytest.mark.parametrize(
        ("config", "hint"),
        [
            ('target = ["codex"]', "did you mean `targets`?"),
            ('[lint]\nselct = ["MAN"]', "did you mean `select`?"),
            ('targets = ["codx"]', "did you mean `codex`?"),
            ('[kinds]\nHouse = "mandate"', "did you mean `mandates`?"),
            ('targets = "codex"', "personac.toml"),
            ("targets = [", "not valid TOML"),
        ],
    )
    def test_config(self, project: Project, config: str, hint: str) -> None:
        """So is a mistake in the settings, and nothing is written."""
        fill(project.root, {"personac.toml": config})
        assert hint in project.build(code=2).err
        assert not project.outputs()


class TestSameEverywhere:
    def test_order_of_listing(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        """The order in which the disk lists files does not matter."""
        project.build()
        before, walk = project.outputs(), os.walk

        def reversed_walk(top: str) -> Iterator[tuple[str, list[str], list[str]]]:
            for base, folders, names in walk(top):
                folders.reverse()
                yield base, folders, names[::-1]

        monkeypatch.setattr(os, "walk", reversed_walk)
        assert "10 files unchanged" in project.build("--no-cache").said
        assert project.outputs() == before

    @pytest.mark.parametrize(("seed", "locale"), [("0", "C"), ("1", "tr_TR.UTF-8")])
    def test_elsewhere(
        self, clean: Project, tmp_path_factory: pytest.TempPathFactory, seed: str, locale: str
    ) -> None:
        """Another folder, working folder, locale, time zone, hash seed or home: the same bytes;
        the home stays empty.
        """
        other, home = tmp_path_factory.mktemp("other"), tmp_path_factory.mktemp("home")
        sources = {p: c for p, c in files_below(clean.root).items() if p.startswith("persona")}
        fill(other, sources)
        env = environment(
            PYTHONHASHSEED=seed, LANG=locale, LC_ALL=locale, HOME=str(home), TZ="Asia/Tokyo"
        )
        ran = spawned(["build"], cwd=other / "personas", env=env)
        assert ran.code == 0, ran.said
        assert files_below(other / "dist") == clean.outputs()
        assert not list(home.iterdir())

    def test_parallel(self, project: Project) -> None:
        """Many personas are compiled in processes; that shows nowhere."""
        number = fanout.PARALLEL_FROM + 1
        project.write(**{f"p{n}": MIA.replace("mia", f"mia-{n}") for n in range(number)})
        project.build("--target", "codex")
        parallel = project.outputs()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fanout, "PARALLEL_FROM", sys.maxsize)
            assert (
                f"{number + 2} files unchanged" in project.build("-t", "codex", "--no-cache").said
            )
        assert project.outputs() == parallel

    def test_nothing_of_the_machine(self, clean: Project) -> None:
        """No output holds an absolute path, a date or a user."""
        words = [str(clean.root), str(Path.home()), "/tmp/"]
        for path, content in clean.outputs().items():
            assert not [word for word in words if word.encode() in content], path
