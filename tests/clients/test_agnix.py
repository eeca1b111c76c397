"""A linter that knows the formats has nothing against what is emitted for clients that cannot be
run here, Kiro and Cursor, and finds what is wrong with a broken file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from . import emitted, install
from .emitted import Target
from .sandbox import Maker, Sandbox

pytestmark = pytest.mark.clients

CLIENT = install.AGNIX
TARGET = emitted.KIRO
ENV: dict[str, str] = {}
TARGETS = (emitted.KIRO, emitted.KIRO_JSON, emitted.CURSOR, emitted.OUTPUT_STYLE, emitted.PLUGIN)
SOMETIMES = "{rules: [{capability: shell, effect: sometimes}]}"
BROKEN = {
    "effect": (
        ".kiro/agents/x.md",
        f"---\nname: x\ndescription: d\npermissions: {SOMETIMES}\n---\nWork.\n",
        "KR-AG-014",
    ),
    "json": (".kiro/agents/x.json", '{"name": 1, "description": "d", "prompt": "p"}', "KR-AG"),
    "cursor": (".cursor/agents/x.md", "---\nname: x\n---\n", "CUR"),
}


def found(box: Sandbox) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(box.run(".", "--format", "json").out)["diagnostics"]
    return [one for one in listed if one["level"] != "info"]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.key)
def test_nothing_is_wrong(target: Target, make_sandbox: Maker) -> None:
    box = make_sandbox(target.root)
    assert len(list((box.project / target.folder).iterdir())) == len(emitted.KIMI.paths())
    assert [one for one in found(box) if one["level"] == "error"] == []


@pytest.mark.parametrize(("path", "text", "rule"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_found(path: str, text: str, rule: str, make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    place = box.project / Path(path)
    place.parent.mkdir(parents=True)
    place.write_text(text, encoding="utf-8")
    assert [one for one in found(box) if one["rule"].startswith(rule)], found(box)
