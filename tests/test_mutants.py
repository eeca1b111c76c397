"""Weakened personas are caught by the comparison of contracts, rewritten ones are left in peace."""

from pathlib import Path

import pytest

from mutants.account import details, figures, flagged, missed, share
from mutants.judge import Judged, judged

WEAKENINGS = 2_000
REWRITES = 1_000
SECONDS = 120
"""For the work in each process, so that a busy machine does not fail the test."""
MISSED = 0.01
FLAGGED = 0.01
OF_REPOSITORY = 100
"""Mutants of either kind that the personas of the repository give by themselves."""

pytestmark = pytest.mark.slow


class _Summary:
    """Says the figures at the end of the test run, whether it passes or fails."""

    def __init__(self, title: str, text: str) -> None:
        self.title, self.text = title, text

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section(self.title)
        terminalreporter.write_line(self.text)


def _run(request: pytest.FixtureRequest, title: str, corpus: Path | None) -> Judged:
    result = judged(corpus)
    request.config.pluginmanager.register(_Summary(title, figures(result)))
    assert result.work < SECONDS
    return result


def _assert_rates(result: Judged) -> None:
    lost = missed(result.weakenings)
    assert share(lost, result.weakenings) <= MISSED, details(lost, result.weakenings)
    for harmless in (result.rewrites, result.strengthenings):
        wrong = flagged(harmless)
        assert share(wrong, harmless) <= FLAGGED, details(wrong, harmless)


@pytest.mark.corpus
def test_mutants_of_corpus(request: pytest.FixtureRequest, shared: Path) -> None:
    result = _run(request, "mutants of the corpus", shared / "corpus")
    assert len(result.weakenings) >= WEAKENINGS
    assert len(result.rewrites) >= REWRITES
    _assert_rates(result)


def test_mutants_of_repository(request: pytest.FixtureRequest) -> None:
    result = _run(request, "mutants of the personas of the repository", None)
    assert len(result.weakenings) >= OF_REPOSITORY
    assert len(result.rewrites) >= OF_REPOSITORY
    _assert_rates(result)
