"""The pages in ``docs`` that are made from the code are what it says."""

import re

import pytest

from clients.install import CLIENTS, Client
from clients.libraries import LIBRARIES, Library
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


SAME = {"copilot": "Copilot CLI", "kilo": "Kilo"}


@pytest.mark.parametrize("client", CLIENTS, ids=lambda one: one.key)
def test_versions_are_those_of_the_tests(client: Client) -> None:
    """What a target was seen with is the version that its tests run."""
    names = {client.key, client.title, client.package, SAME.get(client.key, client.title)}
    check(names, client.version, "always")


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda one: one.key)
def test_versions_are_those_of_the_libraries(library: Library) -> None:
    packages = {re.split(r"==|\[|(?<!^)@", one)[0] for one in library.packages}
    check({library.key, *packages}, library.version, "on demand" if library.heavy else "always")


def test_what_is_called_tested_is() -> None:
    count = sum(s.tested != "no" for w in WRITERS.values() if w.form for s in w.form.sources)
    pinned = {one.version for one in (*CLIENTS, *LIBRARIES)}
    assert count >= 36
    assert all(
        s.client.rpartition(" ")[2] in pinned
        for w in WRITERS.values()
        if w.form
        for s in w.form.sources
        if s.tested != "no"
    )


def check(names: set[str], version: str, tested: str) -> None:
    """Every mention of a client in the files of the targets has this version and says how it is
    tested, and there is one.
    """
    sources = [s for w in WRITERS.values() if w.form for s in w.form.sources if s.client]
    found = [(*one.client.rpartition(" "), one.tested) for one in sources]
    mine = [one for one in found if any(one[0].lower().endswith(n.lower()) for n in names)]
    assert mine, f"no target names any of {names}"
    assert {one[2:] for one in mine} == {(version, tested)}
