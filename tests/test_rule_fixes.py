"""The fixes that rules offer: applied, the finding is gone and nothing else is new."""

import json
from pathlib import Path

import pytest

from helpers import fill, personac, read
from personac import pipeline, registry
from personac.api import Document
from personac.diagnostics import Diagnostic, Edit

HEAD = "---\nname: mover\ndescription: Moves files. Use after a release.\n{}---\n\nMove{} files.\n"
CASES = {
    "SEC001": HEAD.format("tools: Read\n", "\u200b\u200b"),
    "SCH003": HEAD.format("verison: two\ntools: Read\n", ""),
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


AGENT = ".claude/agents/file-mover.md"
WRITTEN = {
    "a key that binds nothing": ("SCH003", "verison: two\n", "version: two\n"),
    "a key in quotes": ("TGT001", "name: 'File Mover'\n", "name: file-mover\n"),
    "a comment behind": ("TGT001", "name: File_Mover # ours\n", "name: file-mover # ours\n"),
    "letters with accents": ("TGT001", "name: Überführer\n", "name: uberfuhrer\n"),
    "tag characters": ("SEC001", "color: red\U000e0069\U000e0067\n", "color: red\n"),
    "a version that loses a digit": ("SYN004", "version: 1.10\n", 'version: "1.10"\n'),
    "a colour that is false": ("SYN004", "color: no\n", 'color: "no"\n'),
    "a run without width": ("SEC001", "color: \u200b\u200bred\n", "color: red\n"),
}
LEFT = {
    "a key that denies": ("SCH003", "disalowedTools: Bash\n"),
    "a key that sets a mode": ("SCH003", "permisionMode: plan\n"),
    "a tool of another name": ("TLS002", "tools: Read, MultiEdit\n"),
    "a list of tools": ("TLS002", "tools:\n  - Read\n  - LS\n"),
    "a denied tool": ("TLS002", "disallowedTools: MultiEdit\n"),
    "a name without Latin letters": ("TGT001", "name: Перевозчик\n"),
}
LINES = "description: Moves files. Use after a release.\n"


def _file(line: str) -> str:
    name = "" if line.startswith("name:") else "name: file-mover\n"
    return f"---\n{name}{LINES}{line}---\n\n# Mover\n\n- You must never delete a file.\n"


def _fix(folder: Path, code: str) -> tuple[str, str]:
    """What `--fix` says about the file and leaves of it."""
    ran = personac(
        "lint", "--select", code, "--fix", "--unsafe-fixes", "--format", "concise", AGENT
    )
    return ran.said, (folder / AGENT).read_text("utf-8")


@pytest.mark.parametrize("what", WRITTEN)
def test_written(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the finding change in the file, and no other byte."""
    code, before, after = WRITTEN[what]
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: _file(before)})
    said, text = _fix(tmp_path, code)
    assert text == _file(after), said
    assert f"[{code}]" not in said


@pytest.mark.parametrize("what", LEFT)
def test_left_to_the_author(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would grant or deny something is reported, and never written."""
    code, line = LEFT[what]
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: _file(line)})
    said, text = _fix(tmp_path, code)
    assert text == _file(line)
    assert f"[{code}]" in said
    assert "not fixed" not in said


def test_hidden_in_a_mandate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a mandate says is an author's to change."""
    text = _file("").replace("delete", "de\u200b\u200blete")
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: text})
    said, left = _fix(tmp_path, "SEC001")
    assert left == text
    assert "not fixed: SEC001: the contract would change" in said


def test_both_tags_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of an element is an author's to change, as what it holds then binds."""
    text = (
        '<persona name="mover">\n<role>Mover</role>\n<mandat>You must ask.</mandat>\n</persona>\n'
    )
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: text})
    report = personac("lint", "--select", "SYN007", "--format", "json", AGENT).out
    (finding,) = json.loads(report)["findings"]
    (fix,) = finding["fixes"]
    assert fix["applicability"] == "display"
    assert [edit["replacement"] for edit in fix["edits"]] == ["mandate", "mandate"]
    assert [text[edit["start"] : edit["end"]] for edit in fix["edits"]] == ["mandat", "mandat"]
    assert _fix(tmp_path, "SYN007")[1] == text


MEANT = {
    "TLS001": ("tools: WebFecth\n", "WebFecth", "WebFetch"),
    "REF005": ("color: red\n", "file-movr", "file-mover"),
}


@pytest.mark.parametrize("code", MEANT)
def test_what_is_meant_is_shown(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess is offered at its exact words to whoever reads the report, and never written."""
    line, words, meant = MEANT[code]
    text = _file(line) + "- Then delegate to `file-movr`.\n"
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: text})
    report = personac("lint", "--select", code, "--format", "json", AGENT).out
    (finding,) = json.loads(report)["findings"]
    (fix,) = finding["fixes"]
    (edit,) = fix["edits"]
    start, end = edit["start"], edit["end"]
    assert (fix["applicability"], text[start:end], edit["replacement"]) == (
        "display",
        words,
        meant,
    )
    assert _fix(tmp_path, code)[1] == text


TWICE = "Never start the kiln without a second reader"
SAID_AGAIN = {
    "a bullet": f"- {TWICE}\n- Never leave the kiln\n",
    "a number": f"1. {TWICE}\n2. Never leave the kiln\n",
    "bold": f"- **{TWICE}**\n- Never leave the kiln\n",
    "several lines": "- Never start the kiln\n  without a second reader\n- Never leave the kiln\n",
    "the last line": f"- Never leave the kiln\n- {TWICE}",
    "a paragraph": f"{TWICE}.\n\nNever leave the kiln.\n",
    "an element": f"<rules>\n  <rule>Never leave the kiln</rule>\n</rules>\n\n- {TWICE}\n",
}
KEPT = {
    "a label": f"- **Heat:** {TWICE}\n",
    "another sentence": f"- Keep calm. {TWICE}.\n",
    "something below it": f"- {TWICE}\n  - Read it aloud\n",
    "a gate as well": f"- [ ] {TWICE}\n",
}


def _twice(again: str) -> str:
    return f"{_file('')}\n## Rules\n\n- {TWICE}\n\n## Limits\n\n{again}"


@pytest.mark.parametrize("where", SAID_AGAIN)
def test_the_later_of_two_goes(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: _twice(SAID_AGAIN[where])})
    said, text = _fix(tmp_path, "MAN009")
    assert "[MAN009]" not in said
    assert (text.count(TWICE), text.count("Never leave the kiln")) == (1, 1)


def test_the_later_of_two_elements_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = f"<rules>\n  <rule>{TWICE}</rule>\n  <rule{{}}>{TWICE}</rule>\n</rules>\n"
    text = f'<agent name="file-mover">\n{rules}</agent>\n'
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: text.format("")})
    assert _fix(tmp_path, "MAN009")[1].count("<rule>") == 1
    named = text.format(' id="R2"')
    (tmp_path / AGENT).write_text(named, "utf-8")
    assert _fix(tmp_path, "MAN009")[1] == named, "something may point to its id"


@pytest.mark.parametrize("where", KEPT)
def test_a_copy_with_more_to_it_stays(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", AGENT: _twice(KEPT[where])})
    said, text = _fix(tmp_path, "MAN009")
    assert "[MAN009]" in said
    assert text == _twice(KEPT[where])
