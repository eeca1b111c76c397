"""Every code that a user can be shown is explained."""

import re
from importlib import resources
from pathlib import Path

import pytest

from helpers import fill, personac
from personac import registry
from personac.combine._findings import NAMES
from personac.revise._faults import CODES

_LITERAL = re.compile(r'code="([A-Z]{3}\d{3})"')


def shown_codes() -> list[str]:
    """Codes of the rules, of the revision engine, and written in the modules of the package."""
    found = {rule.code for rule in registry.rules()} | set(CODES) | set(NAMES)
    for path in resources.files("personac").iterdir():
        if path.name.endswith(".py"):
            found.update(_LITERAL.findall(path.read_text("utf-8")))
    for area, name in (("readers", "canonical.py"), ("proof", "findings.py")):
        module = resources.files(f"personac.{area}") / name
        found.update(_LITERAL.findall(module.read_text("utf-8")))
    return sorted(found)


@pytest.mark.parametrize("code", shown_codes())
def test_has_a_page_that_says_why_and_how_to_fix(code: str) -> None:
    page = registry.pages()[code]
    assert "## Why" in page.text
    assert "## How to fix" in page.text


OWN = """
[[rules]]
code = "ORG001"
name = "no-foo"
kind = "existence"
message = "no \\u001b[31mfoo"
why = "because\\u202e"
help = "write bar"
patterns = ["foo"]
"""


def test_a_rule_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is explained, listed and offered like ours, and no terminal obeys it."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": OWN})
    told = personac("explain", "No-Foo").out
    assert told.startswith("# ORG001 no-foo\n\nno \\x1b[31mfoo (existence")
    assert "because<U+202E>" in told
    assert personac("explain", "org").out == "ORG001 no-foo\n"
    assert "did you mean `no-foo`?" in personac("explain", "no-fooo").err
    ran = personac("explain", "zzz")
    assert (ran.code, "nothing is called `zzz`; known are" in ran.err) == (2, True)
