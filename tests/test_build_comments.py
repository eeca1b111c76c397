"""Comments about what only a build finds: of targets, of enforcement and of revisions."""

import json
from pathlib import Path

import pytest

from helpers import fill, personac

HEAD = """\
---
name: {name}
description: Prepares releases. Use when a version of {name} is due.
tools: Read
---
{comment}
# {name}

Write the notes.
"""
LONG = "".join(f"\nTake note number {n} of the release into account.\n" for n in range(700))
REVISION = """\
schema: personac/revision/1
id: notes
applies_to: ["*"]
ops:
{before}
  - id: brief
    op: append
    target: {{quote: "Nowhere: Write the notes"}}{beside}
    text: Keep them short.
"""
SPEC = """\
# Revision Specification for one
{comment}
## Proposed Changes

### 1. Shorter

**Current Instruction Snippet:**
- "Write the notes."

**Proposed Revision:**
- Be warmer, and let it be felt.{beside}

**Reasoning:**
Whoever reads them may write as follows.

```markdown
<!-- personac: ignore-file MAN009 -- an example -->
```
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": 'targets = ["agent-skills"]\n'})
    return tmp_path


def persona(comment: str = "", name: str = "one", more: str = "") -> dict[str, str]:
    said = f"\n<!-- personac: {comment} -->\n" if comment else ""
    return {f"personas/{name}.md": HEAD.format(name=name, comment=said) + more}


def revision(before: str = "", beside: str = "") -> dict[str, str]:
    lines = f"  # personac: {before}" if before else ""
    tail = f"  # personac: {beside}" if beside else ""
    return {"revisions/notes.yaml": REVISION.format(before=lines, beside=tail)}


def found(*arguments: str) -> list[str]:
    """The findings of a build about comments, targets and revisions: ``path:line code``."""
    report = json.loads(personac("build", "--format", "json", *arguments).out)
    listed = report["diagnostics"]["findings"]
    shown = [f"{one['path']}:{one['line']} {one['code']}" for one in listed]
    return [one for one in shown if one.split()[-1][:3] in ("REV", "TGT", "SUP", "ENF")]


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("", {"TGT002"}),
        ("ignore-file TGT002 -- it is never used there", set()),
        ("ignore-file limit-passed", set()),
        ("ignore-file TGT002 until=2097-01-01 -- until then", set()),
        ("ignore-file TGT002 until=2001-01-01 -- until then", {"TGT002", "SUP003"}),
        ("ignore-file TGT003 -- of another kind", {"TGT002", "SUP001"}),
        ("ignore TGT002 -- of the next line", {"TGT002", "SUP001"}),
    ],
)
def test_a_comment_in_a_persona(folder: Path, comment: str, codes: set[str]) -> None:
    """It silences a warning of the build, or the build says why not; lint says nothing of it."""
    fill(folder, persona(comment, more=LONG))
    assert {one.split()[1] for one in found()} == codes
    lint = personac("lint", "--format", "json", "--select", "TGT,SUP001")
    assert json.loads(lint.out)["findings"] == []


def test_a_line_is_enough_where_the_finding_has_one(folder: Path) -> None:
    fill(folder, persona(more=LONG))
    (line,) = [int(one.split(":")[1].split()[0]) for one in found() if "TGT002" in one]
    path = folder / "personas/one.md"
    lines = path.read_text("utf-8").split("\n")
    lines[line - 1] += " <!-- personac: ignore TGT002 -- never used there -->"
    path.write_text("\n".join(lines), "utf-8")
    assert found() == []


def test_a_mandatory_code(folder: Path) -> None:
    settings = 'targets = ["agent-skills"]\n[lint]\nmandatory = ["TGT002"]\n'
    comment = "ignore-file TGT002 -- it is never used there"
    fill(folder, {"personac.toml": settings, **persona(comment, more=LONG)})
    assert {one.split()[1] for one in found()} == {"TGT002", "SUP004"}


def test_an_error_is_not_silenced(folder: Path) -> None:
    """The build fails, and says what can be done instead."""
    limit = "\n## Mandates\n\n- Never edit the notes of another release.\n"
    settings = 'targets = ["codex"]\n[on-loss]\ndefault = "fail"\n'
    comment = "ignore-file TGT003 -- it is never used there"
    fill(folder, {"personac.toml": settings, **persona(comment, more=limit)})
    codes = {one.split()[1] for one in found()}
    assert codes == {"TGT003", "SUP004"}
    said = personac("build")
    assert said.code == 1
    assert "TGT003 is an error of the build, which no comment silences" in said.out


def test_what_did_not_run_is_not_called_unused(folder: Path) -> None:
    """A build of one target says nothing of comments about others; of revisions it does."""
    fill(folder, persona("ignore-file TGT002, REV003, MAN009 -- for later"))
    assert found() == ["personas/one.md:7 SUP001"] * 3
    assert found("--target", "agent-skills") == ["personas/one.md:7 SUP001"] * 2
    lint = personac("lint", "--format", "json", "--select", "ALL")
    messages = [f["message"] for f in json.loads(lint.out)["findings"] if f["code"] == "SUP001"]
    assert messages == ["the suppression of MAN009 silences nothing"]


def test_unused_can_be_ignored(folder: Path) -> None:
    fill(folder, persona("ignore-file TGT002 -- for later"))
    settings = 'targets = ["agent-skills"]\n[lint]\nignore = ["SUP001"]\n'
    fill(folder, {"personac.toml": settings})
    assert found() == []


def test_a_hint_that_is_asked_for(folder: Path) -> None:
    """TGT005 is silenced by a comment, which is unused only where the hint was asked for."""
    more = "\n## Mandates\n\n- Never hurry.\n"
    fill(folder, persona(more=more))
    assert found() == []
    assert found("--hints") == ["personas/one.md:13 TGT005"]
    fill(folder, persona("ignore-file TGT005 -- it is only told", more=more))
    assert found() == found("--hints") == []
    fill(folder, persona("ignore-file TGT005 -- it is only told"))
    assert found() == []
    assert found("--hints") == ["personas/one.md:7 SUP001"]


def test_one_persona_is_enough(folder: Path) -> None:
    """A comment in a part answers for those of its personas that have the finding."""
    part = f"<!-- personac: ignore-block TGT002 -- a list -->\n\n## Notes\n{LONG}"
    fill(folder, {"personas/_part.md": part, **persona(name="two")})
    including = persona()["personas/one.md"].replace("tools:", "includes: part\ntools:")
    fill(folder, {"personas/one.md": including})
    assert found() == []


@pytest.mark.parametrize(
    ("before", "beside", "codes"),
    [
        ("", "", ["REV003"]),
        ("ignore-file REV003 -- the title comes", "", []),
        ("ignore-block REV003 -- the title comes", "", []),
        ("", "ignore REV003 -- the title comes", []),
        ("", "ignore anchor-inexact", []),
        ("ignore REV003 -- of the next line", "", ["REV003", "SUP001"]),
        ("ignore-file REV005 -- of another kind", "", ["REV003", "SUP001"]),
        ("ignore-file MAN009 -- of no persona", "", ["REV003", "SUP001"]),
        ("ignore-file REV999 -- of nothing", "", ["REV003", "SUP001"]),
        ("ignore-file", "", ["REV003", "SUP001"]),
        ("ignore-file REV003 until=2001-01-01 -- over", "", ["REV003", "SUP003"]),
    ],
)
def test_a_comment_in_a_revision(folder: Path, before: str, beside: str, codes: list[str]) -> None:
    """It counts for all personas that the revision is for, and is judged once."""
    fill(folder, {**persona(), **persona(name="two"), **revision(before, beside)})
    assert sorted({one.split()[1] for one in found()}) == sorted(codes)
    assert len([one for one in found() if "SUP" in one]) == len([c for c in codes if "SUP" in c])
    checked = personac("revise", "check").out
    assert ("REV003" in checked) == ("REV003" in codes)
    assert "SUP001" not in checked


def test_a_persona_may_silence_what_a_revision_does_to_it(folder: Path) -> None:
    """The other persona still has the finding."""
    fill(folder, {**persona("ignore-file REV003 -- its title comes"), **revision()})
    assert found() == []
    fill(folder, persona(name="two"))
    assert found() == ["revisions/notes.yaml:8 REV003"]


def test_words_of_a_revision_are_no_comment(folder: Path) -> None:
    text = revision()["revisions/notes.yaml"]
    words = 'text: "Keep # personac: ignore-file REV003 -- short."'
    fill(
        folder, {**persona(), "revisions/notes.yaml": text.replace("text: Keep them short.", words)}
    )
    assert [one.split()[1] for one in found()] == ["REV003"]


@pytest.mark.parametrize(
    ("comment", "beside", "codes"),
    [
        ("", "", ["REV016"]),
        ("\n<!-- personac: ignore-file REV016 -- a person does it -->\n", "", []),
        ("", " <!-- personac: ignore REV016 -- a person does it -->", []),
        ("\n<!-- personac: ignore-file REV001 -- of another kind -->\n", "", ["REV016", "SUP001"]),
    ],
)
def test_a_comment_in_a_specification(
    folder: Path, comment: str, beside: str, codes: list[str]
) -> None:
    """It is no part of the specification; one in a code block is an example."""
    fill(folder, persona())
    fill(folder, {"revisions/one.md": SPEC.format(comment=comment, beside=beside)})
    assert sorted(one.split()[1] for one in found()) == codes


def test_a_block_of_a_specification(folder: Path) -> None:
    """A heading has all that stands below it, and nothing of the next one."""
    fill(folder, persona())
    more = "\n### 2. Warmer\n\n**Proposed Revision:**\n- Be warmer still, or not at all.\n"
    block = "\n<!-- personac: ignore-block REV016 -- a person does it -->\n### 1. Shorter"
    text = SPEC.format(comment="", beside="").replace("\n### 1. Shorter", block) + more
    fill(folder, {"revisions/one.md": text})
    assert [one.split()[1] for one in found()] == ["REV016"]
    assert found()[0].startswith(f"revisions/one.md:{len(text.splitlines())}")


def test_a_block_of_a_revision(folder: Path) -> None:
    """An op has its own lines, comments among them, and not the next op."""
    text = revision("ignore-block REV003 -- the title comes")["revisions/notes.yaml"]
    first = text.replace("    op: append", "# what it does\n    op: append")
    second = text[text.index("  - id") :].replace("brief", "more").replace("short", "clear")
    fill(folder, {**persona(), "revisions/notes.yaml": first + second})
    (one,) = found()
    assert one == f"revisions/notes.yaml:{len(first.splitlines()) + 3} REV003"


def test_many_comments_take_no_longer_each(folder: Path) -> None:
    """Made to be asked about often: blocks in blocks, and comments on one line."""
    lines = "".join(f"  # personac: ignore-block REV003 -- {n}\n" for n in range(4000))
    text = revision()["revisions/notes.yaml"].replace("ops:\n", f"ops:\n{lines}")
    row = " ".join("<!-- personac: ignore REV001 -->" for _ in range(4000))
    spec = SPEC.format(comment="", beside=f" {row}")
    fill(folder, {**persona(), "revisions/notes.yaml": text, "revisions/one.md": spec})
    assert len([one for one in found() if "SUP001" in one]) > 4000


def test_a_warning_of_enforcement(folder: Path) -> None:
    """What one persona may do and the mandate of another forbids is reported at the first."""
    head = "---\nname: {}\ndescription: Commits. Use when it is due.\ntools: {}\n---\n{}\n# {}\n{}"
    ban = "\n## Mandates\n\n- Never run `git commit`.\n"
    comment = "\n<!-- personac: ignore-file ENF001 -- it commits elsewhere -->\n"
    fill(folder, {"personac.toml": 'targets = ["codex"]\n'})
    fill(folder, {"personas/a.md": head.format("a", "Read", "", "a", ban)})
    fill(folder, {"personas/b.md": head.format("b", "Bash(git commit:*)", "", "b", "\nCommit.\n")})
    assert any("ENF001" in one for one in found())
    text = head.format("b", "Bash(git commit:*)", comment, "b", "\nCommit.\n")
    fill(folder, {"personas/b.md": text})
    assert found() == []
