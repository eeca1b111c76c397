"""What binds an agent and what does not, sentence by sentence, and how it is reported."""

import json
from pathlib import Path

import pytest

from helpers import PERSONAS, fill, personac, python, read
from personac.report.contract import Row, rows, table
from personac.tables import gates, markers
from personac.text.sentences import sentences, words_of

# The codes of what a sentence states: R, F or P for a mandate that requires, forbids or permits,
# with "s" for should, "m" for may and "u" when something lifts it; G for a gate, K for a metric,
# with the threshold after a colon.
SENTENCES: tuple[tuple[str, str, str], ...] = (
    # markers
    ("", "Every upload MUST carry a checksum.", "R"),
    ("", "A parcel must be weighed and must be labelled.", "R"),
    ("", "The agent MUST NOT drop a table without written consent.", "Fu"),
    ("", "NO deletion of logs without approval from the auditor", "Fu"),
    ("", "Never merge to `stable` unless the maintainer asks.", "Fu"),
    ("", "Do not forget to update the index.", "R"),
    ("", "Never fail to record the source.", "R"),
    ("", "Releases must not skip the smoke test.", "F"),
    ("", "Always read the diff first, never trust its title.", "R F"),
    ("", "**Never** `drop table`.", "F"),
    ("Rules", "NEVER `drop table`", "F"),
    ("", "Always `make check` first.", "R"),
    ("", "Don't avoid hard questions.", "R"),
    ("", "Doors must be locked; keys must be counted.", "R R"),
    ("", "Do NOT edit fixtures, do not move them, and do not sort them.", "F"),
    ("", "Tokens are never written to disk; encryption is mandatory.", "F R"),
    ("", "The agent MUST NOT grade its own answer. Its part is to suggest.", "F"),
    ("", "Titles should be brief. Avoid abbreviations.", "Rs Fs"),
    ("", "When parsing, prefer the streaming reader.", "Rs"),
    ("", "Prefer not to open old crates.", "Fs"),
    ("", "The sign says &ldquo;you must ring first&rdquo; in red.", ""),
    ("", "The sign says &#34;you must ring first&#34; in red.", ""),
    ("", "You never answer for another team.", "F"),
    ("", "Calls a colleague ONLY when stuck.", "P"),
    ("", "Work ONLY inside the sandbox.", "R"),
    ("", "You may open a draft at any time.", "Pm"),
    ("", "It is critical that you name the version.", "R"),
    ("", "Direct writes are strictly prohibited.", "F"),
    ("", "IMPORTANT: State the unit of each figure.", "R"),
    ("", "A report must quote its data without adding opinion.", "R"),
    ("", "Must emit a metric for each retry.", "R"),
    ("", "I do not sign contracts.", "F"),
    ("", "I don't just list faults.", ""),
    ("", "Sub-agents do not start agents of their own.", "F"),
    ("", "ONLY publish after sign-off.", "P G"),
    ("", "Only answer when the caller asked.", "P"),
    ("", "Go live only after the auditor has approved.", "Pu G"),
    ("", "The clerk must file each form — never change one without its number.", "R Fu"),
    ("", "A report must name its source without repeating it.", "R"),
    ("", "IMPORTANT: Before the first call, the index is read.", "R"),
    ("", "Labels should be clear, short and unique.", "Rs"),
    ("", "Open the folder at that path - do not guess.", "F"),
    ("", "You must weigh, label and sign each parcel.", "R"),
    ("", "Parcels must be weighed. They must be signed. Never guess.", "R R F"),
    ("", "Sells stamps, but I do NOT sell parcels.", "F"),
    ("Golden Rules", "**Working examples** — every sample must run.", "R"),
    ("", "You're not to lend a book.", "F"),
    ("", "You are not to lend a book without a card.", "Fu"),
    ("", "The agent is not to sell stamps.", "F"),
    ("", "The agent is not to blame.", ""),
    ("", "Neither share nor sell a book.", "F"),
    ("", "Neither shelf nor box is full.", ""),
    ("", "Lending to strangers is off limits.", "F"),
    ("", "Nobody may enter the vault.", "F"),
    ("", "No one should enter the vault alone.", "Fs"),
    ("", "Nobody must enter the vault.", "F"),
    ("", "Nobody knows what must be kept.", ""),
    # what only sounds like a mandate
    ("", "Do not use this agent for one-line fixes.", ""),
    ("Golden Rules", "**Bad example:** you must guess", ""),
    ("", "When the mode is `audit`: no further setup is required.", ""),
    ("", "FOR LATER USE ONLY - NOT FOR NOW, while the index is built", ""),
    ("", "Help them understand that rules (and there are many) should be avoided.", ""),
    ("", "No half-written drafts remain", ""),
    ("", "A calm voice, always launch-ready", ""),
    ("", "Mandatory fields, required inputs and forbidden words", ""),
    ("", "Able to detect what must never be published", ""),
    ("Capabilities", "Can stop a release", ""),
    ("Triggers", "Use when a parcel must be sent", ""),
    ("", "Never content with a vague answer.", ""),
    ("", "Can read the audit trail.", ""),
    ("", "You can always ask for a summary.", ""),
    ("", "Do not hesitate to ask.", ""),
    ("", "No further sign-off required.", ""),
    ("", "Explains which fields must be filled.", ""),
    ("", "Must it be done today?", ""),
    ("", "Knows the rule “Every door must be closed” by heart.", ""),
    ("", "For example, you must say so.", ""),
    ("", "`never call this twice` is the comment it leaves.", ""),
    ("When to Use", "This agent must be called for every release.", ""),
    ("Examples", "You must restart the server.", ""),
    ("Update History", "1.1: every rule must now have an owner", ""),
    ("Mandate", "To make sure that invoices reach the customer.", ""),
    ("", "You do not just write code.", ""),
    ("", "It is weaker than a MUST.", ""),
    # containers
    ("Find the constraints", "Slow pages", ""),
    ("Golden Rules", "❌ **Guessing:** ask the owner", "F"),
    ("Critical Rules", "Keep one topic per commit.", "R"),
    ("Best Practices", "Keep one topic per commit.", ""),
    ("Critical Rules", "**Names**: keep them as they are; do not shorten any.", "R F"),
    ("Core Mandates", "**Trace first:** The log is the truth. All steps MUST be logged.", "R"),
    ("Forbidden Actions", "Rewriting published history", "F"),
    ("Will Not", "Pick colours", "F"),
    ("Constraints", "No network access", "F"),
    ("Golden Rules", "❌ Guessing", "F"),
    ("What I DON'T Do", "Prices", "F"),
    ("What You Should NOT Do", "Set prices", "F"),
    ("Anti-Patterns (Never Do These)", "Guess the weight", "F"),
    ("Anti-Patterns (to avoid)", "Guess the weight", "F"),
    ("Anti-Patterns", "Guess the weight", ""),
    ("Service boundaries", "Keep to the contract", ""),
    ("Safety boundaries", "Keep to the contract", "R"),
    ("Forbidden-token rejection", "Return the list", ""),
    ("Trade-offs", "Prefer speed over polish", ""),
    ("No longer forbidden", "Rewriting published history", ""),
    ("Not forbidden", "Rewriting published history", ""),
    ("Formerly forbidden", "Rewriting published history", ""),
    ("What is not prohibited", "Rewriting published history", ""),
    ("Deprecated rules", "Keep one topic per commit.", ""),
    ("Not mandatory", "Keep one topic per commit.", ""),
    ("No longer quality gates", "The shelf is full", ""),
    ("No longer forbidden", "Never guess.", "F"),
    ("No-code rules", "Keep one topic per commit.", "R"),
    ("Golden Rules", "**No longer forbidden:** guessing", ""),
    ("Golden Rules", "“Never lend a book.”", ""),
    ("Golden Rules", '"Keep the shelf tidy."', ""),
    ("Golden Rules", "`Never lend a book.`", "F"),
    ("Golden Rules", "`Never lend a book without a card.`", "Fu"),
    ("Golden Rules", "`count-books --all`", "R"),
    ("Golden Rules", "Must we never lend a book?", ""),
    ("Golden Rules", "Is the shelf full?", ""),
    ("Golden Rules", "Never lend in haste — always ask first: Who? For how long?", "F R"),
    ("", "Ask yourself: must it be lent?", ""),
    ("Golden Rules", "Is the shelf full? Call the clerk.", "R"),
    ("Golden Rules", "Say “Good day” first.", "R"),
    ("Forbidden phrases", '"As everybody knows"', "F"),
    ("Forbidden Actions", "`shred --all`", "F"),
    ("", "`Never lend a book.`", ""),
    ("Quality Checklist", "Is the shelf full?", "G"),
    # gates
    ("", "Ensure the figures are checked before publishing the table.", "G"),
    ("", "Write a plan, get approval, then build.", "G"),
    ("", "Changes to the schema require approval from its owner.", "G"),
    ("", "Do NOT continue without explicit approval.", "Fu G"),
    ("", "No package is published without a passing scan.", "Fu G"),
    ("", "Drafts with open comments must never be published.", "F"),
    ("", "Do not open part two before part one is closed.", "F"),
    ("", "**Quality Gate:** Summaries MUST name two sources.", "R G"),
    ("", "[ ] Restore was rehearsed", "G"),
    ("", "Delays over 2 hours MUST go to a human for approval.", "R:over 2 hours G:over 2 hours"),
    ("", "Slowdowns >20% MUST open a ticket.", "R:>20% G:>20%"),
    ("Quality Checklist", "Names should be unique.", "Rs G"),
    ("Quality Gates", "The restore takes less than 15 minutes.", "G:less than 15 minutes"),
    ("Regression Thresholds", "Start-up time increase >5%", "G:>5%"),
    ("Definition of Done", "The owner has read the notes", "G"),
    ("", "The editor must approve every cover.", "R G"),
    ("", "Ask before removing a page.", "G"),
    ("", "Ask a question before removing a page.", ""),
    ("", "Make sure that all links work before you merge.", "G"),
    ("", "Run the whole suite before you open a pull request.", "G"),
    ("", "Pause for human review after each chapter.", "G"),
    ("", "Legal review required before launch.", "G"),
    ("", "If any check fails, do not continue.", "F G"),
    ("", "If a file cannot be read, stop.", "G"),
    ("", "Stop and return control when the target is unknown.", "G"),
    ("", "A missing field is a stop condition.", "G"),
    ("", "A cover is not published until two editors approve.", "G"),
    ("", "Never close a ticket with failing tests.", "F G"),
    ("", "Verify the request is approved (if not, HALT and say so)", "G"),
    ("", "**Check the total before sending:** compare it with the order", "G"),
    ("", "Nothing you return blocks the release.", ""),
    ("", "If validation fails, return to step 2.", ""),
    ("", "Write part one before you begin part two.", ""),
    ("Run the health gate", "Read the dashboard", ""),
    ("Quality Gates & Process", "Talk to the team early", ""),
    ("Escalation Criteria", "The customer threatens to sue", "G"),
    ("Ask First", "Changing the price list", "G"),
    ("Done When", "The shelf is full", "G"),
    ("Final checks", "The shelf is full", "G"),
    ("Health checks", "The shelf is full", ""),
    ("", "Never ask for approval to read a file.", "F"),
    ("", "Time from request to confirmation", ""),
    ("", "Requires `id: write` permission", ""),
    ("", "Before drafting, you must read the guide to ensure that it fits.", "R"),
    # metrics
    ("Deployment targets", "Two clusters", ""),
    ("Success Criteria", "Fewer than 3 returns", "K:Fewer than 3 returns"),
    ("Success Criteria", "Happy readers", ""),
    ("Success Metrics", "Uptime > 99.9%", "K:> 99.9%"),
    ("Key Performance Indicators", "Time to first answer", "K"),
    ("Quality Standards", "Zero lost messages", "K:Zero"),
    ("Quality Standards", "Careful wording", ""),
    (
        "",
        "SLO 1: a reply should come within 90 seconds.",
        "Rs:within 90 seconds K:within 90 seconds",
    ),
)
KINDS = {"mandate": "", "gate": "G", "metric": "K"}
MODALITIES = {"must": "", "should": "s", "may": "m"}


def code(row: Row, *, threshold: bool) -> str:
    kind = KINDS[row["kind"]] or (row["polarity"] or "?")[0].upper()
    force = MODALITIES[row["modality"]] if row["modality"] else ""
    limit = f":{row['threshold']}" if threshold and row["threshold"] else ""
    return kind + force + "u" * row["unless"] + limit


def stated(container: str, sentence: str, *, threshold: bool = True) -> list[str]:
    text = f"# Mia\n\n## {container or 'Approach'}\n\n- {sentence}\n"
    return [code(row, threshold=threshold) for row in rows(read(text))]


@pytest.mark.parametrize(("container", "sentence", "expected"), SENTENCES)
def test_sentence(container: str, sentence: str, expected: str) -> None:
    """An item of a list states what it says, by its own marker or by its heading's."""
    found = stated(container, sentence, threshold=":" in expected)
    assert sorted(found) == sorted(_split(expected))


def _split(codes: str) -> list[str]:
    """Codes apart; a threshold may hold spaces, a code starts with a capital."""
    found: list[str] = []
    for word in codes.split():
        if word[0] in "RFPGK" and (len(word) == 1 or word[1] in "smu:"):
            found.append(word)
        else:
            found[-1] += f" {word}"
    return found


SEVERAL: tuple[tuple[str, list[str]], ...] = (
    ("The agent must not:\n\n- sell data\n- call strangers", ["F", "F"]),
    ("You must:\n\n- sign the form\n- keep a copy", ["R", "R"]),
    ("Unless the owner objects, you must:\n\n- sign the form\n- keep a copy", ["Ru", "Ru"]),
    ("Without approval, you must not:\n\n- sell data\n- call strangers", ["Fu", "Fu"]),
    ("You must not, without approval:\n\n- sell data", ["Fu"]),
    ("Never unless asked:\n\n- sell data", ["Fu"]),
    ("During the fair you must not:\n\n- sell data", ["F"]),
    ("You could:\n\n- sign the form", []),
    ("## Golden Rules\n\nYou could:\n\n- sign the form\n- never lend it", ["F"]),
    ("## Golden Rules\n\n- You could:\n  - sign the form\n- Keep a copy", ["R"]),
    ("The summary must contain:\n\n- scope\n- risks", ["R"]),
    ("```sh\n# never run this\n```", []),
    (
        "| Level | Meaning |\n|---|---|\n| high | halt the release, must be fixed first |",
        ["R", "G"],
    ),
    (
        (
            "## Golden Rules\n\n| Case | Means | Then |\n|---|---|---|\n"
            "| Level 2 | fire | stop the release, must be out first |\n| Keep a copy | yes | no |"
        ),
        ["R", "G", "R"],
    ),
    ("<critical_rule>When a book is torn:</critical_rule>\n\n- Call the clerk", ["R"]),
    ("<critical_rule>The report must contain:</critical_rule>\n\n- scope", ["R"]),
    ("<critical_rule>Lend no torn book</critical_rule>\n\n- Torn means torn", ["R"]),
    ("<example>\nYou must restart.\n</example>", []),
    ("> The agent MUST keep a copy.", ["R"]),
    ("## Mandatory rules\n\n- Count twice.", ["R"]),
    (
        "<rules>\n<must_not>Sell data</must_not>\n<must_not>Call</must_not>\n<must>Sign</must>\n</rules>",
        ["F", "F", "R"],
    ),
    ("<must_not>Sell data</must_not>\n<must_not>Call</must_not>", ["F", "F"]),
    ("## 🔴 CRITICAL\n\n- Open doors\n\n## 🟡 MEDIUM\n\n- Open windows", []),
    ("🔴 **CRITICAL**\n\n- Close doors", ["R"]),
    ("These are no longer forbidden:\n\n- Open doors", []),
    ("## Rules\n\n- Close doors\n\n### No longer forbidden\n\n- Open doors", ["R"]),
    ("<formerly_forbidden>\n- Open doors\n</formerly_forbidden>", []),
    ("Before sending, verify:\n\n- the name\n- the sum", ["G", "G"]),
    ("## Output format\n\n- **Scoring rules:**\n  - a table of points", []),
    ("> A sample: “You must go.”", []),
    ("## When to invoke\n\n- It must be urgent.\n\nYour part: you must be exact.", ["R"]),
    ("## When to invoke\n\nIt must be urgent.\n\n- You must say so.", []),
    ("Text before\n      ```text\n      never\n\n      ```\n\nYou must stay.", ["R"]),
)


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[text[:30] for text, _ in SEVERAL])
def test_block(text: str, expected: list[str]) -> None:
    """A lead line hands its force to its items or keeps it; code and examples bind nobody."""
    assert [code(row, threshold=False) for row in rows(read(f"# Mia\n\n{text}\n"))] == expected


XML: tuple[tuple[str, list[str]], ...] = (
    ("<never>Skip a test</never><never>Merge alone</never>", ["F", "F"]),
    ("<rules><rule type='must_not'>Leak</rule><rule type='must'>Sign</rule></rules>", ["F", "R"]),
    (
        "<constraint level='should'>Be brief</constraint><constraint>Be exact</constraint>",
        ["Rs", "R"],
    ),
    (
        "<prohibited_actions><action>Sell</action><action>Call</action></prohibited_actions>",
        ["F", "F"],
    ),
    ("<forbidden>Guesses</forbidden><avoid>Jargon</avoid><may>Ask</may>", ["F", "Fs", "Pm"]),
    (
        "<validation_checks><before>\n- sum given\n- name given\n</before></validation_checks>",
        ["G", "G"],
    ),
)


@pytest.mark.parametrize(("inside", "expected"), XML, ids=[inside[:30] for inside, _ in XML])
def test_xml_force(inside: str, expected: list[str]) -> None:
    """An element or attribute that names a marker gives its force to the words inside."""
    written = inside.replace("><", ">\n<")
    text = f"# Mia\n\n```xml\n<persona>\n{written}\n</persona>\n```\n"
    assert [code(row, threshold=False) for row in rows(read(text))] == expected


DEFINITION = """# Mia

```yaml
agent:
  name: Mia
  whenToUse: "Every letter must go through Mia"
activation-instructions:
  - DO NOT: Open letters of others
  - ONLY answer when somebody asks
  - CRITICAL RULE: When two letters conflict, the younger one counts
  # Never read this remark
core_principles:
  - Care - Always weigh a letter first
  - 'Never lose a letter.'
notes: |
  Plain words.
  The key must be returned.
blocking: "unknown sender"
```
"""


def test_yaml_definition() -> None:
    """A persona that is written as YAML in a fence is read like the body, line by line."""
    found = [(row["line"], code(row, threshold=False)) for row in rows(read(DEFINITION))]
    assert found == [(8, "F"), (9, "P"), (10, "R"), (13, "R"), (14, "F"), (17, "R"), (18, "G")]


def test_yaml_sample() -> None:
    """A fence with some other YAML binds nobody."""
    assert not rows(read("# Mia\n\n```yaml\nname: x\nrule: never go\n```\n"))


def test_xml_gate() -> None:
    """An element with its criteria is one gate, with their threshold."""
    parts = "<criteria>At least 2 reviewers</criteria><criteria>No open comment</criteria>"
    written = f'<gate name="Review">{parts}</gate>'
    text = f"```xml\n<persona>\n<mandatory_gates>\n{written}\n</mandatory_gates>\n</persona>\n```\n"
    (gate,) = rows(read(text))
    assert gate["kind"] == "gate"
    assert (gate["threshold"] or "").startswith("At least 2")


GATE_ATTRIBUTES = (
    ('threshold="at least 2 reviewers"', "at least 2 reviewers"),
    ('threshold="95%"', "95%"),
    ('threshold="3"', "3"),
    ('criteria="coverage >= 80%"', ">= 80%"),
    ('criteria="3"', "At most 5 warnings"),
    ('min="80"', "min 80"),
    ('min="80%"', "min 80%"),
    ('value="> 40 points"', "> 40 points"),
    ('owner="team 7"', "At most 5 warnings"),
)


@pytest.mark.parametrize(("attribute", "expected"), GATE_ATTRIBUTES)
def test_gate_attribute(attribute: str, expected: str) -> None:
    """An attribute of a gate states its threshold before any of its parts does."""
    text = f'<gate name="Review" {attribute}>\n\n- At most 5 warnings\n\n</gate>'
    (gate,) = rows(read(f"# Mia\n\n{text}\n"))
    assert (gate["kind"], gate["text"], gate["threshold"]) == ("gate", "Review", expected)


def test_attribute_of_gate_in_words() -> None:
    """A gate that is only a sentence takes its threshold from its attribute as well."""
    written = '<gate name="Cover" threshold="95%">All tests pass</gate>'
    text = f"```xml\n<persona>\n<gates>\n{written}\n</gates>\n</persona>\n```\n"
    (gate,) = rows(read(text))
    assert (gate["text"], gate["threshold"]) == ("All tests pass", "95%")


def test_label_names_what_is_banned() -> None:
    """What follows the label of a ban is often the remedy: the label belongs to its words, with its
    emphasis.
    """
    (row,) = rows(read("# Mia\n\n## Forbidden Patterns\n\n- **Fixed ids:** Use a setting.\n"))
    assert (row["polarity"], row["text"]) == ("forbid", "Fixed ids: Use a setting.")
    assert (row["line"], row["column"]) == (5, 3)


def test_jsonl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One JSON object a line, in document order, with the place where the words stand."""
    monkeypatch.chdir(tmp_path)
    text = (
        "# Mia\n\nYou **must** go. Never stay unless asked.\n\n## Quality Gates\n\n- p95 < 5 ms\n"
    )
    fill(tmp_path, {"mia.md": text})
    ran = personac("contract", "--format", "jsonl", "mia.md")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [set(row) >= set(Row.__annotations__) for row in found] == [True] * 3
    assert [(row["file"], row["line"], row["column"]) for row in found] == [
        ("mia.md", 3, 1),
        ("mia.md", 3, 18),
        ("mia.md", 7, 3),
    ]
    assert [
        (r["kind"], r["polarity"], r["modality"], r["unless"], r["threshold"]) for r in found
    ] == [
        ("mandate", "require", "must", False, None),
        ("mandate", "forbid", "must", True, None),
        ("gate", None, None, False, "p95 < 5 ms"),
    ]
    assert len({row["id"] for row in found}) == 3


def test_repetition_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that stands twice is two clauses at two places."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"mia.md": "# Mia\n\n## Mandates\n\n- Never hurry.\n- Never hurry.\n"})
    out = personac("contract", "--format", "jsonl", "mia.md").out
    assert [json.loads(line)["line"] for line in out.splitlines()] == [5, 6]


@pytest.mark.parametrize("name", ["api\\_key", "api_key", "\\*key\\*", "`api_key`"])
def test_escapes_stay_words(name: str) -> None:
    """An escaped mark is a character of the statement, not emphasis."""
    (row,) = rows(read(f"# Mia\n\nNever print {name} at all.\n"))
    assert row["text"] == f"Never print {name} at all.".replace("\\", "")


def test_needed_words() -> None:
    """No pattern matches a sentence that holds none of the words it is skipped without."""
    said = [sentence for _, sentence, _ in SENTENCES] + [p.read_text("utf-8") for p in PERSONAS]
    parts = [part.bare for text in said for part in sentences(text)]
    patterns = [(word.needed, word.pattern) for word in (*markers.words(), *markers.capitals())]
    for family in (gates.approvals(), gates.ordered(), *gates.stops()):
        patterns += [(family.needed, pattern) for pattern in family.patterns]
    missed = {
        (pattern.pattern, bare)
        for bare in parts
        for needed, pattern in patterns
        if needed.isdisjoint(words_of(bare)) and pattern.search(bare)
    }
    assert not missed


BOUNDS = {"mandate": 0.92, "gate": 0.82, "metric": 0.88}
"""The least F1 of each kind on files that people labelled."""


def test_labelled_files(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found in hand-labelled files agrees with the labels, in every dialect."""
    gold = shared / "gold"
    listed = (gold / "dev.files.txt").read_text("utf-8").splitlines()
    monkeypatch.chdir(shared)
    files = [name if name.startswith("seeds/") else f"corpus/{name}" for name in listed]
    predicted = tmp_path / "found.jsonl"
    predicted.write_text(personac("contract", "--format", "jsonl", *files).out, "utf-8")
    roots = ("--root", str(shared / "corpus"), "--root", str(shared))
    scorer = (gold / "score.py", gold / "dev.jsonl", gold / "dev.files.txt", predicted)
    ran = python(*map(str, scorer), *roots, "--json", timeout=120)
    groups = json.loads(ran.out)["results"]["tolerance_0"]
    total = groups.pop("ALL")
    for kind, bound in BOUNDS.items():
        each = [group[kind]["f1"] for group in groups.values() if group[kind]["gold"]]
        assert total[kind]["f1"] >= bound, kind
        assert abs(sum(each) / len(each) - total[kind]["f1"]) <= 0.05, kind
    assert total["mandate"]["polarity_accuracy"] >= 0.98
    assert total["mandate"]["modality_accuracy"] >= 0.95


def test_permit_in_words() -> None:
    """A permit reads as one: its condition is no exception to a duty."""
    found = rows(read("# Mia\n\nGo live only after the auditor has approved.\n\nYou may ask.\n"))
    shown = table(row for row in found if row["kind"] == "mandate")
    assert [line.split()[1] for line in shown.splitlines()[1:]] == ["only", "may"]
