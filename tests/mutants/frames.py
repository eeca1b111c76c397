"""The sampling frame: which files, and where in each of them mandates and gates are stated.

Files are drawn by the hash of their content, so that the sample does not depend on the order of a
folder, and few of any one project, whose files repeat one another. Long files are left out, which
would take most of the time and bring nothing that a short one does not.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from helpers import PERSONAS, read
from mutants.values import Page, Statement
from personac.report.contract import Row, rows

LONGEST = 8_000
FEWEST = 8
"""How many files of a folder are taken even where all of them are longer than that."""
PER_PROJECT = 16
QUOTAS = {"frontmatter-md": 300, "copilot-agent": 150, "xml-persona": 80}
QUOTA = 60
SUFFIXES = {".md", ".mdc", ".yaml", ".yml", ".txt"}
WORDS = 4
"""A statement of fewer words is a label or a name more often than a sentence."""
ALIKE = 0.7
_APPROVAL = re.compile(rb"approv|sign-off|consent|permission from|confirmation from", re.IGNORECASE)
"""A third of the files of a folder have to do with approvals, which are rare."""


def files(corpus: Path | None) -> tuple[Path, ...]:
    """The personas of the repository and, where there is a corpus, a sample of its files."""
    folders = sorted(p for p in corpus.iterdir() if p.is_dir()) if corpus else ()
    return (*PERSONAS, *(file for folder in folders for file in _drawn(folder)))


def _drawn(folder: Path) -> Iterator[Path]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in SUFFIXES:
            found.setdefault(sha256(path.read_bytes()).hexdigest(), path)
    by_size = sorted(found.items(), key=lambda one: (one[1].stat().st_size, one[0]))
    short = [one for one in by_size if one[1].stat().st_size <= LONGEST]
    taken = short if len(short) >= FEWEST else by_size[:FEWEST]
    quota = QUOTAS.get(folder.name, QUOTA)
    with_approval = [one for one in sorted(taken) if _APPROVAL.search(one[1].read_bytes())]
    projects: dict[str, int] = {}
    for _, path in dict.fromkeys((*with_approval[: quota // 3], *sorted(taken))):
        project = path.relative_to(folder).parts[0]
        projects[project] = projects.get(project, 0) + 1
        if projects[project] <= PER_PROJECT and quota:
            quota -= 1
            yield path


def page(path: Path, name: str) -> Page | None:
    """A file with the statements that can be changed in it; None where it is no persona."""
    data = path.read_bytes()
    try:
        text = data.decode()
        document = read(text, name)
    except (UnicodeDecodeError, AssertionError):
        return None
    if "\r" in text:
        return None
    return Page(name, text, tuple(_statements(text, rows(document), Page(name, text, ()))))


def _statements(text: str, found: Iterable[Row], page: Page) -> Iterator[Statement]:
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    placed = [
        (row, _span(text, starts[row["line"] - 1] + row["column"] - 1, row["text"]))
        for row in found
    ]
    sure = sorted((span, n) for n, (row, span) in enumerate(placed) if span)
    said = {span: words(text[span[0] : span[1]]) for span, _ in sure}
    for span, group in groupby(sure, key=lambda one: one[0]):
        members = [placed[n][0] for _, n in group]
        if _stands_alone(text, span, said, page):
            yield _statement(text, span, members)


def _statement(text: str, span: tuple[int, int], members: list[Row]) -> Statement:
    return Statement(
        text=text[span[0] : span[1]],
        start=span[0],
        line=text.count("\n", 0, span[0]) + 1,
        kinds=frozenset(row["kind"] for row in members),
        polarities=frozenset(row["polarity"] for row in members if row["polarity"]),
        modalities=frozenset(row["modality"] for row in members if row["modality"]),
        declared=all(row["stated"] in {"declared", None} for row in members),
        threshold=next((row["threshold"] for row in members if row["threshold"]), None),
    )


def _span(text: str, start: int, wanted: str) -> tuple[int, int] | None:
    """Where ``wanted`` stands at ``start``, past emphasis and line ends; None where it does not."""
    at = start
    for character in wanted:
        while at < len(text) and text[at] != character and text[at] in "*_":
            at += 1
        if character == " ":
            space = re.compile(r"[ \n\t]{1,40}").match(text, at)
            if not space:
                return None
            at = space.end()
        elif at < len(text) and text[at] == character:
            at += 1
        else:
            return None
    return (start, at) if wanted else None


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _stands_alone(
    text: str, span: tuple[int, int], said: dict[tuple[int, int], frozenset[str]], page: Page
) -> bool:
    """Whether the words are a sentence of the body that is not said a second time.

    A second saying would keep in force what a mutant takes away from the first.
    """
    mine = text[span[0] : span[1]]
    if span[0] < page.body or len(mine.split()) < WORDS or mine.rstrip().endswith(":"):
        return False
    if _plain(text).count(_plain(mine)) != 1:
        return False
    others = [words for other, words in said.items() if other[1] <= span[0] or other[0] >= span[1]]
    return all(_likeness(said[span], other) < ALIKE for other in others)


def _plain(text: str) -> str:
    return re.sub(r"[\s*_`]+", " ", text).lower().strip()


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
