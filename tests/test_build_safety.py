"""What a build refuses, what it removes, and that it never touches what is not its own."""

import json
import os
import sys

import pytest

from helpers import fill, personac
from personac.api import Artifact
from personac.compile import Compiled
from personac.emission import Emitted
from personac.plan import misnamed
from projects import AGENT, MIA, Project

LOST_REVISION = """\
schema: personac/revision/1
id: lost
applies_to: [mia]
ops:
  - id: gone
    op: remove
    reason: It is not there.
    target: {quote: Nobody ever wrote this sentence}
"""


class TestRefusing:
    def test_hand_written_file(self, project: Project) -> None:
        """A file that personac did not write is never overwritten; nothing else is written."""
        fill(project.root, {"dist/" + AGENT.format("mia"): "mine"})
        assert "was not written by personac" in project.build(code=1).said
        assert project.outputs() == {AGENT.format("mia"): b"mine"}

    def test_hand_edited_output(self, clean: Project) -> None:
        """An edit of an output is not lost: the build refuses and says what to do."""
        clean.output("mia").write_text("edited", "utf-8")
        clean.write(mia=MIA + "- Never hurry.\n")
        assert "edited by hand" in clean.build(code=1).said
        assert clean.output("mia").read_text("utf-8") == "edited"

    def test_force(self, clean: Project) -> None:
        """``--force`` writes over both."""
        clean.output("mia").write_text("edited", "utf-8")
        clean.build("--force")
        clean.build("--check")

    def test_unreadable_source(self, clean: Project) -> None:
        """One broken source: exit 2, nothing written, and the others are still reported."""
        fill(clean.root, {"personas/bad.md": b"\xff\xfea\0"})
        clean.write(mia=MIA.replace("tools: Read", "tools: Raed"))
        before = clean.outputs()
        ran = clean.build(code=2)
        assert "personas/bad.md: is not UTF-8" in ran.err
        assert "personas/mia.md" in ran.out
        assert "Raed" in ran.out
        assert clean.outputs() == before
        clean.build("--check", code=2)

    def test_failed_revision(self, clean: Project) -> None:
        """A revision that does not find its place fails the build; nothing is written."""
        fill(clean.root, {"revisions/lost.yaml": LOST_REVISION})
        before = clean.outputs()
        assert "revisions/lost.yaml" in clean.build(code=1).said
        assert clean.outputs() == before

    @pytest.mark.parametrize(
        ("first", "second"),
        [("mia", "mia"), ("Ünder", "U\u0308nder"), ("STRASSE", "Straße")],
        ids=["same", "normal-form", "folded"],
    )
    def test_collision(self, project: Project, first: str, second: str) -> None:
        """Two personas on one path, on any file system, are an error that names both."""
        project.write(a=MIA.replace("mia", first), b=MIA.replace("mia", second))
        said = project.build(code=1).said
        assert "personas/a.md and personas/b.md both make it" in said
        assert not project.outputs()

    @pytest.mark.parametrize("name", ["con", "AUX", "lpt1", "nul"])
    def test_reserved_name(self, project: Project, name: str) -> None:
        """A name that Windows keeps for itself is refused."""
        project.write(mia=MIA.replace("mia", name))
        assert "reserved name on Windows" in project.build(code=1).said
        assert not project.outputs()

    @pytest.mark.parametrize("name", ["../../up", "/etc/up", "a/../../up", "C:\\up", "..", "-rf"])
    def test_path_in_name(self, project: Project, name: str) -> None:
        """A name never leads out of its folder."""
        project.write(mia=MIA.replace("name: mia", f"name: '{name}'"))
        personac("build")
        found = [path.relative_to(project.root) for path in project.root.rglob("*up*")]
        assert all(path.parts[0] in ("dist", ".personac") for path in found)
        assert all(".." not in path.parts for path in found)

    def test_link_out(self, project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
        """An output folder that leads out of the project through a link is refused."""
        outside = tmp_path_factory.mktemp("outside")
        (project.root / "dist").mkdir()
        (project.root / "dist" / "codex").symlink_to(outside, target_is_directory=True)
        assert "symbolic link" in project.build(code=2).said
        assert not list(outside.iterdir())
        assert not project.outputs()

    def test_linked_output(self, clean: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
        """An output that became a link is not followed."""
        target = tmp_path_factory.mktemp("outside") / "file"
        target.write_text("mine", "utf-8")
        clean.output("mia").unlink()
        clean.output("mia").symlink_to(target)
        clean.write(mia=MIA + "- Never hurry.\n")
        clean.build(code=1)
        assert target.read_text("utf-8") == "mine"

    def test_broken_manifest(self, clean: Project) -> None:
        """A manifest that is not one stops the build with a word on what to do."""
        (clean.root / "dist" / "manifest.json").write_text("[]", "utf-8")
        assert "move it away" in clean.build(code=2).said


def forged(project: Project, name: str) -> None:
    """The manifest of a project with one output renamed."""
    path = project.root / "dist" / "manifest.json"
    record = json.loads(path.read_bytes())
    record["entries"][0]["outputs"][0]["name"] = name
    path.write_text(json.dumps(record), "utf-8")


class TestManifest:
    @pytest.mark.parametrize(
        "name", ["../../precious.txt", "/precious.txt", "..\\precious.txt", "C:precious", "", "a\n"]
    )
    def test_name_outside(self, clean: Project, name: str) -> None:
        """A manifest that names what is not below the output folder is none; nothing goes."""
        fill(clean.root, {"precious.txt": "mine"})
        forged(clean, name)
        assert "is no path below the output folder" in clean.build(code=2).err
        assert (clean.root / "precious.txt").read_bytes() == b"mine"

    @pytest.mark.parametrize("text", ["{}", '{"schema": "personac/manifest/9"}', "\xff"])
    def test_not_ours(self, clean: Project, text: str) -> None:
        """A manifest says which it is, and one that is unknown is not guessed at."""
        (clean.root / "dist" / "manifest.json").write_bytes(text.encode("latin-1"))
        assert "not a manifest of personac" in clean.build(code=2).err

    def test_linked_folder(self, clean: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
        """What lies behind a link is not deleted, and neither is the link."""
        outside = tmp_path_factory.mktemp("outside") / "codex"
        folder = clean.root / "dist" / "codex"
        folder.rename(outside)
        folder.symlink_to(outside, target_is_directory=True)
        for name in ("mia", "leo"):
            (clean.root / "personas" / f"{name}.md").unlink()
        clean.write(ann=MIA.replace("mia", "ann"))
        assert "symbolic link" in clean.build(code=2).said
        assert folder.is_symlink()
        assert (outside / ".codex" / "agents" / "leo.toml").is_file()

    def test_link_inside(self, clean: Project) -> None:
        """A link that stays in the output folder is never removed as an empty folder."""
        folder = clean.root / "dist" / "codex"
        folder.rename(clean.root / "dist" / "real")
        folder.symlink_to(clean.root / "dist" / "real", target_is_directory=True)
        fill(clean.root, {"personac.toml": 'targets = ["canonical"]'})
        clean.build()
        assert folder.is_symlink()


class TestOrphans:
    def test_dropped_target(self, clean: Project) -> None:
        """The files of a target that is not configured any more go; a part build leaves them."""
        fill(clean.root, {"personac.toml": 'targets = ["canonical"]'})
        clean.build("--target", "canonical")
        assert [path for path in clean.outputs() if path.startswith("codex/")]
        assert "orphaned" in clean.build("--check", code=1).said
        assert "8 removed" in clean.build().said
        assert {p.partition("/")[0] for p in clean.outputs()} == {
            "canonical",
            "manifest.json",
            "sourcemap.json",
        }
        clean.build("--check")

    def test_edited(self, clean: Project) -> None:
        """An edited orphan stays known until somebody deletes it."""
        clean.output("leo").write_text("mine", "utf-8")
        (clean.root / "personas" / "leo.md").unlink()
        for options in ((), (), ("--force",)):
            assert "it is kept" in clean.build(*options).said
        found = json.loads(clean.build("--check", "--format", "json", code=1).out)
        assert found["kept"] == [AGENT.format("leo")]
        assert clean.output("leo").read_text("utf-8") == "mine"
        clean.output("leo").unlink()
        clean.build()
        clean.build("--check")

    @pytest.mark.parametrize("empty", ["gone", "notes"])
    def test_no_persona(self, clean: Project, empty: str) -> None:
        """A build of nothing is a mistake, and deletes nothing."""
        for name in ("mia", "leo"):
            (clean.root / "personas" / f"{name}.md").unlink()
        fill(clean.root, {"personas/README.md": empty})
        before = clean.outputs()
        assert "`personas`" in clean.build(code=2).err
        assert clean.outputs() == before


class TestNames:
    @pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
    def test_not_utf8(self, project: Project) -> None:
        """A file whose name is no text is an error of its own; the others are still read."""
        path = os.path.join(os.fsencode(project.root), b"personas", b"a\xff.md")
        with open(path, "wb") as out:
            out.write(MIA.encode())
        ran = project.build("--format", "json", code=2)
        assert json.loads(ran.out)["personas"] == ["leo", "mia"]
        assert json.loads(ran.out)["failed"][0]["path"] == "personas/a\\xff.md"
        linted = personac("lint", "personas", "--format", "json")
        assert linted.code == 2
        assert "the name is not UTF-8" in linted.err

    def test_settings_not_utf8(self, project: Project) -> None:
        """Settings that are no text are exit 2."""
        fill(project.root, {"personac.toml": b"\xff"})
        assert "personac.toml: is not UTF-8" in project.build(code=2).err

    def test_long(self, project: Project) -> None:
        """A name that no disk takes is one short line."""
        project.write(mia=MIA.replace("name: mia", f"name: {'long ' * 2000}"))
        ran = project.build("--target", "codex", code=1)
        lines = [line for line in ran.out.splitlines() if line.startswith("error: dist/")]
        assert len(lines) == 1
        assert "is longer than 200 bytes" in lines[0]
        assert len(lines[0]) < 600

    @pytest.mark.parametrize(
        "name",
        [
            "con",
            "Aux.x",
            "com\u00b9",
            ".git",
            "a/b",
            "a\\b",
            "a:b",
            "a\x1b",
            "a\u202eb",
            "a.",
            "a ",
        ],
    )
    def test_id(self, name: str) -> None:
        """An id that is a bad name somewhere is a problem, whatever path it is part of."""
        artifact = Artifact(f"{name}/AGENTS.md", "")
        one = Compiled(path="x.md", persona=name, emitted=(Emitted("agents-md", 1, (artifact,)),))
        assert misnamed((one,))

    def test_good_id(self) -> None:
        """Letters of any script are fine, and so are the folders of the targets."""
        artifact = Artifact(".claude/agents/ünder-con.md", "")
        emitted = (Emitted("claude-code", 1, (artifact,)),)
        assert not misnamed((Compiled(path="x.md", persona="ünder-con", emitted=emitted),))


class TestForce:
    def test_folder_in_place(self, clean: Project) -> None:
        """A folder in the place of an output stops even ``--force``, before anything is written."""
        clean.write(mia=MIA + "- Never hurry.\n")
        clean.output("mia").unlink()
        fill(clean.root, {f"dist/{AGENT.format('mia')}/note": "mine"})
        before = clean.outputs()
        assert "is a folder in the place of an output" in clean.build("--force", code=1).said
        assert clean.outputs() == before

    def test_counted(self, clean: Project) -> None:
        """What is written over counts as written."""
        clean.output("mia").write_text("edited", "utf-8")
        assert "1 file written, 9 unchanged" in clean.build("--force").said

    def test_check_advises_nothing(self, clean: Project) -> None:
        """``--check`` names an edited file once and does not speak of force."""
        clean.output("mia").write_text("edited", "utf-8")
        said = clean.build("--check", code=1).said
        assert said.count("mia.md: edited") == 1
        assert said.count("/mia.md") == 1
        assert "--force" not in said

    def test_check_keeps_no_cache(self, project: Project) -> None:
        """``--check`` writes nothing at all."""
        project.build("--check", code=1)
        assert not (project.root / ".personac").exists()


class TestOutputAmongSources:
    @pytest.mark.parametrize(("personas", "out"), [(".", "dist"), ("personas", "personas/out")])
    def test_not_read(self, project: Project, personas: str, out: str) -> None:
        """What a build writes is never its source."""
        fill(project.root, {"personac.toml": f'personas = ["{personas}"]\nout = "{out}"'})
        project.build()
        assert "2 personas · 10 files unchanged" in project.build().said

    @pytest.mark.parametrize("out", [".", "personas"])
    def test_same_folder(self, project: Project, out: str) -> None:
        """Outputs that nothing could tell from sources are refused."""
        fill(project.root, {"personac.toml": f'personas = ["{out}"]\nout = "{out}"'})
        assert "holds the personas" in project.build(code=2).err
