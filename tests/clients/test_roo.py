"""Roo Code takes the modes of every persona, by the schema that it publishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from . import emitted, install, library

pytestmark = pytest.mark.clients

SCRIPT = """
const { customModesSettingsSchema } = await import("@roo-code/types");
const answers = given.map((one) => {
  const read = customModesSettingsSchema.safeParse(one);
  const issues = read.success ? [] : read.error.issues;
  return { data: read.data ?? null, issues: issues.map((each) => each.message) };
});
console.log(JSON.stringify(answers));
"""
MODE = {"slug": "a", "name": "A", "roleDefinition": "Work.", "groups": ["read"]}
BROKEN = {
    "slug": ([MODE | {"slug": "a b"}], "Slug must contain only letters numbers and dashes"),
    "twice": ([MODE, MODE], "Duplicate mode slugs are not allowed"),
    "prompt": ([MODE | {"roleDefinition": ""}], "Role definition is required"),
    "groups": ([{k: v for k, v in MODE.items() if k != "groups"}], "Required"),
    "group": ([MODE | {"groups": ["read", "zebra"]}], "Invalid"),
}


def modes() -> list[dict[str, Any]]:
    text = (emitted.ROO.root / ".roomodes").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(text)["customModes"]
    return found


def test_every_mode_is_taken_as_it_is_written(tmp_path: Path) -> None:
    written = modes()
    assert {mode["slug"] for mode in written} == {one.name for one in emitted.KIMI.agents()}
    (answer,) = library.ask(install.ROO, SCRIPT, [{"customModes": written}], tmp_path)
    assert answer == {"data": {"customModes": written}, "issues": []}


@pytest.mark.parametrize(("broken", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused_as_a_whole(
    broken: list[dict[str, Any]], message: str, tmp_path: Path
) -> None:
    (answer,) = library.ask(install.ROO, SCRIPT, [{"customModes": broken}], tmp_path)
    assert answer["data"] is None
    assert any(message in issue for issue in answer["issues"]), answer
