"""Words that a revision avoids: the cases of their page, and what a page cannot show."""

from pathlib import Path

import pytest

from helpers import fill, personac
from helpers import read as read_persona
from personac.api import Document
from personac.diagnostics import Applicability, Diagnostic
from personac.passes import enrich
from personac.revise.engine import Loaded, parse_revision, revise
from specs import PACKAGE, Case, accept, difference, read

PAGE = read(PACKAGE / "codes" / "rev010_reactive_vocabulary_left.md")
PERSONA = """\
---
name: tester
description: Tests changes. Use when code changed.
---

**Role**: Tester of the release branch

## Approach

1. **Tell**: Report what failed.
"""
REVISION = """\
schema: personac/revision/1
id: example
applies_to: [tester]
vocabulary: {vocabulary}
ops:
  - {{id: role, op: append, target: {{label: Role}}, text: "{text}"}}
  - {{id: tell, op: append, target: {{label: Tell}}, text: Say what comes next.}}
"""


def parsed(text: str) -> Loaded:
    outcome = parse_revision("example.yaml", text)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def found(text: str, vocabulary: str, persona: str = PERSONA) -> list[Diagnostic]:
    revision = parsed(REVISION.format(vocabulary=vocabulary, text=text))
    return applied(read_persona(persona), revision)


def applied(document: Document, revision: Loaded) -> list[Diagnostic]:
    outcome = revise(document, [revision], lambda one: enrich(one, {}))
    assert outcome.value is not None, outcome.diagnostics
    return [one for one in outcome.diagnostics if one.code == "REV010"]


@pytest.mark.parametrize("case", PAGE.cases, ids=[case.name for case in PAGE.cases])
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    """A revision comes to the findings that the page shows."""
    told = applied(read_persona(case.fence("persona").text), parsed(case.fence("revision").text))
    text = "".join(f"{one.code} {one.message}\n" for one in told)
    actual, expected = {"diagnostics": text} if text else {}, case.expected(("diagnostics",))
    assert bool(expected) == case.heading.title.startswith("Reported: ")
    if actual == expected:
        return
    if request.config.getoption("--accept"):
        accept(case, ("diagnostics",), actual)
        return
    pytest.fail(f"{case.name}\n{difference(expected, actual)}", pytrace=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fixes it, fixed it, is a fixture.", ["Fixes", "fixed", "fixture"]),
        ("Fixes it and fixes more.", ["Fixes"]),
        ("Not only fixes it.", ["fixes"]),
        ("Does not wait, but fixes it.", ["fixes"]),
        ("Never waits. Fixes it.", ["Fixes"]),
        ("Doesn't just look, or fix it.", []),
        ("Affixes and prefix it.", []),
        ("Leads from a fix to a better start, and fixes.", ["fixes"]),
        ("It's a fix, isn't it.", ["fix"]),
        ("Takes [notes](docs/fix) and 'fix' labels.", []),
    ],
)
def test_what_is_met(text: str, words: list[str]) -> None:
    """Each form once in a node, at its words."""
    told = found(text, "{avoid: ['fix*']}")
    assert [one.labels[1].at.needle for one in told] == words


def test_a_fix_where_the_revision_has_the_words() -> None:
    """It is an edit of the revision's own file, which a person decides on."""
    (one,) = found("Bugs stay, and a bug goes.", "{instead: {bug: open point}}")
    (fix,) = one.fixes
    (edit,) = fix.edits
    text = REVISION.format(
        vocabulary="{instead: {bug: open point}}", text="Bugs stay, and a bug goes."
    )
    span = edit.span
    assert (edit.path, text[span.start : span.end], edit.replacement) == (
        "example.yaml",
        "bug",
        "open point",
    )
    assert fix.applicability is Applicability.UNSAFE
    assert one.help == 'write "open point"'
    changed = text[: span.start] + edit.replacement + text[span.end :]
    assert applied(read_persona(PERSONA), parsed(changed)) == []


def test_no_fix_where_it_is_not_clear() -> None:
    """Without the words, with two places in the op, or where the persona has them."""
    assert [one.fixes for one in found("A bug.", "{avoid: [bug]}")] == [()]
    assert [one.fixes for one in found("A bug, a bug.", "{instead: {bug: point}}")] == [()]
    persona = PERSONA.replace("Tester of", "Tester of every bug on")
    assert [one.fixes for one in found("More.", "{instead: {bug: point}}", persona)] == [()]


@pytest.mark.parametrize(
    ("vocabulary", "said"),
    [
        ("{avoid: ['*']}", "in `*` one `*` stands for letters"),
        ("{avoid: ['']}", "a pattern has 1 to 200 characters"),
        ("{instead: {'fix*': mend}}", "`fix*` in `instead` means several words"),
        ("{avoids: [fix]}", "unknown field `avoids`"),
    ],
)
def test_wrong_words(vocabulary: str, said: str) -> None:
    outcome = parse_revision("example.yaml", REVISION.format(vocabulary=vocabulary, text="x"))
    assert outcome.value is None
    assert any(said in one.message for one in outcome.diagnostics), outcome.diagnostics


def test_time_grows_with_the_text() -> None:
    """Texts that are made to be asked about often end soon."""
    for text in (
        "fix " * 4000,
        "no fix, " * 4000,
        "“fix " * 4000,
        "fix" + "a" * 9000,
        "a.b" * 8000,
    ):
        found(text.strip(), "{avoid: ['*fix', 'a b'], instead: {fix: mend}}")
        found(text.strip(), "{avoid: ['fix*']}")


SPEC = """\
# Revision Specification for tester

## Proposed Changes

### 1. More

**Current Instruction Snippet:**
- "Report what failed."

**Proposed Revision:**
- When reporting what failed, instruct the tester to perform "quick fixes" of what is near.
"""
SETTINGS = """\
targets = ["claude-code"]
[revise.vocabulary]
avoid = ["{}"]
"""


def test_settings_are_for_specifications(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prose cannot name its vocabulary; what is imported from it can."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personas/tester.md": PERSONA, "revisions/tester.md": SPEC})
    fill(tmp_path, {"personac.toml": SETTINGS.format("fix*")})
    assert 'REV010] "fixes" stands in what' in personac("build").out
    assert "REV010" in personac("revise", "check").out
    assert "fix*" in personac("revise", "import", "revisions/tester.md").out
    fill(tmp_path, {"personac.toml": SETTINGS.format("mend*")})
    assert "REV010" not in personac("build").out
    fill(tmp_path, {"personac.toml": SETTINGS.format("*")})
    ran = personac("build")
    assert ran.code == 2
    assert "`revise.vocabulary.avoid`: in `*` one `*` stands for letters" in ran.err
