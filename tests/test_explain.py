"""Every code that a user can be shown is explained."""

import re
from importlib import resources

import pytest

from personac import registry
from personac.revise._faults import CODES

_LITERAL = re.compile(r'code="([A-Z]{3}\d{3})"')


def shown_codes() -> list[str]:
    """Codes of the rules, of the revision engine, and written in the modules of the package."""
    found = {rule.code for rule in registry.all_rules()} | set(CODES)
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
