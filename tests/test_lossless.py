"""Reading loses nothing: every word of a persona stands in its canonical document, in order."""

import html
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import PERSONAS, ROOT, WRITERS, read
from personac import pipeline
from personac.api import Document
from personac.codec import canonical_json, decode_source
from personac.identity import text_of
from personac.model import AnyNode, Field, Row, blocks
from personac.source import FromSource
from words import first_difference, source_words

DIALECTS = {
    "frontmatter-md": "frontmatter",
    "copilot-agent": "frontmatter",
    "xml-persona": "xml",
    "bmad-role": "role",
    "handle-style": "handle",
}
OWN = (*PERSONAS, *sorted((ROOT / "tests" / "equivalence").rglob("*.md")))
MARKDOWN = tuple(path for path in OWN if "```xml" not in path.read_text("utf-8"))
SHARE = 0.99
SAMPLED = 50
PROCESSES = 2
MANY, ONE_IN = 500, 4
"""Of the files of a folder with so many, one in four is read whole."""


class Checked(NamedTuple):
    """What came of one file; each fault is empty when there is none."""

    path: str
    folder: str
    dialect: str
    raised: str = ""
    difference: str = ""
    astray: str = ""


def check(path: Path, folder: str = "", whole: bool = True) -> Checked:
    """Read a file, with ``whole`` as a user would, else without the search for a contract, which
    takes the most time and touches no words; and look for what went wrong.
    """
    data = path.read_bytes()
    source = decode_source(path.name, data)
    try:
        reader, _ = pipeline.detect(source)
        document = (pipeline.read(source) if whole else reader.read(source)).value
        assert document is not None, "there is no document"
    except Exception as error:  # noqa: BLE001  that nothing raises is what is tested
        return Checked(str(path), folder, "", raised=f"{type(error).__name__}: {error}")
    difference = first_difference(data.decode(), canonical_json(document.persona))
    faults = (difference or "", next(astray(document), ""))
    return Checked(str(path), folder, reader.name, "", *faults)


def astray(document: Document) -> Iterator[str]:
    """Nodes whose words are not in the slice of the source that they are said to come from."""
    text = document.sources[0].text
    for node in blocks(document.persona):
        origin = document.origins.get(node.id)
        if not isinstance(origin, FromSource):
            yield f"{node.id}: there is no origin"
        elif not 0 <= origin.span.start <= origin.span.end <= len(text):
            yield f"{node.id}: {origin.span} is outside of the text"
        elif not _holds(text[origin.span.start : origin.span.end], _said(node)):
            yield f"{node.id}: {text[origin.span.start : origin.span.end]!r}"


def _said(node: AnyNode) -> str:
    if isinstance(node, Field):
        return text_of(node.value)
    if isinstance(node, Row):
        return " ".join(node.cells)
    made = _letters(getattr(node, "tag", None) or "")
    named = (getattr(node, name, None) or "" for name in ("title", "label"))
    written = (name for name in named if _letters(name) != made)
    return "".join((*written, getattr(node, "text", "")))


def _letters(name: str) -> str:
    """``Persona identity`` and ``persona_identity`` are the same: a title made from its tag."""
    return "".join(char for char in name.casefold() if char.isalnum())


def _holds(part: str, words: str) -> bool:
    """Whether the letters and digits of ``words`` are in ``part``, in order."""
    letters = iter(html.unescape(part))
    return all(char in letters for char in html.unescape(words) if char.isalnum())


@pytest.fixture(scope="module")
def checked(shared: Path) -> list[Checked]:
    """Every file of the collection, hidden folders included, checked in two processes."""
    found = {folder: files(shared / "corpus" / folder) for folder in DIALECTS}
    jobs = [
        (path, folder, len(paths) < MANY or number % ONE_IN == 0)
        for folder, paths in found.items()
        for number, path in enumerate(paths)
    ]
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(check, *zip(*jobs, strict=True), chunksize=25))


def files(folder: Path) -> list[Path]:
    """All files below ``folder``; ``os.walk`` hides none."""
    return sorted(Path(base, name) for base, _, names in os.walk(folder) for name in names)


def _faults(checked: list[Checked], folder: str, name: str) -> str:
    found = [(one.path, getattr(one, name)) for one in checked if one.folder == folder]
    return "".join(f"{path}: {fault}\n" for path, fault in found if fault)


@pytest.mark.corpus
@pytest.mark.parametrize("folder", DIALECTS)
class TestCollection:
    def test_nothing_raises(self, checked: list[Checked], folder: str) -> None:
        """Every file gives a document."""
        assert any(one.folder == folder for one in checked)
        assert not _faults(checked, folder, "raised")

    def test_no_word_is_lost(self, checked: list[Checked], folder: str) -> None:
        """The document says what the file says, in order, and nothing else."""
        assert not _faults(checked, folder, "difference")

    def test_spans_hold_the_words(self, checked: list[Checked], folder: str) -> None:
        """A node comes from the place where its words stand."""
        assert not _faults(checked, folder, "astray")

    def test_dialect(self, checked: list[Checked], folder: str) -> None:
        """A file is taken for what it is."""
        found = Counter(one.dialect for one in checked if one.folder == folder)
        assert found[DIALECTS[folder]] >= SHARE * found.total(), found


@pytest.mark.corpus
def test_bmad_agents_lose_nothing(shared: Path) -> None:
    """Every agent in YAML keeps its words and places; only files made to be invalid are refused."""
    found = [check(path, whole=False) for path in files(shared / "corpus" / "bmad-yaml")]
    assert Counter(one.dialect for one in found)["bmad"] >= 0.95 * len(found)
    refused = [one.path for one in found if one.raised]
    assert all("/invalid/" in path for path in refused), refused
    assert not [one for one in found if one.difference or one.astray]


@pytest.mark.corpus
def test_seeds_lose_nothing(shared: Path) -> None:
    """Each seed keeps its words and its places."""
    found = [check(path) for path in files(shared / "seeds")]
    assert found
    assert not [one for one in found if one.raised or one.difference or one.astray]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_own_personas_lose_nothing(path: Path) -> None:
    """Each persona of this repository keeps its words and its places."""
    one = check(path)
    assert (one.raised, one.difference, one.astray) == ("", "", "")


def written(path: Path, target: str) -> tuple[list[str], list[str]]:
    """The words of the body of a Markdown persona, and those of what a target makes of it."""
    text = path.read_text("utf-8")
    emission = WRITERS[target].write(read(text, path.name)).value
    assert emission is not None
    return source_words(_body(text)), source_words(_body(emission.artifacts[0].content))


def _body(text: str) -> str:
    """The text below the header; a handle is a header fact and becomes the name."""
    body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    return re.sub(r"^\W*Agent[\W_]{0,2}Handle\b.*$", "", body, flags=re.MULTILINE)


@pytest.mark.parametrize("target", ["claude-code", "opencode"])
@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_writing_loses_nothing(path: Path, target: str) -> None:
    """What is emitted says what the body of a Markdown persona says, in order."""
    wanted, found = written(path, target)
    assert found == wanted


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["frontmatter-md", "copilot-agent", "bmad-role"])
def test_writing_the_collection_loses_nothing(shared: Path, folder: str) -> None:
    """So it is for a sample of the collection."""
    found = files(shared / "corpus" / folder)
    sample = found[:: max(1, len(found) // SAMPLED)]
    assert not [str(path) for path in sample if len(set(map(tuple, written(path, "opencode")))) > 1]


def test_attributes_of_a_step_are_written() -> None:
    """An element that is a step keeps its name."""
    step = '<step name="{}">\n\nGo.\n\n</step>\n\n'
    text = f"# Mia\n\n<process>\n\n{step.format('load')}{step.format('save')}</process>\n"
    emission = WRITERS["claude-code"].write(read(text)).value
    assert emission is not None
    assert "load" in emission.artifacts[0].content


@pytest.mark.parametrize("target", sorted(WRITERS))
def test_what_is_not_written_is_declared(target: str) -> None:
    """Attributes of the root element are in the output, or declared lost."""
    text = (
        '```xml\n<agent name="Ada" title="Keeper of Ledgers">\n<role>Books</role>\n</agent>\n```\n'
    )
    emission = WRITERS[target].write(read(text)).value
    assert emission is not None
    content = emission.artifacts[0].content
    assert "Ledgers" in content or emission.losses


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("- >90 % of the pages answer", ">90 % of the pages answer"),
        ("- >=5 runs", ">=5 runs"),
        ("- > 200 ms is slow", "> 200 ms is slow"),
        ("1. >€5 needs a receipt", ">€5 needs a receipt"),
    ],
)
def test_comparison_opens_an_item(item: str, said: str) -> None:
    """A comparison at the start of an item is text, not the mark of a quotation."""
    assert said in canonical_json(read(f"# A\n\n{item}\n").persona)


@pytest.mark.parametrize("item", ["- > said", "- > 1. first", "- > 3 of\n  > four", "> 90 years"])
def test_quotation_stays_one(item: str) -> None:
    """Real quotations are still read as such, numbers or not."""
    assert '"type": "quote"' in canonical_json(read(f"# A\n\n{item}\n").persona)


SAMPLE = "# A\n\n- **One:** Always say 5 % first.\n- Two\n\n| a | b |\n|---|---|\n| c | d |\n"
Json = dict[str, list[dict[str, list[dict[str, object]]]]]


def _drop_word(persona: Json) -> None:
    persona["body"][0]["children"][0]["text"] = "Always 5 % first."


def _swap_nodes(persona: Json) -> None:
    children = persona["body"][0]["children"]
    children[0], children[1] = children[1], children[0]


def _drop_row(persona: Json) -> None:
    persona["body"][0]["children"][2]["rows"] = []


def _change_case(persona: Json) -> None:
    persona["body"][0]["children"][1]["text"] = "two"


def _drop_symbol(persona: Json) -> None:
    persona["body"][0]["children"][0]["text"] = "Always say 5 first."


def _add_word(persona: Json) -> None:
    persona["body"][0]["children"][1]["text"] = "Two more"


CHANGES = (_drop_word, _swap_nodes, _drop_row, _change_case, _drop_symbol, _add_word)


@pytest.mark.parametrize("change", CHANGES)
def test_check_can_fail(change: Callable[[Json], None]) -> None:
    """The word check sees each kind of damage, and nothing in an undamaged document."""
    document = canonical_json(read(SAMPLE).persona)
    assert first_difference(SAMPLE, document) is None
    persona = json.loads(document)
    change(persona)
    assert first_difference(SAMPLE, json.dumps(persona)) is not None
