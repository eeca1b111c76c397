"""Cline loads every agent of dist/cline as the file says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from . import emitted, install, library
from .emitted import Agent

pytestmark = pytest.mark.clients

TARGET = emitted.CLINE
SCRIPT = """
const { loadConfiguredAgentConfigs } = await import("@cline/core");
const read = loadConfiguredAgentConfigs({ searchPaths: [given] });
const configs = [...(read.configs.values?.() ?? read.configs)];
const errors = read.errors.map((one) => [one.path, String(one.error?.message ?? one.error)]);
console.log(JSON.stringify({ configs, errors }));
"""
BROKEN = {
    "nameless": "description: d",
    "undescribed": "name: broken",
    "turns": "name: broken\ndescription: d\nmaxIterations: 0",
}


def load(folder: Path, home: Path) -> dict[str, Any]:
    answer: dict[str, Any] = library.ask(install.CLINE, SCRIPT, str(folder), home)
    return answer


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return load(TARGET.root / TARGET.folder, tmp_path_factory.mktemp("cline"))


def test_agent_is_loaded_as_it_is_written(agent: Agent, loaded: dict[str, Any]) -> None:
    assert not loaded["errors"]
    (found,) = [one for one in loaded["configs"] if one["name"] == agent.name]
    assert found["description"] == agent.description
    assert found["systemPrompt"].strip() == agent.body
    assert found.get("tools") == agent.fields.get("tools")


def test_broken_agents_are_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    folder.mkdir()
    for stem, front in BROKEN.items():
        (folder / f"{stem}.yaml").write_text(f"---\n{front}\n---\nWork.\n", encoding="utf-8")
    (folder / "empty.yaml").write_text("---\nname: e\ndescription: d\n---\n", encoding="utf-8")
    answer = load(folder, tmp_path)
    assert not answer["configs"]
    assert {Path(path).stem for path, _ in answer["errors"]} == {*BROKEN, "empty"}
