"""Personas made of several files: merged from a folder, extended, included."""

import json
import subprocess
from pathlib import Path

import pytest

from helpers import Ran, fill, personac
from personac import driver

SETTINGS = 'targets = ["claude-code", "codex", "canonical"]\n'
FRONT = """\
---
name: release-guard
description: Guards releases. Use before a release is made.
tools: Read, Grep
---

# Release Guard

## Mandates

- Never publish a release without the approval of the owner.
- Every release must have notes.
"""
ROLE = """\
# Role: Release Guard - Keeper of the releases

## Persona

- **Role:** Keeper of the releases
- **Style:** Calm and exact

## Core Operational Mandates

1. **Rehearsal:** You MUST rehearse the rollback before a release.
2. Every release must have notes.
"""
BASE = """\
---
name: reviewer
description: Reviews changes.
tools: Read, Grep, Glob
---

# Reviewer

## Mandates

- Never approve your own change.
- Every finding should name its line.
"""
SAFETY = """\
## Git Safety

- Never push to the main branch.
- Never rewrite history that others have.
"""
CHILD = """\
---
name: api-reviewer
description: Reviews changes of public interfaces. Use when an interface changes.
tools: Read, Grep
extends: reviewer
includes: [git-safety]
---

# API Reviewer

## Mandates

- Every finding must name its line.
- Never accept a breaking change without a migration guide.
"""
AGENT = "dist/claude-code/.claude/agents/{}.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": SETTINGS})
    return tmp_path


@pytest.fixture
def guard(root: Path) -> Path:
    """One persona that two files in a folder state."""
    fill(root, {"personas/guard/agent.md": FRONT, "personas/guard/role.md": ROLE})
    return root


@pytest.fixture
def heir(root: Path) -> Path:
    """A persona that extends another and includes a part."""
    fill(
        root,
        {
            "personas/reviewer.md": BASE,
            "personas/api-reviewer.md": CHILD,
            "personas/_parts/git-safety.md": SAFETY,
        },
    )
    return root


def built(code: int = 0) -> Ran:
    ran = personac("build")
    assert ran.code == code, ran.said
    return ran


def entries(root: Path) -> dict[str, list[str]]:
    """The files that each persona was made of."""
    found = json.loads((root / "dist" / "manifest.json").read_text())["entries"]
    return {
        one["persona"]: [one["source"]["name"], *(o["name"] for o in one.get("others", ()))]
        for one in found
    }


class TestMerging:
    def test_one_persona(self, guard: Path) -> None:
        """Both files state one persona, and what both say stands there once."""
        built()
        assert entries(guard) == {
            "release-guard": ["personas/guard/agent.md", "personas/guard/role.md"]
        }
        text = (guard / AGENT.format("release-guard")).read_text()
        assert text.count("must have notes") == 1
        assert "rehearse the rollback" in text
        assert "without the approval of the owner" in text
        assert "\ntools:\n  - Read\n  - Grep\n" in text or "tools: Read, Grep" in text

    def test_each_file_counts(self, guard: Path) -> None:
        """A change of either file is seen by every command that guards the output."""
        built()
        assert personac("verify").code == 0
        path = guard / "personas/guard/role.md"
        path.write_text(ROLE.replace("MUST rehearse", "SHOULD rehearse"))
        assert personac("build", "--check").code == 1
        ran = personac("verify")
        assert ran.code == 1
        assert "personas/guard/role.md has changed since the build" in ran.said

    def test_a_file_that_comes_or_goes(self, guard: Path) -> None:
        built()
        (guard / "personas/guard/role.md").unlink()
        assert "is no part of the persona any more" in personac("verify").said
        built()
        fill(guard, {"personas/guard/role.md": ROLE})
        assert "role.md was added since the build" in personac("verify").said

    def test_trace_leads_to_the_right_file(self, guard: Path) -> None:
        built()
        lines = (guard / AGENT.format("release-guard")).read_text().split("\n")
        for words, path in (("rehearse", "guard/role.md"), ("publish", "guard/agent.md")):
            number = next(n for n, line in enumerate(lines, 1) if words in line)
            ran = personac("trace", f"{AGENT.format('release-guard')}:{number}")
            assert f"personas/{path}" in ran.said
            assert words in ran.said

    def test_trace_tells_every_place(self, guard: Path) -> None:
        """What was folded into a line, and what the project decided against, is told with it."""
        rate = "- The error rate must stay below {} %.\n"
        say = '[[merge.settle]]\nwhat = "error rate"\ntake = "role"\nreason = "contract"\n'
        fill(
            guard,
            {
                "personac.toml": SETTINGS + say,
                "personas/guard/agent.md": FRONT + rate.format(2),
                "personas/guard/role.md": ROLE + "3. " + rate.format(3)[2:],
            },
        )
        built()
        lines = (guard / AGENT.format("release-guard")).read_text().split("\n")
        told = {
            words: personac("trace", f"{AGENT.format('release-guard')}:{number}").said
            for words in ("must have notes", "below 3 %")
            for number, line in enumerate(lines, 1)
            if words in line
        }
        assert "source   personas/guard/agent.md:12\n" in told["must have notes"]
        assert "also     personas/guard/role.md:11\n" in told["must have notes"]
        assert "source   personas/guard/role.md:12\n" in told["below 3 %"]
        assert "not      personas/guard/agent.md:13\n" in told["below 3 %"]

    def test_a_refusal_names_the_file_that_cannot_be_edited(self, guard: Path) -> None:
        xml = '<persona name="release-guard">\n<tone>\n<li>Be brief.</li>\n</tone>\n</persona>\n'
        revision = (
            "schema: personac/revision/1\nid: kind\napplies_to: [release-guard]\nops:\n"
            "  - op: append\n    id: a\n    target: {section: Tone}\n    text: Be kind.\n"
        )
        fill(guard, {"personas/guard/z.xml": xml, "revisions/kind.yaml": revision})
        ran = personac("revise", "accept")
        assert ran.code == 1
        assert "error: personas/guard/z.xml: cannot be written" in ran.said

    def test_side_by_side_in_the_root_collide(self, root: Path) -> None:
        """Files beside one another in the folder of all personas are not merged unasked."""
        fill(root, {"personas/agent.md": FRONT, "personas/role.md": ROLE})
        ran = built(1)
        assert "both make it" in ran.said
        assert "folder of their own" in ran.said

    def test_patterns_that_name_no_file_are_said(self, guard: Path) -> None:
        say = '[merge.personas]\nrelease-guard = ["persona/*/guard*.md"]\n'
        fill(guard, {"personac.toml": SETTINGS + say})
        assert "`merge.personas.release-guard` matches no persona file" in built(2).said

    @pytest.mark.parametrize(
        ("say", "told"),
        [
            (
                '[merge.personas]\nrelease-gaurd = ["personas/guard/*.md"]\n',
                "MRG010] no persona is called `release-gaurd`, which `merge.personas` names",
            ),
            (
                '[merge.fields]\ndescripton = ["frontmatter"]\n',
                "MRG010] no source has a field `descripton`, which `merge.fields` names",
            ),
            (
                '[merge]\npriority = ["frontmater", "personas/guard/role.md"]\n',
                "MRG010] no source is meant by `frontmater` in `merge.priority`",
            ),
            (
                '[merge.fields]\ndescription = ["frontmatter", "gaurd/role.md"]\n',
                "MRG010] no source is meant by `gaurd/role.md` in `merge.fields.description`",
            ),
            (
                '[[merge.settle]]\nwhat = "coverage"\ntake = "role.md"\nreason = "agreed"\n',
                'MRG008] the rule for "coverage" of "*" decides nothing',
            ),
            (
                '[[merge.settle]]\npersona = "release-*"\nwhat = "coverage"\ntake = "rule.md"\nreason = "agreed"\n',
                'MRG008] the rule for "coverage" of "release-*" takes from no source',
            ),
            (
                '[[merge.settle]]\npersona = "gaurd"\nwhat = "coverage"\ntake = "role.md"\nreason = "agreed"\n',
                'MRG008] the rule for "coverage" of "gaurd" is for a persona that there is not',
            ),
        ],
    )
    def test_settings_that_mean_nothing_are_said(self, guard: Path, say: str, told: str) -> None:
        fill(guard, {"personac.toml": SETTINGS + say})
        said = built().said
        assert f"personac.toml: warning[{told}" in said.replace(":1:1", "")

    def test_settings_that_mean_something_are_not_said(self, guard: Path) -> None:
        """Neither a rule that decides in one persona of many, nor a field that one source has."""
        say = (
            '[merge]\npriority = ["canonical", "guard/role.md", "*/agent.md"]\n'
            '[merge.personas]\nrelease-guard = ["personas/guard/*.md"]\n'
            '[merge.fields]\nrank = ["role"]\ndescription = ["frontmatter"]\n'
            '[[merge.settle]]\npersona = "rel*"\nwhat = "error rate"\ntake = "role.md"\n'
            'reason = "agreed"\n'
        )
        one = "- The error rate must be at most 20 %.\n"
        fill(
            guard,
            {
                "personac.toml": SETTINGS + say,
                "personas/guard/agent.md": FRONT.replace("---\n", "---\nrank: high\n", 1) + one,
                "personas/guard/role.md": f"{ROLE}3. {one[2:].replace('20', '30')}",
                "personas/other.md": "---\nname: other\ndescription: Waits.\n---\n\nWait.\n",
            },
        )
        assert "MRG0" not in built().said

    def test_the_settings_put_files_together(self, root: Path) -> None:
        fill(
            root,
            {
                "personac.toml": SETTINGS
                + '[merge.personas]\nrelease-guard = ["personas/*/guard*.md"]\n',
                "personas/a/guard.md": FRONT,
                "personas/b/guard-role.md": ROLE,
            },
        )
        built()
        assert entries(root)["release-guard"] == [
            "personas/a/guard.md",
            "personas/b/guard-role.md",
        ]

    def test_a_number_that_differs_is_for_the_project_to_settle(self, guard: Path) -> None:
        """Both places are named, and the settings that settle it are offered."""
        one = "- The error rate must be at most 20 %.\n"
        fill(
            guard,
            {
                "personas/guard/agent.md": f"{FRONT}{one}",
                "personas/guard/role.md": f"{ROLE}3. {one[2:].replace('20', '30')}",
            },
        )
        ran = built(1)
        assert "personas/guard/agent.md:13:3" in ran.said
        assert "role.md:12" in ran.said
        assert not (guard / "dist/claude-code").exists()
        settled = (
            '[[merge.settle]]\nwhat = "error rate"\ntake = "personas/guard/role.md"\n'
            'reason = "The service contract says so."\n'
        )
        fill(guard, {"personac.toml": f"{SETTINGS}{settled}"})
        built()
        text = (guard / AGENT.format("release-guard")).read_text()
        assert "30 %" in text
        assert "20 %" not in text

    def test_a_version_of_a_handle_is_the_same_persona(self, root: Path) -> None:
        handle = "Agent_Handle: Release-Guard-vDEC25\nAgent_Role: Keeper\n\n## Part I\n\nWords.\n"
        fill(root, {"personas/guard/agent.md": FRONT, "personas/guard/handle.md": handle})
        built()
        assert list(entries(root)) == ["release-guard"]

    def test_revisions_apply_to_the_whole(self, guard: Path) -> None:
        """An op finds its place in whatever file it stands, and accept says where to write."""
        revision = (
            "schema: personac/revision/1\nid: calm\napplies_to: [release-guard]\nops:\n"
            "  - {id: a, op: append, target: {label: Rehearsal}, text: Note how long it took.}\n"
        )
        fill(guard, {"revisions/calm.yaml": revision})
        built()
        made = (guard / AGENT.format("release-guard")).read_text()
        assert "Note how long it took." in made
        plan = personac("revise", "plan").said
        assert "--- personas/guard/role.md" in plan
        assert "Note how long it took." in plan
        assert "1 file written" in personac("revise", "accept", "--write").said
        agent, role = (
            (guard / "personas/guard" / f"{n}.md").read_text() for n in ("agent", "role")
        )
        assert agent == FRONT
        assert role == ROLE.replace("before a release.", "before a release. Note how long it took.")
        built()
        assert (guard / AGENT.format("release-guard")).read_text() == made


class TestBuildingOn:
    def test_what_is_extended_and_included_binds(self, heir: Path) -> None:
        built()
        text = (heir / AGENT.format("api-reviewer")).read_text()
        for words in (
            "Never approve your own change",
            "Never push to the main branch",
            "migration guide",
            "Every finding must name its line",
        ):
            assert text.count(words) == 1, words
        assert "should name its line" not in text
        assert "extends" not in text
        assert set(entries(heir)) == {"reviewer", "api-reviewer"}
        assert entries(heir)["api-reviewer"] == [
            "personas/api-reviewer.md",
            "personas/reviewer.md",
            "personas/_parts/git-safety.md",
        ]
        assert personac("verify").code == 0

    def test_a_child_never_loosens(self, heir: Path) -> None:
        """Both places are named, and nothing is written."""
        loose = CHILD.replace(
            "- Every finding must name its line.", "- You should not approve your own change."
        )
        fill(heir, {"personas/api-reviewer.md": loose})
        ran = built(1)
        assert "personas/api-reviewer.md:13" in ran.said
        assert "reviewer.md:11" in ran.said
        assert not (heir / AGENT.format("api-reviewer")).exists()

    def test_a_child_never_gets_more_tools(self, heir: Path) -> None:
        wide = CHILD.replace("tools: Read, Grep", "tools: Read, Bash")
        fill(heir, {"personas/api-reviewer.md": wide})
        assert "Bash" in built(1).said

    def test_a_change_of_the_base_is_a_change_of_the_child(self, heir: Path) -> None:
        built()
        fill(
            heir, {"personas/_parts/git-safety.md": SAFETY.replace("Never push", "Try not to push")}
        )
        assert personac("build", "--check").code == 1
        assert "_parts/git-safety.md has changed since the build" in personac("verify").said

    def test_breaking_sees_through_the_base(self, heir: Path) -> None:
        """A weakening in a part is one of every persona that includes it."""
        git = ("git", "-c", "user.name=n", "-c", "user.email=e@example.org")
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
            subprocess.run([*git, *arguments], cwd=heir, check=True)
        assert personac("breaking", "--against", "git:HEAD").code == 0
        fill(
            heir, {"personas/_parts/git-safety.md": SAFETY.replace("Never push", "Try not to push")}
        )
        ran = personac("breaking", "--against", "git:HEAD")
        assert ran.code == 1
        assert "push to the main branch" in ran.said
        assert "_parts/git-safety.md" in ran.said

    @pytest.mark.parametrize(
        "name",
        [
            "_parts/git-safety.md",
            "_parts/git-safety",
            "personas/_parts/git-safety.md",
            "git-safety",
            "Git Safety",
        ],
    )
    def test_names(self, heir: Path, name: str) -> None:
        fill(heir, {"personas/api-reviewer.md": CHILD.replace("[git-safety]", f"[{name}]")})
        built()
        assert "Never push" in (heir / AGENT.format("api-reviewer")).read_text()

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("git-safty", "did you mean `personas/_parts/git-safety.md`?"),
            ("nothing-like-it", "name a file below a folder of personas"),
            ("../../../../etc/passwd", "is no file to build on"),
            ("/etc/passwd", "is no file to build on"),
        ],
    )
    def test_unknown(self, heir: Path, name: str, said: str) -> None:
        fill(heir, {"personas/api-reviewer.md": CHILD.replace("git-safety", name)})
        ran = built(1)
        assert "personas/api-reviewer.md:6:" in ran.said
        assert "REF008" in ran.said
        assert said in ran.said

    def test_two_files_of_one_name(self, heir: Path) -> None:
        fill(heir, {"personas/_more/git-safety.md": SAFETY})
        ran = built(1)
        assert "`personas/_more/git-safety.md` or `personas/_parts/git-safety.md`" in ran.said

    def test_circle(self, heir: Path) -> None:
        fill(
            heir, {"personas/reviewer.md": BASE.replace("tools:", "extends: api-reviewer\ntools:")}
        )
        ran = built(1)
        assert "REF006" in ran.said
        assert "api-reviewer.md -> reviewer.md -> api-reviewer.md" in ran.said

    def test_of_itself(self, root: Path) -> None:
        fill(root, {"personas/a.md": BASE.replace("tools:", "extends: a\ntools:")})
        assert "in a circle: a.md -> a.md" in built(1).said

    def test_a_chain_and_a_diamond(self, root: Path) -> None:
        """A base of a base binds, and what two bases share stands there once."""
        one = "---\nname: {0}\ndescription: Is {0}.\n{1}---\n\n# {0}\n\n## Mandates\n\n- Never do {0}.\n"
        fill(
            root,
            {
                "personas/top.md": one.format("top", ""),
                "personas/left.md": one.format("left", "extends: top\n"),
                "personas/right.md": one.format("right", "extends: top\n"),
                "personas/all.md": one.format("all", "extends: [left, right]\n"),
            },
        )
        built()
        text = (root / AGENT.format("all")).read_text()
        for name in ("top", "left", "right", "all"):
            assert text.count(f"Never do {name}.") == 1

    def test_from_xml(self, heir: Path) -> None:
        """The root element says it in its attributes."""
        xml = (
            '<agent name="xml-reviewer" extends="reviewer" includes="git-safety">\n'
            "  <description>Reviews schemas.</description>\n"
            "  <rules><rule>Never accept an entity.</rule></rules>\n</agent>\n"
        )
        fill(heir, {"personas/xml-reviewer.xml": xml})
        built()
        text = (heir / AGENT.format("xml-reviewer")).read_text()
        for words in ("Never approve your own", "Never push", "Never accept an entity"):
            assert words in text
        assert "extends" not in text

    def test_an_extended_persona_of_two_files(self, guard: Path) -> None:
        """A folder of one persona is extended by its name."""
        child = "---\nname: {0}\ndescription: Guards more.\nextends: {1}\n---\n\n# More\n\nWords.\n"
        fill(guard, {"personas/more.md": child.format("more", "guard")})
        built()
        text = (guard / AGENT.format("more")).read_text()
        assert "rehearse the rollback" in text
        assert "without the approval of the owner" in text

    def test_a_revision_is_not_accepted_into_a_base(self, heir: Path) -> None:
        """What others build on is not changed for the sake of one of them."""
        revision = (
            "schema: personac/revision/1\nid: calm\napplies_to: [api-reviewer]\nops:\n"
            "  - op: append\n    id: a\n    target: {quote: Never push to the main branch}\n"
            "    text: Ask the owner.\n"
        )
        fill(heir, {"revisions/calm.yaml": revision})
        built()
        ran = personac("revise", "accept", "--write")
        assert ran.code == 1
        assert "it stands in personas/_parts/git-safety.md, which other personas" in ran.said
        assert (heir / "personas/_parts/git-safety.md").read_text() == SAFETY

    def test_a_persona_is_found_by_its_name(self, heir: Path) -> None:
        """Whatever its file is called."""
        (heir / "personas/reviewer.md").rename(heir / "personas/base.md")
        built()
        assert "Never approve your own change" in (heir / AGENT.format("api-reviewer")).read_text()

    def test_a_specification_is_no_part(self, heir: Path) -> None:
        spec = "# Revision Specification for Reviewer\n\n## Goal\n\nNever push.\n"
        fill(heir, {"personas/_parts/git-safety.md": spec})
        assert "git-safety.md` is a revision specification" in built(1).said

    def test_too_many_parts_are_said_once(self, heir: Path) -> None:
        parts = {f"personas/_parts/p{n}.md": f"- Never do thing {n}.\n" for n in range(300)}
        names = ", ".join(f"p{n}" for n in range(300))
        fill(heir, {**parts, "personas/api-reviewer.md": CHILD.replace("git-safety", names)})
        said = built(1).said
        assert said.count("REF008") == 1
        assert "more than the 256 files that a persona may build on" in said

    def test_unchanged_is_cached(self, heir: Path) -> None:
        built()
        project = driver.open_project(str(heir))
        again = driver.build(project, project.config.targets, "dist")
        assert again.cached == 2
        assert not again.plan.stale


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[merge]\npriorty = ["xml"]', "unknown key `merge.priorty`; did you mean `priority`?"),
        (
            '[[merge.settle]]\nwhat = "model"\ntake = "xml"\nwhy = "x"',
            "unknown key `merge.settle.why`",
        ),
        (
            '[[merge.settle]]\nwhat = "model"\ntake = "xml"\nreason = " "',
            "`merge.settle[1]` has an empty `reason`",
        ),
        ('[[merge.settle]]\nwhat = "model"', "has no `take`; add it"),
    ],
)
def test_settings(root: Path, settings: str, said: str) -> None:
    """What the project says about its sources is checked before anything is read."""
    fill(root, {"personac.toml": settings, "personas/a.md": FRONT})
    ran = personac("build")
    assert ran.code == 2
    assert said in ran.said
