"""What is wrong with the five seeds, and known from reading them, is found by its rule and line."""

import json
import shutil
from pathlib import Path

import pytest

from helpers import fill, personac

pytestmark = pytest.mark.corpus

FINDINGS = (
    ("002", "SYN005", 14, "`&`"),  # a bare ampersand
    ("003", "MAN002", 17, "git operations"),  # no Git without approval, and Bash without limit
    ("003", "TLS007", 132, "twice"),  # the tools of the header again
    ("003", "TLS007", 135, "deploy_edge_function"),  # tools that the header does not grant
    ("003", "MAN002", 139, "deploy_edge_function"),  # no production change, and a tool for it
    ("004", "MAN016", 382, "push"),  # a step that pushes, asked and permitted by nobody
    ("004", "MAN009", 240, "twice"),  # the mandate of line 168 in other words
    ("004", "GAT004", 235, ">30%"),  # line 219 says 30 %
    ("004", "REF004", 87, "{{metric}}"),  # two styles of placeholders
    ("004", "REF005", 89, "is not the handle"),  # the handle has a version
    ("004", "REF001", 219, "P-HITL-APPROVAL"),  # a protocol that nothing declares
)
PREVIEW = "MAN016,TLS007"


@pytest.mark.parametrize("wanted", FINDINGS, ids=lambda one: f"{one[0]}-{one[1]}-{one[2]}")
def test_finding(
    wanted: tuple[str, str, int, str],
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`personac lint` names the rule and the line."""
    number, code, line, said = wanted
    (seed,) = (shared / "seeds").glob(f"{number}_*")
    fill(tmp_path, {"personac.toml": ""})
    monkeypatch.chdir(tmp_path)
    shutil.copy(seed, "seed.md")
    ran = personac("lint", "seed.md", "--extend-select", PREVIEW, "--format", "json", "--no-group")
    found = [one for one in json.loads(ran.out)["findings"] if one["code"] == code]
    assert any(one["line"] == line and said in one["message"] for one in found), found


def test_wrong_label(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The revision of seed 000 quotes an item under the label of another one."""
    (seed,) = (shared / "seeds").glob("000_*")
    wanted = "agents/infrastructure/performance-engineer.md"
    personas = sorted(
        (shared / "corpus").glob(f"*/miadisabelle+mia-claude-code-sub-agents/{wanted}")
    )
    if not personas:
        pytest.skip("the corpus does not have the persona that the seed quotes")
    fill(tmp_path, {"personac.toml": ""})
    monkeypatch.chdir(tmp_path)
    shutil.copy(seed, "performance-engineer.md")
    ran = personac(
        "revise", "import", "performance-engineer.md", "-p", str(personas[0]), "--report"
    )
    assert "REV003" in ran.said
    assert "performance-engineer.md:25:" in ran.said
    assert "`API Performance`" in ran.said
