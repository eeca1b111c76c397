"""What holds for any input: nothing raises, nothing moves, everything reads back the same."""

import io
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from helpers import PERSONAS, WRITERS, everything, read
from personac import pipeline, registry
from personac.api import Document
from personac.codec import canonical_json, decode_source
from personac.model import Persona, nodes
from personac.passes import enrich
from personac.source import FromSource
from personac.writers._identity import description
from personac.writers._toml import basic, multiline
from personac.writers._yaml import scalar
from words import first_difference

READERS = registry.readers()
MARKDOWN = ("claude-code", "opencode")

WORDS = st.sampled_from(
    "Always never MUST NOT check `code` **bold** _it_ the owner approves: p95 >20% e.g. x\\_y "
    "&amp; <tag> don’t → 3.14 ü 日本 🗺️ before unless without approval {{name}} [x](y)".split()
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
PIECES = st.sampled_from(
    """--- | name: mia | tools: Read, Bash(git log:*) | # A | ## Mandates | - **One:** two | > q
    ``` | ```xml | ~~~ | <persona> | </persona> | <rule id="1">x</rule> | <a | & | ]]> | <!-- | -->
    | a | b | |---|---| | c \\| d | * * * | 1. one | 2) two | - [ ] box |   - deep | \tTab | **Step 1:** go
    | key: [a, {b: c}] | *x: | &a *a | \u2028 | \u200b\u202e | \r | \x00 | \x1b[31m | Agent_Handle: M
    | # Role: M - N | **Label** | Label: | The agent MUST NOT: | {"schema": "personac/persona/1"
    | schema: personac/persona/1 | - >90 % | ''' | \"\"\" | ::error::x""".split(" | ")
)
LINES = st.lists(PIECES | SENTENCE | st.text(max_size=12) | st.just(""), max_size=14)
TEXT = LINES.map("\n".join) | LINES.map("\r\n".join) | st.text(max_size=200)
BYTES = (
    TEXT.map(str.encode) | st.binary(max_size=200) | TEXT.map(lambda text: text.encode("utf-16"))
)
ANY_STRING = st.text(max_size=60) | SENTENCE | PIECES


def sound(document: Document) -> None:
    """Ids are unique, places lie in the text, and giving meaning twice changes nothing."""
    ids = [node.id for node in nodes(document.persona)]
    assert len(set(ids)) == len(ids), sorted(one for one in ids if ids.count(one) > 1)
    size = len(document.sources[0].text)
    for origin in document.origins.values():
        assert isinstance(origin, FromSource)
        assert 0 <= origin.span.start <= origin.span.end <= size
    assert enrich(document, {}) == document


@given(BYTES)
@settings(max_examples=150)
def test_any_bytes(data: bytes) -> None:
    """Any bytes can be decoded or refused, read, checked and written."""
    everything(data)


@pytest.mark.parametrize("dialect", [reader.name for reader in READERS])
@given(text=TEXT)
@settings(max_examples=60)
def test_any_text_any_reader(dialect: str, text: str) -> None:
    """Every reader takes every text; what it makes is sound."""
    outcome = pipeline.read(decode_source("persona.md", text.encode("utf-8", "replace")), dialect)
    if outcome.value is not None:
        sound(outcome.value)
    else:
        assert dialect == "canonical"
        assert outcome.diagnostics


def back(persona: Persona) -> Persona:
    """The persona that the canonical reader makes of what the canonical writer wrote."""
    document = Document(persona=persona, sources=(), origins={})
    written = WRITERS["canonical"].write(document).value
    assert written is not None
    return read(written.artifacts[0].content, "persona.yaml").persona


@given(TEXT)
@settings(max_examples=80)
def test_canonical_form_reads_back(text: str) -> None:
    """The canonical form, written and read, is the same persona."""
    persona = read(text.encode("utf-8", "replace"), dialect="frontmatter").persona
    assert back(persona) == persona


@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.name)
def test_own_canonical_form_reads_back(path: Path) -> None:
    """So does that of the personas of this repository."""
    persona = read(path.read_bytes(), path.name).persona
    assert back(persona) == persona


LABELLED = st.builds("**{}:** {}".format, SENTENCE.map(lambda s: s.replace("*", "")), SENTENCE)
ITEMS = st.lists((SENTENCE | LABELLED).map("- {}".format), min_size=1, max_size=4).map("\n".join)
NUMBERED = st.lists(SENTENCE, min_size=1, max_size=4).map(
    lambda found: "\n".join(f"{number}. {one}" for number, one in enumerate(found, 1))
)
TABLE = st.builds("| A | B |\n|---|---|\n| {} | {} |".format, SENTENCE, SENTENCE)
CODE = SENTENCE.map("```text\n{}\n```".format)
QUOTE = SENTENCE.map("> {}".format)
BLOCK = SENTENCE | LABELLED | ITEMS | NUMBERED | TABLE | CODE | QUOTE | st.just("---")
SECTION = st.builds("{} {}\n\n{}".format, st.sampled_from(["#", "##", "###"]), SENTENCE, BLOCK)
PERSONA = st.builds(
    "---\nname: {}\ndescription: {}\n---\n\n{}\n".format,
    st.sampled_from(["mia", "Mia Stone", "日本"]),
    SENTENCE.map(scalar),
    st.lists(SECTION | BLOCK, min_size=1, max_size=6).map("\n\n".join),
)


@given(PERSONA)
@settings(max_examples=100)
def test_persona_keeps_its_words(text: str) -> None:
    """A persona of the usual parts, in any order, loses no word."""
    assert first_difference(text, canonical_json(read(text).persona)) is None


@given(ANY_STRING)
@settings(max_examples=300)
def test_yaml_scalar(text: str) -> None:
    """A scalar reads back as itself in every loader: strict, fast, and the one that edits."""
    written = f"key: {scalar(text)}\n"
    assert yaml.load(written, Loader=yaml.SafeLoader) == {"key": text}
    assert yaml.load(written, Loader=yaml.CSafeLoader) == {"key": text}
    assert YAML(typ="rt").load(io.StringIO(written)) == {"key": text}
    assert "\n" not in scalar(text)


@pytest.mark.parametrize(
    "text",
    """yes | no | on | null | ~ | 1.10 | 2026-11-20 | 0x1F | 1e3 | 12:30 | = | << | - a | @a | `a |
    a: b | a #b | a: | "a" | 'a' | \\n | # a | % | ! | & | * | [a | {a | , | ? a | --- | ... | 1_000 |
    .inf | a\tb | a\x85b | \ufeffa | a\u2028b | 😀 | \x7f""".replace("\n    ", " ").split(" | "),
)
def test_yaml_trap(text: str) -> None:
    """Strings that YAML would make something else of stay strings."""
    written = f"key: {scalar(text)}\n"
    assert yaml.load(written, Loader=yaml.SafeLoader) == {"key": text}
    assert YAML(typ="safe", pure=True).load(written) == {"key": text}


@given(ANY_STRING)
@settings(max_examples=200)
def test_toml_strings(text: str) -> None:
    """Both forms of TOML string read back as the text."""
    written = f"a = {basic(text)}\nb = {multiline(text)}\n"
    assert tomllib.loads(written) == {"a": text, "b": text}


@given(TEXT)
@settings(max_examples=80)
def test_emitted_files(text: str) -> None:
    """Strict parsers read what is emitted, and the body arrives as it is."""
    check_emitted(read(text.encode("utf-8", "replace"), dialect="frontmatter"))


@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.name)
def test_own_emitted_files(path: Path) -> None:
    """So it is for the personas of this repository."""
    check_emitted(read(path.read_bytes(), path.name))


def emitted(document: Document, target: str) -> str:
    outcome = WRITERS[target].write(document)
    assert outcome.value is not None
    (artifact,) = outcome.value.artifacts
    artifact.content.encode("utf-8")
    return artifact.content


def check_emitted(document: Document) -> None:
    persona = document.persona
    bodies = set()
    for target in MARKDOWN:
        _, header, body = emitted(document, target).split("---\n", 2)
        fields = yaml.load(header, Loader=yaml.SafeLoader)
        assert fields["description"] == description(persona)
        assert fields.get("name", persona.id) == persona.id
        bodies.add(body.removeprefix("\n"))
    (body,) = bodies
    fields = tomllib.loads(emitted(document, "codex"))
    assert fields["description"] == description(persona)
    assert fields["developer_instructions"].startswith(body)
    assert canonical_json(back(persona)) == canonical_json(persona)


@given(PERSONA)
@settings(max_examples=60)
def test_round_trip_is_a_fixed_point(text: str) -> None:
    """What is emitted, read and emitted again is what was emitted."""
    first = emitted(read(text), "claude-code")
    assert emitted(read(first), "claude-code") == first


@pytest.mark.parametrize("target", ["claude-code", "agents-md"])
@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.name)
def test_own_round_trip_is_a_fixed_point(path: Path, target: str) -> None:
    """So it is for the personas of this repository, whatever their dialect."""
    first = emitted(read(path.read_bytes(), path.name), target)
    assert emitted(read(first), target) == first


def test_permission_block_survives() -> None:
    """What a client's own permission block denies is still denied when it is emitted again."""
    text = "---\ndescription: a\npermission:\n  edit: deny\n---\n\nHi.\n"
    assert "edit: deny" in emitted(read(text), "opencode")
