"""What is generated from the pages is up to date, and codes keep to their families."""

import re
from pathlib import Path

import pytest
import yaml

from helpers import ROOT, fill, personac, spawned
from personac import registry
from personac.linting.suppress import NAMES
from personac.report.rule_index import FAMILIES, render

RULES = ROOT / "docs" / "rules.md"


def test_rules_page_is_current(accept: bool) -> None:
    """``docs/rules.md`` is what the pages say; ``--accept`` rewrites it."""
    if accept:
        RULES.parent.mkdir(exist_ok=True)
        RULES.write_text(render(), "utf-8", newline="\n")
    assert RULES.read_text("utf-8") == render(), "out of date; run pytest --accept"


def test_every_rule_is_on_it() -> None:
    text = RULES.read_text("utf-8")
    for rule in registry.rules():
        assert f"| {rule.code} | `{rule.name}` | {rule.severity}" in text


def test_codes_are_of_a_family() -> None:
    """A new family is entered in the one table of families."""
    codes = {code for code in registry.pages() if code[3:].isdigit() and code[:3].isupper()}
    assert {code[:3] for code in codes} <= set(FAMILIES)
    assert {rule.code for rule in registry.rules()} <= codes


def test_meta_pages_have_the_names_of_the_code() -> None:
    for code, name in NAMES.items():
        assert registry.pages()[code].title == f"{code} {name}"


def test_explain_as_json() -> None:
    import json

    for code in ("MAN009", "SUP001", "frontmatter"):
        page = json.loads(personac("explain", code, "--format", "json").out)
        assert {"code", "name", "sections"} == set(page)
        assert page["sections"]["what"]


HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
AGENT = """---
name: agent-{n}
description: Prepares releases. Use when a version is due.
tools: Read, {tool}
---

# Agent {n}

Prepare the notes of the release and show them to the maintainer.
"""


POM = '<?xml version="1.0"?>\n<project><name>x</name><description>Never.</description></project>\n'
KEEPER = """<persona name="keeper">
  <role>Reviews changes. Use when a change is ready.</role>
  <mandates><mandate>Never push to main.</mandate></mandates>
</persona>
"""


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("personas/reviewer.md", True),
        (".github/agents/a.agent.md", True),
        (".cursor/rules/a.mdc", True),
        ("agents/pm.agent.yaml", True),
        ("agents/pm.yml", True),
        ("agents/keeper.xml", True),
        ("a/b/README.markdown", True),
        ("package.json", False),
        ("src/md.py", False),
        ("notes.md.bak", False),
    ],
)
def test_hook_asks_for_what_personas_are_written_in(path: str, wanted: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is wanted


@pytest.fixture
def repository(tmp_path: Path) -> tuple[Path, list[str]]:
    """Two hundred files of the kinds that the hook asks for; 31 of them are personas."""
    files = {
        f"docs/page-{n}.md": f"# Page {n}\n\nMust never be taken for one.\n" for n in range(100)
    }
    files |= {
        f"site/post-{n}.md": f"---\ntitle: Post {n}\ndate: 2026-01-01\n---\n\nHi.\n"
        for n in range(40)
    }
    files |= {f"ci/job-{n}.yaml": f"name: job {n}\nsteps:\n  - run: make\n" for n in range(25)}
    files |= {"README.md": "# Project\n", "CHANGELOG.md": "# Changes\n"}
    files |= {"pom.xml": POM, "logo.mdc": "# Colours\n", "agents/keeper.xml": KEEPER}
    files |= {f".claude/agents/agent-{n}.md": AGENT.format(n=n, tool="Grep") for n in range(30)}
    assert len(files) == 200
    fill(tmp_path, files)
    return tmp_path, sorted(files)


def hook(root: Path, files: list[str]) -> tuple[int, str]:
    """What pre-commit runs: the entry, the arguments, the files of its types."""
    entry = HOOK["entry"].split()
    assert entry[0] == "personac"
    assert HOOK["types"] == ["text"]
    wanted = [one for one in files if re.search(HOOK["files"], one)]
    ran = spawned([*entry[1:], *HOOK.get("args", []), *wanted], root)
    return ran.code, ran.said


def test_hook_finds_the_personas(repository: tuple[Path, list[str]]) -> None:
    """It checks the personas among the files and says how many it left out."""
    root, files = repository
    code, said = hook(root, files)
    assert (code, said) == (0, "31 personas · no findings · 169 files skipped: no personas\n")
    fill(root, {".claude/agents/agent-7.md": AGENT.format(n=7, tool="Bsh")})
    code, said = hook(root, files)
    assert code == 1
    assert ".claude/agents/agent-7.md:4:14" in said


def test_hook_on_other_files_only(repository: tuple[Path, list[str]]) -> None:
    """A commit without personas passes, and says that nothing was checked."""
    root, _ = repository
    code, said = hook(root, ["README.md", "docs/page-1.md"])
    assert (code, said) == (0, "0 personas · no findings · 2 files skipped: no personas\n")


def test_hook_trusts_the_settings(repository: tuple[Path, list[str]]) -> None:
    """What lies where the project keeps its personas is one, whatever it looks like."""
    root, _ = repository
    fill(root, {"personac.toml": 'personas = ["docs"]\n'})
    _, said = hook(root, ["docs/page-1.md"])
    assert "docs/page-1.md" not in said
    assert said.endswith("1 persona · 1 hint\n")
