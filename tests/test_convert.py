"""Conversion between dialects: fixed points, no clause lost, every word in its place."""

import html
import os
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from helpers import PERSONAS, ROOT, files_below, fill, personac, read
from personac import pipeline, registry
from personac.api import Document, Emission, Outcome
from personac.breaking import compare
from personac.codec import decode_source
from personac.convert import convert
from personac.model import evolve
from personac.report.contract import rows
from test_equivalence import DIALECTS, FOLDER, clause, expected
from test_properties import BYTES, PERSONA
from words import source_words

WRITERS = {writer.name: writer for writer in registry.dialects()}
OWN = (*PERSONAS, *sorted((ROOT / "tests" / "equivalence").rglob("*.md")))
SAMPLED = 40
"""Files of the collection that are read without PERSONAC_WHOLE."""
KNOWN = {"weaker": 0.01, "refused": 0.002, "moving": 0.002}
"""What share of the conversions of the collection may fail, by how."""


class Tried(NamedTuple):
    """What came of one file in one dialect; each fault is empty when there is none."""

    path: str
    source: str
    dialect: str
    raised: str = ""
    refused: str = ""
    weaker: str = ""
    moving: str = ""
    unsaid: str = ""


def written(document: Document, dialect: str) -> str:
    outcome = pipeline.write(document, WRITERS[dialect])
    assert outcome.value is not None
    assert not outcome.diagnostics, outcome.diagnostics
    (artifact,) = outcome.value.artifacts
    return artifact.content


def again(document: Document, dialect: str, text: str) -> str:
    """What is written of what was written."""
    bare = dialect == "xml" and re.match(r"<(?!!--)", text)
    suffix = "xml" if bare else "yaml" if dialect == "canonical" else "md"
    name = f"{document.persona.id}.{suffix}"
    reread = pipeline.read(decode_source(name, text.encode())).value
    assert reread is not None
    return written(reread, dialect)


def tried(path: Path, document: Document, dialect: str, text: str) -> Tried:
    one = Tried(str(path), document.dialect, dialect)
    try:
        found = convert(document, dialect)
        first = found.content or written(document, dialect)
        moving = "" if again(document, dialect, first) == first else "the second writing differs"
    except Exception as error:  # noqa: BLE001  that nothing raises is what is tested
        return one._replace(raised=f"{type(error).__name__}: {error}")
    if document.dialect == "xml" != dialect:
        text = _TAG.sub(" ", text)  # names of elements and attributes are declared losses
    told = "; ".join(f"{finding.code} {finding.message}" for finding in found.findings)
    fault = "refused" if "CNV001" in told else "weaker"
    return one._replace(
        **({fault: told} if told else {}), moving=moving, unsaid=unsaid(text, first)
    )


_MARKS = re.compile(
    r"^\W*Agent(?:\\?_| )|(?<=^# )(?:role|rol|rôle|rolle|vai trò)[ \t]*:?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_JOINED = re.compile("(?<=[a-z])(?=[A-Z])")
_END = re.compile(r"</[A-Za-z][^<>]*>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!\[CDATA\[|\]\]>")


def unsaid(source: str, text: str) -> str:
    """The first word of ``source`` that ``text`` does not say in its place; marks of a dialect,
    which become those of another, do not count.
    """
    said = iter(_bare(text))
    return next((word for word in _bare(source) if word not in said), "")


def _bare(text: str) -> list[str]:
    text = _MARKS.sub("", _END.sub(" ", html.unescape(text))).replace("\\_", " ").replace("_", " ")
    text = _JOINED.sub(" ", text)  # a key `whenToUse` is labelled "When to use"
    return [word.casefold() for word in source_words(text)]


def check(path: Path) -> list[Tried]:
    source = decode_source(path.name, path.read_bytes())
    document = pipeline.read(source).value
    if document is None:
        return []
    return [tried(path, document, dialect, source.text) for dialect in WRITERS]


@pytest.fixture(scope="module")
def collection(shared: Path) -> list[Tried]:
    """Every file of the collection in every dialect, or a sample of it."""
    walked = os.walk(shared / "corpus")
    found = sorted(Path(base, name) for base, _, names in walked for name in names)
    texts = [path for path in found if path.suffix in (".md", ".mdc", ".xml", ".yaml", ".yml")]
    step = 1 if os.environ.get("PERSONAC_WHOLE") else max(1, len(texts) // SAMPLED)
    with ProcessPoolExecutor(2) as pool:
        return [one for some in pool.map(check, texts[::step], chunksize=8) for one in some]


def faults(found: list[Tried], name: str) -> list[str]:
    shown = ((one, getattr(one, name)) for one in found)
    return [f"{one.path} to {one.dialect}: {fault}" for one, fault in shown if fault]


@pytest.mark.corpus
class TestCollection:
    def test_nothing_raises(self, collection: list[Tried]) -> None:
        assert collection
        assert not faults(collection, "raised")

    @pytest.mark.parametrize("how", KNOWN)
    def test_what_fails_is_refused_and_rare(self, collection: list[Tried], how: str) -> None:
        """A persona that a dialect cannot say with its force is not written."""
        assert len(faults(collection, how)) <= KNOWN[how] * len(collection), faults(collection, how)

    def test_every_word_is_said(self, collection: list[Tried]) -> None:
        """In its place, wherever it came from and whatever it is written in."""
        prose = [one for one in collection if "canonical" not in (one.source, one.dialect)]
        found = faults(prose, "unsaid")
        assert len(found) <= 0.02 * len(prose), found


@pytest.mark.parametrize("dialect", WRITERS)
@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_own_personas(path: Path, dialect: str) -> None:
    """Those of this repository convert without any fault."""
    document = read(path.read_bytes(), path.name)
    one = tried(path, document, dialect, path.read_text("utf-8"))
    assert (one.raised, one.refused, one.weaker, one.moving) == ("", "", "", "")
    assert dialect == "canonical" or not one.unsaid


@pytest.mark.parametrize("target", DIALECTS)
@pytest.mark.parametrize("source", DIALECTS)
def test_contract_is_kept(source: str, target: str) -> None:
    """One persona in four dialects is one contract, whichever was made of which."""
    path = FOLDER / f"{source}.md"
    made = convert(read(path.read_bytes(), path.name), target)
    assert made.content is not None, made.findings
    found = [clause(row["kind"], row) for row in rows(read(made.content))]
    assert {one.key for one in found} == set(expected())
    assert len(found) == len(expected()), "a clause stands twice"
    for one in found:
        assert (one.threshold is None) == (expected()[one.key].threshold is None)


@pytest.mark.parametrize("target", DIALECTS)
@pytest.mark.parametrize("source", DIALECTS)
def test_there_and_back(source: str, target: str) -> None:
    """Nothing that binds is lost on the way back either."""
    path = FOLDER / f"{source}.md"
    document = read(path.read_bytes(), path.name)
    there = convert(document, target)
    assert there.content is not None
    back = convert(read(there.content), source)
    assert back.content is not None
    assert not compare(document, read(back.content))


@given(PERSONA)
@settings(max_examples=60)
def test_generated_personas_are_fixed_points(text: str) -> None:
    """A persona of the usual parts, in any order, in every dialect."""
    document = read(text)
    for dialect in WRITERS:
        first = written(document, dialect)
        assert again(document, dialect, first) == first, dialect


@given(BYTES)
@settings(max_examples=150)
def test_any_bytes_are_written_or_refused(data: bytes) -> None:
    """Whatever a file holds, each dialect has an answer."""
    outcome = pipeline.read(decode_source("persona.md", data)) if _is_text(data) else None
    for dialect in WRITERS if outcome and outcome.value else ():
        assert outcome is not None
        assert outcome.value is not None
        made = convert(outcome.value, dialect)
        assert (made.content is None) == bool(made.findings)


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


MIA = """\
---
name: mia
---

# Mia

## Rules

- Never push without approval.
- Stay calm.
"""


class TestCommand:
    def test_a_folder_anywhere_takes_several_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, {"here/a/mia.md": MIA, "here/b/leo.md": MIA.replace("ia", "eo")})
        monkeypatch.chdir(tmp_path / "here")
        ran = personac("convert", "a", "b", "--to", "role", "--out", str(tmp_path / "there"))
        assert ran.code == 0, ran.said
        assert sorted(files_below(tmp_path / "there")) == ["leo.md", "mia.md"]
        assert b"# Role: Mia" in files_below(tmp_path / "there")["mia.md"]

    def test_two_files_of_one_name_are_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, {"a/mia.md": MIA, "b/mia.md": MIA})
        monkeypatch.chdir(tmp_path)
        ran = personac("convert", "a", "b", "--to", "role", "--out", "there")
        assert ran.code == 2
        assert "a/mia.md and b/mia.md" in ran.err
        assert not (tmp_path / "there").exists()

    def test_a_weaker_result_is_not_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever a writer does wrong, the proof of the conversion finds it."""
        fill(tmp_path, {"mia.md": MIA})
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(registry, "dialects", lambda: (evolve(WRITERS["role"], write=_losing),))
        ran = personac("convert", "mia.md", "--to", "role", "-o", "out.md")
        assert ran.code == 1
        assert 'error[DIF001]: the mandate "Never push without approval." is gone' in ran.err
        assert "mia.md:9:3" in ran.err
        assert not (tmp_path / "out.md").exists()


def _losing(document: Document) -> Outcome[Emission]:
    outcome = WRITERS["role"].write(document)
    assert outcome.value is not None
    (artifact,) = outcome.value.artifacts
    text = artifact.content.replace("Never push without approval", "Push when you like")
    return Outcome(evolve(outcome.value, artifacts=(evolve(artifact, content=text),)))


def test_a_persona_keeps_its_name() -> None:
    """The handle names it in one dialect, the title in another."""
    source = "# Guard-v2 agent\n\nAgent_Handle: Release-Guard-v2\n\n## Rules\n\n- Never push.\n"
    document = read(source, "guard.md")
    assert (document.dialect, document.persona.id) == ("handle", "release-guard")
    for dialect in DIALECTS:
        made = convert(document, dialect)
        assert made.content is not None, made.findings
        assert read(made.content, "other.md").persona.id == "release-guard", dialect
