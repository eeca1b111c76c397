"""Several sources of one persona, and personas that extend others, from the author's side."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from helpers import WRITERS, read
from mutants.frames import page
from mutants.rewrite import rewrites
from mutants.sample import sample
from mutants.strengthen import strengthenings
from mutants.weaken import weakenings
from personac import pipeline, registry
from personac.api import Document
from personac.breaking import compare
from personac.breaking._stated import stated
from personac.combine import Say, Settle, inherit, merge
from personac.combine._findings import NAMES
from personac.diagnostics import Outcome, Severity
from personac.model import Clause, Field, evolve, nodes
from personac.passes import enrich
from personac.source import FromSource, written_at

HEAD = "---\nname: keeper\ndescription: Keeps. Use it.\n{}---\n# Keeper\n\n"


SPOKEN = """\
**Key Skills**:

- Type-Safe Work: strict checks and errors that are prevented
- **Wave Planning:** landing zones and their owners

## Process (the long way)

- **Two reviewers:** Never merge a change without two reviewers.

## Workflow

1. Read the change.
2. Run the tests.
"""


def persona(body: str, path: str = "keeper/a.md", head: str = "") -> Document:
    return read(HEAD.format(head) + body, path)


def rules(*lines: str, path: str = "keeper/a.md", head: str = "", title: str = "Rules") -> Document:
    body = "".join(f"- {line}\n" for line in lines)
    return persona(f"## {title}\n\n{body}", path, head)


def merged(*documents: Document, say: Say | None = None) -> Document:
    outcome = merge(documents, say or Say())
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def heir(child: Document, *parents: Document, parts: Sequence[Document] = ()) -> Document:
    outcome = inherit(child, parents, parts)
    assert not outcome.diagnostics, outcome.diagnostics
    assert outcome.value is not None
    return outcome.value


def settle(what: str, take: str) -> Say:
    return Say(settle=(Settle(what=what, take=take, reason="decided"),))


def codes(outcome: Outcome[Document]) -> list[str]:
    return [one.code for one in outcome.diagnostics]


def text(document: Document) -> str:
    """The body as its author would write it."""
    emission = pipeline.write(document, WRITERS["claude-code"]).value
    assert emission is not None
    return emission.artifacts[0].content.partition("\n---\n")[2].strip()


def field(document: Document, key: str) -> Field | None:
    found = (n for n in document.persona.header if isinstance(n, Field) and n.key == key)
    return next(found, None)


def places(document: Document, *, overruled: bool = True) -> set[FromSource]:
    """Every place that the document knows to have said what it says."""
    known = {place for at in document.origins.values() if (place := written_at(at))}
    tables = (document.also, document.overruled) if overruled else (document.also,)
    return known.union(*(at for table in tables for at in table.values()))


def labelled(outcome: Outcome[Document], documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The words under the labels of each finding."""
    texts = {s.path: s.text for d in documents for s in d.sources}
    return [
        tuple(texts[at.at.path][at.at.span.start : at.at.span.end] for at in one.labels)
        for one in outcome.diagnostics
        if all(at.at.path and at.at.span for at in one.labels)
    ]


# ------------------------------------------------------------------------------- statements


def test_one_source_is_returned_as_it_is() -> None:
    one = rules("You must test each change.")
    assert merge([one], Say()).value is one
    assert merge([one, one], Say()).value is one


def test_statements_unite_and_duplicates_fold() -> None:
    a = rules("You must test each change.", "Never push to main.")
    b = rules("**Never** push to `main`", "You must review each change.", path="keeper/b.md")
    found = merged(a, b)
    assert text(found).endswith(
        "## Rules\n\n- You must test each change.\n- Never push to main.\n- You must review each change."
    )
    ban = next(n for n in nodes(found.persona) if getattr(n, "text", "") == "Never push to main.")
    (also,) = found.also[ban.id]
    assert also.path == "keeper/b.md"
    assert b.sources[0].text[also.span.start : also.span.end] == "**Never** push to `main`"


@pytest.mark.parametrize(
    ("weak", "strong"),
    [
        ("You should test each change.", "You must test each change."),
        ("Never push to main without approval.", "Never push to main."),
        ("Never deploy unless the lead agrees.", "Never deploy."),
        ("If possible, you must log each call.", "You must log each call."),
        ("Avoid force pushes.", "Never force push."),
    ],
)
def test_strongest_wording_stands_in_its_place(weak: str, strong: str) -> None:
    others = ("You must be kind to users.",), ("You must say what you did.",)
    for one, other in ((weak, strong), (strong, weak)):
        a = rules(*others[0], one)
        b = rules(other, *others[1], path="keeper/b.md")
        found = merged(a, b)
        assert text(found).endswith(f"- {others[0][0]}\n- {strong}\n- {others[1][0]}")


def test_what_says_more_than_its_statement_stays() -> None:
    a = rules("You must test each change.")
    b = rules("You should test each change. Say which tests you ran.", path="keeper/b.md")
    assert "- You should test each change. Say which tests you ran." in text(merged(a, b))


def test_approval_of_another_is_no_duplicate() -> None:
    a = rules("Never deploy without approval of the owner.")
    b = rules("Never deploy without approval of two reviewers.", path="keeper/b.md")
    assert text(merged(a, b)).count("Never deploy") == 2


def test_other_numbers_are_a_disagreement() -> None:
    a = rules("Fail when p95 latency grows by more than 20 %.")
    b = rules("Fail when p95 latency grows by more than 30 %.", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is None
    assert codes(outcome) == ["MRG002"]
    assert labelled(outcome, (a, b)) == [
        (
            "Fail when p95 latency grows by more than 20 %.",
            "Fail when p95 latency grows by more than 30 %.",
        )
    ]
    assert (
        '"more than 20 %" in a.md:9 and "more than 30 %" in b.md:9'
        in outcome.diagnostics[0].message
    )


def test_help_is_toml_that_settles_it() -> None:
    """The line that a finding offers, with a reason, is the decision."""
    a = rules("Fail when p95 latency grows by more than 20 %.")
    b = rules("Fail when p95 latency grows by more than 30 %.", path="keeper/b.md")
    offered = merge([a, b], Say()).diagnostics[0].help.partition(": ")[2]
    import tomllib

    (rule,) = tomllib.loads(offered)["merge"]["settle"]
    found = merged(a, b, say=Say(settle=(Settle(**rule),)))
    assert "20 %" in text(found)
    assert "30 %" not in text(found)


def test_files_of_one_name_are_told_apart() -> None:
    """A rule that is written as the help says decides."""
    a = rules("The error rate must stay below 2 %.", path="one/agent.md")
    b = rules("The error rate must stay below 3 %.", path="two/agent.md")
    (found,) = merge([a, b], Say()).diagnostics
    assert "in one/agent.md:" in found.message
    assert "in two/agent.md:" in found.message
    assert 'take = "one/agent.md"' in found.help
    kept = merged(a, b, say=settle("error rate", "one/agent.md"))
    assert "below 2 %" in text(kept)


@pytest.mark.parametrize("take", ["keeper/b.md", "b.md", "keeper/b*", "*/b.md"])
def test_number_is_settled_by_the_project(take: str) -> None:
    a = rules("You must keep coverage above 80 %.", "Never push to main.")
    b = rules("You must keep coverage above 90 %.", path="keeper/b.md")
    found = merged(a, b, say=settle("coverage", take))
    assert "90 %" in text(found)
    assert "80 %" not in text(found)
    (left,) = [place for at in found.overruled.values() for place in at]
    assert (
        a.sources[0].text[left.span.start : left.span.end] == "You must keep coverage above 80 %."
    )


def test_two_steps_of_a_scale_do_not_disagree() -> None:
    scale = "Errors above 5 % are reported at once.", "Errors above 9 % are reported at once."
    a = rules(*scale, title="Gates")
    b = rules(scale[1], path="keeper/b.md", title="Gates")
    assert merge([a, b], Say()).value is not None


def test_units_do_not_disagree() -> None:
    a = rules("You must answer within 2 minutes.")
    b = rules("You must answer within 120 seconds.", path="keeper/b.md")
    assert text(merged(a, b)).count("You must answer") == 1


def test_contradiction_is_named_with_both_places() -> None:
    a = rules("You must commit after each step.")
    b = rules("Never commit after each step.", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is None
    assert codes(outcome) == ["MRG003"]
    assert labelled(outcome, (a, b)) == [
        ("You must commit after each step.", "Never commit after each step.")
    ]
    found = merged(a, b, say=settle("commit after each step", "b.md"))
    assert "must commit" not in text(found)


def test_same_contradiction_in_both_is_theirs() -> None:
    both = "You must commit after each step.", "Never commit after each step."
    assert merge([rules(*both), rules(*both, path="keeper/b.md")], Say()).value is not None


def test_permission_of_one_source_is_for_the_project() -> None:
    a = rules("Never push to main.")
    b = rules("You may skip the tests of documentation.", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is None
    assert codes(outcome) == ["MRG007"]
    kept = merged(a, b, say=settle("permission", "b.md"))
    assert "You may skip" in text(kept)
    left = merged(a, b, say=settle("skip tests", "a.md"))
    assert "You may skip" not in text(left)
    assert [at.path for found in left.overruled.values() for at in found] == ["keeper/b.md"]


def test_rule_that_settles_nothing_is_said() -> None:
    a, b = rules("Never push to main."), rules("Never deploy.", path="keeper/b.md")
    named = Settle(persona="keeper", what="coverage", take="b.md", reason="decided")
    outcome = merge([a, b], Say(settle=(named,)))
    assert outcome.value is not None
    assert codes(outcome) == ["MRG008"]
    gone = Settle(persona="keeper", what="coverage", take="gone.md", reason="decided")
    assert "none of its sources" in merge([a, b], Say(settle=(gone,))).diagnostics[0].message
    everywhere = Settle(what="coverage", take="b.md", reason="decided")
    assert not merge([a, b], Say(settle=(everywhere,))).diagnostics


# ----------------------------------------------------------------------------------- header


def test_scalar_conflict_is_named_and_settled() -> None:
    a = persona("## Rules\n\n- Never push.\n", head="model: sonnet\n")
    b = persona("## Rules\n\n- Never push.\n", "keeper/b.md", head="model: opus\n")
    outcome = merge([a, b], Say())
    assert outcome.value is None
    assert codes(outcome) == ["MRG001"]
    for say in (
        settle("model", "b.md"),
        Say(fields={"model": ("b.md", "a.md")}),
        Say(fields={"model": ("*/b.md",)}, priority=("a.md",)),
    ):
        found = field(merged(a, b, say=say), "model")
        assert found is not None
        assert found.value == "opus"
    found = field(merged(a, b, say=Say(priority=("a.md",))), "model")
    assert found is not None
    assert found.value == "sonnet"


def test_fields_of_one_source_are_taken() -> None:
    a = persona("## Rules\n\n- Never push.\n")
    b = persona("## Rules\n\n- Never push.\n", "keeper/b.md", head="model: opus\ncolor: red\n")
    assert [n.key for n in merged(a, b).persona.header if isinstance(n, Field)] == [
        "name",
        "description",
        "model",
        "color",
    ]


def test_names_are_equal_by_their_id() -> None:
    a = rules("Never push.")
    b = read("# Role: Keeper\n\n## Rules\n\n- Never push.\n", "keeper/b.md", "role")
    assert merged(a, b).persona.id == "keeper"


def test_facts_of_the_text_conflict_too() -> None:
    a = persona("Agent_Role: Keeper of bees\n\n## Rules\n\n- Never push.\n")
    b = persona("Agent_Role: Keeper of doors\n\n## Rules\n\n- Never push.\n", "keeper/b.md")
    outcome = merge([a, b], Say())
    assert codes(outcome) == ["MRG001"]
    assert labelled(outcome, (a, b)) == [("Keeper of bees", "Keeper of doors")]
    found = text(merged(a, b, say=settle("role", "b.md")))
    assert "doors" in found
    assert "bees" not in found


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("Read, Grep, Bash", "Read, Bash, Write", "Read, Bash"),
        ("Read, Bash(git log:*)", "Read, Bash", "Read, Bash(git log:*)"),
        ("Read, Bash", "Bash(git log:*)", "Bash(git log:*)"),
        ("[Read, Grep]", "Grep, Read", ("Read", "Grep")),
        ("Read, Grep", "[read_file, grep_search]", "Read, Grep, read_file, grep_search"),
    ],
)
def test_tools_are_what_all_lists_allow(one: str, other: str, value: object) -> None:
    a = rules("Never push.", head=f"tools: {one}\n")
    b = rules("Never push.", head=f"tools: {other}\n", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is not None, outcome.diagnostics
    found = field(outcome.value, "tools")
    assert found is not None
    assert found.value == value
    assert set(codes(outcome)) <= {"MRG004"}
    assert bool(outcome.diagnostics) is (
        "Write" in other or "Grep, Bash" in one or "log" in other + one
    )


def test_each_tool_that_is_left_out_is_shown_where_it_stands() -> None:
    a = rules("Never push.", head="tools: Read, Write\n")
    b = rules("Never push.", path="keeper/b.md", head="tools: Read, Grep\n")
    found = merge([a, b], Say())
    assert [one.message for one in found.diagnostics] == [
        "a.md:4 grants what other sources do not, left out: Write",
        "b.md:4 grants what other sources do not, left out: Grep",
    ]
    assert [words[0] for words in labelled(found, (a, b))] == ["Write", "Grep"]


def test_project_may_prefer_a_list_to_one_in_the_text() -> None:
    """The list that it says is right counts, whatever lists the other source has."""
    a = persona("## Allowed Tools\n\n- Read\n- Write\n", head="tools: Read, Write\n")
    b = rules("Never push.", path="keeper/b.md", head="tools: Read, Grep\n")
    kept = field(merged(a, b, say=settle("tools", "b.md")), "tools")
    assert kept is not None
    assert kept.value == "Read, Grep"


def test_no_common_tool_is_an_error() -> None:
    a = rules("Never push.", head="tools: Read\n")
    b = rules("Never push.", head="tools: Bash\n", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is None
    assert "MRG004" in codes(outcome)
    found = field(merged(a, b, say=settle("tools", "b.md")), "tools")
    assert found is not None
    assert found.value == "Bash"


def test_source_without_a_list_says_nothing_of_tools() -> None:
    a = rules("Never push.")
    b = rules("Never push.", head="tools: Read\n", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert not outcome.diagnostics
    assert outcome.value is not None
    assert field(outcome.value, "tools") is not None


def test_denied_tools_unite_and_modes_are_the_strictest() -> None:
    a = rules("Never push.", head="disallowedTools: Bash\npermissionMode: plan\n")
    head = "disallowedTools: WebFetch\npermissionMode: acceptEdits\n"
    b = rules("Never push.", head=head, path="keeper/b.md")
    outcome = merge([b, a], Say(priority=("b.md",)))
    assert codes(outcome) == ["MRG004"]
    assert outcome.value is not None
    values = {n.key: n.value for n in outcome.value.persona.header if isinstance(n, Field)}
    assert values["disallowedTools"] == "WebFetch, Bash"
    assert values["permissionMode"] == "plan"


def test_permission_map_takes_the_strictest_action() -> None:
    head = "permission:\n  bash: {}\n  edit: {}\n"
    a = rules("Never push.", head=head.format("allow", "ask"))
    b = rules("Never push.", head=head.format("ask", "deny"), path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is not None, outcome.diagnostics
    found = field(outcome.value, "permission")
    assert found is not None
    assert found.value == {"bash": "ask", "edit": "deny"}


def test_lists_in_the_text_are_narrowed_too() -> None:
    body = "## Authorized Tools\n\nRead, Write, Bash\n\n## Rules\n\n- Never push.\n"
    a = persona(body, head="tools: Read, Write, Bash\n")
    b = rules("Never push.", head="tools: Read\n", path="keeper/b.md")
    outcome = merge([a, b], Say())
    assert outcome.value is not None, outcome.diagnostics
    assert "Write" not in text(outcome.value)


# ------------------------------------------------------------------------------- structure


def test_sections_of_one_kind_join_and_others_follow() -> None:
    a = persona("## Core Rules\n\n- Never push.\n\n## Style\n\nBe brief.\n")
    b = persona(
        "## Style\n\nBe kind.\n\n## Key Rules\n\n- Never deploy.\n\n## Memory\n\nNotes are kept.\n",
        "keeper/b.md",
    )
    assert text(merged(a, b)) == (
        "# Keeper\n\n## Core Rules\n\n- Never push.\n- Never deploy.\n\n"
        "## Style\n\nBe brief.\n\nBe kind.\n\n## Memory\n\nNotes are kept."
    )


def test_rules_for_a_case_stay_apart() -> None:
    a = persona("## Rules for releases\n\n- Never push.\n")
    b = persona("## Rules\n\n- Never deploy.\n", "keeper/b.md")
    assert "## Rules\n\n- Never deploy." in text(merged(a, b))


def test_entries_join_the_list_of_their_lead_line() -> None:
    body = "## Rules\n\nAlways:\n\n- log calls\n{}\nIn release weeks you must:\n\n- ask first\n{}"
    a = persona(body.format("", ""))
    b = persona(body.format("- name sources\n", "- test twice\n"), "keeper/b.md")
    assert text(merged(a, b)).endswith(
        "Always:\n\n- log calls\n- name sources\n\nIn release weeks you must:\n\n- ask first\n- test twice"
    )


def test_new_steps_keep_the_order_of_their_workflow() -> None:
    """They come behind the step that they follow, and the numbers rise."""
    work = "## Workflow\n\n{}\n"
    a = persona(work.format("1. Greet.\n2. Run the tests.\n"))
    b = persona(work.format("1. Read the change.\n2. Run the tests.\n3. Report.\n"), "keeper/b.md")
    steps = "1. Greet.\n2. Read the change.\n3. Run the tests.\n4. Report."
    assert text(merged(a, b)).endswith(steps)
    assert text(heir(a, b)).endswith(steps)
    listed = '<workflow>\n<step n="1">{}</step>\n<step n="2">Run the tests.</step>\n</workflow>'
    root = '<persona name="keeper">\n{}\n</persona>\n'
    c, d = (
        read(root.format(listed.format(first)), f"keeper/{number}.xml", "xml")
        for number, first in enumerate(("Greet.", "Read the change."))
    )
    assert text(merged(c, d)).endswith("1. Greet.\n2. Read the change.\n3. Run the tests.")


def test_entries_join_a_list_that_stands_after_one_of_a_label() -> None:
    """A label that heads a list makes a section; the lists after it take entries too."""
    lead = "This phase prepares the work that others do. It helps you with many things, such as:"
    start = f"## Start\n\nSay any of:\n\n- Begin.\n- Go on.\n\n{lead}\n\n{{}}\nThen ask.\n"
    a = persona(start.format("- Scope.\n"))
    b = persona(start.format("- Scope.\n- Money that is left.\n"), "keeper/b.md")
    found = text(merged(a, b))
    assert f"{lead}\n\n- Scope.\n- Money that is left.\n\nThen ask." in found


def test_general_entries_do_not_fall_below_a_narrow_lead_line() -> None:
    a = persona("## Rules\n\nIn release weeks you must:\n\n- ask first\n")
    b = rules("Never push to main.", path="keeper/b.md")
    found = text(merged(a, b))
    assert found.index("Never push to main.") < found.index("In release weeks")


def test_numbered_entries_go_on_counting() -> None:
    a = persona("## Rules\n\n1. Never push.\n2. Never deploy.\n")
    b = persona("## Rules\n\n1. Never deploy.\n2. Never merge.\n", "keeper/b.md")
    assert text(merged(a, b)).endswith("1. Never push.\n2. Never deploy.\n3. Never merge.")


def test_entries_below_an_entry_join() -> None:
    a = persona("## Memory\n\n- **Cache**:\n  - one file\n")
    b = persona("## Memory\n\n- **Cache**:\n  - one file\n  - two files\n", "keeper/b.md")
    assert text(merged(a, b)).endswith("- **Cache**:\n  - one file\n  - two files")


def test_headings_fit_where_they_come() -> None:
    a = persona("## Rules\n\n- Never push.\n")
    b = read("# Notes on bees\n\n### Deep\n\nWords.\n", "keeper/b.md", "frontmatter")
    found = text(merged(a, b, say=Say(priority=("a.md",))))
    assert "## Notes on bees\n\n### Deep\n\nWords." in found


def test_headings_below_one_that_moves_move_with_it() -> None:
    """Sections of an element come a level higher than in it, and so do those below them."""
    inner = "<checks><before><c>Tests pass.</c></before><after><c>Notes exist.</c></after></checks>"
    fence = f'```xml\n<persona name="keeper">\n{inner}\n</persona>\n```\n'
    found = text(merged(rules("Never push."), persona(fence, "keeper/b.md")))
    assert re.findall("^#+ .*", found, re.MULTILINE) == [
        "# Keeper",
        "## Rules",
        "## Checks",
        "### Before",
        "### After",
    ]


def test_dialects_have_an_order() -> None:
    role = read("# Role: Keeper\n\n## Rules\n\n- Never push.\n", "keeper/0.md", "role")
    front = rules("Never push.", path="keeper/z.md")
    found = merged(role, front)
    assert [one.path for one in found.sources] == ["keeper/z.md", "keeper/0.md"]
    assert found.dialect == "frontmatter"


def test_ids_and_places_of_the_first_source_stay() -> None:
    a = rules("Never push to main.", "You must test.")
    b = rules("Never deploy.", "You must review.", path="keeper/b.md")
    found = merged(a, b)
    assert {i: at for i, at in found.origins.items() if i in a.origins} == a.origins
    ids = [one.id for one in nodes(found.persona)]
    assert len(ids) == len(set(ids))


# ----------------------------------------------------------------------------- fixed points


def test_merging_again_changes_nothing() -> None:
    a = rules("Never push.", "You should test.", head="tools: Read, Bash\n")
    b = rules("You must test.", "Never merge.", head="tools: Read\n", path="keeper/b.md")
    once = merged(a, b)
    for again in ([once, b], [b, once], [once, a], [once, once], [a, once, b]):
        assert merge(again, Say()).value == once


def test_copy_of_a_source_adds_no_words() -> None:
    a = rules("Never push.", "You must test.")
    b = rules("You should test.", "Never merge.", path="keeper/b.md")
    once = merged(a, b)
    assert merged(once, moved(b, "keeper/copy.md")).persona == once.persona


@pytest.mark.parametrize("dialect", ["xml", "role", "handle"])
def test_the_same_persona_in_another_dialect_adds_no_words(dialect: str) -> None:
    """Names of elements and their titles are dress: what they head is not said twice."""
    one = persona(SPOKEN)
    outcome = pipeline.write(one, {w.name: w for w in registry.dialects()}[dialect])
    assert outcome.value is not None
    other = read(outcome.value.artifacts[0].content, f"keeper/{dialect}.md")
    assert other.dialect == dialect
    assert text(merged(one, other)) == text(one)


def moved(document: Document, path: str) -> Document:
    """The same source in another file."""
    return evolve(
        document,
        sources=tuple(replace(one, path=path) for one in document.sources),
        origins={node: replace(at, path=path) for node, at in document.origins.items()},
    )


def clauses_of(document: Document) -> set[tuple[str, str]]:
    return {(one.kind, one.statement) for one in stated(document.persona)}


def test_order_of_sources_does_not_matter_for_what_binds() -> None:
    a = rules("Never push.", "You should test each change.", path="keeper/a.md")
    b = rules("You must test each change.", "Never merge.", path="keeper/b.md")
    c = rules("Never merge unless asked.", "Never deploy.", path="keeper/c.md")
    expected = clauses_of(merged(a, b, c))
    for some in permutations((a, b, c)):
        assert merge(some, Say()).value == merge((a, b, c), Say()).value
        order = Say(priority=tuple(one.sources[0].path for one in some))
        assert clauses_of(merged(*some, say=order)) == expected


# ------------------------------------------------------------------------------- extending


PARENT = rules(
    "You must test each change.",
    "Never push to main without approval.",
    "You must keep coverage above 80 %.",
    path="base.md",
    head="tools: Read, Bash\nmodel: sonnet\nextends: none\n",
)


def test_child_without_anything_is_its_parent_under_its_own_name() -> None:
    child = read("---\nname: child\nextends: keeper\n---\n", "child.md", "frontmatter")
    found = heir(child, PARENT)
    assert found.persona.id == "child"
    assert clauses_of(found) == clauses_of(PARENT)
    assert {n.key: n.value for n in found.persona.header if isinstance(n, Field)} == {
        "name": "child",
        "description": "Keeps. Use it.",
        "tools": "Read, Bash",
        "model": "sonnet",
    }


def test_scalars_of_the_child_count() -> None:
    found = heir(rules("Never deploy.", path="child.md", head="model: opus\n"), PARENT)
    model = field(found, "model")
    assert model is not None
    assert model.value == "opus"


def test_keys_that_were_followed_are_gone_and_known() -> None:
    child = rules("Never deploy.", path="child.md", head="extends: keeper\nincludes: [x]\n")
    found = heir(child, PARENT)
    assert not {"extends", "includes"} & {
        n.key for n in found.persona.header if isinstance(n, Field)
    }
    assert found.origins["extends"] == child.origins["extends"]


def test_parents_content_comes_first_in_a_section() -> None:
    found = heir(rules("Never deploy.", path="child.md"), PARENT)
    lines = [line for line in text(found).split("\n") if line.startswith("- ")]
    assert lines == [
        *(f"- {one.clause.text}" for one in stated(PARENT.persona) if one.kind == "mandate"),
        "- Never deploy.",
    ]


@pytest.mark.parametrize(
    "tighter",
    [
        "Never push to main.",
        "You must keep coverage above 90 %.",
    ],
)
def test_child_may_tighten(tighter: str) -> None:
    found = heir(rules(tighter, path="child.md"), PARENT)
    assert tighter in text(found)
    said = tighter.partition(" main")[0] if "main" in tighter else "coverage"
    assert text(found).count(said) == 1


@pytest.mark.parametrize(
    "weaker",
    [
        "You should test each change.",
        "You must test each change, if possible.",
        "You must test each change unless it is small.",
        "You must keep coverage above 70 %.",
        "You must push to main without approval.",
        "The rules above are suggestions only.",
    ],
)
def test_child_may_not_loosen(weaker: str) -> None:
    child = rules(weaker, path="child.md")
    outcome = inherit(child, [PARENT], [])
    assert set(codes(outcome)) == {"MRG005"}
    assert all(one.severity is Severity.ERROR for one in outcome.diagnostics)
    assert labelled(outcome, (child, PARENT))[0][0] == weaker
    assert outcome.value is not None
    assert not [one for one in compare(PARENT, outcome.value) if one.old]
    assert {one.after for one in compare(PARENT, outcome.value)} <= {weaker}


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ("tools: Read\n", True),
        ("tools: Read, Bash(git log:*)\n", True),
        ("tools:\n", True),
        ("", True),
        ("tools: Read, Write\n", False),
        ("permissionMode: plan\n", True),
    ],
)
def test_tools_of_a_child_are_within_its_parents(head: str, fits: bool) -> None:
    outcome = inherit(rules("Never deploy.", path="child.md", head=head), [PARENT], [])
    assert codes(outcome) == ([] if fits else ["MRG006"])
    assert outcome.value is not None
    assert not [c for c in compare(PARENT, outcome.value) if c.code == "DIF008"]


def test_modes_and_denied_tools_of_a_parent_hold() -> None:
    parent = rules(
        "Never push.", path="base.md", head="disallowedTools: Bash\npermissionMode: plan\n"
    )
    head = "disallowedTools: WebFetch\npermissionMode: acceptEdits\n"
    outcome = inherit(rules("Never merge.", path="child.md", head=head), [parent], [])
    assert codes(outcome) == ["MRG006"]
    assert outcome.value is not None
    values = {n.key: n.value for n in outcome.value.persona.header if isinstance(n, Field)}
    assert values["disallowedTools"] == "WebFetch, Bash"
    assert values["permissionMode"] == "plan"


def test_one_parent_by_two_ways_counts_once() -> None:
    left = heir(rules("Never merge.", path="left.md"), PARENT)
    right = heir(rules("Never deploy.", path="right.md"), PARENT)
    found = heir(rules("Never reboot.", path="child.md"), left, right)
    assert text(found).count("You must test each change.") == 1
    assert heir(rules("Never reboot.", path="child.md"), PARENT, PARENT) == heir(
        rules("Never reboot.", path="child.md"), PARENT
    )


def test_parts_are_spliced_as_sections() -> None:
    part = read(
        "---\nname: safety\ndescription: Shared.\n---\n- Never print secrets.\n", "parts/safety.md"
    )
    headed = read("# Shared safety\n\n- Never print keys.\n", "parts/keys.md", "frontmatter")
    found = heir(rules("Never push.", path="child.md"), parts=(part, headed))
    assert text(found).endswith(
        "## Safety\n\n- Never print secrets.\n\n## Shared safety\n\n- Never print keys."
    )
    assert found.persona.id == "keeper"
    description = field(found, "description")
    assert description is not None
    assert description.value == "Keeps. Use it."


def test_parts_bind() -> None:
    part = rules("Never print secrets.", path="parts/safety.md", head="tools: Read\n")
    child = rules("You must print secrets.", path="child.md", head="tools: Read, Bash\n")
    assert sorted(codes(inherit(child, [], [part]))) == ["MRG005", "MRG006"]


# ------------------------------------------------------------------------------ properties

_SUBJECTS = "test each change|review the plan|log every call|name the sources".split("|")
_BANS = "push to main|print secrets|delete user files|merge alone".split("|")
_NUMBERS = st.sampled_from(["80 %", "90 %"])
_statement = st.one_of(
    st.builds(
        "You {} {}{}.".format,
        st.sampled_from(["must", "should"]),
        st.sampled_from(_SUBJECTS),
        st.sampled_from(["", " if possible", " before a release"]),
    ),
    st.builds(
        "Never {}{}.".format,
        st.sampled_from(_BANS),
        st.sampled_from(["", " without approval", " unless the owner agrees"]),
    ),
    st.builds("You must keep coverage above {}.".format, _NUMBERS),
    st.builds("Words about {}.".format, st.sampled_from(_SUBJECTS + _BANS)),
)
_body = st.dictionaries(
    st.sampled_from(["Rules", "Core Rules", "Rules for releases", "Style", "Gates", "Background"]),
    st.lists(_statement, min_size=1, max_size=5, unique=True),
    min_size=1,
    max_size=4,
)
_tools = st.sampled_from(["", "tools: Read, Bash\n", "tools: Read, Write\n", "tools: Read\n"])


@st.composite
def _sources(draw: st.DrawFn) -> list[Document]:
    number = draw(st.integers(2, 3))
    found = []
    for at in range(number):
        sections = draw(_body)
        body = "".join(
            f"## {title}\n\n" + "".join(f"- {line}\n" for line in lines) + "\n"
            for title, lines in sections.items()
        )
        found.append(persona(body, f"keeper/{at}.md", draw(_tools)))
    return found


_PHASES = (Phase.explicit, Phase.generate)
"""Without shrinking: documents are large, and their texts tell enough."""
_DECIDED = Say(
    settle=(
        Settle(what="coverage", take="0.md", reason="x"),
        Settle(what="coverage", take="1.md", reason="x"),
    )
)


@settings(max_examples=60, phases=_PHASES)
@given(_sources())
def test_each_source_holds_in_what_came_of_all(sources: list[Document]) -> None:
    outcome = merge(sources, _DECIDED)
    assert outcome.value is not None, outcome.diagnostics
    found = outcome.value
    assert_sound(found, sources)
    for one in sources:
        assert not unheld(one, found)
        assert merge([found, one], _DECIDED).value == found


@settings(max_examples=30, phases=_PHASES)
@given(_sources(), st.randoms(use_true_random=False))
def test_what_binds_does_not_depend_on_the_order(
    sources: list[Document], chance: random.Random
) -> None:
    shuffled = chance.sample(sources, len(sources))
    assert merge(shuffled, _DECIDED).value == merge(sources, _DECIDED).value


@settings(max_examples=30, phases=_PHASES)
@given(_sources())
def test_what_is_extended_holds_in_the_child(sources: list[Document]) -> None:
    child, *parents = sources
    outcome = inherit(child, parents, [])
    assert outcome.value is not None
    assert "MRG009" not in codes(outcome)
    for parent in parents:
        assert not unheld(parent, outcome.value, waived="tools" not in HEAD)


def unheld(source: Document, found: Document, *, waived: bool = False) -> list[str]:
    """What the comparison says is lost, but for what the project decided: here, one number.  A
    source without a list of tools says nothing of tools.
    """
    listed = field(source, "tools") is not None or waived
    return [
        one.message
        for one in compare(source, found)
        if not (one.code == "DIF008" and not (listed and one.before))
        and "coverage" not in one.message
    ]


def assert_sound(found: Document, sources: Iterable[Document]) -> None:
    """Ids are unique, every block of every source has a place, every writer accounts for all."""
    ids = Counter(one.id for one in nodes(found.persona))
    assert max(ids.values()) == 1
    known = places(found)
    spans: dict[str, list[FromSource]] = defaultdict(list)
    for at in (place for table in found.overruled.values() for place in table):
        spans[at.path].append(at)
    for source in sources:
        for node in nodes(source.persona):
            place = None if isinstance(node, Clause) else written_at(source.origins.get(node.id))
            if place is not None and place not in known:
                assert any(_inside(one, place) for one in spans[place.path]), (node, place)
    for name in ("claude-code", "agents-md", "canonical"):
        assert not pipeline.write(found, WRITERS[name]).diagnostics


def _inside(one: FromSource, place: FromSource) -> bool:
    return place.span.start <= one.span.start and one.span.end <= place.span.end


# ----------------------------------------------------------------------------------- corpus

SEEDS = ("001", "002", "003", "004")
_DECISIONS = Say(
    settle=(
        Settle(what="role", take="001.md", reason="the one that users know"),
        Settle(what="unit", take="004.md", reason="the chart of the organisation"),
    )
)


@pytest.fixture(scope="module")
def engineers(shared: Path) -> list[Document]:
    """Four sources of one persona in four dialects."""
    found = [next((shared / "seeds").glob(f"{name}*")) for name in SEEDS]
    return [
        read(path.read_bytes(), f"personas/performance-engineer/{name}.md")
        for name, path in zip(SEEDS, found, strict=True)
    ]


@pytest.mark.corpus
def test_engineers_disagree_on_role_and_unit_only(engineers: list[Document]) -> None:
    outcome = merge(engineers, Say())
    assert outcome.value is None
    assert sorted((d.code, d.message.split(" is ")[0]) for d in outcome.diagnostics) == [
        ("MRG001", "the role"),
        ("MRG001", "the unit"),
    ]


@pytest.mark.corpus
def test_engineers_are_one_persona(engineers: list[Document]) -> None:
    found = merged(*engineers, say=_DECISIONS)
    assert found.persona.id == "performance-engineer"
    assert found.dialect == "frontmatter"
    assert_sound(found, engineers)
    for one in engineers:
        assert not [c for c in compare(one, found) if not (c.code == "DIF008" and c.part == "tool")]
        assert merge([found, one], _DECISIONS).value == found
        copy = moved(one, f"copy/{one.dialect}.md")
        assert merged(found, copy, say=_AGAIN).persona == found.persona
    written = text(found)
    assert written.count("\n# ") + written.startswith("# ") <= 2
    assert_reads_back(found)


_AGAIN = Say(priority=("003.md",), settle=_DECISIONS.settle)
"""The same decisions, with the first source named."""


def assert_reads_back(found: Document) -> None:
    """Meaning that is found anew in the merged tree is that of the sources."""
    before = Counter((s.kind, s.statement) for s in stated(found.persona))
    again = Counter((s.kind, s.statement) for s in stated(enrich(found, {}).persona))
    assert not before - again


def drifted(shared: Path, every: int) -> list[tuple[Document, Document]]:
    """Pairs of different files of one name that state the same persona, an even share of all."""
    by_name: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((shared / "corpus").rglob("*.md")):
        by_name[path.name.lower()].append(path)
    several = [some for some in by_name.values() if len(some) > 1]
    found = []
    for some in several[::every]:
        read = [read_or_none(path, path.relative_to(shared).as_posix()) for path in some[:3]]
        known = [one for one in read if one is not None]
        found += [
            (one, other)
            for one, other in pairwise(known)
            if one.persona.id == other.persona.id
            and one.sources[0].digest != other.sources[0].digest
        ]
    return found


def read_or_none(path: Path, name: str) -> Document | None:
    try:
        return read(path.read_bytes(), name)
    except (AssertionError, UnicodeDecodeError):
        return None


@pytest.mark.corpus
@pytest.mark.slow
def test_drifted_copies_merge(shared: Path) -> None:
    """With the first one right in everything, each source holds, and merging again is idle."""
    pairs = drifted(shared, 7)
    assert len(pairs) >= 20
    for one, other in pairs:
        first = one.sources[0].path
        whats = ("tools", "allowed-tools", "permission", "hooks", "mcp-servers")
        say = Say(
            priority=(first, other.sources[0].path),
            settle=tuple(Settle(what=what, take=first, reason="x") for what in whats),
        )
        outcome = merge([one, other], say)
        assert outcome.value is not None, (first, outcome.diagnostics)
        assert_sound(outcome.value, (one, other))
        assert_reads_back(outcome.value)
        assert merge([outcome.value, other], say).value == outcome.value
        assert merge([other, one], say).value == outcome.value


@pytest.mark.corpus
@pytest.mark.slow
def test_mutants_extend_their_original(shared: Path) -> None:
    """A child may be stronger than its parent; where it is weaker, the parent holds anyhow."""
    paths = sorted((shared / "corpus" / "frontmatter-md").rglob("*.md"))[::110]
    pages = [found for path in paths if (found := page(path, path.as_posix()))]
    parents = {one.path: read(one.text, one.path) for one in pages}
    weak = sample((m for one in pages for m in weakenings(one)), 4, 10)
    strong = sample((m for one in pages for m in strengthenings(one)), 12, 10)
    same = sample((m for one in pages for m in rewrites(one)), 4, 10)
    assert len(weak) > 60
    for mutant in (*strong, *same):
        outcome = inherit(read(mutant.text, "child.md"), [parents[mutant.path]], [])
        assert not codes(outcome), (mutant.operator, mutant.before, outcome.diagnostics)
    refused: Counter[str] = Counter()
    for mutant in weak:
        outcome = inherit(read(mutant.text, "child.md"), [parents[mutant.path]], [])
        assert outcome.value is not None
        lost = [c for c in compare(parents[mutant.path], outcome.value) if c.old]
        assert not lost, (mutant.operator, mutant.before, mutant.after)
        refused[mutant.operator] += bool(outcome.diagnostics)
    for operator in _REFUSED:
        assert refused[operator] or operator not in {m.operator for m in weak}, operator


_REFUSED = (
    "must-to-should",
    "hedge-prefix",
    "exception-urgent",
    "threshold-loosened",
    "flip-always",
    "tool-added",
    "mode-loosened",
)


@pytest.mark.corpus
def test_other_numbers_of_sources_are_named(shared: Path) -> None:
    """Two sources that differ in the number of one statement disagree about it."""
    every = [p for p in sorted((shared / "corpus").rglob("*.md")) if p.is_file()][::2]
    paths = [path for path in every if path.read_bytes().count(b"%") > 5][::2]
    named = []
    for path in paths:
        one = read_or_none(path, path.name)
        if one is not None and (changed := other_number(one)):
            named.append("MRG002" in codes(merge([one, read(changed, "other.md")], Say())))
    assert len(named) > 10
    assert sum(named) >= 0.9 * len(named), named


def other_number(document: Document) -> str:
    """The text with another percentage in the first statement that has one and stands once."""
    source = document.sources[0].text
    for one in stated(document.persona):
        words = one.clause.text
        if source.count(words) == 1 and not one.aside and len(words.split()) > 3:
            changed = re.sub(r"\b\d+(?=\s?%)", lambda m: str(int(m[0]) + 7), words, count=1)
            if changed != words and len(one.form.bounds) == 1:
                return source.replace(words, changed)
    return ""


# ------------------------------------------------------------------------------------- cost


@pytest.mark.slow
def test_cost_grows_with_the_statements() -> None:
    """Four times the statements cost about four times as much, and never sixteen times."""
    import time

    def seconds(number: int) -> float:
        lines = [
            f"You must check part {at} of module m{at} before release." for at in range(number)
        ]
        a = rules(*lines)
        b = rules(*reversed(lines), path="keeper/b.md")
        begun = time.process_time()
        assert merge([a, b], Say()).value is not None
        return time.process_time() - begun

    seconds(50)
    assert seconds(1200) < 10 * seconds(300) + 0.5


def test_every_code_is_named_once() -> None:
    assert len(set(NAMES.values())) == len(NAMES)


def test_settings_are_read_strictly() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"settle": [{"what": "model", "take": "a.md"}]}, Say)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"order": ["a.md"]}, Say)
