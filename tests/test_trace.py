"""Where lines come from: every line of every output, asked of the source map and looked up."""

import html
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
import yaml

from helpers import ROOT, Ran, fill, personac
from personac import registry
from personac.codec import decode_source
from personac.compile import Compiled, Job, compile_one
from personac.composition import alone
from personac.records import read_sourcemap
from personac.revise.engine import Loaded, parse_revision
from personac.source import Source
from personac.trace import sourcemap
from personac.trace.answer import Answer, Known, Said, answer
from personac.trace.sourcemap import Entry, File, SourceMapFile
from projects import MIA, Project

TARGETS = tuple(writer.name for writer in registry.writers())
LOOKED_UP = ("frontmatter of `name`", "frontmatter of `description`", "description")
"""What is made for the header, and yet holds the words of its source."""
SAMPLED = 50
_ESCAPED = re.compile(r'\\(?:U[0-9A-F]{8}|u[0-9a-fA-F]{4}|x[0-9A-F]{2}|[\\"tnrbfN_LP0e])|#\w+;')
_SIGNS = {"hash": "#", "amp": "&", "lt": "<", "lbrace": "{"}
_NAMED = re.compile(f"#({'|'.join(_SIGNS)});")
"""The escapes of POML."""
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=20_000)
def words(text: str) -> list[str]:
    """Every target says much the same, so the words of a text are read once."""
    return [word.casefold() for word in _WORD.findall(html.unescape(html.unescape(text)))]


class Traced:
    """A build in memory: what each line of each output comes from."""

    def __init__(self, path: str, text: str, revisions: Mapping[str, str] | None = None) -> None:
        self.source = decode_source(path, text.encode())
        given = [Source(name, text, "r") for name, text in (revisions or {}).items()]
        job = Job(made_of=alone(self.source), revisions=tuple(given), targets=TARGETS)
        self.compiled = compile_one(job)
        assert not self.compiled.failed, self.compiled.findings
        loaded = {one.revision.id: one for one in map(_loaded, given)}
        self.known = Known({path: self.source}, loaded)

    def answers(self) -> Iterator[Answer]:
        for path, text in _outputs(self.compiled):
            found = sourcemap.merged([self.compiled.trace]).find(path)
            assert found is not None, path
            lines = text.split("\n")
            for number in range(1, len(lines)):
                yield answer(*found, lines, (number, None), self.known)

    def faults(self) -> list[str]:
        found = (fault(one, self.source, self.known) for one in self.answers())
        return [one for one in found if one]


def _loaded(source: Source) -> Loaded:
    found = parse_revision(source.path, source.text).value
    assert found is not None
    return found


def _outputs(compiled: Compiled) -> Iterator[tuple[str, str]]:
    for emitted in compiled.emitted:
        for artifact in emitted.artifacts:
            yield f"{emitted.target}/{artifact.path}", artifact.content


def fault(told: Answer, source: Source, known: Known) -> str:
    """What is wrong with an answer: words of the line that no place it names holds."""
    if not told.text.strip():
        return "" if told.nodes or told.made else f"{told.path}:{told.line}: unaccounted"
    if told.made and told.made not in LOOKED_UP:
        return ""
    if not told.nodes:
        return "" if told.made else f"{told.path}:{told.line}: from nowhere: {told.text!r}"
    if _is_fitted(told):
        return "" if told.nodes else f"{told.path}:{told.line}: a name from nowhere"
    there = set(words(_places(told, known)))
    line = _value(told.text) if told.target == "canonical" or told.made else told.text
    quoted = told.target in ("codex", "canonical") or told.path.endswith((".py", ".poml"))
    spelled = (line, _unescaped(line, told.path) if quoted else line)
    missing = [_missing(one, there, source) for one in spelled]
    return f"{told.path}:{told.line}: {missing[1]} not in {_shown(told)}" if all(missing) else ""


def _unescaped(line: str, path: str) -> str:
    """The line without the escapes of its format."""
    if path.endswith(".poml"):
        return _NAMED.sub(lambda found: _SIGNS[found[1]], line)
    return _ESCAPED.sub(" ", line)


def _is_fitted(told: Answer) -> bool:
    """Whether the line is a name that the client does not take, shortened or in other letters."""
    name = told.text.partition(":")[2].strip()
    return told.made == "frontmatter of `name`" and name != told.persona and ": " in told.text


def _missing(line: str, there: set[str], source: Source) -> list[str]:
    """Words that are nowhere: numbers count the items of a list, a name may be the file's."""
    own = words(source.path)
    return [w for w in words(line) if w not in there and not w.isdecimal() and w not in own]


def _places(told: Answer, known: Known) -> str:
    """All words of the lines and ops that an answer names."""
    parts: list[str] = []
    for said in told.nodes:
        if said.source:
            parts += said.source.text
        for change in said.changes:
            ops = known.revisions[change.revision].revision.ops
            op = next(one for one in ops if one.id == change.op)
            parts += [str(getattr(op, name, "")) for name in ("text", "label", "with_", "value")]
    return "\n".join(parts)


def _value(line: str) -> str:
    """The author's words in a line of YAML: nothing of what only the canonical form says."""
    found = re.match(r" *(?:- )?(?P<key>[\w-]+)(?::| =)(?: |$)(?P<value>.*)", line)
    if found is None:
        return "" if line.startswith((" ", "-")) else line
    said = ("text", "title", "label", "value", "name", "description")
    return found["value"].strip("|>+-") if found["key"] in said else ""


def _shown(told: Answer) -> str:
    return ", ".join(f"{s.node}@{s.source.first if s.source else '-'}" for s in told.nodes)


# ------------------------------------------------------------------------------ every line


OWN = (
    *(p for p in sorted((ROOT / "personas").glob("*.md")) if p.stem != "README"),
    *sorted((ROOT / "tests" / "equivalence").rglob("*.md")),
)
REVISIONS = {p.name: p.read_text("utf-8") for p in sorted((ROOT / "revisions").glob("*.yaml"))}


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_line_of_this_repository(path: Path) -> None:
    """The words of each line stand in the lines that it is traced to, or in an op."""
    revisions = REVISIONS if path.parent.name == "personas" else {}
    assert Traced(path.name, path.read_text("utf-8"), revisions).faults() == []


def test_random_lines_of_this_repository() -> None:
    """Two hundred lines of outputs say what the lines of their sources say, and no more."""
    chosen: list[tuple[Answer, list[str]]] = []
    for path in OWN[:5]:
        text = path.read_text("utf-8")
        told = Traced(path.name, text, REVISIONS).answers()
        plain = (one for one in told if one.nodes and not one.made and one.target != "canonical")
        said = (one for one in plain if set(one.text) - set("| -"))  # no line under a table's head
        chosen += [(one, text.split("\n")) for one in said if not one.nodes[0].changes]
    for one, lines in Random(4).sample(chosen, 200):
        source = one.nodes[0].source
        assert source is not None
        there = lines[source.first - 1 : source.last]
        assert len(there) <= 2, one
        quoted = one.path.endswith((".py", ".poml"))
        text = _unescaped(one.text, one.path) if quoted else one.text
        assert set(words(text)) - {"1", "2", "3"} <= set(words(" ".join(there))), one


def test_random_lines_of_what_is_committed() -> None:
    """Two hundred lines of `dist/` by its own source map: each word of them stands in the lines
    of the files that are named, as these are on the disk.
    """
    recorded = read_sourcemap(str(ROOT), "dist")
    lines = [
        (entry, file, text, number)
        for entry in recorded.entries
        for file in entry.files
        if not file.path.startswith("canonical/")
        for text in [(ROOT / "dist" / file.path).read_text("utf-8")]
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    disk = {
        f"{folder}/{path.name}": path.read_text("utf-8")
        for folder in ("personas", "revisions")
        for path in sorted((ROOT / folder).iterdir())
    }
    sources = {path: decode_source(path, text.encode()) for path, text in disk.items()}
    loaded = [_loaded(one) for path, one in sources.items() if path.endswith(".yaml")]
    known = Known(sources, {one.revision.id: one for one in loaded})
    checked = 0
    for entry, file, text, number in Random(8).sample(lines, len(lines)):
        if checked == 200:
            break
        told = answer(entry, file, text.split("\n"), (number, None), known)
        if told.made:
            continue
        there = [w for said in told.nodes for w in words(_on_disk(said, disk))]
        line = [w for w in words(told.text) if not w.isdecimal()]
        assert set(line) <= set(there), told
        checked += 1
    assert checked == 200


def _on_disk(said: Said, disk: Mapping[str, str]) -> str:
    """The lines of a source that an answer names, and the revisions that it does."""
    changed = "\n".join(disk[change.path] for change in said.changes)
    if said.source is None:
        return changed
    lines = disk[said.source.path].split("\n")[said.source.first - 1 : said.source.last]
    return "\n".join((*lines, changed))


@pytest.mark.corpus
@pytest.mark.parametrize(
    "folder", ["frontmatter-md", "copilot-agent", "xml-persona", "bmad-role", "handle-style"]
)
def test_every_line_of_the_collection(shared: Path, folder: str) -> None:
    """So it is for personas of all dialects, however they are written."""
    base = shared / "corpus" / folder
    found = sorted(Path(at, name) for at, _, names in os.walk(base) for name in names)
    sample = found[:: max(1, len(found) // SAMPLED)]
    faults: list[str] = []
    for path in sample:
        faults += [f"{path}: {one}" for one in Traced("p.md", path.read_text("utf-8")).faults()]
    assert not faults, "\n".join(faults[:40])


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_canonical_lines_belong_to_their_node(path: Path) -> None:
    """The line that gives a node its id is traced to this node."""
    built = Traced(path.name, path.read_text("utf-8"))
    ids = [one for one in built.answers() if one.target == "canonical" and " id: " in one.text]
    assert len(ids) > 20
    for one in ids:
        node = yaml.safe_load(one.text.strip().removeprefix("- "))["id"]
        assert one.nodes[0].node == node.partition("#")[0]


def test_values_that_look_like_nodes() -> None:
    """A header value or a text cannot pass for a node of the canonical form."""
    header = "hooks:\n  - type: item\n    id: a\n    children:\n    - type: text\n      id: b\n"
    text = f"---\nname: mia\n{header}---\n\n- One\n\n```yaml\n- type: item\n  id: x\n```\n\n- Two\n"
    built = Traced("mia.md", text)
    assert built.faults() == []
    last = [one for one in built.answers() if one.target == "canonical" and "Two" in one.text]
    assert [said.source.first for one in last for said in one.nodes if said.source] == [18]


# --------------------------------------------------------------------------- lines by line

CODE = """\
---
name: mia
description: Reviews.
---

# Mia

Some words
over two lines.

```sh
run one

run one
```

| Name | Use |
|---|---|
| Ada | one |
| Bob | two |

> Quoted words.
"""


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Some words", (8, 8)),
        ("over two lines.", (9, 9)),
        ("```sh", (11, 11)),
        ("| Name | Use |", (17, 17)),
        ("| Bob | two |", (20, 20)),
        ("> Quoted words.", (22, 22)),
    ],
)
def test_line_by_line(line: str, at: tuple[int, int]) -> None:
    """Blocks of several lines are traced line by line."""
    told = _told(Traced("mia.md", CODE), line)
    assert told.nodes[0].source is not None
    assert (told.nodes[0].source.first, told.nodes[0].source.last) == at


def test_equal_lines_are_told_apart() -> None:
    """Of two equal lines of code, each is traced to its own."""
    built = Traced("mia.md", CODE)
    found = [t for t in built.answers() if t.text == "run one" and t.target == "claude-code"]
    assert [said.source.first for t in found for said in t.nodes if said.source] == [12, 14]


def _told(built: Traced, line: str, target: str = "claude-code") -> Answer:
    return next(one for one in built.answers() if one.text == line and one.target == target)


def test_xml_lines_joined() -> None:
    """A line made of two lines of an element is traced to both."""
    text = '```xml\n<agent name="mia">\n<rules>\n<r>Read first,\nthen write.</r>\n</rules>\n</agent>\n```\n'
    told = _told(Traced("mia.md", text), "- Read first, then write.")
    assert told.nodes[0].source is not None
    assert (told.nodes[0].source.first, told.nodes[0].source.last) == (4, 5)


# ------------------------------------------------------------------------------- the command

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
  - id: more
    op: insert
    target: {quote: Every finding}
    text: Be kind.
    reason: Kindness costs nothing.
"""
MIA_OUT = "dist/claude-code/.claude/agents/mia.md"


@pytest.fixture
def revised(project: Project) -> Project:
    """The two personas with a revision of one, built."""
    fill(project.root, {"revisions/warmer.yaml": WARMER})
    project.build()
    return project


def line_of(project: Project, words: str, path: str = MIA_OUT) -> int:
    lines = (project.root / path).read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def trace(place: str, *options: str, code: int = 0) -> Ran:
    ran = personac("trace", place, *options)
    assert ran.code == code, ran.said
    return ran


def told(place: str) -> dict[str, object]:
    found = json.loads(trace(place, "--format", "json").out)
    assert isinstance(found, dict)
    return found


def test_revised_line(revised: Project) -> None:
    """A line shows its source, and the op that changed it with its reason."""
    said = trace(f"{MIA_OUT}:{line_of(revised, 'Every finding')}").out
    assert "personas/mia.md:12" in said
    assert "warmer, op tone: append, revisions/warmer.yaml:5" in said
    assert "People read on when they are thanked." in said


def test_inserted_line(revised: Project) -> None:
    """A line that an op has made has no source."""
    found = told(f"{MIA_OUT}:{line_of(revised, 'Be kind')}")
    (node,) = found["nodes"]  # type: ignore[misc]
    assert node["source"] is None
    assert [(c["op"], c["verb"]) for c in node["changes"]] == [("more", "insert")]


@pytest.mark.parametrize(("word", "origin"), [("finding", "source"), ("Thank", "warmer/tone")])
def test_column(revised: Project, word: str, origin: str) -> None:
    """A column tells the words of the source from those of a revision."""
    number = line_of(revised, "Every finding")
    line = (revised.root / MIA_OUT).read_text("utf-8").split("\n")[number - 1]
    assert told(f"{MIA_OUT}:{number}:{line.index(word) + 1}")["origin"] == origin


def test_made_by_the_writer(revised: Project) -> None:
    """A line of the header names the field, and what it was made of."""
    said = trace(f"{MIA_OUT}:4").out
    assert "made by  the writer claude-code: frontmatter of `tools`" in said
    assert "personas/mia.md:4" in said


def test_edited_output(revised: Project) -> None:
    """Of a file that was changed since the build nothing is claimed."""
    path = revised.root / MIA_OUT
    path.write_text(path.read_text("utf-8") + "Mine.\n", "utf-8")
    assert "was changed since the build" in trace(f"{MIA_OUT}:4", code=2).err


def test_changed_source(revised: Project) -> None:
    """Lines of a source that was changed since the build are said to be those of then."""
    revised.write(mia=MIA.replace("# Mia", "\n\n# Mia"))
    said = trace(f"{MIA_OUT}:{line_of(revised, 'Never approve')}").out
    assert "personas/mia.md:11 (changed since the build; the lines are those of then)" in said


def test_changed_revision(revised: Project) -> None:
    """So it is with a revision that was changed, or that is gone."""
    place = f"{MIA_OUT}:{line_of(revised, 'Be kind')}"
    fill(revised.root, {"revisions/warmer.yaml": WARMER + "# later\n"})
    assert "revisions/warmer.yaml:10 (changed since the build)" in trace(place).out
    (revised.root / "revisions" / "warmer.yaml").unlink()
    assert "warmer, op more (changed since the build: no longer there)" in trace(place).out


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (MIA_OUT, "names no line"),
        (f"{MIA_OUT}:0", "names no line"),
        (f"{MIA_OUT}:999", "and no line 999"),
        ("dist/claude-code/.claude/agents/mio.md:1", "did you mean `claude-code/"),
        ("personas/mia.md:1", "does not lie below dist"),
        ("../mia.md:1", "does not lie below dist"),
    ],
)
def test_wrong_place(revised: Project, place: str, said: str) -> None:
    """A place that cannot be traced is refused with what to do."""
    assert said in trace(place, code=2).err


def test_before_the_first_build(project: Project) -> None:
    """Without a build there is nothing to trace."""
    assert "run `personac build` first" in trace(f"{MIA_OUT}:1", code=2).err


# ------------------------------------------------------------------------------ the sidecar


def sidecar(project: Project) -> SourceMapFile:
    return read_sourcemap(str(project.root), "dist")


def test_check_sees_the_sidecar(clean: Project) -> None:
    """``build --check`` fails without the source map, or with one changed by hand."""
    path = clean.root / "dist" / "sourcemap.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"mandates",0,9,9', b'"mandates",0,8,8'))
    assert path.read_bytes() != whole
    assert "sourcemap.json: missing, stale or changed" in clean.build("--check", code=1).said
    path.unlink()
    clean.build("--check", code=1)
    clean.build()
    assert path.read_bytes() == whole
    clean.build("--check")


def test_same_bytes(clean: Project) -> None:
    """The map does not depend on the cache or on the order of building."""
    whole = clean.outputs()["sourcemap.json"]
    clean.build("--no-cache")
    assert clean.outputs()["sourcemap.json"] == whole
    for target in TARGETS:
        clean.build("--target", target, "--out", "other")
    clean.build("--out", "other")
    assert (clean.root / "other" / "sourcemap.json").read_bytes() == whole


def test_targets_that_are_not_built_stay(clean: Project) -> None:
    """Building one target keeps what is known of the others, as they are on disk."""
    clean.write(mia=MIA.replace("# Mia", "\n\n# Mia"))
    clean.build("--target", "codex")
    found = sidecar(clean)
    old, new = (found.find(path) for path in (MIA_OUT[5:], "codex/.codex/agents/mia.toml"))
    assert old is not None
    assert new is not None
    assert old[0].sources != new[0].sources
    said = trace(f"{MIA_OUT}:{line_of(clean, 'Never approve')}").out
    assert "changed since the build" in said


def test_outputs_that_go(clean: Project) -> None:
    """The map forgets the outputs of a persona that is gone."""
    (clean.root / "personas" / "leo.md").unlink()
    clean.build()
    assert {entry.persona for entry in sidecar(clean).entries} == {"mia"}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema":"personac/sourcemap/2"}',
        '{"schema":"personac/sourcemap/1","entries":[{"nodes":[["a",3,1,1,[]]]}]}',
        '{"schema":"personac/sourcemap/1","entries":[{"files":[{"path":"a","digest":"b","lines":[[1,1,[7],""]]}]}]}',
    ],
)
def test_broken_sidecar(clean: Project, text: str) -> None:
    """What is no source map is never overwritten, and never believed."""
    fill(clean.root, {"dist/sourcemap.json": text})
    assert "not a source map of personac" in trace(f"{MIA_OUT}:1", code=2).err
    assert "not a source map of personac" in clean.build(code=2).err


def test_output_without_lines(clean: Project) -> None:
    """An output that tells nothing of its nodes is traced to the source it was made of."""
    whole = sidecar(clean)
    path = MIA_OUT[5:]
    digest = next(f.digest for e in whole.entries for f in e.files if f.path == path)
    entry = Entry(sources=whole.entries[1].sources, files=(File(path, digest),))
    found = sourcemap.merged([entry])
    fill(clean.root, {"dist/sourcemap.json": sourcemap.encode(found)})
    said = trace(f"{MIA_OUT}:4").out
    assert "made by  the writer claude-code: the whole file" in said
    assert "from     personas/mia.md" in said


def test_round_trip(clean: Project) -> None:
    """What is written is what is read."""
    data = clean.outputs()["sourcemap.json"]
    assert sourcemap.encode(sourcemap.parse(data)) == data


# ------------------------------------------------------------------ what enforces mandates

BOUND = MIA + "- Never run `git push`.\n"
SHARED = (
    "claude-code/.claude/settings.json",
    "claude-code/.claude/hooks/personac-guard.sh",
    "codex/.codex/rules/personac.rules",
)


@pytest.fixture
def bound(project: Project) -> Project:
    """One persona of two must not push, and has a shell to do it."""
    project.write(mia=BOUND.replace("Read, Grep", "Read, Bash"))
    project.build()
    return project


@pytest.mark.parametrize("path", SHARED)
def test_file_of_a_whole_target(bound: Project, path: str) -> None:
    """A file that all personas share is traced to the mandates that it enforces."""
    found = told(f"dist/{path}:1")
    (node,) = found["nodes"]  # type: ignore[misc]
    assert found["persona"] == ""
    assert str(node["node"]).startswith("mia: mandates/")
    assert node["source"]["text"] == ["- Never run `git push`."]
    assert bound.build("--check").code == 0


def test_file_of_the_project(bound: Project) -> None:
    """A file that its user owns too can be traced after the user has changed it, and is no drift."""
    path = bound.root / "dist" / "claude-code" / ".claude" / "settings.json"
    path.write_text(path.read_text("utf-8").replace("{\n", '{\n  "mine": 1,\n', 1), "utf-8")
    said = trace("dist/claude-code/.claude/settings.json:2").out
    assert "what is not the project's own in this file" in said
    assert "mia: mandates/" in said
    bound.build("--check")


def test_withheld_by_a_mandate(project: Project) -> None:
    """The line that takes a tool away shows the mandate that did."""
    text = MIA.replace("tools: Read, Grep\n", "") + "- Never run commands.\n"
    project.write(mia=text)
    project.build()
    said = trace(f"{MIA_OUT}:{line_of(project, 'disallowedTools')}").out
    assert "- Never run commands." in said
