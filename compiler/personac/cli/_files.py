"""Reading the files that a command names, each into a document or an error."""

import os
import sys
from collections.abc import Iterator, Sequence

from msgspec import Struct

from personac import driver, fs, pipeline
from personac.api import Document
from personac.errors import InputError
from personac.report.placed import Placed, placed
from personac.source import Source


class Read(Struct, frozen=True):
    """One file: ``document`` is None when its reader gave up; ``findings`` say why."""

    source: Source
    document: Document | None
    findings: tuple[Placed, ...]


def read_all(
    paths: Sequence[str], dialect: str | None, project: driver.Project
) -> tuple[tuple[Read, ...], tuple[InputError, ...]]:
    """Read files, folders and ``-`` (standard input)."""
    here = os.getcwd()
    named = fs.expand(here, [path for path in paths if path != "-"])
    sources, errors = driver.load(here, named)
    if "-" in paths:
        sources = (*sources, driver.decode("-", sys.stdin.buffer.read()))
    return tuple(_read(sources, dialect, project)), errors


def _read(
    sources: Sequence[Source], dialect: str | None, project: driver.Project
) -> Iterator[Read]:
    for source in sources:
        outcome = pipeline.read(source, dialect, project.config.kinds)
        origins = outcome.value.origins if outcome.value else {}
        yield Read(
            source, outcome.value, placed(outcome.diagnostics, {source.path: source}, origins)
        )


def dialects() -> tuple[str, ...]:
    from personac import registry

    return tuple(reader.name for reader in registry.readers())
