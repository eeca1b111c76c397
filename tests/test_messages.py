"""Every message fits on one line, on whatever persona it is about."""

from pathlib import Path

import pytest

from helpers import PERSONAS
from personac import driver, pipeline, registry
from personac.api import LintContext
from personac.errors import InputError
from personac.report.visible import MAX_MESSAGE

SAMPLE = 5
"""Every so many files of a large collection."""
SUFFIXES = {".md", ".yaml", ".yml", ".xml"}


def messages(path: Path) -> list[str]:
    """What rules say of a file, before anything could cut it to size."""
    try:
        source = driver.decode(path.name, path.read_bytes())
    except InputError:
        return []
    outcome = pipeline.read(source)
    found = [one.message for one in outcome.diagnostics]
    if outcome.value is not None:
        context = LintContext(document=outcome.value, options={})
        for rule in registry.rules():
            for one in rule.check(context):
                found += [one.message, one.help, *(label.text for label in one.labels)]
    return found


def check(paths: list[Path]) -> None:
    said = [(path.name, text) for path in paths for text in messages(path)]
    assert not [one for one in said if len(one[1]) > MAX_MESSAGE]
    assert not [one for one in said if "\n" in one[1]]


def test_own_personas() -> None:
    check(list(PERSONAS))


@pytest.mark.corpus
@pytest.mark.slow
def test_corpus(shared: Path) -> None:
    files = sorted(
        p for p in (shared / "corpus").rglob("*") if p.suffix in SUFFIXES and p.is_file()
    )
    assert len(files) > SAMPLE
    check(files[::SAMPLE])
    check(sorted(p for p in (shared / "seeds").rglob("*.md")))
