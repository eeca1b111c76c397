"""Findings that a project lives with: a record by content, each with its reason.

A fingerprint is of the rule, the file, the words at the place and their number among equals, so
that it outlives every edit elsewhere and none of the words themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from personac import codec
from personac.errors import UsageError
from personac.report.checked import Suppressed
from personac.report.fingerprint import fingerprints, path_of
from personac.report.placed import Placed, ordered
from personac.source import Source
from personac.text.mistyped import mistyped

PATH = ".personac-baseline.json"
SCHEMA: Literal["personac/baseline/1"] = "personac/baseline/1"


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """``expires`` is the last day on which the finding is silent."""

    fingerprint: str
    code: str
    path: str
    message: str
    reason: str
    expires: str = ""


class Baseline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["personac/baseline/1"]
    findings: tuple[Entry, ...] = ()


class Applied(Struct, frozen=True, kw_only=True):
    """What is left of findings; ``stale`` entries meet none any more, ``expired`` ones do."""

    findings: tuple[Placed, ...]
    suppressed: tuple[Suppressed, ...] = ()
    stale: tuple[Entry, ...] = ()
    expired: tuple[Entry, ...] = ()


def parse(path: str, data: bytes) -> tuple[Entry, ...]:
    """The entries of a file; raises ``UsageError`` that says what is wrong with it."""
    try:
        found = codec.from_json(data, Baseline).findings
    except msgspec.DecodeError as error:
        problem = mistyped(str(error))
        raise UsageError(f"{path}: not a baseline: {problem}; restore it from git") from error
    for one in found:
        if not one.reason.strip():
            raise UsageError(f"{path}: {one.code} in {one.path} has no `reason`; write one")
    return found


def render(entries: Iterable[Entry]) -> str:
    """The file, in an order that does not depend on when an entry was added."""
    listed = tuple(sorted(entries, key=lambda one: (one.path, one.code, one.fingerprint)))
    return codec.to_pretty_json(Baseline(schema=SCHEMA, findings=listed))


def entries_of(
    found: Iterable[Placed],
    sources: Mapping[str, Source],
    paths: Mapping[str, str],
    reason: str,
    expires: str,
) -> tuple[Entry, ...]:
    """An entry for each finding."""
    listed = ordered(found)
    marks = fingerprints(listed, sources, paths)
    return tuple(
        Entry(
            fingerprint=mark,
            code=one.diagnostic.code,
            path=path_of(one, paths),
            message=one.diagnostic.message,
            reason=reason,
            expires=expires,
        )
        for one, mark in zip(listed, marks, strict=True)
    )


def apply(
    found: Iterable[Placed],
    entries: Sequence[Entry],
    sources: Mapping[str, Source],
    paths: Mapping[str, str],
    ran: frozenset[str],
    today: str,
) -> Applied:
    """Part findings into new and known.  Only an entry of a rule that ``ran`` over a file that was
    read can be stale.
    """
    listed = ordered(found)
    known = {one.fingerprint: one for one in entries}
    kept: list[Placed] = []
    silenced: list[Suppressed] = []
    met: set[str] = set()
    expired: list[Entry] = []
    for one, mark in zip(listed, fingerprints(listed, sources, paths), strict=True):
        entry = known.get(mark)
        if entry is None:
            kept.append(one)
            continue
        met.add(mark)
        if entry.expires and today > entry.expires:
            expired.append(entry)
            kept.append(one)
        else:
            silenced.append(Suppressed(one, "external", entry.reason))
    read = {paths.get(path, path) for path in sources}
    stale = (e for e in entries if e.fingerprint not in met and e.path in read and e.code in ran)
    return Applied(
        findings=tuple(kept),
        suppressed=tuple(silenced),
        stale=tuple(stale),
        expired=tuple(expired),
    )
