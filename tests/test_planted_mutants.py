"""The twenty-six defects, put into real personas of every dialect, are found on their words.

Peers found between none and five of them in one file. Here each is written in several wordings
and stands where its dialect has such things: in a list that is there already or in a new section.
What is mended in the same place must give no finding.
"""

from pathlib import Path

import pytest

from injection.account import missed, of_defect, quiet, recall, table, wrong
from injection.judge import judged
from injection.persona import DEFECTS, Persona, mutants
from injection.sample import sample

pytestmark = pytest.mark.slow

SEED = "first"
PERSONAS = 40
MUTANTS = 950
ALL = 0.95
EACH = 0.9
QUIET = 0.98


class _Summary:
    """Says the figures at the end of the test run, whether it passes or fails."""

    def __init__(self, text: str) -> None:
        self.text = text

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("planted defects")
        terminalreporter.write_line(self.text)


@pytest.mark.corpus
def test_are_found(request: pytest.FixtureRequest, shared: Path) -> None:
    """Recall over all, recall of each defect, and silence about what is mended."""
    corpus = shared / "corpus"
    if not corpus.is_dir():
        pytest.skip("no corpus")
    personas = sample(corpus, SEED)
    assert len(personas) == PERSONAS
    verdicts = list(judged(personas, SEED))
    said = f"{table(verdicts)}\n{len(verdicts)} mutants"
    request.config.pluginmanager.register(_Summary(said))
    assert len(verdicts) >= MUTANTS
    assert recall(verdicts) >= ALL, missed(verdicts)
    below = [one for one in DEFECTS if recall(of_defect(verdicts, one.number)) < EACH]
    assert not below, "\n".join(missed(of_defect(verdicts, one.number)) for one in below)
    assert quiet(verdicts) >= QUIET, wrong(verdicts)


def test_are_all_there() -> None:
    """Every defect has a number, and four wordings or more that differ from what mends them."""
    assert [one.number for one in DEFECTS] == list(range(1, 27))
    for defect in DEFECTS:
        assert len({one.bad for one in defect.wordings}) >= 4, defect.name
        assert all(one.bad != one.good and one.marks for one in defect.wordings)


_HEADER = "---\nname: keeper\ndescription: Keeps lists. Use when a list changes.\n---\n"
_OF_EACH = {
    "frontmatter-md/a.md": f"{_HEADER}\n# Keeper\n\n## Rules\n\n- Be brief.\n",
    "copilot-agent/a.agent.md": f"{_HEADER}\n# Keeper\n\n## Workflow\n\n1. Read.\n2. Write.\n",
    "xml-persona/a.md": f"{_HEADER}\n```xml\n<agent>\n<rules>\n<r>Be brief.</r>\n</rules>\n</agent>\n```\n",
    "bmad-role/a.md": "# Role: Keeper\n\n## Core Principles\n\n- Be brief.\n",
    "bmad-yaml/a.agent.yaml": "agent:\n  metadata:\n    name: A\n  persona:\n    role: Keeper\n    principles:\n      - Be brief.\n",
    "handle-style/a.md": "# **A**\n\nAgent_Handle: A\n\n### Enforceable Standards\n* Be brief\n",
}


@pytest.mark.parametrize("path", _OF_EACH)
def test_mutants_keep_the_persona(path: str) -> None:
    """A mutant has every line of its persona in order, apart from the header, and is repeatable."""
    text = _OF_EACH[path]
    body = text.removeprefix(_HEADER).strip("\n").split("\n")
    made = list(mutants(Persona(path, text), SEED))
    assert made == list(mutants(Persona(path, text), SEED))
    for mutant in made:
        lines = iter(mutant.bad.split("\n"))
        assert all(line in lines for line in body), mutant.defect.name
        assert mutant.bad != mutant.good
