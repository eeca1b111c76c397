"""The comparison of contracts from the side of those who review a change."""

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from helpers import PERSONAS, personac, read
from personac import pipeline
from personac.api import Document
from personac.breaking import compare, rules
from personac.codec import decode_source

HEAD = "---\nname: keeper\ndescription: Keeps. Use it.\n---\n# Keeper\n\n## Rules\n\n"

SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results", "columnKind"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "items": {"$ref": "#/$defs/rule"},
                                        "uniqueItems": True,
                                    }
                                },
                            }
                        },
                    },
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "text": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "rule": {
            "type": "object",
            "required": ["id", "name", "shortDescription", "help"],
            "properties": {
                "id": {"type": "string", "pattern": "^DIF[0-9]{3}$"},
                "shortDescription": {"$ref": "#/$defs/text"},
                "help": {"$ref": "#/$defs/text"},
            },
        },
        "result": {
            "type": "object",
            "required": ["ruleId", "level", "message", "locations", "partialFingerprints"],
            "properties": {
                "level": {"enum": ["error", "note"]},
                "message": {"$ref": "#/$defs/text"},
                "partialFingerprints": {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {"type": "string"},
                },
                "locations": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["physicalLocation"],
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "type": "object",
                                        "required": ["uri"],
                                        "properties": {
                                            "uri": {"type": "string", "pattern": r"^[!-~]+$"}
                                        },
                                    },
                                    "region": {
                                        "type": "object",
                                        "required": ["startLine"],
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer", "minimum": 1},
                                            "endLine": {"type": "integer", "minimum": 1},
                                            "endColumn": {"type": "integer", "minimum": 1},
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}


def keeper(*lines: str) -> Document:
    return read((HEAD + "".join(f"- {line}\n" for line in lines)).encode(), "keeper.md")


def codes(before: Document, after: Document) -> list[str]:
    return [change.code for change in compare(before, after)]


def tightened(before: Document, after: Document) -> bool:
    return any(change.tightened for change in compare(before, after, tightened=True))


# ----------------------------------------------------------------------------- what is equal


@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.name)
def test_nothing_changes_in_itself(path: Path) -> None:
    """A persona compared with itself has no change, not even a tightening."""
    document = read(path.read_bytes(), path.name)
    assert not compare(document, document, tightened=True)


@pytest.mark.corpus
def test_nothing_changes_in_the_corpus(shared: Path) -> None:
    """The same for a sample of many kinds of files."""
    found = sorted(p for p in (shared / "corpus").rglob("*") if p.suffix in (".md", ".yaml"))
    for path in found[:: max(1, len(found) // 200)]:
        outcome = pipeline.read(decode_source(path.name, path.read_bytes().replace(b"\0", b"")))
        document = outcome.value
        if document is None:
            continue
        assert not compare(document, document, tightened=True), path


SAME = (
    ("You must not push to `main`.", "Never push to main", "You mustn't push to *main*!"),
    ("Do not push to `main`.", "Pushing to `main` is forbidden.", "You are not allowed to push to main."),
    ("You must answer within 2 hours.", "You shall answer within 120 minutes.", "You are required to answer in at most two hours."),
    ("Coverage must be at least 80 %.", "Coverage must be >= 80%.", "Coverage must not be below eighty percent."),
    ("Always organise the catalogue.", "Always organize the catalog."),
    ("Each change must be reviewed.", "Every change must be reviewed."),
    ("If a test fails, you must stop.", "When a test fails, you must stop.", "You must stop when a test fails."),
)  # fmt: skip


@pytest.mark.parametrize("words", SAME, ids=lambda words: words[0])
def test_other_words_for_the_same(words: tuple[str, ...]) -> None:
    for one in words:
        for other in words:
            assert not codes(keeper(one), keeper(other)), (one, other)


# --------------------------------------------------------------------------- what is weaker


WEAKER = (
    ("You must sign every commit.", "You should sign every commit.", "DIF002"),
    ("You must sign every commit.", "You must try to sign every commit.", "DIF002"),
    ("You must not delete tags.", "You may delete tags.", "DIF003"),
    ("You must not delete tags.", "You must not delete tags unless they are old.", "DIF004"),
    ("All tests must pass.", "Most tests must pass.", "DIF004"),
    ("You must run tests and linters.", "You must run tests or linters.", "DIF004"),
    ("Coverage must be at least 80 %.", "Coverage must be at least 79.9 %.", "DIF005"),
    ("You must answer within 2 hours.", "You must answer within 2 days.", "DIF005"),
    ("p95 latency must be below 2 s.", "Mean latency must be below 2 s.", "DIF005"),
    (
        "You must not deploy without the approval of the owner.",
        "You must not deploy without approval.",
        "DIF007",
    ),
)


@pytest.mark.parametrize(("strong", "weak", "code"), WEAKER, ids=lambda words: words)
def test_weaker_one_way_is_tighter_the_other(strong: str, weak: str, code: str) -> None:
    assert code in codes(keeper(strong), keeper(weak))
    back = compare(keeper(weak), keeper(strong), tightened=True)
    assert back, "the way back is a change too"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You should sign every commit.", "You must sign every commit."),
        ("You must try to sign every commit.", "You must sign every commit."),
        ("Coverage must be at least 80 %.", "Coverage must be at least 90 %."),
        ("You must not commit or push.", "You must not commit, tag or push."),
        ("You must not delete tags unless they are old.", "You must not delete tags."),
        ("When it is late, you must not push.", "You must not push."),
        ("Most tests must pass.", "All tests must pass."),
    ],
)
def test_tightening_is_silent(before: str, after: str) -> None:
    """It is told when asked for."""
    assert not codes(keeper(before), keeper(after))
    assert tightened(keeper(before), keeper(after))


def test_a_waiver_in_a_sentence_of_its_own() -> None:
    rules_ = ("You must sign every commit.",)
    assert "DIF004" in codes(
        keeper(*rules_), keeper(*rules_, "This rule does not apply on Fridays.")
    )
    assert not codes(keeper(*rules_), keeper(*rules_, "These rules must not be waived."))


BOUND = "## Mandates\n\n- M1: You must sign every commit.\n- M2: Never delete a tag.\n"
TAGGED = '<rules>\n<rule id="M1">You must sign every commit.</rule>\n</rules>\n'


def persona(text: str) -> Document:
    return read((HEAD.removesuffix("## Rules\n\n") + text).encode(), "keeper.md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BOUND, BOUND.replace("## Mandates", "## Background")),
        (BOUND, BOUND.replace("## Mandates", "## Old Mandates")),
        (BOUND, BOUND.replace("M2: Never delete a tag.", "~~M2: Never delete a tag.~~")),
        (BOUND, BOUND.replace("Never delete a tag.", "~~Never delete a tag.~~")),
        *(
            (TAGGED, TAGGED.replace("rules>", f"{tag}>"))
            for tag in ("deprecated", "archive", "background", "notes", "old_rules", "draft_rules")
        ),
        (TAGGED, TAGGED.replace("<rules", '<rules enabled="false"')),
        (TAGGED, TAGGED.replace("<rules", '<rules status="draft"')),
        (TAGGED, TAGGED.replace("<rule id", '<rule status="deprecated" id')),
    ],
)
def test_what_is_put_aside_is_gone_whatever_its_id(before: str, after: str) -> None:
    """An id does not bind where nothing else does."""
    assert "DIF001" in codes(persona(before), persona(after))
    assert not codes(persona(after), persona(after))


GATES = (
    (
        '<gate name="Coverage" threshold="80%">\n'
        "- Branch coverage is at least 80 %\n- No test is skipped\n</gate>\n"
    ),
    (
        "## Gate: Coverage (threshold: 80%)\n\n"
        "- Branch coverage is at least 80 %\n- No test is skipped\n"
    ),
)


@pytest.mark.parametrize("gate", GATES)
def test_the_parts_of_a_gate_count(gate: str) -> None:
    """A gate of its own is its name, its notes and its criteria, in any order."""

    def after(words: str, instead: str) -> list[str]:
        assert words in gate
        return codes(persona(gate), persona(gate.replace(words, instead)))

    assert after("at least 80 %", "at least 70 %") == ["DIF005"]
    assert after("80%", "60%") == ["DIF005"]
    assert after("- No test is skipped\n", "") == ["DIF006"]
    assert not after("is skipped\n", "is skipped\n- The build is green\n")
    lines = "- Branch coverage is at least 80 %\n", "- No test is skipped\n"
    assert not after("".join(lines), "".join(lines[::-1]))


@pytest.mark.parametrize(("before", "after"), [GATES, GATES[::-1]])
def test_a_gate_may_be_an_element_or_a_heading(before: str, after: str) -> None:
    assert not codes(persona(before), persona(after))


def test_a_metric_does_not_stand_in_for_a_gate() -> None:
    before = "## Quality Gates\n\n- Coverage is at least 80 %\n- The build is green\n"
    after = (
        "## Quality Gates\n\n- The build is green\n\n"
        "## Success Metrics\n\n- Coverage is at least 80 %\n"
    )
    assert codes(persona(before), persona(after)) == ["DIF006"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not disable tests.", "Do not disable all tests."),
        ("Do not disable tests.", "Do not disable every test."),
        ("Do not disable any test.", "Do not disable each test."),
        ("Never delete anything.", "Never delete everything."),
    ],
)
def test_a_ban_on_all_together_bans_less(before: str, after: str) -> None:
    assert codes(keeper(before), keeper(after)) == ["DIF004"]
    assert not codes(keeper(after), keeper(before))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not disable tests.", "Do not disable any tests."),
        ("Run tests.", "Run all tests."),
        ("Never deploy before tests pass.", "Never deploy before all tests pass."),
        ("Deploys on Friday are forbidden.", "All deploys on Friday are forbidden."),
    ],
)
def test_a_quantifier_that_binds_no_less(before: str, after: str) -> None:
    assert not codes(keeper(before), keeper(after))


RULES = "\n\n## Rules\n\n- You must run the tests.\n- Never push to main.\n"
IN_XML = "\n\n```xml\n<persona>\n<mandates>\n<mandate{}>Never push to main.</mandate>\n</mandates>\n</persona>\n```\n"


@pytest.mark.parametrize(
    "title",
    [
        "Best practices",
        "Non-binding",
        "Optional",
        "Non-binding rules",
        "Rules (optional)",
        "Recommended rules",
        "Guidelines",
        "Nice to have",
    ],
)
def test_a_heading_that_makes_advice_of_rules(title: str) -> None:
    """Also where it stands above a heading that is left."""
    for new in (RULES.replace("Rules", title), RULES.replace("## ", f"## {title}\n\n### ")):
        assert set(codes(persona(RULES), persona(new))) & {"DIF001", "DIF002"}, new


@pytest.mark.parametrize("title", ["Mandatory guidelines", "Principles", "Hard rules", "Duties"])
def test_a_heading_of_another_name_makes_no_advice(title: str) -> None:
    assert not codes(persona(RULES), persona(RULES.replace("Rules", title)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ' severity="info"'),
        ("", ' priority="low"'),
        ("", ' level="optional"'),
        (' severity="critical"', ' severity="warning"'),
        (' severity="error"', ' severity="info"'),
        ("", ' optional="true"'),
        ("", ' required="false"'),
        ("", ' binding="no"'),
    ],
)
def test_an_attribute_that_takes_force_away(before: str, after: str) -> None:
    old, new = persona(IN_XML.format(before)), persona(IN_XML.format(after))
    assert set(codes(old, new)) & {"DIF001", "DIF002"}
    assert not codes(new, old)


@pytest.mark.parametrize("said", [' severity="critical"', ' priority="P0"', ' owner="info"'])
def test_an_attribute_that_takes_no_force_away(said: str) -> None:
    assert not codes(persona(IN_XML.format("")), persona(IN_XML.format(said)))


@pytest.mark.parametrize(
    "hedge",
    [
        "time permitting",
        "resources permitting",
        "where practical",
        "if convenient",
        "at your convenience",
        "within reason",
    ],
)
def test_a_hedge_beside_a_demand(hedge: str) -> None:
    old = keeper("You must run the tests.")
    for new in (f"You must run the tests, {hedge}.", f"{hedge.title()}, you must run the tests."):
        assert codes(old, keeper(new)) == ["DIF002"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Run all checks.", "Run any checks."),
        ("You must run every check.", "You must run any check."),
        ("Review each file.", "Review any file."),
    ],
)
def test_a_demand_of_all_that_any_meets(before: str, after: str) -> None:
    assert codes(keeper(before), keeper(after)) == ["DIF004"]
    assert not codes(keeper(after), keeper(before))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Run all checks.", "Run every check."),
        ("All tests must pass.", "Any test must pass."),
        ("Never skip all checks.", "Never skip any check."),
        ("Stop if every check fails.", "Stop if any check fails."),
    ],
)
def test_an_any_that_binds_no_less(before: str, after: str) -> None:
    assert not codes(keeper(before), keeper(after))


@pytest.mark.parametrize(
    "said",
    [
        "It is fine to push hotfixes to main.",
        "Pushing to main is OK for hotfixes.",
        "Go ahead and push to main when it is urgent.",
        "Use your judgement about pushing to main.",
        "For hotfixes, push to main.",
    ],
)
def test_a_permission_without_a_modal_below_a_ban(said: str) -> None:
    """Whether it stands in an item of its own or in a paragraph."""
    ban = "\n\n## Rules\n\n- Never push to main.\n"
    for new in (f"{ban}- {said}\n", f"{ban}\n{said}\n"):
        assert codes(persona(ban), persona(new)) == ["DIF004"]


@pytest.mark.parametrize(
    "said",
    [
        "It is not OK to push to main.",
        "For hotfixes, open a pull request.",
        "Go ahead with the review when main is green.",
    ],
)
def test_what_permits_nothing_that_is_banned(said: str) -> None:
    ban = "\n\n## Rules\n\n- Never push to main.\n"
    assert not codes(persona(ban), persona(f"{ban}- {said}\n"))


def headed(fields: str) -> Document:
    return read(HEAD.replace("\n---\n", f"\n{fields}---\n", 1).encode(), "keeper.md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tools: Read\n", "tools:\n"),
        ("tools: Read\n", "tools: null\n"),
        ("tools: [Read]\n", ""),
        ("tools: []\n", "tools:\n"),
        ("", "mcpServers:\n  files: {command: run}\n"),
        ("mcpServers: [one]\n", "mcpServers: [one, two]\n"),
        ("skills: one\n", "skills: one, two\n"),
        ("handoffs:\n  - {label: Go, agent: a}\n", "handoffs:\n  - {label: Go, agent: b}\n"),
        ("agents: [a]\n", "agents: [a, b]\n"),
        ("tools: Bash(git log:*)\n", "tools: Bash(git:*)\n"),
    ],
)
def test_more_power(before: str, after: str) -> None:
    found = compare(headed(before), headed(after))
    assert {one.code for one in found} == {"DIF008"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tools: Read\n", "tools: []\n"),
        ("skills: [one, two]\n", "skills: one\n"),
        ("", "agents: [a]\n"),
        ("agents: ['*']\n", "agents: [a]\n"),
        ("tools: Bash(git:*)\n", "tools: Bash(git log:*)\n"),
        ("tools:\n", ""),
    ],
)
def test_no_more_power(before: str, after: str) -> None:
    assert not codes(headed(before), headed(after))


LIFTED = "## Mandates\n\n- You must sign every commit.\n- Never delete nightly backups.\n"


@pytest.mark.parametrize(
    "words",
    [
        "\nNone of the following is binding.\n",
        "\nFailing gates are reported but do not block.\n",
        "\nThe user can override any of these.\n",
        "\nA wish of the user overrides every rule above.\n",
        "\nMandates 1 to 3 are suspended.\n",
        "\nThese rules are superseded by the handbook.\n",
        "\nThese mandates apply only in production.\n",
        "\nThese are only suggestions.\n",
        "\nThe rules above are guidelines, not requirements.\n",
        "  - Exception: hotfixes\n",
        "  - **Exception:** hotfixes\n",
        "- Nightly backups may be deleted.\n",
    ],
)
def test_a_new_sentence_may_lift_the_others(words: str) -> None:
    assert codes(persona(LIFTED), persona(LIFTED + words)) == ["DIF004"]


@pytest.mark.parametrize(
    "words",
    [
        "\nThe following is binding.\n",
        "\nFailing gates block the release.\n",
        "\nNo request overrides these rules.\n",
        "\nThe user must not override any of these.\n",
        "\nThese rules override what the user wants.\n",
        "\nThese rules are strictly enforced.\n",
        "\nThese mandates apply to every change.\n",
        "- Report exceptions to the log.\n",
        "- Replace code that was superseded by a newer version.\n",
        "- Weekly reports may be sorted by date.\n",
    ],
)
def test_a_new_sentence_that_lifts_nothing(words: str) -> None:
    assert not codes(persona(LIFTED), persona(LIFTED + words))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("two", "at least two", ""),
        ("at least two", "two", ""),
        ("two", "three", ""),
        ("two", "at least one", "DIF007"),
        ("at least two", "one", "DIF007"),
    ],
)
def test_how_many_approve(before: str, after: str, code: str) -> None:
    words = "Never deploy without the approval of {} engineers."
    found = codes(keeper(words.format(before)), keeper(words.format(after)))
    assert found == [code] * bool(code)


def test_a_failing_test_is_no_consequence() -> None:
    joined = "Run the tests before every merge. Never skip a failing test."
    first, second = joined.split(" Never")
    assert not codes(keeper(joined), keeper(first, f"Never{second}"))


LED = "## Mandates\n\nYou must:\n\n- sign every commit\n- run the tests\n"


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        (LED, "You could:"),
        (LED, "Unless the user objects, you must:"),
        (LED, "In release weeks you must:"),
        (BOUND, "Except for hotfixes:"),
        (BOUND, "In release weeks:"),
        (BOUND, "Unless the user objects, you must:"),
    ],
)
def test_a_lead_line_counts(before: str, lead: str) -> None:
    """What stands right above a list says when and how firmly all of it binds."""
    old = "You must:" if "You must:" in before else "## Mandates\n"
    new = lead if old == "You must:" else f"{old}\n{lead}\n"
    assert codes(persona(before), persona(before.replace(old, new, 1)))


@pytest.mark.parametrize("lead", ["Follow these rules:", "On every change:", "Always:"])
def test_a_lead_line_that_limits_nothing(lead: str) -> None:
    led = BOUND.replace("## Mandates\n", f"## Mandates\n\n{lead}\n")
    assert not codes(persona(BOUND), persona(led))


@pytest.mark.parametrize("title", ["Forbidden in production", "Forbidden (unless the user agrees)"])
def test_a_heading_of_one_word_may_be_narrowed(title: str) -> None:
    before = "## Forbidden\n\n- Deleting tags\n- Force pushes\n"
    assert codes(persona(before), persona(before.replace("Forbidden", title))) == ["DIF004"]


def test_a_dropped_copy_is_no_loss() -> None:
    """What is said twice in one place may be said once."""
    once = keeper("You must sign every commit.")
    twice = keeper("You must sign every commit.", "You must sign every commit.")
    assert not codes(twice, once)


def test_a_ban_cannot_hide_behind_one_like_it() -> None:
    both = keeper("Never push to main on Friday.", "Never push to main on Monday.")
    assert codes(both, keeper("Never push to main on Monday.")) == ["DIF001"]


@given(
    st.lists(
        st.sampled_from([strong for strong, _, _ in WEAKER]), min_size=1, max_size=6, unique=True
    ),
    st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_order_is_no_change(lines: list[str], random: "object") -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert not codes(keeper(*lines), keeper(*shuffled))


def test_hostile_words_give_a_result() -> None:
    """Long, deep and strange statements are compared in a time that grows with their length."""
    strange = (
        "must " * 400,
        "not " * 400,
        "9" * 400,
        "a,b or " * 200,
        "\ue0001\ue001 must",
        "unless " * 300,
    )
    document = keeper(*(f"You must {words}" for words in strange))
    assert not compare(document, document)
    assert codes(document, keeper("You must rest."))


# ------------------------------------------------------------------------------- from the shell


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with a persona in its first commit."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "personas"
    folder.mkdir()
    (tmp_path / "personac.toml").write_text("")
    (folder / "keeper.md").write_text(HEAD + "- You must sign every commit.\n")
    (folder / "writer.md").write_text(HEAD.replace("keeper", "writer") + "- Never name a date.\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    commit(tmp_path)
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(root, *who, "commit", "-q", "--no-verify", "-m", "state")


def test_against_a_commit(project: Path) -> None:
    """The commit is read from the repository; the working tree may be anything."""
    assert personac("breaking", "--against", "git:HEAD").code == 0
    (project / "personas/keeper.md").write_text(HEAD + "- You should sign every commit.\n")
    (project / "personas/writer.md").unlink()
    result = personac("breaking", "--against", "git:HEAD")
    assert result.code == 1
    assert "error[DIF002]" in result.said
    assert 'the persona "writer" is gone with 1 mandate' in result.said
    git(project, "add", "-A")
    commit(project)
    assert personac("breaking", "--against", "git:HEAD").code == 0
    assert personac("breaking", "--against", "git:HEAD~1").code == 1


def test_below_the_root_of_the_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project may be a folder of the repository, with settings of its own."""
    inner = project / "agents"
    (inner / "roles").mkdir(parents=True)
    (inner / "personac.toml").write_text('personas = ["roles"]\n')
    (inner / "roles/a.md").write_text(HEAD + "- Never push.\n")
    git(project, "add", ".")
    commit(project)
    (inner / "roles/a.md").write_text(HEAD + "- Push.\n")
    (inner / "personac.toml").write_text('personas = ["other", "roles"]\n[lint]\n')
    (inner / "other").mkdir()
    monkeypatch.chdir(inner)
    result = personac("breaking", "--against", "git:HEAD")
    assert result.code == 1
    assert "roles/a.md" in result.said


def test_in_a_hook_of_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks where its repository is; a project below its root is found all the same."""
    inner = project / "agents"
    (inner / "personas").mkdir(parents=True)
    (inner / "personac.toml").write_text("")
    head = HEAD.replace("keeper", "guard")
    (inner / "personas/a.md").write_text(head + "- You must sign every commit.\n")
    git(project, "add", ".")
    commit(project)
    (inner / "personas/a.md").write_text(head + "- You should sign every commit.\n")
    monkeypatch.chdir(inner)
    for name, value in {
        "GIT_DIR": str(project / ".git"),
        "GIT_WORK_TREE": str(inner),
        "GIT_INDEX_FILE": ".git/index",
        "GIT_PREFIX": "agents/",
    }.items():
        monkeypatch.setenv(name, value)
    result = personac("breaking", "--against", "git:HEAD")
    assert (result.code, "error[DIF002]" in result.said) == (1, True), result.said


def test_revisions_count(project: Path) -> None:
    """Both sides are compared after their revisions."""
    (project / "revisions").mkdir()
    (project / "revisions/soften.yaml").write_text(
        "schema: personac/revision/1\nid: soften\napplies_to: [keeper]\nops:\n"
        "  - {id: a, op: rephrase, target: {quote: You must sign}, words: must, with: should}\n"
        "ensures: {preserve: []}\n"
    )
    result = personac("breaking", "--against", "git:HEAD")
    assert (result.code, "DIF002" in result.said) == (1, True), result.said


@pytest.mark.parametrize(
    "reference", ["git:no-such-branch", "git:", "git:-x", "nowhere", "git:a b"]
)
def test_no_such_reference(project: Path, reference: str) -> None:
    result = personac("breaking", "--against", reference)
    assert result.code == 2
    assert "internal error" not in result.said


@pytest.mark.parametrize("reference", ["git:^HEAD", "git:HEAD^{tree}", "personas/keeper.md"])
def test_a_wrong_reference_is_named_as_given(project: Path, reference: str) -> None:
    result = personac("breaking", "--against", reference)
    assert result.code == 2
    assert reference.removeprefix("git:") in result.said
    assert "fatal" not in result.said
    assert "move it away" not in result.said


def test_a_broken_record_has_a_line(project: Path) -> None:
    (project / "personac.accepted.yaml").write_text("schema: personac/accepted/1\naccepted: [\n")
    result = personac("breaking", "--against", "git:HEAD")
    assert (result.code, "personac.accepted.yaml:3: " in result.said) == (2, True), result.said


def test_unreadable_reference_is_no_clean_bill(project: Path) -> None:
    (project / "personas/bad.md").write_bytes(b"\xff\xfe\x00")
    git(project, "add", ".")
    commit(project)
    (project / "personas/bad.md").unlink()
    assert personac("breaking", "--against", "git:HEAD").code == 2


def test_two_personas_of_one_name(project: Path) -> None:
    """One of them would go unseen."""
    (project / "personas/other.md").write_text(HEAD + "- You should sign every commit.\n")
    result = personac("breaking", "--against", "git:HEAD")
    assert (result.code, "has the name of another persona" in result.said) == (2, True)


def test_accepted_until_it_goes_further(project: Path) -> None:
    """A record covers the change it was made for and no other."""
    persona = project / "personas/keeper.md"
    persona.write_text(HEAD + "- You should sign every commit.\n")
    shown = json.loads(personac("breaking", "--against", "git:HEAD", "--format", "json").out)
    name = f"DIF002:{shown['breaking'][0]['id']}"
    arguments = ("breaking", "--against", "git:HEAD")
    assert personac(*arguments, "--accept", name, "--reason", "agreed").code == 0
    record = (project / "personac.accepted.yaml").read_bytes()
    result = personac(*arguments)
    assert (result.code, "1 accepted" in result.said) == (0, True)
    persona.write_text(HEAD + "- You may sign every commit.\n")
    result = personac(*arguments)
    assert (result.code, "stale record" in result.said) == (1, True)
    assert (project / "personac.accepted.yaml").read_bytes() == record
    (project / "personac.accepted.yaml").write_text("accepted: 3\n")
    assert personac(*arguments).code == 2


def test_a_renamed_persona_is_compared(project: Path) -> None:
    """It is the same file, whatever it is called now."""
    renamed = HEAD.replace("keeper", "guard") + "- You should sign every commit.\n"
    (project / "personas/keeper.md").write_text(renamed)
    for files in ((), ("personas/keeper.md",)):
        result = personac("breaking", "--against", "git:HEAD", *files)
        assert (result.code, "error[DIF002]" in result.said) == (1, True), result.said
        assert "personas/keeper.md:9:3" in result.said


def test_nothing_compared_is_not_clean(project: Path) -> None:
    """A new persona is counted; but when there is nothing to compare, that is said."""
    (project / "personas/new.md").write_text(HEAD.replace("keeper", "fresh") + "- Never push.\n")
    result = personac("breaking", "--against", "git:HEAD")
    assert (result.code, "2 personas · 1 new ·" in result.said) == (0, True), result.said
    result = personac("breaking", "--against", "git:HEAD", "personas/new.md")
    assert (result.code, "nothing was compared" in result.said) == (2, True), result.said
    (project / "empty").mkdir()
    result = personac("breaking", "--against", "empty")
    assert (result.code, "nothing was compared" in result.said) == (2, True), result.said


def test_records_are_judged_by_all_changes(project: Path) -> None:
    """A smaller category makes no record stale."""
    before = HEAD.replace("## Rules", "## Quality Gates") + "- All tests pass\n- It builds\n"
    (project / "personas/keeper.md").write_text(before)
    git(project, "add", ".")
    commit(project)
    (project / "personas/keeper.md").write_text(before.replace("- It builds\n", ""))
    arguments = ("breaking", "--against", "git:HEAD")
    (change,) = json.loads(personac(*arguments, "--format", "json").out)["breaking"]
    name = f"{change['code']}:{change['id']}"
    assert personac(*arguments, "--accept", name, "--reason", "agreed").code == 0
    assert "stale" not in personac(*arguments, "--category", "MANDATES").said


def test_an_accepted_removal_is_of_what_was_held(project: Path) -> None:
    """One that comes back with more and goes again is told of again."""
    writer = project / "personas/writer.md"
    text = writer.read_text()
    writer.unlink()
    arguments = ("breaking", "--against", "git:HEAD")
    assert personac(*arguments, "--accept", "DIF001:writer", "--reason", "agreed").code == 0
    assert personac(*arguments).code == 0
    writer.write_text(text + "- Never name a price.\n")
    git(project, "add", ".")
    commit(project)
    writer.unlink()
    assert personac(*arguments).code == 1


# --------------------------------------------------------------------- formats, read back

HOSTILE = "You must not `a`|b](x) <img src=x onerror=alert(1)> @team #12 www.e.org ::error::x ##[error]y %0A https://e.org"


@pytest.fixture
def hostile(project: Path) -> Path:
    """A change whose words and file name try to be markup or commands."""
    (project / "personas/::error,x %.md").write_text(
        HEAD
        + f"- You may {HOSTILE.removeprefix('You must not ')}\n- You should sign every commit.\n"
    )
    git(project, "checkout", "-q", "HEAD", "--", "personas/keeper.md")
    text = (project / "personas/keeper.md").read_text()
    (project / "personas/keeper.md").write_text(text + f"- {HOSTILE}\n")
    git(project, "add", "personas/keeper.md")
    commit(project)
    (project / "personas/keeper.md").unlink()
    return project


def output(form: str) -> str:
    result = personac("breaking", "--against", "git:HEAD", "--format", form)
    assert result.code == 1, result.said
    return result.out


def test_json(hostile: Path) -> None:
    found = json.loads(output("json"))
    assert found["schema"] == "personac/breaking/1"
    assert {one["code"] for one in found["breaking"]} >= {"DIF002", "DIF003"}
    assert any("<img src" in one["before"] for one in found["breaking"]), found


def test_sarif(hostile: Path) -> None:
    """The needed part of the format, as a schema; rules are the pages."""
    log = json.loads(output("sarif"))
    Draft202012Validator(SARIF).validate(log)
    run = log["runs"][0]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert known == {rule.code for rule in rules()}
    assert {one["ruleId"] for one in run["results"]} <= known
    prints = [one["partialFingerprints"]["personacChange/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_github(hostile: Path) -> None:
    """Only our own lines are commands, and their properties hold no separators."""
    lines = output("github").splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(lines) - 1
    for line in commands:
        match = re.fullmatch(r"::error (?P<properties>(?:[a-zA-Z]+=[^,:]*,?)+)::(?P<data>.+)", line)
        assert match, line
        (properties,) = csv.reader(io.StringIO(match["properties"]))
        assert dict(one.split("=", 1) for one in properties)["file"].endswith(".md")
        assert "##[" not in line


def test_markdown(hostile: Path) -> None:
    """A table of text: nothing of the persona is a link, HTML, code, a mention or a new cell."""
    written = output("markdown")
    assert not re.search(r"https?://|www\.|@\w|#\d", written)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(written)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert "table_open" in kinds
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence"}
    rows = [n for n, token in enumerate(tokens) if token.type == "tr_open"]
    for start in rows:
        stop = next(n for n in range(start, len(tokens)) if tokens[n].type == "tr_close")
        cells = [t for t in tokens[start:stop] if t.type in ("td_open", "th_open")]
        assert len(cells) == 5


def test_text_shows_where(project: Path) -> None:
    (project / "personas/keeper.md").write_text(HEAD + "- You should sign every commit.\n")
    said = output("text")
    assert "personas/keeper.md:9:3: error[DIF002]" in said
    assert "accept  --accept DIF002:keeper/" in said
