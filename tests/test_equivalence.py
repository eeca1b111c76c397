"""One persona in four dialects is one contract."""

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from helpers import ROOT, read
from personac.report.contract import Row, rows

FOLDER = ROOT / "tests" / "equivalence" / "performance-engineer"
DIALECTS = ("frontmatter", "xml", "role", "handle")
Key = tuple[str, str | None, str | None, bool, str]


class Clause(NamedTuple):
    """A mandate, gate or metric without its place; ``key`` is what has to be equal."""

    key: Key
    threshold: str | None


def clause(kind: str, row: Row | dict[str, str | None]) -> Clause:
    words = " ".join((row["text"] or "").split()).rstrip(".")
    key = (kind, row["polarity"], row["modality"], bool(row["unless"]), words)
    return Clause(key, row["threshold"])


def contract(path: Path) -> list[Clause]:
    return [clause(row["kind"], row) for row in rows(read(path.read_bytes(), path.name))]


def expected() -> dict[Key, Clause]:
    written = yaml.safe_load((FOLDER / "contract.yaml").read_text("utf-8"))
    return {one.key: one for one in (clause(row["kind"], row) for row in written)}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialect_is_seen(dialect: str) -> None:
    """The four files are what they are named."""
    path = FOLDER / f"{dialect}.md"
    assert read(path.read_bytes(), path.name).dialect == dialect


@pytest.mark.parametrize("dialect", DIALECTS)
def test_contract_is_the_same(dialect: str) -> None:
    """Kind, polarity, modality, exception and words are those of ``contract.yaml``."""
    found = contract(FOLDER / f"{dialect}.md")
    assert {one.key for one in found} == set(expected())
    assert len(found) == len(expected()), "a clause stands twice"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_thresholds_are_the_same(dialect: str) -> None:
    """A threshold is found where there is one, as part of the words that state it."""
    for one in contract(FOLDER / f"{dialect}.md"):
        wanted = expected()[one.key].threshold
        assert (one.threshold is None) == (wanted is None), one
        assert (one.threshold or "") in (wanted or ""), one
