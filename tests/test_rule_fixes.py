"""The fixes that rules offer: applied, the finding is gone and nothing else is new."""

import pytest

from helpers import read
from personac import pipeline, registry
from personac.api import Document
from personac.diagnostics import Diagnostic, Edit

HEAD = "---\nname: mover\ndescription: Moves files. Use after a release.\n{}---\n\nMove{} files.\n"
CASES = {
    "SEC001": HEAD.format("tools: Read\n", "\u200b\u200b"),
    "SCH003": HEAD.format("disalowedTools: Bash\ntools: Read\n", ""),
    "TLS002": HEAD.format("tools: Read, MultiEdit, LS\n", ""),
    "TGT001": HEAD.format("tools: Read\n", "").replace("name: mover", "name: File Mover"),
}


def _lint(document: Document) -> tuple[Diagnostic, ...]:
    return pipeline.lint(document, registry.rules())


def _applied(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize("code", CASES)
def test_fix(code: str) -> None:
    document = read(CASES[code], ".claude/agents/file-mover.md")
    before = _lint(document)
    (finding,) = [one for one in before if one.code == code]
    (fix,) = finding.fixes
    fixed = read(_applied(document.sources[0].text, fix.edits), ".claude/agents/file-mover.md")
    after = _lint(fixed)
    assert code not in {one.code for one in after}
    assert {one.code for one in after} <= {one.code for one in before}


def test_no_fix_where_the_new_tool_is_listed() -> None:
    """The list would have one name twice."""
    document = read(HEAD.format("tools: Read, Edit, MultiEdit\n", ""), ".claude/agents/mover.md")
    (finding,) = [one for one in _lint(document) if one.code == "TLS002"]
    assert not finding.fixes
