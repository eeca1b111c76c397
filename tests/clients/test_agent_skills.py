"""The validator of the Agent Skills format takes every skill."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import emitted, install
from .sandbox import Maker, Sandbox

pytestmark = pytest.mark.clients

CLIENT = install.SKILLS_REF
TARGET = emitted.SKILLS
ENV = {"PYTHONPATH": str(install.cache_folder() / CLIENT.key / CLIENT.version)}
EVERY = [*TARGET.paths(), *emitted.AMP.paths()]
BROKEN = {
    "name": "name: Bad Name\ndescription: d",
    "folder": "name: other\ndescription: d",
    "description": "name: broken",
    "long": f"name: broken\ndescription: {'d' * 1025}",
    "key": "name: broken\ndescription: d\ntools: [Read]",
}


@pytest.mark.parametrize("path", EVERY, ids=lambda path: "-".join(path.parts[-5:-1:3]))
def test_skill_is_valid(path: Path, box: Sandbox) -> None:
    done = box.run("validate", str(path.parent))
    assert done.code == 0, done.text
    assert "Valid skill" in done.text


@pytest.mark.parametrize("front", BROKEN.values(), ids=BROKEN)
def test_broken_skill_is_refused(front: str, make_sandbox: Maker) -> None:
    box = make_sandbox(None)
    path = box.project / "broken" / "SKILL.md"
    path.parent.mkdir()
    path.write_text(f"---\n{front}\n---\nWork.\n", encoding="utf-8")
    assert box.run("validate", str(path.parent)).code == 1
