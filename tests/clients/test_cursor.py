"""The parser of Cursor's own loader reads every agent of dist/cursor as the file says.

The loader has no way in from outside, so the parser is cut out of what PyPI installs, run, and
never kept.  It is not YAML: quotes, lists and blocks mean nothing to it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from . import emitted, install, library
from .emitted import Agent

pytestmark = pytest.mark.clients

CLIENT = install.CURSOR_SDK
TARGET = emitted.CURSOR
MARK = '["force-default-model"]'
MODES = re.compile(r"(\w+)\.([\w$]+)\.READONLY")
SCRIPT = """
const parse = new Function(given.code)();
console.log(JSON.stringify(given.texts.map((text) => parse(text))));
"""
HEAD = "---\nname: x\ndescription: d\n"
TAKEN = {
    "no prompt": (f"{HEAD}---\n", None),
    "quoted switch": (f'{HEAD}readonly: "true"\n---\nWork.\n', {"permissionMode": "default"}),
    "switch": (f"{HEAD}readonly: true\n---\nWork.\n", {"permissionMode": "readonly"}),
    "quotes": ('---\nname: "x"\n---\nWork.\n', {"name": '"x"'}),
    "block": ("---\ndescription: >-\n  d\n---\nWork.\n", {"description": ">-"}),
}


def parser(bundle: str) -> str:
    """The function that reads one file, and the one before it, which it calls."""
    at = bundle.index(MARK)
    name = bundle.rindex("function ", 0, at)
    start, end = bundle.rindex("function ", 0, name), bundle.index("function ", at)
    modes = MODES.search(bundle, start, end)
    assert modes is not None
    constants = {modes[2]: {"READONLY": "readonly", "DEFAULT": "default"}}
    called = bundle[name + len("function ") : bundle.index("(", name)]
    return f"const {modes[1]} = {constants};\n{bundle[start:end]}\nreturn {called};"


def read(texts: list[str], home: Path) -> list[dict[str, Any] | None]:
    try:
        bundle = install.ensure(CLIENT).read_text(encoding="utf-8")
    except install.UnavailableError as reason:
        pytest.skip(f"{CLIENT.title} {CLIENT.version} is not available: {reason}")
    given = {"code": parser(bundle), "texts": texts}
    found: list[dict[str, Any] | None] = library.ask(CLIENT, SCRIPT, given, home)
    return found


def test_agent_is_read_as_it_is_written(agent: Agent, tmp_path: Path) -> None:
    (found,) = read([agent.path.read_text(encoding="utf-8")], tmp_path)
    assert found is not None
    assert (found["name"], found["description"]) == (agent.name, agent.description)
    assert found["prompt"] == agent.body
    wanted = "readonly" if agent.fields.get("readonly") else "default"
    assert found["permissionMode"] == wanted
    assert found.get("model") == agent.fields.get("model")


@pytest.mark.parametrize(("text", "taken"), TAKEN.values(), ids=TAKEN)
def test_what_it_finds_is_taken(text: str, taken: dict[str, str] | None, tmp_path: Path) -> None:
    (found,) = read([text], tmp_path)
    assert (found is None) == (taken is None)
    assert {key: (found or {})[key] for key in taken or ()} == (taken or {})
