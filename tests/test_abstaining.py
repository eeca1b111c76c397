"""Bans whose action is a gerund or stands behind a modal: they hold what "never" holds."""

from itertools import product

import pytest

from personac import pipeline, registry
from personac.api import Document
from personac.codec import decode_source
from personac.enforce.guard import guards
from personac.model import Effect

HEAD = "---\nname: mia\ndescription: Tends a herbarium.\ntools: Read, Bash, Edit\n---\n\n# Mia\n\n"
GERUNDS = {
    "commit": "committing",
    "push": "pushing",
    "merge": "merging",
    "deploy": "deploying",
    "delete": "deleting",
    "edit": "editing",
    "install": "installing",
}
OBJECTS = {"delete": " files", "edit": " files", "install": " packages"}
STEPS = {
    "commit": "Run `git commit -m sheets`",
    "push": "Run `git push`",
    "merge": "Merge the branch",
    "deploy": "Deploy the service",
    "delete": "Run `rm -r old`",
    "edit": "Edit the files",
    "install": "Run `pip install press`",
}
BANS = (
    "You must refrain from {gerund}.",
    "You must avoid {gerund}.",
    "Refrain from {gerund}.",
    "Abstain from {gerund}.",
    "In no event shall the agent {verb}.",
    "{gerund} is forbidden.",
    "{gerund} is off limits.",
    "{gerund} remains strictly off-limits.",
    "{gerund} is never allowed.",
    "At no time may you {verb}.",
)
NO_BANS = (
    "You must not refrain from committing.",
    "You must never avoid pushing.",
    "You must refrain from asking how to commit.",
    "The reader must refrain from committing.",
    "You must avoid merge conflicts.",
    "You must refrain from pushing when the press is hot.",
    "In no event shall the agent ask for a commit.",
)


def ban(form: str, verb: str) -> str:
    rest = OBJECTS.get(verb, "")
    said = form.format(verb=verb + rest, gerund=GERUNDS[verb] + rest)
    return said[0].upper() + said[1:]


def document(rule: str, step: str = "") -> Document:
    text = f"{HEAD}## Rules\n\n- {rule}\n" + (f"\n## Workflow\n\n1. {step}.\n" if step else "")
    found = pipeline.read(decode_source("mia.md", text.encode())).value
    assert found is not None
    return found


def held(rule: str) -> list[tuple[Effect, object, object]]:
    made, _ = guards(document(rule))
    return [(one.effect, one.commands, one.tools) for one in made]


def hits(code: str, rule: str, step: str = "") -> int:
    own = next(one for one in registry.rules() if one.code == code)
    return len(list(pipeline.lint(document(rule, step), (own,))))


@pytest.mark.parametrize(("form", "verb"), list(product(BANS, GERUNDS)))
def test_they_hold_what_never_holds(form: str, verb: str) -> None:
    plain = held(f"Never {verb}{OBJECTS.get(verb, '')}.")
    assert plain
    assert held(ban(form, verb)) == plain


@pytest.mark.parametrize(("form", "verb"), list(product(BANS, GERUNDS)))
def test_steps_and_tools_against_them_are_reported(form: str, verb: str) -> None:
    assert hits("MAN001", ban(form, verb), STEPS[verb]) == 1
    assert hits("MAN002", ban(form, verb)) == 1


@pytest.mark.parametrize("rule", NO_BANS)
def test_what_is_no_ban_or_has_a_condition_holds_nothing(rule: str) -> None:
    assert held(rule) == []


def test_a_second_ban_of_one_sentence_counts() -> None:
    both = held("Never commit and refrain from pushing.")
    assert both == [(Effect.DENY, (("git", "commit"), ("git", "push")), ())]


def test_an_approval_makes_it_a_question() -> None:
    asked = held("You must refrain from pushing without the approval of the curator.")
    assert asked == [(Effect.ASK, (("git", "push"),), ())]


def test_commands_and_tools_that_are_quoted_are_held() -> None:
    assert held("You must refrain from running `make plates`.") == held("Never run `make plates`.")
    assert held("You must avoid using the Write tool.") == held("Never use the Write tool.") != []
