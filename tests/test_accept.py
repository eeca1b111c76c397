"""Baking revisions into their sources: what is written, how it looks, and what is refused."""

import json
import os
import re
from pathlib import Path
from random import Random

import pytest

from helpers import ROOT, Ran, files_below, fill, personac
from personac import fs
from personac.accept.bake import Baked, Refused
from personac.accept.review import Review, baked, lasting, review
from personac.api import Document
from personac.assembly import Settled
from personac.codec import decode_source
from personac.composition import alone
from personac.model import Item, Section, Step, Text
from personac.revise._words import places, words_of
from personac.revise.engine import Loaded, parse_revision
from personac.source import Source
from projects import Project

HEAD = "schema: personac/revision/1\nid: {}\napplies_to: ['*']\n{}ops:\n"
SAMPLED = 10
WRITTEN, IN_XML = 0.85, 0.7
"""The share of changes that can be written into sources as they come; the rest is refused. Among
elements neither an entry with a label nor a text before them can be written.
"""


def revision(ops: str, name: str = "x", more: str = "", end: str = "") -> Loaded:
    text = HEAD.format(name, more) + "".join(f"  - {op}\n" for op in ops.splitlines()) + end
    found = parse_revision(f"revisions/{name}.yaml", text)
    assert found.value is not None, found.diagnostics
    return found.value


def source(text: str, path: str = "personas/mia.md") -> Source:
    return decode_source(path, text.encode())


def accepted(text: str, ops: str, path: str = "personas/mia.md") -> str:
    """The source with the ops in it, after which the next build has nothing to do."""
    loaded = revision(ops, end="ensures: {preserve: []}\n")
    one = review(alone(source(text, path)), [loaded], Settled())
    assert one.revised is not None, one.findings
    new = baked(one, Settled())
    assert isinstance(new, Baked), new
    assert lasting(one, new, [loaded], Settled()) == ""
    again = review(alone(new.files[0].new), [loaded], Settled())
    assert not again.changed
    assert "REV008" in [found.diagnostic.code for found in again.findings]
    return new.files[0].new.text


def refused(text: str, ops: str) -> str:
    one = review(alone(source(text)), [revision(ops, end="ensures: {preserve: []}\n")], Settled())
    assert one.revised is not None, one.findings
    new = baked(one, Settled())
    assert isinstance(new, Refused), new
    return new.reason


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    old, new = before.split("\n"), after.split("\n")
    return [one for one in old if one not in new], [one for one in new if one not in old]


# ---------------------------------------------------------------------------------- Markdown

HABITS = [
    "## Habits",
    "*   Read __twice__ before",
    "    you write.",
    "*   **Pace**: Stop after an hour.",
]

MIA = """\
---
name: mia
# who she is
description: "Reviews changes: all of them."  # one line
tools: [Read, Grep]
skills:
  - reading  # first
  - asking
---

# Mia

**Role**: Reviewer of the
release branch

## Habits

*   Read __twice__ before
    you write.
*   **Pace**: Stop after an hour.

## Steps

3) Read it.
4) Try it.

| Who | What |
|:----|-----:|
| Ada | reads |

> Some words
> of others.
"""


@pytest.mark.parametrize(
    ("op", "went", "came"),
    [
        (
            "{id: a, op: append, target: {label: Pace}, text: Then rest.}",
            ["*   **Pace**: Stop after an hour."],
            ["*   **Pace**: Stop after an hour. Then rest."],
        ),
        (
            "{id: a, op: append, target: {label: Role}, text: Says why.}",
            ["release branch"],
            ["release branch. Says why."],
        ),
        (
            "{id: a, op: insert, target: {label: Pace}, text: Drink tea., label: Breaks}",
            [],
            ["*   **Breaks**: Drink tea."],
        ),
        (
            "{id: a, op: insert, where: before, target: {quote: Read twice}, text: Breathe.}",
            [],
            ["*   Breathe."],
        ),
        (
            "{id: a, op: insert, target: {quote: Read it}, text: Ask about it.}",
            ["4) Try it."],
            ["4) Ask about it.", "5) Try it."],
        ),
        (
            "{id: a, op: rephrase, target: {quote: Read twice}, words: twice, with: three times}",
            ["*   Read __twice__ before"],
            ["*   Read __three times__ before"],
        ),
        (
            "{id: a, op: 'replace', target: {label: Pace}, text: Walk., label: Rest}",
            ["*   **Pace**: Stop after an hour."],
            ["*   **Rest**: Walk."],
        ),
        (
            "{id: a, op: rephrase, target: {quote: Ada}, words: reads, with: listens}",
            ["| Ada | reads |"],
            ["| Ada | listens |"],
        ),
        (
            "{id: a, op: rephrase, target: {quote: words of others}, words: Some, with: Many}",
            ["> Some words"],
            ["> Many words"],
        ),
        (
            "{id: a, op: rephrase, target: {section: Habits}, words: Habits, with: Customs}",
            ["## Habits"],
            ["## Customs"],
        ),
        (
            "{id: a, op: append, target: {section: Mia}, text: Is kind.}",
            [],
            ["Is kind."],
        ),
        (
            "{id: a, op: set, field: description, value: 'Reads: everything.'}",
            ['description: "Reviews changes: all of them."  # one line'],
            ['description: "Reads: everything."  # one line'],
        ),
        (
            "{id: a, op: set, field: tools, value: [Read]}",
            ["tools: [Read, Grep]"],
            ["tools: [Read]"],
        ),
        (
            "{id: a, op: set, field: skills, value: [reading, waiting]}",
            ["  - asking"],
            ["  - waiting"],
        ),
        ("{id: a, op: set, field: colour, value: blue}", [], ["colour: blue"]),
    ],
)
def test_markdown(op: str, went: list[str], came: list[str]) -> None:
    """Bullets, numbers, quotes, comments and line breaks stay those of the author."""
    after = accepted(MIA, op)
    gone, new = changed(MIA, after)
    assert (gone, new) == (went, came)
    assert len(after.split("\n")) - len(MIA.split("\n")) in (len(new) - len(gone), len(new) + 1)


@pytest.mark.parametrize(
    ("target", "went", "came"),
    [
        ("{label: Pace}", ["*   **Pace**: Stop after an hour."], []),
        ("{quote: Read it}", ["3) Read it.", "4) Try it."], ["3) Try it."]),
        ("{quote: Ada}", ["| Ada | reads |"], []),
        (
            "{field: description}",
            ['description: "Reviews changes: all of them."  # one line'],
            ["# one line"],
        ),
        ("{field: skills}", ["skills:", "  - reading  # first", "  - asking"], []),
        ("{section: Habits}", HABITS, []),
    ],
)
def test_removal_takes_its_lines(target: str, went: list[str], came: list[str]) -> None:
    """What is removed goes with its lines; no gap stays, and no comment is lost."""
    ops = f"{{id: a, op: remove, reason: r, if_missing: skip, target: {target}}}"
    one = review(alone(source(MIA)), [revision(ops, end="ensures: {preserve: []}\n")], Settled())
    new = baked(one, Settled())
    assert isinstance(new, Baked), new
    gone, there = changed(MIA, new.files[0].new.text)
    assert [line for line in gone if line] == [line for line in went if line]
    assert there == came
    assert "\n\n\n" not in new.files[0].new.text


def test_loose_list_stays_loose() -> None:
    """An entry comes with the blank line that sets the others apart."""
    text = "# Mia\n\n- One\n\n- Two\n\nEnd.\n"
    op = "{id: a, op: insert, target: {quote: Two}, text: Three}"
    assert accepted(text, op) == "# Mia\n\n- One\n\n- Two\n\n- Three\n\nEnd.\n"


def test_nested_list_keeps_its_margin() -> None:
    """An entry below another is written as deep as those beside it."""
    text = "# Mia\n\n1. Outer\n   + inner one\n   + inner two\n2. Other\n"
    op = "{id: a, op: insert, target: {quote: inner two}, text: inner three}"
    assert "   + inner two\n   + inner three\n2. Other" in accepted(text, op)


def test_after_an_entry_with_others_below() -> None:
    """A new entry stands after all that belongs to the one before it."""
    text = "# Mia\n\n- Outer\n  - inner\n\n  ```sh\n  run\n  ```\n- Other\n"
    op = "{id: a, op: insert, target: {quote: Outer}, text: Next}"
    assert accepted(text, op).endswith("  ```\n- Next\n- Other\n")


def test_header_of_its_own() -> None:
    """A persona without a header gets one."""
    op = "{id: a, op: set, field: description, value: Reads.}"
    assert accepted("# Mia\n\nReads.\n", op, "mia.md").startswith(
        "---\ndescription: Reads.\n---\n\n#"
    )


@pytest.mark.parametrize(
    ("written", "came"),
    [
        ("description: Reads.", "description: 'It''s: new'"),
        ("description: 'Reads.'", "description: 'It''s: new'"),
        ('description: "Reads."', 'description: "It\'s: new"'),
        ("description: >-\n  Reads\n  all.", "description: >-\n  It's: new"),
        ("description: |\n  Reads\n  all.", "description: |-\n  It's: new"),
    ],
)
def test_scalar_styles(written: str, came: str) -> None:
    """A value keeps its quotes or its block as long as it can be written so."""
    text = f"---\nname: mia\n{written}\n---\n\n# Mia\n"
    after = accepted(text, '{id: a, op: set, field: description, value: "It\'s: new"}')
    if written == "description: Reads.":
        came = 'description: "It\'s: new"'
    assert f"\n{came}\n" in after


# --------------------------------------------------------------------------- other dialects

XML = """\
# Mia

```xml
<agent name="mia">
  <role>Reviewer &amp; reader</role>
  <rules>
    <rule>Read first,
      then write.</rule>
    <!-- the second -->
    <rule>Never guess.</rule>
  </rules>
  <habits>
    - Drink tea
    - Walk
  </habits>
</agent>
```
"""


@pytest.mark.parametrize(
    ("op", "went", "came"),
    [
        (
            "{id: a, op: append, target: {quote: Never guess}, text: Ask <x> & wait.}",
            ["    <rule>Never guess.</rule>"],
            ["    <rule>Never guess. Ask &lt;x&gt; &amp; wait.</rule>"],
        ),
        (
            "{id: a, op: insert, target: {quote: Never guess}, text: Say why.}",
            [],
            ["    <rule>Say why.</rule>"],
        ),
        (
            "{id: a, op: insert, where: before, target: {quote: Read first}, text: Breathe.}",
            [],
            ["    <rule>Breathe.</rule>"],
        ),
        ("{id: a, op: insert, target: {quote: Drink tea}, text: Sleep}", [], ["    - Sleep"]),
        (
            "{id: a, op: rephrase, target: {quote: Reviewer}, words: reader, with: writer}",
            ["  <role>Reviewer &amp; reader</role>"],
            ["  <role>Reviewer &amp; writer</role>"],
        ),
        (
            "{id: a, op: append, target: {quote: then write}, text: Then rest.}",
            ["      then write.</rule>"],
            ["      then write. Then rest.</rule>"],
        ),
    ],
)
def test_xml(op: str, went: list[str], came: list[str]) -> None:
    """Elements are written like their neighbours, with what XML reserves written out."""
    assert changed(XML, accepted(XML, op)) == (went, came)


def test_xml_steps_count_on() -> None:
    """A step comes with the number that is its turn, and those after it count on."""
    steps = "".join(f'    <step n="{n}">Do {w} well.</step>\n' for n, w in ((1, "one"), (2, "two")))
    text = f"```xml\n<agent name='mia'>\n  <process>\n{steps}  </process>\n</agent>\n```\n"
    after = accepted(text, "{id: a, op: insert, target: {quote: Do one}, text: Rest.}")
    assert changed(text, after) == (
        ['    <step n="2">Do two well.</step>'],
        ['    <step n="2">Rest.</step>', '    <step n="3">Do two well.</step>'],
    )


def test_xml_comments_stay() -> None:
    """What is removed takes its element, and no comment."""
    ops = "{id: a, op: remove, reason: r, if_missing: skip, target: {quote: Read first}}"
    new = baked(
        review(alone(source(XML)), [revision(ops, end="ensures: {preserve: []}\n")], Settled()),
        Settled(),
    )
    assert isinstance(new, Baked), new
    assert "<!-- the second -->" in new.files[0].new.text
    assert "then write" not in new.files[0].new.text


CANONICAL = """\
schema: personac/persona/1
id: mia
# the header
header:
- type: field
  key: description
  value: "Reads: all."  # quoted
body:
- type: section
  title: Rules
  children:
  - type: item
    label: First
    text: Read it.
  - type: item
    text: >-
      Never
      guess.
"""


@pytest.mark.parametrize(
    ("op", "came"),
    [
        (
            "{id: a, op: append, target: {quote: Read it}, text: 'Then: rest.'}",
            ['    text: "Read it. Then: rest."'],
        ),
        (
            "{id: a, op: insert, target: {quote: Read it}, text: Say why., label: Then}",
            ["    label: Then", "    text: Say why."],
        ),
        (
            "{id: a, op: set, field: description, value: Reads.}",
            ['  value: "Reads."  # quoted'],
        ),
        (
            "{id: a, op: append, target: {quote: Never guess}, text: Ask.}",
            ["      Never guess. Ask."],
        ),
    ],
)
def test_canonical(op: str, came: list[str]) -> None:
    """A canonical document keeps its quotes, blocks and comments."""
    after = accepted(CANONICAL, op, "personas/mia.yaml")
    assert changed(CANONICAL, after)[1] == came
    assert "# the header" in after


# ------------------------------------------------------------------------------- properties

OWN = (
    *(p for p in sorted((ROOT / "personas").glob("*.md")) if p.stem != "README"),
    *sorted((ROOT / "tests" / "equivalence").rglob("*.md")),
)


def quoted(text: str) -> str:
    """A text in YAML."""
    return json.dumps(text, ensure_ascii=False)


def drafts(document: Document, random: Random, most: int = 1) -> list[str]:
    """Ops on nodes of a document, drawn by lot, each kind of op on each kind of node."""
    found = [place.node for place in places(document.persona)]
    ops: list[str] = []
    for kind in (Item, Text, Step):
        nodes = [n for n in found if isinstance(n, kind) and words_of(n)]
        for node in random.sample(nodes, min(most, len(nodes))):
            words = words_of(node).split()
            target = f"target: {{quote: {quoted(' '.join(words[:9]) + ' …')}}}"
            new = "text: Quietly wait & see."
            ops += [f"op: append, {target}, {new}", f"op: insert, {target}, {new}"]
            ops.append(f"op: insert, where: before, {target}, {new}, label: Waiting")
            if plain := [word for word in words if word.isalpha()]:
                other = f"words: {quoted(random.choice(plain))}, with: quite other"
                ops.append(f"op: rephrase, {target}, {other}")
    sections = [n.title for n in found if isinstance(n, Section)]
    for title in random.sample(sections, min(most, len(sections))):
        ops.append(f"op: append, target: {{section: {quoted(title)}}}, text: Quietly wait.")
    return [*ops, 'op: set, field: description, value: "Does it: well."']


def outcome(text: Source, op: str) -> tuple[Review, Baked | Refused] | None:
    """What became of an op; None when it does not apply."""
    loaded = revision(f"{{id: a, {op}}}", end="ensures: {preserve: []}\n")
    one = review(alone(text), [loaded], Settled())
    if not one.changed:
        return None
    new = baked(one, Settled())
    if isinstance(new, Baked) and (problem := lasting(one, new, [loaded], Settled())):
        new = Refused(problem)
    return one, new


def held(one: Review, new: Baked) -> bool:
    """Whether every line that no edit touches is there as it was, in order."""
    touched = {
        number
        for edit in new.files[0].edits
        for number in range(
            one.source.position(edit.span.start).line, one.source.position(edit.span.end).line + 1
        )
    }
    lines = one.source.text.split("\n")
    kept = [line for number, line in enumerate(lines, 1) if number not in touched]
    rest = iter(new.files[0].new.text.split("\n"))
    return all(line in rest for line in kept)


def test_own_personas() -> None:
    """Nearly every change can be written, and none touches another line."""
    results: list[tuple[Review, Baked | Refused]] = []
    for path in OWN:
        text = decode_source(path.name, path.read_bytes())
        document = review(alone(text), [], Settled()).document
        assert document is not None
        drawn = [outcome(text, op) for op in drafts(document, Random(path.name))]
        results += [one for one in drawn if one is not None]
    done = [(one, new) for one, new in results if isinstance(new, Baked)]
    assert all(held(one, new) for one, new in done)
    assert len(done) >= 0.8 * len(results), [n for _, n in results if isinstance(n, Refused)]


@pytest.mark.corpus
@pytest.mark.parametrize(
    "folder", ["frontmatter-md", "copilot-agent", "xml-persona", "bmad-role", "handle-style"]
)
def test_collection(shared: Path, folder: str) -> None:
    """So it is for personas of all dialects: written and proven, or refused with a reason."""
    base = shared / "corpus" / folder
    found = sorted(Path(at, name) for at, _, names in os.walk(base) for name in names)
    results: list[tuple[Review, Baked | Refused]] = []
    for path in found[:: max(1, len(found) // SAMPLED)]:
        text = decode_source("personas/p.md", path.read_bytes())
        document = review(alone(text), [], Settled()).document
        assert document is not None
        drawn = [outcome(text, op) for op in drafts(document, Random(path.name))]
        results += [one for one in drawn if one is not None]
    done = [(one, new) for one, new in results if isinstance(new, Baked)]
    assert all(held(one, new) for one, new in done)
    assert all(new.reason for _, new in results if isinstance(new, Refused))
    share = IN_XML if folder == "xml-persona" else WRITTEN
    assert len(done) >= share * len(results), [n for _, n in results if isinstance(n, Refused)]


# ------------------------------------------------------------------------------ the command

WARMER = """\
schema: personac/revision/1
id: warmer
applies_to: [mia]
ops:
  - id: tone
    op: append
    target: {quote: Every finding}
    text: Thank the author.
    reason: People read on when they are thanked.
"""
LATER = """\
schema: personac/revision/1
id: later
applies_to: [mia]
after: [warmer]
ops:
  - id: rest
    op: append
    target: {quote: Thank the author}
    text: Then rest.
    reason: Rest matters.
"""


@pytest.fixture
def revised(project: Project) -> Project:
    """Two personas and two revisions of one of them, the second building on the first."""
    fill(project.root, {"revisions/warmer.yaml": WARMER, "revisions/later.yaml": LATER})
    return project


def accept(*options: str, code: int = 0) -> Ran:
    ran = personac("revise", "accept", *options)
    assert ran.code == code, ran.said
    return ran


def without_ids(outputs: dict[str, bytes]) -> dict[str, bytes]:
    """The emitted files; the ids of a canonical document are made of its words."""
    return {
        path: re.sub(rb"(?m)^ *id: .*$", b"", content) if path.startswith("canonical") else content
        for path, content in outputs.items()
        if "/" in path
    }


def test_written_and_the_same(revised: Project) -> None:
    """After accepting, the build gives the same files and has nothing to revise."""
    revised.build()
    before = without_ids(revised.outputs())
    accept("--write")
    revised.build()
    assert without_ids(revised.outputs()) == before
    assert "0 changed by revisions" in personac("revise", "plan").said
    assert "Thank the author. Then rest." in (revised.root / "personas" / "mia.md").read_text()
    assert "nothing to write" in accept("--write").said


def test_without_write(revised: Project) -> None:
    """Without ``--write`` the difference is shown and no file changes."""
    before = files_below(revised.root)
    said = accept().said
    assert "+- Every finding must name its line. Thank the author. Then rest." in said
    assert files_below(revised.root) == before


def test_one_revision(revised: Project) -> None:
    """One revision is written alone; one that builds on others waits for them."""
    said = accept("later", code=1).said
    assert "`later` builds on `warmer`; accept that first" in said
    accept("warmer", "--write")
    text = (revised.root / "personas" / "mia.md").read_text()
    assert "Thank the author." in text
    assert "Then rest." not in text
    accept("later", "--write")
    assert "Then rest." in (revised.root / "personas" / "mia.md").read_text()


def test_one_persona(revised: Project) -> None:
    """A persona can be named; others are left alone."""
    assert "nothing to write" in accept("--persona", "leo", "--write").said
    assert "unknown persona `lea`; did you mean `leo`?" in accept("-p", "lea", code=2).said
    assert "unknown revision `warm`" in accept("warm", code=2).said


def test_link_is_not_written_through(revised: Project) -> None:
    """A persona that is a symbolic link is not replaced, and nor is what it leads to."""
    path = revised.root / "personas" / "mia.md"
    real = revised.root / "mia.md"
    path.rename(real)
    path.symlink_to(real)
    before = real.read_bytes()
    assert "is a symbolic link" in accept("--write", code=2).said
    assert path.is_symlink()
    assert real.read_bytes() == before


def test_folder_that_leads_outside(
    revised: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nor is a file in a folder that leads out of the project."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "personas"
    (revised.root / "personas").rename(elsewhere)
    (revised.root / "personas").symlink_to(elsewhere)
    before = files_below(elsewhere)
    assert "leads outside the project through a symbolic link" in accept("--write", code=2).said
    assert files_below(elsewhere) == before


def test_changed_meanwhile(revised: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that changes between reading and writing is left alone, and so are all others."""
    fill(revised.root, {"revisions/warmer.yaml": WARMER.replace("[mia]", "[mia, leo]")})
    path = revised.root / "personas" / "mia.md"
    rewrite = fs.rewrite

    def meddled(root: str, files: list[tuple[str, bytes, bytes]]) -> None:
        path.write_text("# Other\n")
        rewrite(root, files)

    monkeypatch.setattr(fs, "rewrite", meddled)
    before = (revised.root / "personas" / "leo.md").read_bytes()
    assert "was changed meanwhile" in accept("--write", code=2).said
    assert path.read_text() == "# Other\n"
    assert (revised.root / "personas" / "leo.md").read_bytes() == before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_bytes_of_the_file(revised: Project, mark: bytes, end: bytes) -> None:
    """Byte order mark, line ends and mode stay; every other line is the same byte for byte."""
    path = revised.root / "personas" / "mia.md"
    path.write_bytes(mark + path.read_bytes().replace(b"\n", end))
    path.chmod(0o640)
    before = path.read_bytes().split(b"\n")
    accept("--write")
    after = path.read_bytes().split(b"\n")
    differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert [new.endswith(b"Then rest." + end[:-1]) for _, new in differing] == [True]
    assert path.read_bytes().startswith(mark)
    assert path.stat().st_mode & 0o777 == 0o640


def test_mixed_line_ends(revised: Project) -> None:
    """A file with two kinds of line ends would change in other lines; it is refused."""
    path = revised.root / "personas" / "mia.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n", 2))
    before = path.read_bytes()
    assert "line ends" in accept("--write", code=1).said
    assert path.read_bytes() == before


def test_removal_needs_leave(revised: Project) -> None:
    """What the next build would not find any more is not written without the author's leave."""
    op = "  - {id: gone, op: remove, reason: r, target: {quote: Never approve}}\n"
    text = WARMER + op + "ensures: {preserve: []}\n"
    fill(revised.root, {"revisions/warmer.yaml": text})
    said = accept("warmer", "--write", code=1).said
    assert "the next build would fail, REV001" in said
    assert "`if_missing: skip`" in said
    text = text.replace("op: remove", "op: remove, if_missing: skip")
    fill(revised.root, {"revisions/warmer.yaml": text})
    accept("warmer", "--write")
    revised.build()


def test_failing_revision_writes_nothing(revised: Project) -> None:
    """A revision that breaks its promise is reported, and no file is written."""
    broken = WARMER.replace("Every finding", "Never approve").replace("op: append", "op: 'replace'")
    fill(revised.root, {"revisions/warmer.yaml": broken, "revisions/later.yaml": broken})
    before = files_below(revised.root)
    assert "REV0" in accept("--write", code=1).said
    assert files_below(revised.root) == before


@pytest.mark.usefixtures("revised")
class TestPlan:
    def test_json(self) -> None:
        """A hunk names its ops, their reasons and their places."""
        (one,) = json.loads(personac("revise", "plan", "--format", "json").out)["personas"]
        (hunk,) = one["hunks"]
        assert one["of"] == "source"
        assert [(c["revision"], c["op"], c["line"]) for c in hunk["changes"]] == [
            ("warmer", "tone", 5),
            ("later", "rest", 6),
        ]
        assert hunk["changes"][0]["reason"] == "People read on when they are thanked."
        assert (hunk["old_start"], hunk["old_lines"], hunk["new_lines"]) == (12, 1, 1)

    def test_what_the_source_cannot_say(self, revised: Project) -> None:
        """Then the difference is that of the emitted Markdown, with the same reasons."""
        text = "```xml\n<agent name='mia'>\n<a><b>Every finding counts</b></a>\n</agent>\n```\n"
        insert = WARMER.replace("op: append", "op: insert\n    label: Warm")
        fill(revised.root, {"personas/mia.md": text, "revisions/warmer.yaml": insert})
        (revised.root / "revisions" / "later.yaml").unlink()
        said = personac("revise", "plan").out
        assert "(emitted Markdown)" in said
        assert "# warmer, op tone: insert" in said
        assert "+- **Warm:** Thank the author." in said

    def test_persona(self) -> None:
        """Only the personas asked for are shown; an unknown one is refused."""
        assert "tone" not in personac("revise", "plan", "leo").said
        assert "tone" in personac("revise", "plan", "personas/mia.md").said
        assert personac("revise", "plan", "mio").code == 2


@pytest.mark.usefixtures("revised")
class TestCheck:
    def test_promises_kept(self) -> None:
        """Silence and success say that all is well."""
        ran = personac("revise", "check")
        assert (ran.code, ran.said) == (
            0,
            "2 personas · 2 revisions checked · all promises kept\n",
        )

    def test_promise_broken(self, revised: Project) -> None:
        """A concept that is nowhere fails the check, at the place that asks for it."""
        more = "concepts: {calm: [calm]}\nensures: {concepts: [calm]}\n"
        fill(revised.root, {"revisions/warmer.yaml": WARMER + more})
        ran = personac("revise", "check", "--format", "concise")
        assert ran.code == 1
        assert "revisions/warmer.yaml:11" in ran.out
        assert "the concept `calm` is nowhere" in ran.out
        assert personac("revise", "check", "leo").code == 0

    def test_nothing_is_written(self, revised: Project) -> None:
        """A check leaves the project as it is."""
        before = files_below(revised.root)
        personac("revise", "check")
        assert files_below(revised.root) == before
