"""Where the changes of a specification go and how they read there, for many forms of both."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from helpers import fill, personac, texts
from helpers import read as read_persona
from personac.api import Document
from personac.codec import decode_source
from personac.model import blocks
from personac.passes import enrich
from personac.revise._words import label_of, words_of
from personac.revise.engine import revise
from personac.revise.prose.english import Voice, spoken, voice_of
from personac.revise.prose.export import to_yaml
from personac.revise.prose.ground import Status
from personac.revise.prose.lower import Lowering, lower
from personac.revise.prose.measure import measure
from personac.revise.prose.proposal import proposal
from personac.revise.prose.read import read_spec
from personac.revise.prose.wording import noun_phrase, sentence
from personac.source import Span

PERSONA = """\
---
name: courier
description: Brings parcels to the right door. Use for every delivery.
tools: Read, Grep
---

# Courier

**Role**: Senior courier of the city. Delivers parcels on foot and by bike.

## Rules (Always Active)

- **Signatures**: Never leave a parcel without a signature.
- **Night**: Do not ring after 22:00 unless the customer asked for it.

## Approach

1. **Plan:** Sort the parcels by street.
2. **Ride:** Take the quiet streets.
   - Stop at red lights.
   - Greet the neighbours.
3. **Hand over:** Ask for a signature, then leave.

## Manner

Calm and friendly. The agent knows every street of the city.

## Report

The report should include:

- A list of the parcels.
- The time of each signature.

## Tasks

- Load the bike
- Check the tyres
"""


ROLE = "Role: Senior courier of the city. Delivers parcels on foot and by bike."


def meaning(document: Document) -> Document:
    return enrich(document, {})


def courier() -> Document:
    return read_persona(PERSONA, "personas/courier.md")


def spec(quotes: list[str], *proposals: str, title: str = "A change") -> str:
    listed = "".join(f'- "{quote}"\n' for quote in quotes)
    proposed = "".join(f"- {one}\n" for one in proposals)
    return (
        f"# Revision Specification for Courier\n\n## Proposed Changes\n\n### 1. {title}\n\n"
        f"**Current Instruction Snippet:**\n{listed}\n**Proposed Revision:**\n{proposed}\n"
        "**Reasoning (Kindness):**\nIt helps.\n"
    )


def lowered(text: str, document: Document | None = None) -> Lowering:
    found = read_spec(decode_source("revisions/courier.md", text.encode())).value
    assert found is not None
    return lower(found, document or courier(), meaning)


def applied(text: str) -> Document:
    outcome = revise(courier(), [lowered(text).loaded], meaning)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def new(text: str) -> list[str]:
    before = texts(courier())
    return [one for one in texts(applied(text)) if one not in before]


def messages(text: str) -> list[str]:
    return [one.message for one in lowered(text).found]


# ------------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("proposed", "there"),
    [
        (
            'In the "Tasks" section, instruct the Courier to oil the chain.',
            "Oil the chain",
        ),
        (
            'In "Role", explicitly state that the courier is a "guest" of the street.',
            f"{ROLE} The courier is a guest of the street.",
        ),
        (
            'In the "Approach" section, rephrase "the quiet streets" to "the calm streets".',
            "Ride: Take the calm streets.",
        ),
    ],
)
def test_a_named_section_is_where_it_goes(proposed: str, there: str) -> None:
    """Whatever the verb, and whatever else the change quotes."""
    assert new(
        spec(["Rules: Signatures: Never leave a parcel without a signature."], proposed)
    ) == [there]


def test_a_section_that_is_not_there_gets_nothing() -> None:
    text = spec(["Take the quiet streets."], 'In the "Cellar" section, instruct him to sweep.')
    assert new(text) == []
    assert messages(text) == ["the persona has no one place called `Cellar`"]
    text = spec(["Take the quiet streets."], 'Add an item "Bell" to the "Cellar" section: ring it.')
    assert new(text) == []
    assert messages(text) == ["the persona has no one place called `Cellar`"]


def test_a_title_is_known_without_its_parentheses() -> None:
    text = spec(["Take the quiet streets."], 'Add a rule-like item "Bell" to the "Rules" list: x.')
    assert lowered(text).outcomes[0].lowered.status is Status.LEFT
    text = spec(
        ["Take the quiet streets."], 'Add an item "Bell" to the "Rules" list: ring it once.'
    )
    after = applied(text)
    rules = next(n for n in blocks(after.persona) if words_of(n) == "Rules (Always Active)")
    assert [label_of(n) for n in blocks(after.persona) if n in getattr(rules, "children", ())] == [
        "Signatures",
        "Night",
        "Bell",
    ]


def test_the_quote_that_a_condition_is_about() -> None:
    """``When riding`` is about the entry below ``Ride``, not about the report."""
    quotes = ["Approach: Ride: Greet the neighbours.", "A list of the parcels."]
    after = applied(spec(quotes, "When riding, instruct the Courier to wave."))
    ride = next(node for node in blocks(after.persona) if label_of(node) == "Ride")
    assert "When riding, wave." in [words_of(n) for n in getattr(ride, "children", ())]


def test_two_entries_after_one_stand_in_their_order() -> None:
    said = 'When loading, instruct the Courier to {} the "{}".'
    text = spec(["Load the bike"], said.format("lift", "box"), said.format("bind", "bag"))
    tasks = [one for one in texts(applied(text)) if one.startswith(("Load", "When", "Check"))]
    assert tasks == [
        "Load the bike",
        "When loading, lift the box",
        "When loading, bind the bag",
        "Check the tyres",
    ]


def test_a_section_of_one_text_gets_a_sentence() -> None:
    text = spec([], 'In the "Manner" section, emphasize that reports should name "every door".')
    assert new(text) == [
        "Calm and friendly. The agent knows every street of the city. The agent names every door."
    ]


def test_a_section_is_no_step() -> None:
    text = spec(["Ask for a signature, then leave."], 'Add a section "Weather": carry a coat.')
    assert new(text) == []
    assert "is to be a section" in messages(text)[0]


def test_a_field_of_the_header_holds_no_sentences() -> None:
    text = spec([], 'In the "tools" section, emphasize that Bash is granted to enable speed.')
    assert new(text) == []
    assert messages(text) == ["`tools` is a field of the header that holds no sentences"]


@pytest.mark.parametrize("quote", ["", "…", "..."])
def test_a_quotation_without_words_is_told(quote: str) -> None:
    text = spec([quote], "When riding, instruct the Courier to wave.")
    assert "the quotation has no words" in messages(text)
    assert new(text) == []


def test_entries_below_a_proposal_are_told_and_kept() -> None:
    """No op says them; the YAML does, and the warning stands on the first of them."""
    text = spec(
        ["Load the bike"], "When loading, instruct the Courier to lift.\n    - **Box:** (both)"
    )
    found = lowered(text)
    assert [one.message for one in found.found] == [
        'what stands below the proposal is not applied: "Box: (both)"'
    ]
    wanted = read_spec(decode_source("revisions/courier.md", text.encode())).value
    assert wanted is not None
    assert "#   - **Box:** (both)" in to_yaml(wanted, found)


XML = """\
# Maya

```xml
<agent id="maya" name="Maya" title="Design Coach">
  <persona>
    <role>Design Expert + Coach of teams</role>
    <style>Paints pictures with words. Empathetic listener.</style>
  </persona>
</agent>
```
"""


def test_an_element_that_says_who_somebody_is_gets_a_sentence() -> None:
    """In its own voice, so that it can be written into the source too."""
    document = read_persona(XML, "personas/maya.md")
    quotes = ["Paints pictures with words...", "Design Expert + Coach of te..."]
    wanted = spec(
        quotes,
        'In the "Role" section, emphasize that ways are written down to enable "heirs".',
        "When painting words, instruct her to weigh them.",
    )
    outcome = revise(document, [lowered(wanted, document).loaded], meaning)
    assert outcome.value is not None
    said = " ".join(texts(outcome.value))
    assert "Coach of teams. Writes down ways to enable heirs." in said
    assert "Empathetic listener. When painting words, it weighs them." in said


def test_a_quotation_may_be_cut_inside_a_long_run_only() -> None:
    said = "When planning, instruct the Courier to sing."
    assert new(spec(["Approach: Plan: Sort the parcels by str..."], said)) != []
    assert new(spec(["Sort the par..."], said)) == []
    assert new(spec(["Sort the parcels by str ..."], said)) == []


def test_further_entries_of_a_change_have_labels_of_their_own() -> None:
    text = spec(
        ["Rules: Signatures: Never leave a parcel without a signature."],
        'When riding, instruct the Courier to perform "slow reading".',
        'When walking, instruct the Courier to keep "an open eye".',
        "When resting, instruct the Courier to breathe.",
        title='Bring in "Slow Reading"',
    )
    after = [one for one in new(text) if "When" in one]
    assert [one.partition(":")[0] for one in after] == ["Signatures", "Slow Reading", "An Open Eye"]
    assert after[0].endswith("When resting, breathe.")


# ------------------------------------------------------------------------------------ wording


def test_what_others_should_do_is_no_order_to_the_agent() -> None:
    text = spec(
        ["Ask for a signature, then leave."], "Emphasize that customers should confirm all."
    )
    assert new(text) == [
        "Hand over: Ask for a signature, then leave. Customers should confirm all."
    ]


def test_a_list_of_what_something_holds_gets_a_thing() -> None:
    text = spec(
        ["A list of the parcels."], "Emphasize that the report should explain how they came."
    )
    assert new(text) == ["An explanation of how they came."]
    assert noun_phrase("Explain") == "Explain"


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        (
            'When idle, instruct him to prefer "plain ways", instead of "clever" ones.',
            "When idle, prefer plain ways, instead of clever ones.",
        ),
        ("When idle, instruct him to not sing.", "When idle, do not sing."),
        (
            "Emphasize that performance tests are performed to protect users.",
            "Carry out performance tests to protect users.",
        ),
        ('Add an item "Coat" with the advice: carry one.', "Carry one."),
        ("Emphasize that the agent should check the door.", "Check the door."),
        ("Emphasize that the agent must check the door.", "The agent must check the door."),
    ],
)
def test_sentences(proposed: str, said: str) -> None:
    assert sentence(proposal(proposed, Span(0, 1)), Voice.IMPERATIVE) == said


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("I believe in order. I champion plain words.", Voice.PRESENT),
        ("Calm. The agent speaks in numbers. Its reports are short.", Voice.AGENT),
        ("The agent is warm. Ask before you act. Write it down.", Voice.IMPERATIVE),
    ],
)
def test_voices(text: str, voice: Voice) -> None:
    assert voice_of(text) is voice


@pytest.mark.parametrize(
    ("command", "voice", "said"),
    [
        ("read and write the log", Voice.THIRD, "Reads and writes the log."),
        ("plan the day, and check the list", Voice.THIRD, "Plans the day, and checks the list."),
        ("apply the rules", Voice.THIRD, "Applies the rules."),
        ("carefully read it", Voice.AGENT, "The agent carefully reads it."),
        ("not ring", Voice.THIRD, "Does not ring."),
        ("not ring", Voice.FIRST, "I will not ring."),
        ("not ring", Voice.PRESENT, "I do not ring."),
        ("be kind", Voice.AGENT, "The agent is kind."),
        ("record noise and test results", Voice.THIRD, "Records noise and test results."),
    ],
)
def test_a_command_in_a_voice(command: str, voice: Voice, said: str) -> None:
    assert spoken(command, voice) == said


def test_a_title_that_begins_like_a_command() -> None:
    """``Test Automation Specialist`` is somebody, so that the sentence goes on about them."""
    text = PERSONA.replace("Senior courier of the city.", "Support Desk Specialist of the city.")
    document = read_persona(text, "personas/courier.md")
    wanted = spec([], 'In the "Role" section, emphasize that calls are taken to enable "rest".')
    outcome = revise(document, [lowered(wanted, document).loaded], meaning)
    assert outcome.value is not None
    assert any("by bike. Takes calls to enable rest." in one for one in texts(outcome.value))


# -------------------------------------------------------------------------------------- trust


@pytest.mark.parametrize(
    "proposed",
    [
        "When in a hurry, instruct the Courier to leave parcels without a signature.",
        "Emphasize that couriers are allowed to ring after 22:00 to save time.",
        "Explicitly state that signatures are optional.",
    ],
)
def test_what_undoes_a_mandate_is_left(proposed: str) -> None:
    text = spec(["Ask for a signature, then leave."], proposed)
    assert new(text) == []
    assert messages(text)[0].startswith(
        "not applied: with it, a new sentence lifts what others say: "
    )


# --------------------------------------------------------------------------------- afterwards

SPEC = spec(
    ["Approach: Plan: Sort the parcels by street.", "Load the bike"],
    'In the "Role" and "Tasks" sections, emphasize that parcels are carried to enable "rest".',
    'When loading, instruct the Courier to lift "boxes".',
    'Rephrase "Plan" to "Prepare".',
)


def test_all_that_was_applied_is_already_applied() -> None:
    """By the specification read anew over its own result, quotes of the old label too."""
    before = read_spec(decode_source("revisions/courier.md", SPEC.encode())).value
    assert before is not None
    again = measure(before, applied(SPEC), meaning)
    assert again.proposals == {Status.DONE: 3}
    assert [one.code for one in again.found if one.code != "REV008"] == []


def project(root: Path, files: Mapping[str, str]) -> None:
    settings = {"personac.toml": 'targets = ["claude-code"]\n', "personas/courier.md": PERSONA}
    fill(root, settings | dict(files))


def test_each_hunk_of_the_plan_names_its_op(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that comes between two blank lines, too."""
    monkeypatch.chdir(tmp_path)
    after = 'Add a line called "Weather": carry a coat.'
    project(tmp_path, {"revisions/courier.md": spec(["Calm and friendly."], after)})
    lines = personac("revise", "plan").out.splitlines()
    heads = [at for at, line in enumerate(lines) if line.startswith("@@")]
    assert heads
    assert all(lines[at + 1].startswith("# courier, op change-1") for at in heads), lines


@pytest.mark.parametrize(
    "op", ["    op: rephrase\n    words: quiet streets\n    with: calm streets\n"]
)
def test_words_that_another_revision_took_are_a_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, op: str
) -> None:
    """Both reasons are shown, though the second op only misses its words."""
    monkeypatch.chdir(tmp_path)
    head = "schema: personac/revision/1\nid: {}\napplies_to: [courier]\nops:\n  - id: x\n"
    where = "    target: {{label: Ride}}\n    reason: {}\n"
    one = head.format("a") + where.format("Noise is life.").replace("{{", "{").replace("}}", "}")
    two = head.format("b") + where.format("Calm is better.").replace("{{", "{").replace("}}", "}")
    replaced = "    op: replace\n    text: Take the loud streets.\n"
    project(tmp_path, {"revisions/a.yaml": one + replaced, "revisions/b.yaml": two + op})
    ran = personac("revise", "check")
    assert ran.code == 1
    assert "REV004" in ran.out
    assert "Noise is life." in ran.out
    assert "Calm is better." in ran.out
