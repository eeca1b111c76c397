"""A fix is applied when it is proven, and said when it is not."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import fill, personac, spawned
from personac import pipeline
from personac.api import Document, Finding, LintContext, Rule
from personac.codec import decode_source
from personac.diagnostics import Applicability, Edit, Fix, Label, Locator, Severity
from personac.linting.fixing import MOST_PASSES, Fixed, Fixer, edited
from personac.report.placed import Placed, placed
from personac.source import Source, Span

PERSONA = """---
name: steward
description: Prepares releases. Use when a version is due.
tools: Read
---

# Steward

## Mandates

- Never run git push without the approval of the maintainer.
- Never push to main.

## Notes

Some notes about colour and colour.
"""


def rule(old: str, new: str, applicability: Applicability = Applicability.SAFE) -> Rule:
    """Reports ``old`` wherever it stands, and would write ``new``."""

    def check(context: LintContext):  # type: ignore[no-untyped-def]
        source = context.document.sources[0]
        at = source.text.find(old)
        while at >= 0:
            span = Span(at, at + len(old))
            yield Finding(
                message=f"{old!r} found",
                help="correct it",
                labels=(Label(Locator(path=source.path, span=span)),),
                fixes=(Fix("correct it", (Edit(source.path, span, new),), applicability),),
            )
            at = source.text.find(old, at + 1)

    return Rule(code="TST001", name="test", severity=Severity.WARNING, why="test", check=check)


def fixed(rule: Rule, text: str = PERSONA, *, unsafe: bool = False) -> Fixed:
    source = decode_source("steward.md", text.encode())

    def read(source: Source) -> Document | None:
        return pipeline.read(source).value

    def lint(document: Document) -> tuple[Placed, ...]:
        sources = {source.path: source for source in document.sources}
        return placed(pipeline.lint(document, (rule,)), sources, document.origins)

    return Fixer(read, lint, unsafe).fix(source)


def test_applied() -> None:
    """Two places of one rule are mended, and every other byte is as it was."""
    found = fixed(rule("colour", "color"))
    assert found.source.text == PERSONA.replace("colour", "color")
    assert len(found.applied) == 2
    assert not found.refused


def test_unsafe_only_when_asked() -> None:
    one = rule("colour", "color", Applicability.UNSAFE)
    assert fixed(one).source.text == PERSONA
    assert fixed(one, unsafe=True).source.text != PERSONA
    shown = rule("colour", "color", Applicability.DISPLAY)
    assert fixed(shown, unsafe=True).source.text == PERSONA


REFUSED = {
    "a mandate weakened": ("Never push to main.", "Avoid pushing to main.", "the contract would"),
    "a mandate deleted": ("- Never push to main.\n", "", "the contract would change"),
    "a mandate made stricter": ("to main.\n", "to main at all.\n- Never deploy.\n", "the contract"),
    "an approval dropped": (" without the approval of the maintainer", "", "the contract would"),
    "a tool granted": ("tools: Read\n", "tools: Read, Bash\n", "the contract would"),
    "the finding stays": ("colour", "colour colour", "the finding would still be there"),
    "a section swallowed": ("## Notes", "```", "more than the words of the fix"),
    "another dialect": (PERSONA[:110], "# Role: X\n", "the file would be read as another dialect"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """What changes more than it should is not written, and the reason is given."""
    old, new, reason = REFUSED[name]
    found = fixed(rule(old, new))
    assert found.source.text == PERSONA
    assert not found.applied
    assert found.refused
    assert reason in found.refused[0].reason


def test_a_refused_one_does_not_stop_the_others() -> None:
    """One of two fixes of a pass weakens a mandate: the other is still applied."""
    text = PERSONA.replace("Some notes", "Avoid notes")

    def check(context: LintContext):  # type: ignore[no-untyped-def]
        for one in (rule("colour and", "color and"), rule("Never push to", "Avoid pushing to")):
            yield from one.check(context)

    both = Rule(code="TST001", name="test", severity=Severity.WARNING, why="test", check=check)
    found = fixed(both, text)
    assert found.source.text == text.replace("colour and", "color and")
    assert len(found.refused) == 1


def test_another_finding_comes_up() -> None:
    def check(context: LintContext):  # type: ignore[no-untyped-def]
        yield from rule("colour", "hue").check(context)
        yield from rule("hue", "hue").check(context)

    found = fixed(Rule(code="TST001", name="t", severity=Severity.WARNING, why="t", check=check))
    assert found.source.text == PERSONA
    assert "TST001 would come up" in found.refused[0].reason


def test_it_comes_to_an_end() -> None:
    """A fix that makes room for the next of its kind stops after so many passes."""

    def check(context: LintContext):  # type: ignore[no-untyped-def]
        text = context.document.sources[0].text
        number = text.count("!")
        at = text.index("colour.")
        yield Finding(
            message=f"{number} marks",
            help="add one",
            labels=(Label(Locator(path="steward.md", span=Span(at, at + 6))),),
            fixes=(Fix("add one", (Edit("steward.md", Span(at, at), "!"),)),),
        )

    one = Rule(code="TST001", name="t", severity=Severity.WARNING, why="t", check=check)
    found = fixed(one)
    assert found.source.text.count("!") <= MOST_PASSES
    assert found.refused


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([(0, 1, "X")], "Xbc"),
        ([(0, 1, "X"), (1, 2, "Y")], "XYc"),
        ([(0, 2, "X"), (1, 2, "Y")], None),
        ([(2, 9, "X")], None),
        ([(1, 0, "X")], None),
        ([(3, 3, "d"), (3, 3, "d")], "abcd"),
    ],
)
def test_edits(edits: list[tuple[int, int, str]], text: str | None) -> None:
    """Edits that overlap or lie outside come to nothing; the same one twice counts once."""
    made = [Edit("a", Span(start, end), new) for start, end, new in edits]
    assert edited("abc", made) == text


TWICE = PERSONA.replace(
    "- Never push to main.\n", "- Never run git push without the approval of the maintainer.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", "personas/steward.md": TWICE})
    return tmp_path


def test_fix_writes(folder: Path) -> None:
    """The file changes, the finding is gone, and a second run changes nothing."""
    path = folder / "personas" / "steward.md"
    first = personac("lint", "--fix", "--format", "concise")
    assert path.read_text().count("Never run git push") == 1
    assert "1 fixed" in first.out
    before = path.read_bytes()
    assert "fixed" not in personac("lint", "--fix").out
    assert path.read_bytes() == before


@pytest.mark.parametrize("shape", ["crlf", "bom"])
def test_fix_keeps_the_shape_of_the_file(folder: Path, shape: str) -> None:
    path = folder / "personas" / "steward.md"
    data = (
        TWICE.replace("\n", "\r\n").encode()
        if shape == "crlf"
        else b"\xef\xbb\xbf" + TWICE.encode()
    )
    path.write_bytes(data)
    assert "1 fixed" in personac("lint", "--fix").out
    written = path.read_bytes()
    gone = b"- Never run git push without the approval of the maintainer." + (
        b"\r\n" if shape == "crlf" else b"\n"
    )
    assert written == data.replace(gone, b"", 1)


def test_mixed_line_ends_are_refused(folder: Path) -> None:
    path = folder / "personas" / "steward.md"
    data = TWICE.replace("\n", "\r\n", 3).encode()
    path.write_bytes(data)
    ran = personac("lint", "--fix")
    assert path.read_bytes() == data
    assert "not fixed: MAN009: its line ends are of two kinds" in ran.err


def test_diff_writes_nothing(folder: Path) -> None:
    path = folder / "personas" / "steward.md"
    before = path.read_bytes()
    ran = personac("lint", "--diff")
    assert ran.code == 1
    assert "-- Never run git push without the approval of the maintainer.\n" in ran.out
    assert path.read_bytes() == before
    assert personac("lint", "--fix").code == 0
    again = personac("lint", "--diff")
    assert (again.code, again.out) == (0, "")


def test_diff_is_a_patch(folder: Path) -> None:
    """What is shown does what the fix does, a missing line end included."""
    path = folder / "personas" / "steward.md"
    path.write_text(TWICE.rstrip("\n"))
    shown = personac("lint", "--diff").out
    assert "\\ No newline at end of file" in shown
    applied(folder, shown)
    personac("lint", "--fix")
    assert (folder / "copy" / "personas" / "steward.md").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "name", ["my steward", "tab\there", 'quo"ted', "a\\b", "bidi\u202ename", "é"]
)
@pytest.mark.parametrize("shape", ["lf", "crlf", "mark", "tabs"])
def test_diff_is_a_patch_of_any_file(folder: Path, name: str, shape: str) -> None:
    text = TWICE.replace("## Mandates\n\n", "## Mandates\n\n-\tKeep\ttabs.\n" * (shape == "tabs"))
    if shape == "tabs":
        text = TWICE.replace("- Never", "-\tNever")
    data = text.replace("\n", "\r\n").encode() if shape == "crlf" else text.encode()
    data = b"\xef\xbb\xbf" * (shape == "mark") + data
    (folder / "personas" / "steward.md").unlink()
    path = folder / "personas" / f"{name}.md"
    path.write_bytes(data)
    shown = spawned(["lint", "--diff"], folder)
    assert "git apply" not in shown.err
    assert "\u202e" not in shown.out
    applied(folder, shown.out)
    assert personac("lint", "--fix").code == 0
    assert (folder / "copy" / "personas" / f"{name}.md").read_bytes() == path.read_bytes()


def applied(folder: Path, patch: str) -> None:
    """A copy of the personas, patched."""
    shutil.copytree(folder / "personas", folder / "copy" / "personas")
    subprocess.run(["git", "init", "-q", "."], cwd=folder / "copy", check=True)
    git = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(git, input=patch.encode(), cwd=folder / "copy", check=True)


SECRET = "ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX"


@pytest.mark.parametrize("lines", [2, 3])
def test_diff_leaves_out_secrets_where_it_can(folder: Path, lines: int) -> None:
    path = folder / "personas" / "steward.md"
    more = "- Keep calm.\n" * (lines - 1) + f"- Keep {SECRET}.\n"
    path.write_text(TWICE.replace("\n## Notes", f"{more}\n## Notes"))
    shown = personac("lint", "--diff", "--select", "MAN009")
    assert "ghp_" not in shown.out
    assert shown.out.count("@@") == 2
    applied(folder, shown.out)
    assert "ghp_" in (folder / "copy" / "personas" / "steward.md").read_text()


def test_diff_says_where_it_masks(folder: Path) -> None:
    """A masked line beside the change: the diff is to be read, and says so."""
    path = folder / "personas" / "steward.md"
    path.write_text(TWICE.replace("\n## Notes", f"- Keep {SECRET}.\n\n## Notes"))
    shown = personac("lint", "--diff", "--select", "MAN009")
    assert SECRET not in shown.said
    assert "ghp_****" in shown.out
    assert re.match(r"personas/steward\.md:\d+: this hunk is to read, not to apply", shown.err)


def test_diff_masks_a_key_of_many_lines(folder: Path) -> None:
    body = "\n".join("MIIEpAIBAAKCAQEA" + "qW8zR4tY6uI0oP2a" * 3 for _ in range(3))
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----"
    path = folder / "personas" / "steward.md"
    path.write_text(f"{TWICE}\n```\n{key}\n```\n".replace("\n\n```", "\n```"))
    shown = personac("lint", "--diff", "--select", "MAN009", "--unsafe-fixes")
    assert "qW8z" not in shown.said


def test_a_link_is_not_followed(folder: Path) -> None:
    target = folder / "elsewhere.md"
    (folder / "personas" / "steward.md").rename(target)
    (folder / "personas" / "steward.md").symlink_to(target)
    before = target.read_bytes()
    assert personac("lint", "--fix").code == 2
    assert target.read_bytes() == before
