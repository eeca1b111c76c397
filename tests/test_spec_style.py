"""Every reader, writer, rule and op has a page, and the pages have one form."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from personac import registry
from personac.api import Rule
from personac.breaking import ChangeRule
from specs import SPECIFIED, Case, folder, module_of, page_path, pages, read

RULE_HEADINGS = ["Why", "Examples", "When not to use", "How to fix"]
INPUTS = {
    "breaking": "before",
    "rules": "persona",
    "readers": "source",
    "targets": "persona",
    "writers": "persona",
    "revise.ops": "revision",
}

RULES = [
    module
    for area in ("rules", "breaking")
    for module in registry.modules(area)
    if page_path(module).is_file()
]


def _pages() -> Iterator[object]:
    for area in SPECIFIED:
        for path in pages(area):
            yield pytest.param(area, path, id=module_of(path).removeprefix("personac."))


@pytest.mark.parametrize(("area", "path"), list(_pages()))
def test_page(area: str, path: Path) -> None:
    """A page has one title and cases, each with an input and no fence twice."""
    assert path.is_file(), f"there is no page {path.name}"
    page = read(path)
    assert [h.line for h in page.headings if h.level == 1] == [1]
    assert page.cases, "a page has at least one case: a ### heading with fences"
    for case in page.cases:
        assert INPUTS[area] in [fence.kind for fence in case.fences], case.name
        infos = [fence.info for fence in case.fences]
        assert len(infos) == len(set(infos)), f"{case.name}: a fence comes twice"


@pytest.mark.parametrize("module", RULES)
def test_rule_page(module: str) -> None:
    """A rule's page names its constant, has the four parts, and shows both sides."""
    found = import_module(module)
    rule: Rule | ChangeRule = getattr(found, "RULE", None) or found.CHANGES
    page = read(page_path(module))
    assert page.headings[0].title == f"{rule.code} {rule.name}"
    headings = [h.title for h in page.headings if h.level == 2]
    assert headings in (RULE_HEADINGS, [*RULE_HEADINGS, "Evidence"])
    reported = [case for case in page.cases if _reports(case)]
    assert reported, "at least one case is reported"
    assert len(reported) < len(page.cases), "at least one case is clean"


@pytest.mark.parametrize("module", RULES)
def test_case_titles(module: str) -> None:
    """A case that is called reported is, and a clean one is not."""
    for case in read(page_path(module)).cases:
        word = case.heading.title.lower()
        if word.startswith(("reported", "clean")):
            assert _reports(case) == word.startswith("reported"), case.name


def _reports(case: Case) -> bool:
    return any(fence.kind in ("diagnostics", "changes") for fence in case.fences)


def test_no_stray_pages() -> None:
    """A page stands beside a module, so that none is forgotten when a module goes."""
    known = {path for area in SPECIFIED for path in pages(area)}
    found = {path for area in SPECIFIED for path in folder(area).rglob("*.md")}
    assert not [module_of(path) for path in sorted(found - known)]
