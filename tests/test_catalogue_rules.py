"""Rules that compare all personas of a project: noted once each, compared once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from helpers import fill, personac
from personac import registry
from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Field

PERSONA = """---
name: {name}
description: Prepares releases. Use when a version is due.{comment}
tools: Read
---

# A persona

Prepare the notes of the release.
"""
COMMENT = "  # personac: ignore TST001 -- they are twins"


def note(context: LintContext) -> Iterator[Fact]:
    persona = context.document.persona
    for node in persona.header:
        if isinstance(node, Field) and node.kind == "description":
            at = Label(Locator(node=node.id, needle=str(node.value)))
            yield Fact(persona=persona.id, label=at, about=str(node.value))


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    first: dict[str, Fact] = {}
    for fact in facts:
        other = first.setdefault(fact.about, fact)
        if other is not fact:
            yield Finding(
                message=f"`{fact.persona}` is described as `{other.persona}` is",
                help="say what sets it apart",
                labels=(fact.label, Label(other.label.at, "the other one")),
            )


def rule(**changes: object) -> Rule:
    parts = {"note": note, "compare": compare} | changes
    return Rule(
        code="TST001",
        name="twins",
        severity=Severity.ERROR,
        why="a test",
        check=lambda _: iter(()),
        **parts,  # type: ignore[arg-type]
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": ""})
    write(tmp_path)
    use(monkeypatch, rule())
    return tmp_path


def write(folder: Path, *silent: str) -> None:
    for name in ("ann", "bob", "cid"):
        text = PERSONA.format(name=name, comment=COMMENT if name in silent else "")
        fill(folder, {f"personas/{name}.md": text})


def use(monkeypatch: pytest.MonkeyPatch, one: Rule) -> None:
    rules = (*registry.rules(), one)
    monkeypatch.setattr(registry, "rules", lambda: rules)


def found() -> tuple[int, list[str]]:
    ran = personac("lint", "--format", "concise")
    return ran.code, ran.out.splitlines()


def test_two_places_in_two_files(folder: Path) -> None:
    assert found() == (
        1,
        [
            "personas/bob.md:3:14: error[TST001] `bob` is described as `ann` is",
            "personas/cid.md:3:14: error[TST001] `cid` is described as `ann` is",
            "3 personas · 2 errors",
        ],
    )
    full = personac("lint", "--format", "full").out
    assert " --> personas/bob.md:3:14" in full
    assert " ::: personas/ann.md:3:14" in full


def test_comments_silence_it(folder: Path) -> None:
    """A comment at the place of the finding, which no file alone can call unused."""
    write(folder, "ann", "cid")
    code, lines = found()
    assert lines == [
        "personas/bob.md:3:14: error[TST001] `bob` is described as `ann` is",
        "3 personas · 1 error · 1 suppressed",
    ]
    assert code == 1


def test_baseline_knows_it(folder: Path) -> None:
    assert personac("lint", "--write-baseline", "--reason", "twins").code == 0
    assert found() == (0, ["3 personas · no findings · 2 suppressed"])


def test_settings_of_a_file(folder: Path) -> None:
    """A file in which the rule is silent is not compared."""
    fill(folder, {"personac.toml": '[lint.per-file-ignores]\n"ann.md" = ["ALL"]\n'})
    _, lines = found()
    assert lines[0] == "personas/cid.md:3:14: error[TST001] `cid` is described as `bob` is"


@pytest.mark.parametrize("part", ["note", "compare"])
def test_one_that_raises(folder: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def broken(_: object) -> Iterator[Finding]:
        raise ZeroDivisionError("oh")

    monkeypatch.undo()
    monkeypatch.chdir(folder)
    use(monkeypatch, rule(**{part: broken}))
    code, lines = found()
    assert code == 3
    assert "error[INT001] rule TST001 failed: ZeroDivisionError: oh" in lines[0]
