"""Contradictions in many wordings and kinds of steps, and personas that have none."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pytest

import judged
from personac import pipeline, registry
from personac.codec import decode_source

PERSONAS = sorted(p for p in Path("personas").glob("*.md") if p.stem != "README")
RULES = {rule.code: rule for rule in registry.rules()}
LEAST = 0.95
"""The share of contradictions that has to be found."""


class Put(NamedTuple):
    """What is said at the head of a persona, and the steps at its end."""

    said: tuple[str, ...]
    steps: tuple[str, ...] = ()
    tools: str = ""


BANS = {
    "commit": (
        "You must not commit changes.",
        "Do not create commits.",
        "NEVER commit anything to the repository.",
        "Committing is forbidden.",
        "The agent MUST NOT run `git commit`.",
        "Git operations are prohibited.",
    ),
    "push": (
        "Do not push branches.",
        "Pushing is off-limits.",
        "Under no circumstances push anything.",
        "Never run `git push`.",
    ),
    "install": (
        "Never install new dependencies.",
        "You must not add dependencies.",
        "Installing packages is not allowed.",
    ),
    "delete": ("Never delete files.", "You must not remove any files.", "No file deletions."),
}
ORDERS = {
    "commit": (
        "Commit the changes with a descriptive message",
        'Run `git commit -am "Update"`',
        "Stage and commit all changes",
        "Create a commit for the changes",
        "Once the tests pass, commit the result.",
    ),
    "push": ("Push the branch to origin", "`git push origin HEAD`", "After the review, push it."),
    "install": ("Install the missing packages", "Run `npm install left-pad`"),
    "delete": ("Delete the old files", "Run `rm -rf build/old`", "Remove all unused files"),
}
APPROVALS = (
    "Never commit without the user's approval.",
    "You must get the user's approval before committing.",
    "Only commit once the user has approved.",
    "Do not commit until the user confirms.",
    "Commits require the user's permission.",
    "NO Git operations without explicit user approval.",
)
READ_ONLY = (
    "This agent is strictly read-only.",
    "You are a read-only agent.",
    "Do not make any changes to the codebase.",
    "Never implement the fix yourself.",
    "You make no changes to any file.",
    "Never edit, create or delete files.",
    "Your role is read-only.",
)
SHELL = (
    "Never push to the remote.",
    "Only commit after the user approves.",
    "Use Bash ONLY for read-only operations such as `git log`.",
    "Do not execute any commands.",
    "You may only commit when the user tells you to.",
    "Never install new dependencies without permission.",
)
OPPOSITES = (
    ("Always run the full test suite.", "Never run the full test suite."),
    ("Answers must be written in English.", "Never write answers in English."),
    ("You must include code examples in every answer.", "Do not include code examples."),
    ("Emojis are required in every reply.", "Never use emojis in replies."),
    ("You must use emojis.", "Emojis are forbidden."),
    ("Always respond in JSON.", "Do not respond in JSON."),
    ("Always ask for clarification when a task is unclear.", "Never ask for clarification."),
    ("Tabs must be used for indentation.", "Tabs must not be used for indentation."),
)
PLACES = (
    "Only write files under `docs/`.",
    "Restrict your edits to `docs/**`.",
    "All changes must stay within `docs/`.",
    "You may only edit files below `docs/`.",
    "Never modify anything outside `docs/`.",
    "Do not touch `src/`.",
    "`src/` must never be modified.",
    "Leave `src/` untouched.",
)
WRITES = (
    "Update `src/version.py`",
    "Read the task and update `src/version.py`",
    "Run `sed -i s/1/2/ src/version.py`",
    "Once done, write `src/version.py`.",
    "Fix the bug in `src/version.py`",
    "`rm src/old.py`",
)
FORMS = ("numbered", "checklist", "heading", "label", "element", "part")


def rendered(steps: tuple[str, ...], form: str) -> str:
    numbered = list(enumerate(steps, 1))
    match form:
        case "numbered":
            return "## Process\n\n" + "".join(f"{n}. {step}\n" for n, step in numbered)
        case "checklist":
            return "## Checklist\n\n" + "".join(f"- [ ] {step}\n" for step in steps)
        case "heading":
            parts = "".join(f"### Step {n}: Act\n\n{step}\n\n" for n, step in numbered)
            return f"## Harbour workflow\n\n{parts}"
        case "label":
            parts = "".join(f"**Step {n} - Act:** {step}\n\n" for n, step in numbered)
            return f"## Harbour workflow\n\n{parts}"
        case "element":
            lines = "".join(f'  <step n="{n}">{step}</step>\n' for n, step in numbered)
            return f"<workflow>\n{lines}</workflow>\n"
        case _:
            parts = "".join(f"### {n}. Part\n\n- {step}\n\n" for n, step in numbered)
            return f"## Process\n\n{parts}"


def puts(code: str) -> Iterator[Put]:
    first = "Read the task description"
    match code:
        case "MAN001":
            for action, bans in BANS.items():
                for ban in bans:
                    yield from (Put((ban,), (first, order)) for order in ORDERS[action])
        case "MAN002":
            yield from (Put((said,), tools="Read, Edit") for said in READ_ONLY)
            yield from (Put((said,), tools="Read, Bash") for said in SHELL)
        case "MAN003":
            yield from (Put(pair) for pair in OPPOSITES)
        case "MAN011":
            for place in PLACES:
                yield from (Put((place,), (first, write)) for write in WRITES)
        case _:
            for wanted in APPROVALS:
                for order in ORDERS["commit"]:
                    yield Put((wanted,), (order, "Wait for the user's approval"))


def persona(put: Put, form: str) -> str:
    tools = f"tools: {put.tools}\n" if put.tools else ""
    rules = "".join(f"## Rules {n}\n\n- {said}\n\n" for n, said in enumerate(put.said))
    steps = rendered(put.steps, form) if put.steps else ""
    return f"---\nname: harbour\ndescription: Keeps a harbour.\n{tools}---\n# Harbour\n\n{rules}{steps}"


def found(code: str, text: str) -> bool:
    document = pipeline.read(decode_source("harbour.md", text.encode())).value
    assert document is not None
    return any(judged.findings(document, RULES[code]))


@pytest.mark.parametrize("code", ["MAN001", "MAN002", "MAN003", "MAN011", "MAN015"])
def test_are_found(code: str) -> None:
    """In every wording, in all kinds of steps in turn."""
    forms = cycle(FORMS)
    cases = [(put, form) for put in puts(code) for form in (next(forms), next(forms))]
    missed = [(put, form) for put, form in cases if not found(code, persona(put, form))]
    assert len(missed) <= (1 - LEAST) * len(cases), missed


@pytest.mark.parametrize("code", ["MAN001", "MAN003", "MAN011", "MAN015"])
@pytest.mark.parametrize("host", PERSONAS, ids=lambda path: path.stem)
def test_are_clean_without(code: str, host: Path) -> None:
    """The personas of the repository contradict nothing until something is put into them."""
    assert not found(code, host.read_text("utf-8"))
