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
            "personas/bob.md:3:14: error[TST001] `bob` is described as `ann` is (see personas/ann.md:3:14)",
            "personas/cid.md:3:14: error[TST001] `cid` is described as `ann` is (see personas/ann.md:3:14)",
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
        "personas/bob.md:3:14: error[TST001] `bob` is described as `ann` is (see personas/ann.md:3:14)",
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
    assert lines[0] == (
        "personas/cid.md:3:14: error[TST001] `cid` is described as `bob` is (see personas/bob.md:3:14)"
    )


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


def test_what_a_silent_file_declares(folder: Path) -> None:
    """Nothing is reported there, yet others may refer to it."""
    protocol = "#### P-MAIL: Mail\n\n- **Purpose**: Tell the team.\n- Follow P-LOST.\n"
    fill(
        folder,
        {
            "personac.toml": '[lint.per-file-ignores]\n"ann.md" = ["REF001"]\n',
            "personas/ann.md": PERSONA.format(name="ann", comment="") + "\n" + protocol,
            "personas/bob.md": PERSONA.format(name="bob", comment="")
            + f"\n{protocol.replace('MAIL', 'CALL')}- Follow P-MAIL.\n",
        },
    )
    lines = personac("lint", "--select", "REF001", "--format", "concise").out.splitlines()
    assert lines == [
        "personas/bob.md:14:10: error[REF001] `P-LOST` is used but declared nowhere",
        "3 personas · 1 error",
    ]


def test_build_compares_what_it_has_cached(folder: Path) -> None:
    """Also when no persona is compiled again; the baseline knows these findings too."""
    for place in ("one", "two"):
        text = PERSONA.format(name="twin", comment="").replace("releases", f"releases {place}")
        fill(folder, {f"personas/{place}/twin.md": text})
    said = "personas/two/twin.md:2:7: error[SCH005] `twin` is also the name of the persona in"
    first, second = (personac("build", "--format", "concise") for _ in range(2))
    assert said in first.out
    assert first.said == second.said
    assert "SCH005" not in personac("lint", "personas/one", "--format", "concise").out
    assert personac("lint", "--write-baseline", "--reason", "twins").code == 0
    assert "SCH005" not in personac("build", "--format", "concise").out


def test_sources_that_lie_apart(folder: Path) -> None:
    """Files of one persona that the settings name share its name."""
    settings = '[merge.personas]\ntwin = ["personas/*/twin.md"]\n'
    for place in ("one", "two"):
        fill(folder, {f"personas/{place}/twin.md": PERSONA.format(name="twin", comment="")})
    assert "SCH005" in personac("lint", "--format", "concise").out
    fill(folder, {"personac.toml": settings})
    assert "SCH005" not in personac("lint", "--format", "concise").out
    assert "SCH005" not in personac("build", "--format", "concise").out


def test_paths_are_from_the_root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is linted from, a link may lead up to the root of the project and no further."""
    links = "See [one](../docs/a.md) and [two](../../b.md).\n"
    fill(folder, {"personas/ann.md": PERSONA.format(name="ann", comment="") + links})
    for start, path in ((".", "personas/ann.md"), ("personas", "ann.md"), ("..", "")):
        monkeypatch.chdir(folder / start)
        given = path or f"{folder.name}/personas/ann.md"
        out = personac("lint", given, "--select", "REF007", "--format", "concise").out
        assert "`../../b.md` leads out of the project" in out
        assert out.endswith("1 persona · 1 error\n"), (start, out)
