"""What a writer emits fits the schema of its target, in every case of its page and beyond."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from formats import client_reads
from helpers import PERSONAS, ROOT, WRITERS, read
from personac.codec import to_pretty_json
from personac.diagnostics import Severity
from personac.proof.decode import is_agent_file
from personac.writers._agent_file import schema
from specs import pages
from specs import read as read_page

FOLDER = ROOT / "schemas"
TARGETS = tuple(writer for writer in WRITERS.values() if writer.form and not writer.form.code)
HEADERS = (
    "tools: '*'",
    "tools: [all, '!Bash']",
    "tools: {read: true, bash: false, '*': false}",
    "tools: ['mcp__*', 'mcp_a_b_c', '@server', 'MCP:server/tool', '///', '__', 'mcp__x__*']",
    "tools: [yes, 'null', '~', 1.10, 'a b', 'a,b', 'a]b', 'a\"b']",
    "disallowedTools: ['*']",
    "disallowedTools: [Edit, Write, Bash, Read, Grep, Glob, WebFetch, WebSearch, Task, Skill]",
    "model: [a, b]",
    "model: sonnet\nmodel: gpt-5\nmaxTurns: 3\nmaxTurns: 4",
    "temperature: 1_0\nmaxTurns: 0x10\ntimeout_mins: '007'",
    "temperature: .5\nmaxTurns: 1e3\nbackground: yes\npermissionMode: [plan]",
    "mcpServers: [a]\nhooks: x\ncolor: '#fff'\nuser-invocable: maybe",
)
NAMES = (
    "a",
    "main",
    "task",
    "generalist",
    "日本",
    "設計",
    "Ünï çødé",
    "x" * 90,
    "con",
    "-",
    "../up",
)


def validator(path: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / path).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def problems(path: str, header: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(path).iter_errors(header)]


def texts() -> Iterator[object]:
    for path in PERSONAS:
        yield pytest.param(path.read_text("utf-8"), id=path.stem)
    for header in HEADERS:
        yield pytest.param(f"---\nname: ab\ndescription: d\n{header}\n---\nB\n", id=header[:40])
    for name in NAMES:
        yield pytest.param(f"---\nname: {json.dumps(name)}\ndescription: d\n---\nB\n", id=name)


def header_of(writer: Any, artifact: Any) -> Any:
    """What a parser of the format reads; of Markdown only the frontmatter."""
    return client_reads(writer.form, artifact.content)[0]


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
def test_file_is_current(writer: Any, accept: bool) -> None:
    """The committed schema is what the file of the target says; ``--accept`` rewrites it."""
    path, wanted = FOLDER / writer.schema, to_pretty_json(schema(writer.form))
    if accept:
        path.write_text(wanted, "utf-8", newline="\n")
    assert path.is_file(), "missing; run pytest --accept"
    assert path.read_text("utf-8") == wanted, "out of date; run pytest --accept"


def test_no_other_files() -> None:
    """The folder holds the schemas of the targets and nothing else."""
    files = {f"targets/{path.name}" for path in (FOLDER / "targets").iterdir()}
    assert files == {writer.schema for writer in TARGETS}


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
@pytest.mark.parametrize("text", list(texts()))
def test_emitted_header_fits(writer: Any, text: str) -> None:
    """Whatever a persona states, the emitted file is one that the client takes, or an error says
    that it does not.
    """
    outcome = writer.write(read(text, "a.md"))
    refused = [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
    found = problems(writer.schema, header_of(writer, outcome.value.artifacts[0]))
    assert bool(found) == bool(refused), (found, refused)


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
def test_names_stay_distinct(writer: Any) -> None:
    """Two personas never come to one file."""
    texts = [f"---\nname: {json.dumps(name)}\n---\nB\n" for name in NAMES]
    documents = [read(text, f"file{number}.md") for number, text in enumerate(texts)]
    files = [writer.write(document).value.artifacts[0] for document in documents]
    places = [f"{one.path} {one.frame.name if one.frame else ''}" for one in files]
    assert len({place.casefold() for place in places}) == len(NAMES)


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
def test_pages_show_what_fits(writer: Any) -> None:
    """Every artifact that a page shows as an agent fits."""
    page = next(path for path in pages("targets") if path.stem == writer.name)
    shown = [f for c in read_page(page).cases for f in c.fences if f.kind == "artifact"]
    agents = [f.text for f in shown if is_agent_file(f.settings["path"], writer.form)]
    assert agents
    found = (client_reads(writer.form, text)[0] for text in agents)
    assert not [wrong for header in found for wrong in problems(writer.schema, header)]


@pytest.mark.parametrize(
    ("target", "header"),
    [
        ("copilot", {"description": "d"}),
        ("copilot", {"name": "a", "description": "d", "tools": None}),
        ("copilot", {"name": "task", "description": "d"}),
        ("copilot", {"name": "a", "description": "d", "tools": ["Frobnicate"]}),
        ("gemini", {"name": "a b", "description": "d"}),
        ("gemini", {"name": "a", "description": "d", "zebra": 1}),
        ("gemini", {"name": "a", "description": "d", "tools": ["save_memory"]}),
        ("gemini", {"name": "a", "description": "d", "tools": "read_file"}),
        ("gemini", {"name": "a", "description": "d", "model": "claude-sonnet-4-5"}),
        ("qwen", {"name": "a", "description": "d"}),
        ("qwen", {"name": "main", "description": "d"}),
        ("qwen", {"name": "ab", "description": "d", "tools": []}),
        ("qwen", {"name": "ab", "description": "d", "tools": ["lsp"], "disallowedTools": ["lsp"]}),
        ("qwen", {"name": "ab", "description": "d", "approvalMode": "wild"}),
    ],
)
def test_wrong_header_does_not_fit(target: str, header: dict[str, object]) -> None:
    """A schema refuses what the client refuses, and what would grant everything."""
    assert problems(f"targets/{target}.schema.json", header)
