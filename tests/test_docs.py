"""The pages in ``docs`` that are made from the code are what it says."""

import pytest

from helpers import ROOT, WRITERS, personac

PAGE = ROOT / "docs" / "targets.md"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(ROOT)
    ran = personac("targets", "--format", "md")
    assert ran.code == 0, ran.said
    return ran.out


def test_targets_are_current(made: str, accept: bool) -> None:
    """The committed page is what the files of the targets say; ``--accept`` rewrites it."""
    if accept:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, "utf-8", newline="\n")
    assert PAGE.is_file(), "missing; run pytest --accept"
    assert PAGE.read_text("utf-8") == made, "out of date; run pytest --accept"


@pytest.mark.parametrize("target", [name for name, writer in WRITERS.items() if writer.form])
def test_every_target_is_there(made: str, target: str) -> None:
    """A row with a date, and a section that says where its facts are from."""
    assert f"| [`{target}`](#{target}) |" in made
    section = made.split(f"\n## {target}\n")[1].split("\n## ", maxsplit=1)[0]
    assert "- verified 20" in section
    assert "- a file that it cannot read: " in section
