"""Weakened personas are caught by the comparison of contracts, rewritten ones are left in peace."""

import time
from pathlib import Path

import pytest

from mutants.account import caught_rate, details, figures, flagged, flagged_rate, missed
from mutants.judge import Judged, judged

WEAKENINGS = 2_000
REWRITES = 1_000
SECONDS = 120
CAUGHT = 0.99
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
    begun = time.monotonic()
    result = judged(corpus)
    seconds = time.monotonic() - begun
    text = f"{figures(result)}, in {seconds:.0f} s"
    request.config.pluginmanager.register(_Summary(title, text))
    assert seconds < SECONDS
    return result


def _assert_rates(result: Judged) -> None:
    assert caught_rate(result) >= CAUGHT, details(missed(result), result.weakenings)
    assert flagged_rate(result) <= FLAGGED, details(flagged(result), result.rewrites)


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
