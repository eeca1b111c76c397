"""Findings that were read and judged: fingerprints and verdicts, none of the words."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from helpers import compared
from personac import pipeline
from personac.api import Document, Rule
from personac.codec import decode_source
from personac.diagnostics import Severity
from personac.report.placed import Placed, placed

FOLDER = Path(__file__).parent / "judged"
SUFFIXES = frozenset({".md", ".yaml", ".yml", ".json", ".xml", ".txt"})
BOUNDS = {Severity.ERROR: 0.9, Severity.WARNING: 0.75}
"""The precision that a rule of each severity has to keep; hints have none."""


class Verdict(NamedTuple):
    """``cause`` is one word on why a finding is false."""

    fingerprint: str
    true: bool
    cause: str


def fingerprint(code: str, path: str, message: str, words: str) -> str:
    """What a finding is known by: its rule, file and message, and the words that it marks."""
    parts = (code, path, *(" ".join(text.casefold().split()) for text in (message, words)))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def verdicts(code: str) -> tuple[Verdict, ...]:
    lines = (FOLDER / f"{code}.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Verdict(row[0], row[1] == "true", row[2] if len(row) > 2 else "") for row in rows)


def codes() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.tsv")))


def documents(corpus: Path) -> Iterator[tuple[str, Document]]:
    """Every persona of the corpus with its path; revisions are none."""
    for path in sorted(corpus.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and "revision-spec" not in path.parts:
            name = path.relative_to(corpus).as_posix()
            document = pipeline.read(
                decode_source(name, path.read_bytes().replace(b"\0", b""))
            ).value
            if document is not None:
                yield name, document


def findings(document: Document, rule: Rule) -> Iterator[Placed]:
    sources = {source.path: source for source in document.sources}
    yield from placed(pipeline.lint(document, (rule,)), sources, document.origins)


def catalogues(found: Iterable[Document]) -> list[list[Document]]:
    """The documents that belong together: those of one repository, at one commit."""
    groups: dict[str, list[Document]] = {}
    for document in found:
        parts = document.sources[0].path.split("/")
        size = 3 if parts[2].startswith("@") else 2
        groups.setdefault("/".join(parts[:size]), []).append(document)
    return list(groups.values())


def across(group: Sequence[Document], rule: Rule) -> Iterator[Placed]:
    """What a rule about many personas finds in those that belong together."""
    yield from compared(group, rule).findings


def known_by(path: str, found: Placed, document: Document) -> str:
    place = found.primary
    words = document.sources[0].text[place.span.start : place.span.end] if place else ""
    return fingerprint(found.diagnostic.code, path, found.diagnostic.message, words)
