"""Revisions from the side of those who write them: what applies, what is refused, what is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personac import pipeline, registry
from personac.api import Document
from personac.codec import decode_source
from personac.diagnostics import Diagnostic, Outcome, Severity
from personac.model import Field, Item, Mandate, blocks, clauses, evolve, nodes
from personac.passes import enrich
from personac.revise.engine import Loaded, parse_revision, revise
from personac.revise.order import plan
from personac.revise.stable import says_the_same
from personac.source import FromOp, FromSource
from personac.text.quote import difference, find_quote

ROOT = Path(__file__).parent.parent
PERSONA = """\
---
name: tester
description: Tests changes. Use when code changed.
tools: Read, Bash(git log:*)
---

**Role**: Tester of the release branch

## Approach

1. **Read**: Read the change.
2. **Try**: Run the tests that touch it.
3. **Tell**: Report what failed, with `path:line`.

## Mandates

- Always run the tests on every change.
- Never edit the code under test without the approval of its owner.
- Every report must name at least 3 runs.

## Habits

- Stop after 2 hours of tests.
"""
HEAD = "schema: personac/revision/1\nid: {id}\napplies_to: [tester]\n{more}ops:\n"


def persona(text: str = PERSONA) -> Document:
    outcome = pipeline.read(decode_source("persona.md", text.encode()))
    assert outcome.value is not None
    return outcome.value


def revision(ops: str, name: str = "example", more: str = "", end: str = "") -> Loaded:
    text = HEAD.format(id=name, more=more) + "".join(f"  - {op}\n" for op in ops.splitlines()) + end
    outcome = parse_revision(f"{name}.yaml", text)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def meaning(document: Document) -> Document:
    return enrich(document, {})


def apply(document: Document, *revisions: Loaded) -> Outcome[Document]:
    return revise(document, revisions, meaning)


def applied(document: Document, *revisions: Loaded) -> Document:
    outcome = apply(document, *revisions)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def problems(ops: str, document: Document | None = None, end: str = "") -> list[Diagnostic]:
    outcome = apply(document or persona(), revision(ops, end=end))
    assert outcome.value is None
    return [one for one in outcome.diagnostics if one.severity is Severity.ERROR]


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found]


def items(document: Document, section: str) -> list[str]:
    found = [n for n in blocks(document.persona) if isinstance(n, Item)]
    return [
        f"{n.label}: {n.text}" if n.label else n.text for n in found if n.id.startswith(section)
    ]


def line(found: Diagnostic, label: int, document: Document) -> int:
    """The line of the persona that a label points at."""
    node = found.labels[label].at.node
    assert node is not None
    origin = document.origins[node.partition("#")[0]]
    assert isinstance(origin, FromSource)
    return document.sources[0].position(origin.span.start).line


# ------------------------------------------------------------------------------- quotations


@pytest.mark.parametrize(
    ("quote", "text", "hit"),
    [
        ("run the tests", "Run  the\n**tests**.", "Run  the\n**tests"),
        ("Run … it.", "run the tests that touch it", "run the tests that touch it"),
        ("run the...", "Run the tests", "Run the"),
        ("the owner's “list”", "the owner’s 'list'", "the owner’s 'list'"),
        ("p95 - p99", "the `p95` – `p99` range", "p95` – `p99"),
        ("a & b", "an a &amp; b", "a &amp; b"),
        ("ﬁne Straße", "fine STRASSE", "fine STRASSE"),
        ("agent_handle", "Agent\\_Handle", "Agent\\_Handle"),
    ],
)
def test_quote_is_found_in_any_dress(quote: str, text: str, hit: str) -> None:
    """Emphasis, white space, dashes, quotation marks, case and final punctuation do not count."""
    assert [text[start:end] for start, end in find_quote(quote, text)] == [hit]


@pytest.mark.parametrize(
    ("quote", "text"),
    [("test", "tests"), ("run … tests", "tests to run"), ("…", "words"), ("", "words")],
)
def test_other_words_are_not_found(quote: str, text: str) -> None:
    """Whole words decide, in their order; a gap alone says nothing."""
    assert find_quote(quote, text) == []


def test_quote_is_found_everywhere() -> None:
    """Every place counts, none twice."""
    assert find_quote("a b", "a b, a b and a … b") == [(0, 3), (5, 8)]


@given(st.text(max_size=40))
def test_a_text_holds_itself(text: str) -> None:
    """Any text with words in it is found in itself, within its bounds."""
    for start, end in find_quote(text, text):
        assert 0 <= start < end <= len(text)
    if text.isascii() and text.isalpha():
        assert find_quote(text, f"« {text} »") == [(2, 2 + len(text))]


def test_difference_names_the_words() -> None:
    """A message says which words stand there instead."""
    told = difference("run all the tests", "Run the tests")
    assert told == 'lacks "all"'


# ---------------------------------------------------------------------- reading a revision


@pytest.mark.parametrize(
    ("text", "message", "remedy", "at"),
    [
        ("op: apend, target: {label: Role}, text: x", "found `apend`", "write `append`", "apend"),
        (
            "op: append, taget: {label: Role}, text: x",
            "unknown field `taget`",
            "write `target`",
            "taget",
        ),
        (
            "op: append, target: {lable: Role}, text: x",
            "unknown field `lable`",
            "write `label`",
            "lable",
        ),
        ("op: append, target: {label: yes}, text: x", "found `bool`", "in quotes", "yes"),
        ("op: set, field: x, value: {a: [3]}", "found `int`", "in quotes", "{a: [3]}"),
        (
            "op: append, target: {label: Role}",
            "required field `text`",
            "add `text`",
            "{id: a, op: append, target: {label: Role}}",
        ),
        (
            "op: insert, where: behind, target: {label: Role}, text: x",
            "found `behind`",
            "before",
            "behind",
        ),
        (
            'op: append, target: {label: Role}, text: "a\\n\\nb"',
            "one paragraph",
            "op of its own",
            '"a\\n\\nb"',
        ),
    ],
)
def test_malformed_op(text: str, message: str, remedy: str, at: str) -> None:
    """A wrong op is named by path, what may stand there, and its place in the file."""
    whole = HEAD.format(id="example", more="") + f"  - {{id: a, {text}}}\n"
    outcome = parse_revision("example.yaml", whole)
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code == "REV011"
    assert message in found.message
    assert remedy in found.help
    span = found.labels[0].at.span
    assert span is not None
    assert whole[span.start : span.end] == at


def test_every_problem_of_a_file_is_listed() -> None:
    """One wrong op does not hide the next one."""
    whole = HEAD.format(id="x", more="titel: x\n") + "  - {id: a, op: b}\n  - {id: c, op: d}\n"
    outcome = parse_revision("x.yaml", whole)
    assert [
        one.message.rpartition("`$")[1][1:] + one.message.rpartition("`$")[2]
        for one in outcome.diagnostics
    ] == ["$`", "$.ops[0].op`", "$.ops[1].op`"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: [", "not YAML"),
        ("- a\n- b\n", "a map of keys"),
        ("a: &x 1\nb: *x\n", "aliases"),
        ("x: " + "[" * 60, "nested too deeply"),
        ("id: a\nid: b\n", "`id` is given twice"),
        ("#" * 300_000, "larger than"),
        ("", "a map of keys"),
        ("a: \x07", "not YAML"),
        ("a: 2024-99-99", "not YAML"),
    ],
)
def test_unreadable_file(text: str, message: str) -> None:
    """What is no revision at all is a finding, never an exception."""
    outcome = parse_revision("x.yaml", text)
    assert outcome.value is None
    assert message in outcome.diagnostics[0].message


@given(st.text(max_size=60))
def test_any_text_is_read_without_raising(text: str) -> None:
    """Arbitrary text is refused with a finding."""
    assert parse_revision("x.yaml", text).value is None


def test_ids_and_concepts_are_checked() -> None:
    """Ops have ids of their own, and a promised concept is defined."""
    ops = "  - {id: a, op: set, field: x, value: y}\n" * 2
    outcome = parse_revision(
        "x.yaml", HEAD.format(id="x", more="") + ops + "ensures: {concepts: [z]}\n"
    )
    assert [one.message for one in outcome.diagnostics] == [
        "two ops have the id `a`",
        "`z` is no concept of this revision",
    ]


def test_spans_find_ops() -> None:
    """An op is found in its file by its id."""
    loaded = revision("{id: first, op: set, field: x, value: y}")
    span = loaded.spans["first"]
    assert loaded.source.text[span.start : span.end] == "first"


# -------------------------------------------------------------------------------- selectors


@pytest.mark.parametrize(
    "target",
    [
        "{label: Try}",
        "{section: approach, label: '**try**:'}",
        "{id: 'approach/*', label: TRY}",
        "{quote: Run the tests … it}",
        "{quote: 'Try: run the tests'}",
        "{quote: 'Approach: 2. Try: Run the tests...'}",
        "{section: Approach, quote: run}",
        "{id: approach/try}",
        "{kind: item, quote: that touch}",
    ],
)
def test_one_place_many_selectors(target: str) -> None:
    """Keys are combined; titles, labels and quotations are compared by their words."""
    after = applied(
        persona(), revision(f"{{id: a, op: append, target: {target}, text: Then rest.}}")
    )
    assert items(after, "approach")[1] == "Try: Run the tests that touch it. Then rest."


def test_wrong_label_names_the_right_one() -> None:
    """A label that comes near is offered, with its place."""
    document = persona()
    (found,) = problems("{id: a, op: append, target: {label: Trie}, text: x.}")
    assert said([found]) == [("REV001", 'nothing matches label "Trie"')]
    assert found.help == "write `label: Try`"
    assert found.labels[0].at.path == "example.yaml"
    assert line(found, 1, document) == 12


def test_wrong_section_names_where_it_stands() -> None:
    """When the other keys match elsewhere, the section is to blame."""
    (found,) = problems("{id: a, op: append, target: {section: Mandates, label: Try}, text: x.}")
    assert found.message == 'nothing with label "Try" stands in section "Mandates"'
    assert found.help == "write `section: Approach`"


def test_wrong_quote_shows_the_difference() -> None:
    """The nearest text is shown with the words that differ."""
    (found,) = problems(
        "{id: a, op: append, target: {quote: Run all tests that touch it}, text: x.}"
    )
    assert found.labels[1].text == 'has "the" for "all"'
    assert line(found, 1, persona()) == 12


def test_nothing_near_points_to_the_outline() -> None:
    """Without candidates the help says where titles and labels are listed."""
    (found,) = problems("{id: a, op: append, target: {quote: quantum flux}, text: x.}")
    assert len(found.labels) == 1
    assert "personac parse" in found.help


def test_ambiguous_quote_lists_all_places() -> None:
    """Every candidate is shown, and the key that tells them apart."""
    (found,) = problems("{id: a, op: append, target: {quote: tests, kind: item}, text: x.}")
    assert found.message == 'kind "item", quote "tests" matches 3 nodes, 1 expected'
    assert [line(found, at, persona()) for at in (1, 2, 3)] == [12, 17, 23]
    assert "`section: Approach` or `section: Mandates` or `section: Habits`" in found.help
    assert "`count: 3`" in found.help


def test_too_few_places() -> None:
    """A count that is not reached is said with the count that is."""
    (found,) = problems("{id: a, op: require, target: {section: Mandates, kind: item, count: 4}}")
    assert found.message.endswith("matches 3 nodes, 4 expected")


@pytest.mark.parametrize(("count", "changed"), [("3", 3), ("some", 3), ("all", 3)])
def test_several_places(count: str, changed: int) -> None:
    """With a count, every place is changed."""
    target = f"{{section: Mandates, kind: item, count: {count}}}"
    after = applied(persona(), revision(f"{{id: a, op: append, target: {target}, text: Note it.}}"))
    assert sum(text.endswith("Note it.") for text in items(after, "mandates")) == changed


def test_all_may_be_none() -> None:
    """``count: all`` is content with no place, ``some`` is not."""
    ops = "{{id: a, op: append, target: {{label: None, count: {}}}, text: x.}}"
    assert applied(persona(), revision(ops.format("all"))) == persona()
    assert problems(ops.format("some"))[0].code == "REV001"


def test_wrong_crumb_is_a_warning() -> None:
    """The words decide; a wrong heading before them is said, and the change made."""
    quote = "Approach: Testing: Run the tests that touch it."
    outcome = apply(
        persona(), revision(f"{{id: a, op: append, target: {{quote: '{quote}'}}, text: Rest.}}")
    )
    assert outcome.value is not None
    (found,) = outcome.diagnostics
    assert (found.code, found.severity) == ("REV003", Severity.WARNING)
    assert found.message == "the quoted text is not under `Testing`, it is labelled `Try`"


@pytest.mark.parametrize("target", ["{}", "{quote: '…'}", "{label: ' '}", "{label: Try, count: 0}"])
def test_empty_selector(target: str) -> None:
    """A selector that says nothing never means everything."""
    assert problems(f"{{id: a, op: remove, reason: r, target: {target}}}")[0].code == "REV009"


@pytest.mark.parametrize(
    ("how", "severities"), [("error", ["error"]), ("warn", ["warning"]), ("skip", [])]
)
def test_if_missing(how: str, severities: list[str]) -> None:
    """The op says how grave a missing place is."""
    ops = f"{{id: a, op: remove, reason: r, target: {{label: Ask}}, if_missing: {how}}}"
    outcome = apply(persona(), revision(ops))
    assert [one.severity for one in outcome.diagnostics] == severities
    assert outcome.value == (None if how == "error" else persona())


# ------------------------------------------------------------------------- composing a whole


def test_all_or_nothing() -> None:
    """One op in trouble keeps back the others, and every problem is listed."""
    ops = """\
{id: good, op: append, target: {label: Role}, text: Knows the outcome.}
{id: bad, op: append, target: {label: Rol}, text: x.}
{id: worse, op: rephrase, target: {label: Try}, words: walk, with: march}"""
    assert [one.code for one in problems(ops)] == ["REV001", "REV001"]


def test_the_document_is_not_touched() -> None:
    """Revising makes a new document; the old one stays equal to itself."""
    document = persona()
    applied(document, revision("{id: a, op: append, target: {label: Role}, text: Knows it.}"))
    assert document == persona()


def test_selectors_mean_the_text_before_any_change() -> None:
    """An earlier op of the revision neither hides nor doubles what a later one names."""
    ops = """\
{id: a, op: insert, target: {label: Try}, label: Try, text: Again.}
{id: b, op: rephrase, target: {label: Try}, words: Run the tests, with: Start the tests}
{id: c, op: append, target: {quote: Run the tests that touch it}, text: Wait.}"""
    after = applied(persona(), revision(ops))
    assert items(after, "approach")[1:3] == [
        "Try: Start the tests that touch it. Wait.",
        "Try: Again.",
    ]


def test_a_later_op_may_build_on_an_earlier_one() -> None:
    """What does not exist yet is looked for again when its turn comes."""
    ops = """\
{id: a, op: insert, target: {label: Try}, label: Rest, text: Wait for the log.}
{id: b, op: append, target: {label: Rest}, text: Then read it.}"""
    after = applied(persona(), revision(ops))
    assert items(after, "approach")[2] == "Rest: Wait for the log. Then read it."


def test_changing_what_an_earlier_op_removes() -> None:
    """Two ops at odds about a node are told so."""
    ops = """\
{id: a, op: remove, reason: r, target: {label: Try}}
{id: b, op: append, target: {label: Try}, text: x.}"""
    assert said(problems(ops)) == [
        ("REV004", "an earlier op of this revision removes the node that `b` is about")
    ]


def test_requires() -> None:
    """A precondition that does not hold keeps the revision away."""
    loaded = revision(
        "{id: a, op: append, target: {label: Role}, text: x.}",
        more="requires:\n  - {section: Mandates, quote: Never merge}\n",
    )
    outcome = apply(persona(), loaded)
    assert outcome.value is None
    assert outcome.diagnostics[0].labels[0].at.span == loaded.spans["$.requires[0].quote"]


def test_numbering_counts_on() -> None:
    """An entry amid a numbered list moves the numbers behind it, and nothing else."""
    ops = (
        "{id: a, op: insert, where: before, target: {label: Try}, label: Choose, text: Pick some.}"
    )
    after = applied(persona(), revision(ops))
    found = [n for n in blocks(after.persona) if isinstance(n, Item) and n.ordinal]
    assert [(n.ordinal, n.label) for n in found] == [
        (1, "Read"),
        (2, "Choose"),
        (3, "Try"),
        (4, "Tell"),
    ]
    assert [o for o in after.origins.values() if isinstance(o, FromOp)] == [FromOp("example", "a")]


def test_provenance() -> None:
    """Every changed node names its op and where it was; removed nodes are remembered."""
    document = persona()
    ops = """\
{id: a, op: append, target: {label: Role}, text: Knows it.}
{id: b, op: rephrase, target: {label: Role}, words: Tester, with: Test reader}
{id: c, op: remove, reason: r, target: {section: Habits, quote: Stop after}}"""
    after = applied(document, revision(ops))
    role = next(n.id for n in blocks(document.persona) if getattr(n, "label", "") == "Role")
    first = FromOp("example", "a", document.origins[role])
    gone = next(n.id for n in blocks(document.persona) if n.id.startswith("habits/"))
    assert after.origins[role] == FromOp("example", "b", first)
    assert after.origins[gone] == FromOp("example", "c", document.origins[gone])
    assert gone not in {node.id for node in nodes(after.persona)}


def test_new_text_gets_its_meaning() -> None:
    """An added mandate is a mandate."""
    ops = "{id: a, op: append, target: {section: Mandates}, text: Never hide a failed run.}"
    after = applied(persona(), revision(ops))
    found = [clause.text for _, clause in clauses(after.persona) if isinstance(clause, Mandate)]
    assert found[-1] == "Never hide a failed run."


def test_emphasis_stays_whole() -> None:
    """Words in the middle of an emphasis are refused, whole ones go with it."""
    document = persona(PERSONA.replace("Run the tests", "Run the **slow tests**"))
    ops = "{{id: a, op: rephrase, target: {{label: Try}}, words: {}, with: new ones}}"
    assert problems(ops.format("tests that"), document)[0].code == "REV009"
    after = applied(document, revision(ops.format("the slow tests")))
    assert items(after, "approach")[1] == "Try: Run new ones that touch it."


def test_section_without_list_gets_a_text() -> None:
    """Before the first title below, so that it stays in its section."""
    document = persona("# Tester\n\nTests.\n\n## More\n\nWords.\n")
    loaded = parse_revision(
        "x.yaml",
        HEAD.format(id="x", more="").replace("[tester]", "['*']")
        + "  - {id: a, op: append, target: {section: Tester}, text: Reads.}\n",
    )
    assert loaded.value is not None
    after = applied(document, loaded.value)
    assert [getattr(n, "text", n.id) for n in blocks(after.persona)] == [
        "tester",
        "Tests.",
        "Reads.",
        "more",
        "Words.",
    ]


# ------------------------------------------------------------------------- keeping promises


@pytest.mark.parametrize(
    ("op", "became"),
    [
        ("rephrase, words: Always run, with: You should run", "weakens from must to should"),
        ("rephrase, words: Always run, with: Never run", "changes from require to forbid"),
    ],
)
def test_weakened_mandate(op: str, became: str) -> None:
    """A mandate keeps modality and polarity; the finding names it, its line and the op."""
    document = persona()
    (found,) = problems(f"{{id: soft, op: {op}, target: {{quote: Always run}}}}")
    assert said([found]) == [
        ("REV006", f'the mandate "Always run the tests on every change." {became}')
    ]
    assert (
        found.labels[0].at.span
        == revision(f"{{id: soft, op: {op}, target: {{quote: Always run}}}}").spans["soft"]
    )
    assert line(found, 1, document) == 17


@pytest.mark.parametrize(
    ("quote", "words", "instead", "became"),
    [
        ("Never edit", "without the approval of its owner", "in a hurry", "loses the exception"),
        ("Never edit", "Never edit", "You may edit", "changes from forbid to permit"),
        (
            "Every report",
            "at least 3 runs",
            "at least 2 runs",
            'threshold from "at least 3 runs" to "at least 2 runs"',
        ),
        (
            "Every report",
            "at least 3 runs",
            "its runs",
            'threshold from "at least 3 runs" to "none"',
        ),
        ("Always run", "Always run the tests on every change", "Rest well", "is gone"),
    ],
)
def test_preserve(quote: str, words: str, instead: str, became: str) -> None:
    """Conditions, thresholds and the subject itself are kept."""
    target = f"{{section: Mandates, quote: {quote}}}"
    found = problems(
        f"{{id: a, op: rephrase, target: {target}, words: '{words}', with: {instead}}}"
    )
    assert found[0].code == "REV006"
    if became != "is gone":
        assert became in found[0].message


@pytest.mark.parametrize(
    ("quote", "words", "instead"),
    [
        ("Every report", "at least 3 runs", "at least 5 runs"),
        ("Always run", "on every change", "on every change anything"),
        ("Never edit", "the code under test", "any code under test"),
    ],
)
def test_preserve_allows_as_much_or_more(quote: str, words: str, instead: str) -> None:
    """Tighter bounds and other words with the same force are fine."""
    target = f"{{section: Mandates, quote: {quote}}}"
    applied(
        persona(),
        revision(f"{{id: a, op: rephrase, target: {target}, words: {words}, with: {instead}}}"),
    )


def test_removed_mandate_cannot_hide_behind_another() -> None:
    """One mandate cannot stand for two."""
    text = (
        PERSONA
        + "\n## Forbidden\n\n- Never edit the tests under review without the approval of their owner.\n"
    )
    found = problems(
        "{id: a, op: remove, reason: r, target: {quote: Never edit the code}}", persona(text)
    )
    assert [one.message.endswith("is gone") for one in found] == [True]


def test_a_title_that_lends_force() -> None:
    """Renaming the heading of a list of bans is caught at the op that does it."""
    text = PERSONA + "\n## Forbidden Actions\n\n- Editing files in `dist/` by hand.\n"
    ops = "{id: a, op: rephrase, target: {section: Forbidden Actions}, words: Forbidden Actions, with: Notes}"
    (found,) = problems(ops, persona(text))
    assert found.message == 'the mandate "Editing files in `dist/` by hand." is gone'
    assert found.labels[0].at.span is not None


def test_preserve_can_be_narrowed() -> None:
    """What the author leaves out of ``preserve`` may go."""
    ops = "{id: a, op: remove, reason: r, target: {quote: Always run}}"
    applied(persona(), revision(ops, end="ensures: {preserve: [gates, tools]}\n"))


def test_new_power_in_the_body() -> None:
    """Tools granted in a list count like those of the header."""
    text = PERSONA + "\n## Authorized Tools\n\n- Read\n- Grep\n"
    ops = "{id: a, op: append, target: {section: Authorized Tools}, text: Bash}"
    assert said(problems(ops, persona(text))) == [("REV006", 'the grant "Bash" is new')]


def test_concepts_and_absent() -> None:
    """Promised words are there afterwards, unwanted ones gone."""
    end = (
        'concepts: {goal: ["wanted result"]}\nensures: {concepts: [goal], absent: [what failed]}\n'
    )
    ops = "{id: a, op: append, target: {label: Role}, text: x.}"
    assert said(problems(ops, end=end)) == [
        ("REV006", "the concept `goal` is nowhere in the revised persona"),
        ("REV006", '"what failed" is still in the revised persona'),
    ]


@pytest.mark.parametrize(
    "value",
    ["'Read, Bash(git log:*), Edit'", "[Read, Bash]", "'*'", "{Read: allow, Edit: allow}"],
)
def test_set_refuses_more_tools(value: str) -> None:
    """Tools may be taken or limited, never added."""
    found = problems(f"{{id: a, op: set, field: tools, value: {value}}}")
    assert [one.code for one in found] == ["REV013"]


@pytest.mark.parametrize("value", ["Read", "[Read]", "Read(docs/**)", "{Read: allow, Bash: deny}"])
def test_set_allows_fewer_tools(value: str) -> None:
    """A subset is fine when the revision does not promise to keep the tools."""
    loaded = revision(
        f"{{id: a, op: set, field: tools, value: {value}}}", end="ensures: {preserve: [mandates]}\n"
    )
    applied(persona(), loaded)


@pytest.mark.parametrize(
    ("header", "field", "value", "fine"),
    [
        ("disallowedTools: Bash, Write", "denied-tools", "Bash", False),
        ("disallowedTools: Bash", "denied-tools", "'Bash, Write'", True),
        ("permission: {edit: ask, bash: deny}", "permission", "{edit: deny, bash: deny}", True),
        ("permission: {edit: ask, bash: deny}", "permission", "{edit: allow, bash: deny}", False),
        ("permission: {edit: ask, bash: deny}", "permission", "{edit: ask}", False),
        ("permissionMode: default", "permissionMode", "bypassPermissions", False),
        ("color: red", "allowed-tools", "Bash", False),
        ("color: red", "colour", "blue", True),
    ],
)
def test_powers_in_the_header(header: str, field: str, value: str, fine: bool) -> None:
    """Fields that decide what is allowed move in one direction only."""
    document = persona(PERSONA.replace("tools: ", f"{header}\ntools: "))
    loaded = revision(
        f"{{id: a, op: set, field: {field}, value: {value}}}", end="ensures: {preserve: []}\n"
    )
    outcome = apply(document, loaded)
    assert (outcome.value is not None) == fine, outcome.diagnostics


@pytest.mark.parametrize(
    "op",
    [
        "remove, reason: r",
        "rephrase, words: Read, with: Write",
        "'replace', text: 'Read, Write'",
        "append, text: Write",
    ],
)
def test_no_op_goes_around_the_guard(op: str) -> None:
    """Whatever the verb, header powers do not grow."""
    assert problems(f"{{id: a, op: {op}, target: {{field: tools}}}}")[0].code == "REV013"


# -------------------------------------------------------------------------- several revisions


def sentence(name: str, more: str = "", text: str = "") -> Loaded:
    text = text or f"Thinks of {name}."
    return revision(
        f"{{id: op-{name}, op: append, target: {{label: Role}}, text: {text}, reason: for {name}}}",
        name,
        more,
    )


def test_order_follows_after() -> None:
    """``after`` decides, then the ids; the order of the files does not matter."""
    revisions = [sentence("b"), sentence("a", "after: [c]\n"), sentence("c", "after: [b]\n")]
    planned = plan("tester", revisions).value
    assert planned is not None
    assert [one.revision.id for one in planned.steps] == ["b", "c", "a"]
    assert applied(persona(), *revisions) == applied(persona(), *reversed(revisions))


def test_unordered_changes_of_one_node() -> None:
    """Two revisions that change one node need an order; both give their reasons."""
    outcome = apply(persona(), sentence("a"), sentence("b"))
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.message == "`a` and `b` change one node, and no order is declared"
    assert [label.text for label in found.labels[:2]] == ["for b", "for a"]


def test_three_heads_of_one_node() -> None:
    """Each pair without an order is named, with the reasons of both."""
    outcome = apply(persona(), sentence("a"), sentence("b"), sentence("c"))
    assert outcome.value is None
    assert [one.message.partition(" change")[0] for one in outcome.diagnostics] == [
        "`a` and `b`",
        "`a` and `c`",
        "`b` and `c`",
    ]
    ordered = apply(
        persona(), sentence("a"), sentence("b", "after: [a]\n"), sentence("c", "after: [b]\n")
    )
    assert ordered.value is not None


@pytest.mark.parametrize(
    "op",
    [
        "op: remove, target: {quote: Stop after}",
        "op: rephrase, target: {quote: Stop after}, words: Stop after 2 hours, with: Rest after 1 hour",
    ],
)
def test_place_that_another_revision_takes(op: str) -> None:
    """When an op does not find its place because of a revision without an order to it, both are
    named with their reasons; with an order it is the place that is missing.
    """
    one = revision(f"{{id: op-a, {op}, reason: for a}}", "a")
    ops = "{id: op-b, op: append, target: {quote: Stop after}, text: Rest., reason: for b}"
    outcome = apply(persona(), one, revision(ops, "b"))
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code == "REV004"
    assert [label.text for label in found.labels[:2]] == ["for b", "for a"]
    assert "`a` and `b` change one node" in found.message
    (missing,) = apply(persona(), one, revision(ops, "b", "after: [a]\n")).diagnostics
    assert missing.code == "REV001"


def test_same_change_twice_is_no_conflict() -> None:
    """Two revisions that want the same agree."""
    outcome = apply(persona(), sentence("a", text="Rests."), sentence("b", text="Rests."))
    assert outcome.value is not None
    assert [one.code for one in outcome.diagnostics] == ["REV008"]


def test_unknown_after() -> None:
    """A name in ``after`` that nobody has is an error with the nearest name."""
    outcome = apply(persona(), sentence("alpha"), sentence("beta", "after: [alfa]\n"))
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert (found.code, found.help) == ("REV012", "write `alpha`")


@pytest.mark.parametrize("pair", [("a", "a"), ("a", "b")])
def test_cycle(pair: tuple[str, str]) -> None:
    """Revisions that wait for one another are named, a revision for itself too."""
    one, other = pair
    revisions = [sentence(one, f"after: [{other}]\n")]
    revisions += [sentence(other, f"after: [{one}]\n")] if one != other else []
    outcome = apply(persona(), *revisions)
    assert outcome.value is None
    assert "wait for one another: `a` after" in outcome.diagnostics[0].message


def test_repeated_id() -> None:
    """A revision id is unique."""
    outcome = apply(persona(), sentence("a"), sentence("a"))
    assert outcome.value is None
    assert outcome.diagnostics[0].message == "two revisions have the id `a`"


def test_what_follows_a_broken_revision_is_not_reported() -> None:
    """Consequences are not findings; independent problems are."""
    broken = revision("{id: x, op: append, target: {label: Rol}, text: x.}", "a")
    after = revision("{id: y, op: append, target: {label: Rest}, text: x.}", "b", "after: [a]\n")
    other = revision("{id: z, op: append, target: {label: Tel}, text: x.}", "c")
    outcome = apply(persona(), broken, after, other)
    assert [one.message for one in outcome.diagnostics] == [
        'nothing matches label "Rol"',
        'nothing matches label "Tel"',
    ]


def test_other_personas_are_left_alone() -> None:
    """``applies_to`` takes globs; what does not apply is not even looked at."""
    text = HEAD.format(id="x", more="after: [nobody]\n").replace("tester", "test-*")
    loaded = parse_revision(
        "x.yaml", text + "  - {id: a, op: append, target: {}, text: x.}\n"
    ).value
    assert loaded is not None
    assert apply(persona(), loaded) == Outcome(persona())


# ------------------------------------------------------------------------------- idempotence


def without_provenance(document: Document) -> Document:
    """The revised persona as if it had been written so."""
    at = {
        node: origin for node, origin in document.origins.items() if isinstance(origin, FromSource)
    }
    return evolve(document, origins=at)


def test_applied_twice() -> None:
    """The second application changes nothing at all and says so."""
    loaded = revision(
        "{id: a, op: remove, reason: r, target: {section: Habits, quote: Stop after}}"
    )
    once = applied(persona(), loaded)
    outcome = apply(once, loaded)
    assert outcome.value == once
    assert [(one.code, one.severity) for one in outcome.diagnostics] == [("REV008", Severity.HINT)]


OPS = [
    "{id: a, op: append, target: {label: Role}, text: Knows it.}",
    "{id: b, op: append, target: {section: Approach}, label: Rest, text: Wait.}",
    "{id: c, op: insert, target: {label: Try}, where: before, text: Run the tests twice.}",
    "{id: d, op: insert, target: {section: Habits}, where: first, text: Stop at noon.}",
    "{id: e, op: replace, target: {quote: Read the change}, text: Read it all., label: Study}",
    "{id: f, op: rephrase, target: {label: Tell}, words: what failed, with: all that failed}",
    "{id: g, op: rephrase, target: {quote: what failed}, words: Report what, with: Say what}",
    "{id: h, op: set, field: description, value: Tests what changed.}",
    "{id: i, op: set, field: model, value: sonnet}",
    "{id: j, op: set, field: role, value: Reader of tests}",
    "{id: k, op: insert, target: {quote: the tests that touch}, text: Run the tests that touch it again.}",
]


@pytest.mark.parametrize("op", OPS)
def test_written_result_is_recognised(op: str) -> None:
    """A persona that already says what the op wants stays as it is, without any record."""
    loaded = revision(op)
    once = applied(persona(), loaded)
    outcome = apply(without_provenance(once), loaded)
    assert outcome.value is not None, outcome.diagnostics
    assert outcome.value.persona == once.persona
    assert [one.code for one in outcome.diagnostics] == ["REV008"]


def test_every_op_is_covered() -> None:
    """No op is missing from these tests."""
    names = {str(op.model.__struct_config__.tag) for op in registry.ops()}
    assert names == {"append", "insert", "replace", "rephrase", "set", "remove", "require"}


_WORD = st.sampled_from(
    "alpha beta gamma delta run read tests report code owner must never".split()
)
_WORDS = st.lists(_WORD, min_size=2, max_size=6).map(" ".join)
_LABELS = st.lists(
    st.sampled_from("Ask Build Check Draft Edit File".split()), min_size=1, max_size=5, unique=True
)


_VERBS = ["append", "insert", "insert, where: before", "insert, where: last", "replace", "rephrase"]


@st.composite
def drafts(draw: st.DrawFn) -> tuple[str, str]:
    """A small persona and an op for one of its labels."""
    labels = draw(_LABELS)
    mark = draw(st.sampled_from(["- ", "1. "]))
    body = "".join(f"{mark}**{label}**: {draw(_WORDS).capitalize()}.\n" for label in labels)
    text = f"---\nname: tester\n---\n\n{draw(_WORDS).capitalize()}.\n\n## List\n\n{body}"
    targets = [f"{{label: {label}}}" for label in labels] + ["{section: List}"]
    target = draw(st.sampled_from([*targets, f"{{quote: {draw(_WORDS)}}}"]))
    verb = draw(st.sampled_from(_VERBS))
    more = (
        f"words: {draw(_WORD)}, with: {draw(_WORDS)}"
        if verb == "rephrase"
        else f"text: {draw(_WORDS)} anew"
    )
    label = "" if verb == "rephrase" else draw(st.sampled_from(["", ", label: New"]))
    return text, f"{{id: a, op: {verb}, target: {target}, {more}{label}}}"


@given(drafts())
def test_idempotence(draft: tuple[str, str]) -> None:
    """Whatever an op makes of a persona, it makes it once: with its record or without."""
    text, op = draft
    loaded = revision(op, end="ensures: {preserve: []}\n")
    once = apply(persona(text), loaded).value
    if once is None:
        return
    assert apply(once, loaded).value == once
    ids = [node.id for node in nodes(once.persona)]
    assert len(ids) == len(set(ids))
    assert all(node.id in once.origins for node in blocks(once.persona))
    again = apply(without_provenance(once), loaded).value
    assert again is not None
    assert again.persona == once.persona


GROWING = [
    """\
{id: a, op: append, target: {label: Role}, text: Knows it.}
{id: b, op: rephrase, target: {label: Role}, words: Knows it, with: Has read it}""",
    """\
{id: a, op: insert, target: {label: Try}, text: Wait for the log.}
{id: b, op: replace, target: {quote: Wait for the log}, text: Wait.}""",
    "{id: a, op: rephrase, target: {label: Role}, words: the release, with: release the release}",
]


@pytest.mark.parametrize("ops", GROWING)
def test_a_revision_that_changes_its_own_result(ops: str) -> None:
    """It would add to the persona with every build once it is accepted."""
    text = PERSONA.replace("the release branch", "the the release branch")
    outcome = apply(persona(text), revision(ops))
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert (found.code, found.severity) == ("REV007", Severity.ERROR)
    assert "op `a` changes the result again" in found.message
    assert found.labels[0].at.path == "example.yaml"


def test_moved_words_are_no_growth() -> None:
    """What is taken away and put elsewhere is the same the second time, whatever its id."""
    ops = """\
{id: a, op: remove, reason: r, target: {quote: Stop after 2}}
{id: b, op: insert, target: {section: Approach}, where: last, text: Stop after 2 hours of tests.}"""
    once = applied(persona(), revision(ops))
    assert apply(without_provenance(once), revision(ops)).value is not None


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, str]:
    """A small persona and a revision of several ops for it."""
    text, first = draw(drafts())
    more = [draw(drafts())[1] for _ in range(draw(st.integers(1, 3)))]
    ops = [op.replace("{id: a,", f"{{id: op-{at},") for at, op in enumerate([first, *more])]
    return text, "\n".join(f"{op[:-1]}, if_missing: skip}}" for op in ops)


@given(plans())
def test_several_ops_apply_once(draft: tuple[str, str]) -> None:
    """Whatever a revision makes of a persona and is not refused, it makes once."""
    text, ops = draft
    loaded = revision(ops, end="ensures: {preserve: []}\n")
    once = apply(persona(text), loaded).value
    if once is None:
        return
    outcome = apply(without_provenance(once), loaded)
    if outcome.value is None:
        assert {"REV007"} != {one.code for one in outcome.diagnostics}
        return
    assert says_the_same(outcome.value.persona, once.persona)


# ------------------------------------------------------------------------------ the other order

ENTRY = "{{id: op-{0}, op: insert, target: {{label: Try}}, text: Note what {0} is.}}"


def turned(*revisions: Loaded) -> list[Diagnostic]:
    outcome = apply(persona(), *revisions)
    assert outcome.value is not None, outcome.diagnostics
    return [one for one in outcome.diagnostics if one.code == "REV004"]


def test_two_entries_at_one_place() -> None:
    """No node is changed by both, and still their order decides."""
    one, other = (revision(ENTRY.format(name), name) for name in ("alpha", "beta"))
    (found,) = turned(one, other)
    assert found.severity is Severity.WARNING
    assert found.message.startswith("`alpha` and `beta` come to another persona")
    assert [label.at.path for label in found.labels] == ["beta.yaml", "alpha.yaml"]
    assert "add `after: [alpha]` to `beta`" in found.help
    assert turned(one, revision(ENTRY.format("beta"), "beta", "after: [alpha]\n")) == []


def test_one_works_on_what_the_other_makes() -> None:
    """The other way round it would be refused."""
    one = revision(ENTRY.format("alpha"), "alpha")
    other = revision("{id: x, op: require, target: {quote: Note what alpha is}}", "beta")
    (found,) = turned(one, other)
    assert found.message.startswith("`alpha` and `beta` come to another persona")
    skipping = "{id: x, op: append, target: {quote: Note what alpha}, text: Go., if_missing: skip}"
    assert [one.code for one in apply(persona(), one, revision(skipping, "beta")).diagnostics] == [
        "REV004"
    ]


def test_far_apart_revisions_have_no_order() -> None:
    """The two that are named are the two that meet."""
    far = revision("{id: f, op: append, target: {label: Role}, text: Knows it.}", "aaa")
    one, other = (revision(ENTRY.format(name), name) for name in ("alpha", "beta"))
    assert turned(far, one) == []
    (found,) = turned(far, one, other)
    assert found.message.startswith("`alpha` and `beta`")


# ------------------------------------------------------------------- the project's own revision


def test_rise_revision() -> None:
    """The shipped revision applies cleanly, keeps the contract and applies once."""
    path = ROOT / "personas" / "performance-engineer.md"
    document = pipeline.read(decode_source(path.name, path.read_bytes())).value
    text = (ROOT / "revisions" / "rise-performance-engineer.yaml").read_text("utf-8")
    loaded = parse_revision("rise-performance-engineer.yaml", text).value
    assert document is not None
    assert loaded is not None
    outcome = apply(document, loaded)
    assert outcome.value is not None
    assert outcome.diagnostics == ()
    after = outcome.value
    assert apply(after, loaded).value == after
    assert apply(without_provenance(after), loaded).value is not None
    contract = [c for _, c in clauses(document.persona)]
    assert [c for _, c in clauses(after.persona)] == contract
    ops = {o.op for o in after.origins.values() if isinstance(o, FromOp)}
    assert ops == {op.id for op in loaded.revision.ops if op.id != "correctness-stays-first"}
    value = next(
        n.value for n in after.persona.header if isinstance(n, Field) and n.kind == "description"
    )
    assert str(value).startswith("Brings services")
