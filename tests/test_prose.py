"""Specifications in prose from the side of those who write them: read, anchored, applied, written."""

import csv
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import fill, personac, texts
from helpers import read as read_persona
from personac.api import Document
from personac.codec import decode_source
from personac.diagnostics import Diagnostic
from personac.passes import enrich
from personac.revise._words import places
from personac.revise.engine import parse_revision, revise
from personac.revise.prose.address import Known, addressed
from personac.revise.prose.anchor import Anchored, State, anchor
from personac.revise.prose.blend import blended
from personac.revise.prose.english import Voice, base_of, third, voice_of
from personac.revise.prose.export import to_yaml
from personac.revise.prose.ground import Status
from personac.revise.prose.lower import Lowering, lower
from personac.revise.prose.measure import measure
from personac.revise.prose.proposal import proposal
from personac.revise.prose.read import is_spec, looks_like_spec, read_spec
from personac.revise.prose.spec import Quotation, Spec, Verb
from personac.revise.prose.wording import sentence
from personac.source import Span

PERSONA = """\
---
name: archive-keeper
description: Keeps the archive in order with patient work. Use when records come in.
tools: Read, Grep
---

# Archive Keeper

**Role**: Keeper of the town archive. Describes records and finds them again.

## Abilities

- **Describing:** Titles, dates, persons
- **Finding:** Indexes, cross references, shelf marks

## Steps

1. **Receive:** Check every record against its list. Never accept a record without a date.
2. **Describe:** Write down what the record is about, with `dates`.
3. **Shelve:** Put the record on its shelf.

## Output Format (Plain)

Send a summary with every delivery.

```text
Summary: [one line]
```

```text
Summary: [one line]
```

## Deliverables

- **Finding Aid:** A list of the records by subject.
"""
SPEC = """\
# Revision Specification for Archive Keeper

## Goal of Revision

To make the archive a place that people enjoy.

## Proposed Changes

### 1. Link Describing to "Open Doors"

**Current Instruction Snippet:**
- "Abilities: Describing: Titles, dates..."
- "Steps: Describe: Write down what the record is about, with dates."

**Proposed Revision:**
- When describing a record, instruct the Archive Keeper to perform "slow reading" to find its makers, rather than just "filing."
- Emphasize that the record should name the people in it.

**Reasoning (Hospitality & Memory Work):**
Readers come for people.

They stay for stories.

## Conclusion

The archive then has visitors.
"""


def meaning(document: Document) -> Document:
    return enrich(document, {})


def keeper() -> Document:
    return read_persona(PERSONA, "personas/archive-keeper.md")


def spec_of(text: str, path: str = "revisions/archive-keeper.md") -> Spec:
    outcome = read_spec(decode_source(path, text.encode()))
    assert outcome.value is not None
    return outcome.value


def one_change(title: str, quotes: list[str], *proposals: str) -> str:
    listed = "".join(f'- "{quote}"\n' for quote in quotes)
    proposed = "".join(f"- {one}\n" for one in proposals)
    return (
        "# Revision Specification for Archive Keeper\n\n## Proposed Changes\n\n"
        f"### 1. {title}\n\n**Current Instruction Snippet:**\n{listed}\n"
        f"**Proposed Revision:**\n{proposed}\n**Reasoning (Memory Work):**\nIt helps.\n"
    )


def lowered(text: str, document: Document | None = None) -> Lowering:
    return lower(spec_of(text), document or keeper(), meaning)


def applied(text: str, document: Document | None = None) -> Document:
    before = document or keeper()
    outcome = revise(before, [lowered(text, before).loaded], meaning)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def told(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found]


# ----------------------------------------------------------------------------------- reading


def test_every_part_is_kept() -> None:
    """Goal, changes with quotes, proposals, reasoning and frameworks, and the conclusion."""
    spec = spec_of(SPEC)
    assert (spec.id, spec.title) == ("archive-keeper", "Archive Keeper")
    assert spec.goal == "To make the archive a place that people enjoy."
    assert spec.conclusion == "The archive then has visitors."
    (change,) = spec.changes
    assert (change.number, change.title) == ("1", 'Link Describing to "Open Doors"')
    assert [quote.text for quote in change.quotes] == [
        "Abilities: Describing: Titles, dates...",
        "Steps: Describe: Write down what the record is about, with dates.",
    ]
    assert change.quotes[0].crumbs == ("Abilities", "Describing")
    assert change.reasoning == "Readers come for people.\n\nThey stay for stories."
    assert change.frameworks == ("Hospitality", "Memory Work")
    assert [one.verb for one in change.proposals] == [Verb.INSTRUCT, Verb.EMPHASIZE]


def test_spans_are_those_of_the_words() -> None:
    """Findings point at the quoted words and at the proposal."""
    spec = spec_of(SPEC)
    (change,) = spec.changes
    for part in change.quotes:
        assert SPEC[part.span.start : part.span.end] == part.text
    for one in change.proposals:
        assert " ".join(SPEC[one.span.start : one.span.end].split()) == one.text


VARIANTS = [
    SPEC.replace("\n- ", "\n* "),
    SPEC.replace("\n- ", "\n1. "),
    SPEC.replace('\n- "', '\n> "').replace('."\n> ', '."\n>\n> ').replace('..."\n>', '..."\n\n>'),
    SPEC.replace("### 1.", "## Change 1:"),
    SPEC.replace("### 1.", "#### 1)"),
    SPEC.replace("**Current Instruction Snippet:**", "#### Current text"),
    SPEC.replace("**Proposed Revision:**", "__Proposed Change__:").replace(
        "Reasoning", "Rationale"
    ),
    SPEC.replace('"Abilities', "“Abilities").replace('..."', "...”"),
    SPEC.replace("## Goal of Revision", "## Purpose").replace("## Conclusion", "## Summary"),
    SPEC.replace("# Revision Specification for", "# Revision Spec:"),
    SPEC.replace("\n", "\r\n"),
]


@pytest.mark.parametrize("text", VARIANTS, ids=range(len(VARIANTS)))
def test_the_form_may_vary(text: str) -> None:
    """Bullet marks, heading levels and labels do not matter."""
    spec, usual = spec_of(text), spec_of(SPEC)
    assert (spec.goal, spec.conclusion, spec.title) == (usual.goal, usual.conclusion, usual.title)
    (change,), (known,) = spec.changes, usual.changes
    assert (change.number, change.title) == (known.number, known.title)
    assert [one.text for one in change.quotes] == [one.text for one in known.quotes]
    assert [one.text for one in change.proposals] == [one.text for one in known.proposals]
    assert (change.reasoning, change.frameworks) == (known.reasoning, known.frameworks)


TIGHT = """\
# Revision Specification for Archive Keeper
## Proposed Changes
### 1. Link Describing to "Open Doors"
**Current Instruction Snippet:**
- "Steps: Describe: Write down what the record is about,
  with dates."
**Proposed Revision:**
- Emphasize that the record should name its makers.
**Reasoning (Memory Work):** They made it.
Readers ask for them.
### 2. Slow Shelves
Current Instruction Snippet:
- "Shelve: Put the record on its shelf."
  Proposed Revision: When shelving, instruct the Archive Keeper to look.
Reasoning (Care & Calm):
It lasts.
"""


def test_blank_lines_are_not_needed() -> None:
    """Labels end what stands before them, where Markdown would take them into a list entry."""
    read = spec_of(TIGHT)
    assert [len(change.quotes) for change in read.changes] == [1, 1]
    assert [change.proposals[0].verb for change in read.changes] == [Verb.EMPHASIZE, Verb.INSTRUCT]
    assert [change.reasoning for change in read.changes] == [
        "They made it. Readers ask for them.",
        "It lasts.",
    ]
    assert read.changes[1].frameworks == ("Care", "Calm")
    assert [str(one.state) for one in lowered(TIGHT).anchors] == ["found", "found"]


def test_what_is_no_part_is_kept_and_told() -> None:
    """Text without a home stands in the extras, verbatim."""
    text = SPEC.replace("## Conclusion", "## Timetable\n\nNext  week.\n\n## Conclusion")
    outcome = read_spec(decode_source("archive-keeper.md", text.encode()))
    assert outcome.value is not None
    assert "Next  week." in [e.text for c in outcome.value.changes for e in c.extras] + [
        extra.text for extra in outcome.value.extras
    ]
    assert set(told(outcome.diagnostics)) == {"REV015"}


@pytest.mark.parametrize(
    ("text", "spec", "near"),
    [
        (SPEC, True, True),
        ("# Notes\n\n" + SPEC, False, True),
        ("# Notes\n\nOn revisions.\n", False, False),
        ("", False, False),
        ("Revision Specification for Nobody\n", False, False),
    ],
)
def test_a_specification_is_known_by_its_form(text: str, spec: bool, near: bool) -> None:
    assert (is_spec(text), looks_like_spec(text)) == (spec, near)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Whatever stands below the title: a specification, and the persona is whole."""
    whole = f"# Revision Specification for Archive Keeper\n\n{text}"
    lowering = lowered(whole)
    outcome = revise(keeper(), [lowering.loaded], meaning)
    assert outcome.value is not None
    written = to_yaml(spec_of(whole), lowering)
    again = parse_revision("x.yaml", written).value
    assert again is not None
    assert again.revision == lowering.loaded.revision


PARTS = st.sampled_from([*SPEC.split("\n"), "", "- ", "> ", "**", '"', "…", "# x", "For example,"])


@given(st.lists(PARTS, max_size=30))
def test_any_mixture_of_parts_is_applied_or_told(parts: list[str]) -> None:
    """Parts in any order and number: never a crash, never a mandate lost, and stable."""
    text = "# Revision Specification for Archive Keeper\n" + "\n".join(parts)
    found = measure(spec_of(text), keeper(), meaning)
    assert (found.lost, found.again) == (0, 0)


# --------------------------------------------------------------------------------- anchoring


def anchored(quote: str) -> Anchored:
    source = decode_source("x.md", f'"{quote}"'.encode())
    return anchor(places(keeper().persona), Quotation(quote, Span(1, len(quote) + 1)), source)


@pytest.mark.parametrize(
    ("quote", "state"),
    [
        ("Titles, dates, persons", State.FOUND),
        ("describing: titles,  DATES, persons.", State.FOUND),
        ("Abilities: Describing: Titles, dates...", State.FOUND),
        ("Steps: Describe: Write down ... with dates.", State.FOUND),
        ("Output Format: Send a summary with every delivery", State.FOUND),
        ("description: Keeps the archive in order...", State.FOUND),
        ("Abilities: Searching: Indexes, cross references, shelf marks", State.RELABELLED),
        ("Deliverables: Finding: Indexes, cross references, shelf marks", State.RELABELLED),
        ("Summary: [one line]", State.AMBIGUOUS),
        ("Steps: Describe: Write down whatever the record says", State.ABSENT),
        ("Put the record upon its shelf", State.ABSENT),
        ("the record on its shelves", State.ABSENT),
    ],
)
def test_exact_words_decide(quote: str, state: State) -> None:
    found = anchored(quote)
    assert found.state is state
    assert (found.place is not None) == (state in (State.FOUND, State.RELABELLED))
    assert (found.found is None) == (state is State.FOUND)


def test_a_wrong_label_comes_with_its_correction() -> None:
    """The finding points at the wrong label and offers an edit of the specification."""
    quote = "Abilities: Searching: Indexes, cross references, shelf marks"
    found = anchored(quote).found
    assert found is not None
    ((edit,),) = [fix.edits for fix in found.fixes]
    assert edit.replacement == "Finding"
    text = f'"{quote}"'
    assert text[: edit.span.start] + edit.replacement + text[edit.span.end :] == (
        '"Abilities: Finding: Indexes, cross references, shelf marks"'
    )


def test_ambiguity_names_every_candidate() -> None:
    found = anchored("Summary: [one line]").found
    assert found is not None
    nodes = [label.at.node for label in found.labels[1:]]
    assert len(nodes) == len(set(nodes)) == 2


def test_what_is_near_only_explains() -> None:
    """The nearest text and the difference are shown; nothing is taken for it."""
    found = anchored("Steps: Shelve: Put the record upon its shelf.").found
    assert found is not None
    assert any('has "on" for "upon"' in label.text for label in found.labels)


# ---------------------------------------------------------------------------------- lowering


def test_a_lead_to_a_list_is_not_torn_from_it() -> None:
    """A sentence for a text that ends with a colon does not go between it and its list."""
    text = PERSONA.replace(
        "Send a summary with every delivery.", "Send, with every delivery:\n\n- A summary."
    )
    change = one_change(
        'Link "Output"', ["Send, with every delivery:"], "Emphasize that it should name its date."
    )
    lines = texts(applied(change, read_persona(text)))
    assert "Send, with every delivery:" in lines


def test_hostile_length_takes_no_time() -> None:
    """Long lines of what the forms look for are read in the time of any long line."""
    for part in ('for example, "', "rather than just ", 'In the "a" and ', "When x, ", "! ? "):
        text = one_change("Reframe", [part * 20_000], f"Rephrase {part * 20_000}")
        assert lowered(text).outcomes[0].lowered.status is Status.LEFT


def test_counter_phrases_change_nothing_elsewhere() -> None:
    """What a proposal speaks against may stand all over the persona; it stays."""
    text = one_change(
        'Integrate "Slow Reading"',
        ["Steps: Shelve: Put the record on its shelf."],
        'When shelving, instruct the Archive Keeper to perform "slow reading", rather than just "dates" or "indexes."',
    )
    before, after = texts(keeper()), texts(applied(text))
    changed = [line for line in after if line not in before]
    assert changed == [
        "Shelve: Put the record on its shelf. When shelving, perform slow reading, rather than just dates or indexes."
    ]


def test_nothing_of_the_editor_is_left() -> None:
    """No proposal's own verbs, and no name of the persona, get into it."""
    after = " ".join(texts(applied(SPEC)))
    for word in ("instruct", "Emphasize that", "the Archive Keeper to", '"slow reading"'):
        assert word not in after
    assert "slow reading" in after


def test_an_example_keeps_the_mandate_it_drops() -> None:
    """The sentence that binds is carried on; the finding says so and points at it."""
    text = one_change(
        'Reframe "Receive"',
        ["Steps: Receive: Check every record against its list..."],
        'Rephrase the principle to emphasize welcome. For example, "Receive: Welcome every record and its giver."',
    )
    found = lowered(text)
    assert "REV017" in told(found.found)
    line = next(one for one in texts(applied(text)) if one.startswith("Receive"))
    assert line.startswith("Receive: Welcome every record and its giver. ")
    assert "Never accept a record without a date." in line


def test_an_example_that_is_no_whole_text_replaces_nothing() -> None:
    text = one_change(
        "Reframe",
        ["Steps: Describe: Write down what the record..."],
        'Rephrase the focus from "write down" to emphasizing people. For example, "people first in every note."',
    )
    assert "REV016" in told(lowered(text).found)
    after = texts(applied(text))
    assert "Describe: Write down what the record is about, with `dates`. Focus on people." in after


def test_a_change_that_cannot_be_made_is_left() -> None:
    """What the engine would refuse keeps nothing else from being applied."""
    persona = read_persona(PERSONA.replace("on its shelf", "on **its shelf for** years"))
    text = one_change(
        "Reframe",
        ["Steps: Shelve: Put the record on its..."],
        'Rephrase "on its shelf" to "in its place".',
        'When shelving, instruct the Archive Keeper to perform "slow reading".',
    )
    came = lowered(text, persona)
    assert [one.lowered.status for one in came.outcomes] == [Status.LEFT, Status.APPLIED]
    assert "inside an emphasis" in came.outcomes[0].lowered.found[0].message


def test_a_change_that_would_weaken_a_mandate_is_left() -> None:
    text = one_change(
        "Reframe",
        ["Steps: Receive: Check every record against its list. Never accept a record..."],
        'Rephrase "Never accept" to "Try not to accept".',
    )
    (came,) = lowered(text).outcomes
    assert came.lowered.status is Status.LEFT
    assert "Never accept a record without a date" in came.lowered.found[0].message


@given(
    st.lists(
        st.sampled_from(["Dust it.", "Bring **all**", "home.", "e.g. a book;", "`x`!"]), max_size=8
    )
)
def test_a_blend_loses_no_sentence(parts: list[str]) -> None:
    """The new wording is in it whole, and so is every sentence that it does not reword."""
    old = " ".join(parts)
    blend = blended(old, "Bring every book home.")
    assert "Bring every book home." in blend.text
    assert all(one in old and one in blend.text for one in blend.kept)


def test_sentences_that_an_example_does_not_reword_stay() -> None:
    """In their place, each of them told."""
    persona = read_persona(
        PERSONA.replace(
            "Put the record on its shelf.",
            "Dust the shelf. Put the record on it. Greet the readers.",
        )
    )
    text = one_change(
        "Reframe",
        ["Steps: Shelve: Dust the shelf. ..."],
        'Rephrase the principle to emphasize care. For example, "Shelve: Bring the record home to its place."',
    )
    line = next(one for one in texts(applied(text, persona)) if one.startswith("Shelve"))
    assert line == "Shelve: Dust the shelf. Bring the record home to its place. Greet the readers."
    assert told(lowered(text, persona).found).count("REV017") == 2


def test_a_label_is_renamed_without_its_text() -> None:
    text = one_change(
        "Reframe",
        ["Steps: Shelve: Put the record on its shelf."],
        'Rephrase "Shelve" to "Bring Home" or "Store."',
    )
    found = lowered(text)
    assert "Bring Home: Put the record on its shelf." in texts(applied(text))
    assert "Store" in found.loaded.revision.ops[0].reason


def test_a_second_application_says_that_it_is_one() -> None:
    """In the persona that it made, every change is found to be there."""
    text = one_change(
        "Reframe",
        ["Steps: Shelve: Put the record on its shelf."],
        'Rephrase "on its shelf" to "where readers find it".',
    )
    after = applied(text)
    again = lower(spec_of(text), after, meaning)
    assert [one.lowered.status for one in again.outcomes] == [Status.DONE]
    assert [one.state for one in again.anchors] == [State.APPLIED]
    assert again.loaded.revision.ops == ()


def test_concepts_are_promised_where_they_are_put() -> None:
    revision = lowered(SPEC).loaded.revision
    assert revision.concepts == {"slow-reading": ("slow reading",)}
    assert revision.ensures.absent == ()
    assert revision.ensures.preserve == ("mandates", "gates", "tools")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ('In the "A" and "B" sections, emphasize that work is done to help.', Verb.EMPHASIZE_IN),
        ("When idle, instruct the Keeper to rest.", Verb.INSTRUCT),
        ("Ask the Keeper to rest.", Verb.INSTRUCT),
        ("Stress that notes should be short.", Verb.EMPHASIZE),
        ('Explicitly mention that "A" is a kind of "B".', Verb.STATE),
        ('Rename "A" to "B".', Verb.RENAME),
        ('Rephrase the rule to emphasize rest. For example, "Rest well."', Verb.EXAMPLE),
        ("Reframe the rule to focus on rest.", Verb.REFOCUS),
        ('Introduce a new field for "Current State" in the "Notes" section.', Verb.ADD),
        ("Think about rest.", Verb.OTHER),
    ],
)
def test_classes_of_proposals(text: str, verb: Verb) -> None:
    assert proposal(text, Span(0, len(text))).verb is verb


@pytest.mark.parametrize(
    ("against", "clause"),
    [
        ('rather than just "filing."', "rather than just filing."),
        ('rather than merely "fast" or "robust."', "rather than merely fast or robust ones."),
        ('instead of only "filing" or "fast."', "instead of only fast ones or filing."),
        ('rather than "a", "b," or "c".', "rather than a, b, or c."),
    ],
)
def test_counter_phrases_read_on(against: str, clause: str) -> None:
    made = proposal(
        f'When idle, instruct the Keeper to create "quiet hours", {against}', Span(0, 1)
    )
    assert sentence(made, Voice.IMPERATIVE) == f"When idle, create quiet hours, {clause}"


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        (Voice.IMPERATIVE, "When idle, create quiet hours."),
        (Voice.THIRD, "When idle, it creates quiet hours."),
        (Voice.AGENT, "When idle, the agent creates quiet hours."),
        (Voice.FIRST, "When idle, I will create quiet hours."),
        (Voice.PRESENT, "When idle, I create quiet hours."),
    ],
)
def test_a_sentence_speaks_as_its_place_does(voice: Voice, said: str) -> None:
    made = proposal('When idle, instruct the Keeper to create "quiet hours."', Span(0, 1))
    assert sentence(made, voice) == said


def test_voices_and_verbs() -> None:
    assert voice_of("Keeper. Describes records. Finds them.") is Voice.THIRD
    assert voice_of("Describe records.") is Voice.IMPERATIVE
    assert voice_of("I will describe records.") is Voice.FIRST
    assert [base_of(one) for one in ("creating", "performed", "running", "built", "sunny")] == [
        "create", "perform", "run", "build", None,
    ]  # fmt: skip
    assert [third(one) for one in ("create", "teach", "apply", "go")] == [
        "creates", "teaches", "applies", "goes",
    ]  # fmt: skip


# --------------------------------------------------------------------------------- addressing

MIA = Known("mia", "personas/a/mia.md", ("mia", "reviewer"))
LEO = Known("leo", "personas/a/leo.md", ("leo", "release-manager"))
TWIN = Known("mia-two", "personas/b/mia.md", ("mia-two", "second-reviewer"))


def to(title: str, path: str, *known: Known) -> tuple[str | None, list[str]]:
    spec = spec_of(f"# Revision Specification for {title}\n", path)
    found = addressed(spec, known)
    return found.persona, told(found.found)


def test_by_path_name_or_title() -> None:
    assert to("Somebody", "revisions/mia.md", MIA, LEO) == ("mia", [])
    assert to("Somebody", "revisions/mia-revision.md", MIA, LEO) == ("mia", [])
    assert to("Release Manager", "revisions/calm.md", MIA, LEO) == ("leo", [])
    assert to("Release Manager Agent", "revisions/calm.md", MIA, LEO) == ("leo", [])
    assert to("Somebody", "revisions/b/mia.md", MIA, TWIN) == ("mia-two", [])


def test_never_guessed() -> None:
    """Several, none, or a name that contradicts the title: no persona, and candidates."""
    assert to("Somebody", "revisions/mia.md", MIA, TWIN) == (None, ["REV018"])
    assert to("Nobody", "revisions/none.md", MIA, LEO) == (None, ["REV018"])
    assert to("Release Manager", "revisions/mia.md", MIA, LEO) == (None, ["REV018"])


# -------------------------------------------------------------------------------- in a project


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "personac.toml": 'targets = ["claude-code", "canonical"]\n',
        "personas/archive-keeper.md": PERSONA,
        "revisions/archive-keeper.md": SPEC,
        "revisions/README.md": "# Revisions\n\n**Proposed Revision:** see the wiki.\n",
        "revisions/notes.md": "# Notes\n\nNothing of interest.\n",
    }
    fill(tmp_path, files)
    return tmp_path


def outputs(root: Path) -> dict[str, bytes]:
    """What clients read; the records beside it name the file of the revision."""
    found = sorted((root / "dist").glob("*/**/*"))
    return {path.name: path.read_bytes() for path in found if path.is_file()}


def test_the_build_reads_prose(archive: Path) -> None:
    """A specification among the revisions is applied, other Markdown passed over in silence."""
    ran = personac("build")
    assert ran.code == 0, ran.said
    assert "notes.md" not in ran.said
    assert b"slow reading" in outputs(archive)["archive-keeper.md"]
    assert personac("build", "--check").code == 0


def test_the_yaml_says_the_same(archive: Path) -> None:
    """What is imported builds to the same bytes as the prose."""
    assert personac("build").code == 0
    of_prose = outputs(archive)
    ran = personac("revise", "import", "revisions/archive-keeper.md", "-o", "revisions/keeper.yaml")
    assert ran.code == 0, ran.said
    (archive / "revisions" / "archive-keeper.md").unlink()
    assert personac("build").code == 0
    assert outputs(archive) == of_prose


def test_an_edited_output_of_the_build_is_stable(archive: Path) -> None:
    """Built again, cached or not, nothing changes."""
    assert personac("build").code == 0
    first = outputs(archive)
    assert personac("build", "--no-cache").code == 0
    assert outputs(archive) == first


def test_a_specification_for_nobody_is_told(archive: Path) -> None:
    fill(archive, {"revisions/other.md": SPEC.replace("Archive Keeper", "Garden Keeper")})
    ran = personac("build")
    assert ran.code == 0
    assert "REV018" in ran.out
    assert "Garden Keeper" in ran.out


def test_a_specification_for_two_stops_the_build(archive: Path) -> None:
    fill(
        archive,
        {
            "personas/guide.md": PERSONA.replace("archive-keeper", "guide").replace(
                "# Archive Keeper", "# Guide"
            )
        },
    )
    fill(archive, {"revisions/guide.md": SPEC})
    ran = personac("build")
    assert ran.code == 1
    assert "REV018" in ran.out
    assert not (archive / "dist").exists()


def test_what_looks_like_one_is_told(archive: Path) -> None:
    fill(archive, {"revisions/draft.md": SPEC.replace("# Revision Specification for", "# About")})
    assert "revisions/draft.md:1:1: warning[REV015]" in personac("build").out


def test_import_does_not_overwrite(archive: Path) -> None:
    spec = "revisions/archive-keeper.md"
    assert personac("revise", "import", spec, "-o", "out.yaml").code == 0
    assert personac("revise", "import", spec, "-o", "out.yaml").code == 2
    assert personac("revise", "import", spec, "-o", "out.yaml", "--force").code == 0


def test_a_given_persona_needs_no_name(archive: Path) -> None:
    fill(archive, {"elsewhere.md": SPEC.replace("Archive Keeper", "Garden Keeper")})
    assert personac("revise", "import", "elsewhere.md").code == 1
    assert personac("revise", "import", "elsewhere.md", "-p", "personas").code == 1
    ran = personac("revise", "import", "elsewhere.md", "-p", "./personas/archive-keeper.md")
    assert ran.code == 0
    assert parse_revision("x.yaml", ran.out).value is not None


# ----------------------------------------------------------------------------------- the corpus


@pytest.fixture(scope="module")
def pairs(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Spec, Document]]:
    """The specifications with the personas they were written for."""
    folder = shared / "corpus"
    with (folder / "REVISION_PAIRS.tsv").open(encoding="utf-8") as table:
        rows = list(csv.reader(table, delimiter="\t"))[1:]
    return [
        (
            spec_of((folder / row[0]).read_text("utf-8"), row[0]),
            read_persona((folder / row[1]).read_bytes(), row[1]),
        )
        for row in rows
    ]


@pytest.mark.corpus
def test_over_the_pairs(pairs: list[tuple[Spec, Document]]) -> None:
    """The figures that the project promises."""
    found = [measure(spec, document, meaning) for spec, document in pairs]
    quotes = sum((Counter(one.quotes) for one in found), Counter())
    proposals = sum((Counter(one.proposals) for one in found), Counter())
    assert quotes[State.FOUND] + quotes[State.RELABELLED] >= 139
    assert (quotes[State.AMBIGUOUS], quotes[State.ABSENT]) == (1, 2)
    assert proposals[Status.APPLIED] >= 0.98 * sum(proposals.values())
    assert sum(one.lost for one in found) == 0
    assert sum(one.again for one in found) == 0


@pytest.mark.corpus
def test_absent_quotes_are_absent(pairs: list[tuple[Spec, Document]]) -> None:
    """No text of the persona holds the words of a quotation that is reported absent, and the
    one place of any other does.
    """
    for spec, document in pairs:
        whole = _bare(" ".join(texts(document)))
        for one in lower(spec, document, meaning).anchors:
            tail = _bare(one.quotation.text.rpartition(": ")[2].partition("...")[0])
            assert (tail in whole) == (one.state is not State.ABSENT), one.quotation.text


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.corpus
def test_the_yaml_of_the_pairs_says_the_same(pairs: list[tuple[Spec, Document]]) -> None:
    for spec, document in pairs:
        lowering = lower(spec, document, meaning)
        read = parse_revision("x.yaml", to_yaml(spec, lowering)).value
        assert read is not None
        assert read.revision == lowering.loaded.revision
        of_yaml, of_prose = (revise(document, [o], meaning).value for o in (read, lowering.loaded))
        assert of_yaml is not None
        assert of_prose is not None
        assert of_yaml.persona == of_prose.persona


@pytest.mark.corpus
def test_the_report_over_the_pairs(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command counts over all of them."""
    folder = shared / "corpus"
    with (folder / "REVISION_PAIRS.tsv").open(encoding="utf-8") as table:
        rows = list(csv.reader(table, delimiter="\t"))[1:]
    monkeypatch.chdir(tmp_path)
    for kind in ("specs", "personas"):
        os.makedirs(kind)
    for row in rows:
        shutil.copy(folder / row[0], "specs")
        shutil.copy(folder / row[1], "personas")
    ran = personac("revise", "import", "specs", "-p", "personas", "--report")
    assert ran.code == 0, ran.said
    assert f"{len(rows)} specifications" in ran.out
    assert "mandates lost          0" in ran.out
    assert "second application     0 changes" in ran.out
