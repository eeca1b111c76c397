"""What a writer emits fits the schema of its target, in every case of its page and beyond."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from helpers import PERSONAS, ROOT, WRITERS, read
from specs import module_of, pages
from specs import read as read_page

FOLDER = ROOT / "schemas"
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
TARGETS = tuple(
    writer for writer in WRITERS.values() if writer.schema and writer.schema.startswith("targets/")
)
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


def header_of(content: str) -> Any:
    front = FRONT.match(content)
    assert front is not None
    return yaml.safe_load(front[1])


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
@pytest.mark.parametrize("text", list(texts()))
def test_emitted_header_fits(writer: Any, text: str) -> None:
    """Whatever a persona states, the emitted file is one that the client takes."""
    emission = writer.write(read(text, "a.md")).value
    assert not problems(writer.schema, header_of(emission.artifacts[0].content))


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
def test_names_stay_distinct(writer: Any) -> None:
    """Two personas never come to one file."""
    texts = [f"---\nname: {json.dumps(name)}\n---\nB\n" for name in NAMES]
    documents = [read(text, f"file{number}.md") for number, text in enumerate(texts)]
    paths = [writer.write(document).value.artifacts[0].path for document in documents]
    assert len({path.casefold() for path in paths}) == len(NAMES)


@pytest.mark.parametrize("writer", TARGETS, ids=lambda writer: writer.name)
def test_pages_show_what_fits(writer: Any) -> None:
    """Every artifact that a page shows as an agent fits."""
    page = next(path for path in pages("writers") if module_of(path).endswith(f".{writer.name}"))
    shown = [f.text for c in read_page(page).cases for f in c.fences if f.kind == "artifact"]
    agents = [text for text in shown if FRONT.match(text)]
    assert agents
    assert not [found for text in agents for found in problems(writer.schema, header_of(text))]


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
