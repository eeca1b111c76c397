"""Comments that silence findings, in every dialect, and what is said about them."""

from collections.abc import Sequence

import pytest

from helpers import WRITERS, read
from personac import pipeline
from personac.api import Reach
from personac.enforce.guard import guarded
from personac.linting.check import check
from personac.linting.settings import LintConfig, Linting, UserRule
from personac.report.checked import Checked

HEADER = """---
name: steward
description: Prepares releases. Use when a version is due.
tools: Read
---

# Steward

## Mandates

"""
TWICE = "- Never run git push without the approval of the maintainer.{}\n"


def linted(
    text: str, select: Sequence[str] = ("MAN009",), today: str = "", **config: object
) -> Checked:
    settings = LintConfig(select=(*select, "SUP"), **config)  # type: ignore[arg-type]
    return check(read(text), Linting(config=settings, today=today))


def codes(checked: Checked) -> list[str]:
    return [one.diagnostic.code for one in checked.findings]


def twice(comment: str) -> str:
    return HEADER + TWICE.format("") + TWICE.format(comment)


FRONTMATTER = twice(" <!-- personac: ignore MAN009 -- a recap -->")
XML = """# Steward

```xml
<persona name="steward">
  <mandates>
    <mandate>Never run git push without the approval of the maintainer.</mandate>
    <!-- personac: ignore MAN009 — a recap -->
    <mandate>Never run git push without the approval of the maintainer.</mandate>
  </mandates>
</persona>
```
"""
BARE_XML = XML.split("```xml\n")[1].split("```", maxsplit=1)[0]
ROLE = (
    "# Role: Steward\n\n## Core Operational Mandates\n\n"
    + TWICE.format("")
    + "<!-- personac: ignore duplicate-mandate -- a recap -->\n"
    + TWICE.format("")
)
HANDLE = (
    "Agent_Handle: Steward\n\n## Mandates\n\n"
    + TWICE.format("")
    + TWICE.format(" <!-- personac: ignore MAN009 -- a recap -->")
)
CANONICAL = """schema: personac/persona/1
body:
  - type: section
    title: Mandates
    children:
      - type: item
        text: Never run git push without the approval of the maintainer.
      - type: item
        text: Never run git push without the approval of the maintainer.  # personac: ignore MAN009 -- a recap
"""
DIALECTS = {
    "frontmatter": (FRONTMATTER, "persona.md"),
    "xml": (XML, "persona.md"),
    "xml-file": (BARE_XML, "persona.xml"),
    "role": (ROLE, "persona.md"),
    "handle": (HANDLE, "persona.md"),
    "canonical": (CANONICAL, "persona.yaml"),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect(name: str) -> None:
    """The finding is silent with its reason, and comes back without the comment."""
    text, path = DIALECTS[name]
    document = read(text, path)
    assert document.dialect == name.partition("-")[0]
    settings = Linting(config=LintConfig(select=("MAN009", "SUP")))
    checked = check(document, settings)
    assert codes(checked) == []
    assert [(one.kind, one.reason) for one in checked.suppressed] == [("inSource", "a recap")]
    bare = text.replace("personac:", "personac -")
    assert codes(check(read(bare, path), settings)) == ["MAN009"]


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("writer", WRITERS.values(), ids=lambda one: one.name)
def test_no_artifact_has_it(name: str, writer: object) -> None:
    """A comment for the linter is no word of the persona: what is written is as without it."""
    text, path = DIALECTS[name]
    document = read(text, path)
    assert len(document.directives) == 1
    outcome = pipeline.write(guarded(document), writer)  # type: ignore[arg-type]
    assert outcome.value is not None
    assert not outcome.diagnostics
    written = "".join(one.content for one in outcome.value.artifacts)
    assert "personac: ignore" not in written
    assert "a recap" not in written
    assert all(line == line.rstrip() or line.endswith("  ") for line in written.split("\n"))


def test_ids_and_places_stay() -> None:
    """Neither the ids of nodes nor the places of anything depend on the comment."""
    with_it, without = read(FRONTMATTER), read(twice(""))
    assert [*with_it.origins] == [*without.origins]
    assert with_it.persona == without.persona
    assert with_it.sources[0].text == FRONTMATTER


DIRECTIVE = "<!-- personac: ignore REF003 -- x -->"
PLACES = {
    "at the end of a line": "One line {}\nand another.\n",
    "inside of a line": "One {} line.\n",
    "in a title": "## Some title {}\n\nWords.\n",
    "in a table": "| a | b |\n| --- | --- |\n| one {} two | three {} |\n",
    "in a list": "- One\n{}\n- Two\n",
    "below a label": "- **Label:** words {}\n  and more\n",
    "in a quotation": "> Some words {}\n> and more.\n",
    "above a fence": "{}\n```\ncode\n```\n",
}


@pytest.mark.parametrize("name", PLACES)
def test_as_if_it_was_not_there(name: str) -> None:
    """The words are those of the text without the comment, line breaks included."""
    text = HEADER + "- Be kind.\n\n" + PLACES[name]
    bare = "\n".join(line for line in text.split("\n") if line != "{}")
    bare = bare.replace(" {} ", " ").replace(" {}", "")
    with_it = read(text.replace("{}", DIRECTIVE))
    assert len(with_it.directives) == text.count("{}")
    assert with_it.persona == read(bare).persona


@pytest.mark.parametrize(
    "lines",
    [
        "permission: {}\n  bash: ask\n  edit: deny {}\n",
        "{}\npermission:\n{}\n  bash: ask\n",
        "tools: [Read, Bash] {}\n",
        "tools: {}\n  - Read {}\n  - Bash\n",
    ],
)
def test_as_if_it_was_not_there_in_yaml(lines: str) -> None:
    directive = "# personac: ignore TLS003 -- x"
    text = HEADER.replace("tools: Read\n", lines) + "- Be kind.\n"
    bare = "\n".join(line for line in text.split("\n") if line != "{}").replace(" {}", "")
    with_it = read(text.replace("{}", directive))
    assert len(with_it.directives) == text.count("{}")
    written = pipeline.write(with_it, WRITERS["claude-code"]).value
    wanted = pipeline.write(read(bare), WRITERS["claude-code"]).value
    assert written is not None
    assert wanted is not None
    assert [one.content for one in written.artifacts] == [one.content for one in wanted.artifacts]


def test_in_frontmatter() -> None:
    """A YAML comment, on its line and above it."""
    for text in (
        HEADER.replace("Read\n", "Read, Bash  # personac: ignore TLS003 -- sandboxed\n"),
        HEADER.replace("tools: Read", "# personac: ignore TLS003 -- sandboxed\ntools: Read, Bash"),
    ):
        checked = linted(text + "- Be kind to the people who ask.\n", ["TLS003"])
        assert codes(checked) == []
        assert len(checked.suppressed) == 1


@pytest.mark.parametrize(
    "text",
    [
        "```markdown\n<!-- personac: ignore MAN009 -- an example -->\n```\n",
        "Write `<!-- personac: ignore MAN009 -- an example -->` there.\n",
    ],
    ids=["fence", "code span"],
)
def test_an_example_is_none(text: str) -> None:
    """What a code block or a code span shows is text, and stays."""
    document = read(HEADER + text)
    assert not document.directives
    written = pipeline.write(document, WRITERS["claude-code"]).value
    assert written is not None
    assert "personac: ignore MAN009" in written.artifacts[0].content


def test_a_value_is_none() -> None:
    """A block scalar that begins its line with `#` holds words, not comments."""
    header = HEADER.replace(
        "tools: Read", "notes: |\n  # personac: ignore TLS003 -- no\ntools: Read, Bash"
    )
    document = read(header + "- Be kind.\n")
    assert not document.directives


WORD = UserRule(
    code="ORG001", name="no-secret", kind="existence", message="no secrets", patterns=("secret",)
)
SECTION = """## Notes

<!-- personac: ignore{} ORG001 -- a container -->
A secret comes first.

Another secret follows.

## More

A third secret ends it.
"""


def secrets(text: str) -> tuple[int, list[int]]:
    """How many are silent, and the lines of the others."""
    linting = Linting(config=LintConfig(select=("ORG001", "SUP")), rules=(WORD,))
    checked = check(read(HEADER + text), linting)
    lines = [one.primary.start.line for one in checked.findings if one.primary]
    return len(checked.suppressed), lines


@pytest.mark.parametrize(
    ("reach", "silent", "left"),
    [("", 1, [16, 20]), ("-next", 1, [16, 20]), ("-block", 1, [16, 20]), ("-file", 3, [])],
)
def test_reach(reach: str, silent: int, left: list[int]) -> None:
    assert secrets(SECTION.format(reach)) == (silent, left)


BLOCK = "<!-- personac: ignore-block ORG001 -- a container -->"
BODY = SECTION.replace("<!-- personac: ignore{} ORG001 -- a container -->\n", "")


@pytest.mark.parametrize(
    "text",
    [f"{BLOCK}\n{BODY}", BODY.replace("## Notes", f"## Notes {BLOCK}")],
    ids=["above the heading", "in its line"],
)
def test_block_of_a_section(text: str) -> None:
    """The section is meant with all below it."""
    silent, left = secrets(text)
    assert (silent, len(left)) == (2, 1)


def test_block_of_a_list() -> None:
    """From an item on, the rest of its list is meant, with what is below the items."""
    items = "".join(f"- A secret {n}.\n  - A secret below.\n" for n in range(3))
    silent, left = secrets(f"## Notes\n\n{BLOCK}\n{items}\nThe last secret.\n")
    assert (silent, len(left)) == (6, 1)


def test_block_of_an_element() -> None:
    """In XML the element is meant."""
    inner = "<note>A secret.</note><note>A secret.</note>"
    text = f"```xml\n<persona>\n{BLOCK}\n<notes>\n{inner}\n</notes>\n<more>A secret.</more>\n</persona>\n```\n"
    linting = Linting(config=LintConfig(select=("ORG001", "SUP")), rules=(WORD,))
    checked = check(read("# A\n\n" + text), linting)
    assert (len(checked.suppressed), len(checked.findings)) == (2, 1)


FAULTS = [
    ("ignore MAN009", {}, ["MAN009", "SUP002"]),
    ("ignore MAN009 -- ", {}, ["MAN009", "SUP002"]),
    ("ignore MAN009 until=2026-01-31 -- x", {}, ["MAN009", "SUP003"]),
    ("ignore MAN009 until=2026-02-01 -- x", {}, []),
    ("ignore MAN009 -- x", {"mandatory": ("MAN",)}, ["MAN008", "MAN009", "SUP004"]),
    ("ignore MAN001 -- x", {}, ["MAN009"]),
    ("ignore REF003 -- x", {"extend_select": ("REF003",)}, ["MAN009", "SUP001"]),
    ("ignore MAN999 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore -- x", {}, ["MAN009", "SUP001"]),
    ("disable MAN009 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore MAN009 until=soon -- x", {}, ["MAN009", "SUP001"]),
    ("ignore MAN009, REF003 -- x", {"extend_select": ("REF003",)}, ["SUP001"]),
    ("ignore MAN009, REF003 -- x", {"extend_select": ("REF003",), "ignore": ("SUP001",)}, []),
    ("ignore-nothing MAN009 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore MAN009 until=2026-02-30 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore MAN009 - on purpose", {}, ["MAN009", "SUP001"]),
    ("ignore MAN009: on purpose", {}, ["MAN009", "SUP001"]),
    ("ignore man009 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore MAN -- x", {}, ["MAN009", "SUP001"]),
    ("ignore ALL -- x", {}, ["MAN009", "SUP001"]),
    ("ignore SCH002 -- x", {}, ["MAN009", "SUP001"]),
    ("ignore SUP001 -- x", {}, ["MAN009", "SUP001"]),
]


@pytest.mark.parametrize(("said", "config", "found"), FAULTS, ids=[one[0] for one in FAULTS])
def test_faults(said: str, config: dict[str, object], found: list[str]) -> None:
    """A comment that is not good enough silences nothing and is a finding on its own span."""
    text = twice(f" <!-- personac: {said} -->")
    checked = linted(text, today="2026-02-01", **config)
    assert sorted(codes(checked)) == sorted(found)
    for one in checked.findings:
        if one.diagnostic.code.startswith("SUP"):
            assert one.primary is not None
            words = text[one.primary.span.start : one.primary.span.end]
            assert words.startswith("<!-- personac:")
            assert words.endswith("-->")


SAID = {
    "man009": "the rule is called `MAN009`, not `man009`",
    "Duplicate-Mandate": "the rule is called `duplicate-mandate`, not `Duplicate-Mandate`",
    "MAN": "the suppression names `MAN`, which means many rules, and has no effect",
    "ALL": "the suppression names `ALL`, which means many rules, and has no effect",
    "SCH002": "no comment silences SCH002, which no rule reports",
    "wrong-type": "no comment silences SCH002, which no rule reports",
    "MAN00X": "the suppression names `MAN00X`, which is no rule of the linter",
}


@pytest.mark.parametrize("code", SAID)
def test_what_names_no_rule(code: str) -> None:
    """It is said what is wrong with the name, and a comment that may be meant for another rule
    is not deleted by a safe fix.
    """
    checked = linted(twice(f" <!-- personac: ignore {code} -- on purpose -->"))
    said = [one.diagnostic for one in checked.findings if one.diagnostic.code == "SUP001"]
    assert [one.message for one in said] == [SAID[code]]
    (fix,) = said[0].fixes
    rewritten = fix.title.startswith("write")
    assert (fix.applicability == "safe") is rewritten
    assert [edit.replacement for edit in fix.edits] == [
        SAID[code].split("`")[1] if rewritten else ""
    ]


def test_a_code_is_taken_out_where_it_stands() -> None:
    """Not where it begins the code, or is the verb, before it."""
    from personac.linting.fixing import edited

    text = twice(" <!-- personac: ignore MAN009, MAN, ignore -- x -->")
    for found, left in (("MAN", "MAN009, ignore --"), ("ignore", "MAN009, MAN, --")):
        said = (one.diagnostic for one in linted(text).findings)
        fix = next(one.fixes[0] for one in said if f"`{found}`" in one.message)
        assert f"personac: ignore {left} x" in (edited(text, fix.edits) or "")


def test_a_rule_that_failed_is_not_silenced() -> None:
    """Whatever a comment says: nobody has looked at what the rule would have found."""
    from personac.api import Rule
    from personac.diagnostics import Severity

    def broken(_: object) -> object:
        raise ValueError("broken")

    rule = Rule(code="ORG009", name="broken-one", severity=Severity.HINT, why="x", check=broken)  # type: ignore[arg-type]
    text = HEADER + "- Be kind. <!-- personac: ignore-file INT001 -- hush -->\n"
    checked = check(read(text), Linting(), [rule])
    assert codes(checked) == ["INT001", "SUP001"]


def test_without_a_date_nothing_has_run_out() -> None:
    """The core knows no clock: without a date there is none to compare with."""
    assert codes(linted(twice(" <!-- personac: ignore MAN009 until=2001-01-01 -- x -->"))) == []


def test_reason_is_for_what_binds() -> None:
    """A warning of another family may be silenced without a reason."""
    text = HEADER + "See /home/ann/x.md. <!-- personac: ignore REF003 -->\n"
    assert codes(linted(text, ["REF003"])) == []


def test_a_rule_of_the_project_that_does_not_run() -> None:
    """It is a rule all the same, and nothing is said of its comment."""
    text = HEADER + "- A note. <!-- personac: ignore ORG001 -- x -->\n"
    linting = Linting(config=LintConfig(select=("MAN", "SUP")), rules=(WORD,))
    assert codes(check(read(text), linting)) == []
    linting = Linting(config=LintConfig(select=("MAN", "SUP")))
    assert codes(check(read(text), linting)) == ["SUP001"]


@pytest.mark.parametrize(
    ("epoch", "date"), [("0", "1970-01-01"), ("1800000000", "2027-01-15"), ("9" * 30, None)]
)
def test_date_of_a_build(epoch: str, date: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    from personac.clock import today

    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert today() == date if date else len(today()) == 10


def test_reaches_are_what_is_documented() -> None:
    from personac import registry

    text = registry.pages()["SUP001"].text
    assert all(f"personac: {reach} " in text for reach in Reach)


def test_many_are_read_in_linear_time() -> None:
    """Half a megabyte of comments, on one line or on many, is read at once."""
    import time

    for gap in (" ", "\n"):
        text = HEADER + gap.join(["<!-- personac: ignore MAN009 -- x -->"] * 10_000) + "\n"
        start = time.process_time()
        document = read(text)
        check(document, Linting(config=LintConfig(select=("MAN009",))))
        assert len(document.directives) == 10_000
        assert time.process_time() - start < 15
