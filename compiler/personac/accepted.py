"""Reviewed weakenings: a record in the repository of what was let pass, and why."""

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from personac import codec
from personac.breaking import Change
from personac.errors import UsageError
from personac.text.quote import key_of

PATH = "personac.accepted.yaml"
SCHEMA: Literal["personac/accepted/1"] = "personac/accepted/1"
_HEAD = "# Weakenings that were reviewed and accepted; `personac breaking --accept` adds to it.\n"


class Accepted(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One accepted change.  The digests are of its words, so that a further change of them is
    reported again; the words are there for those who review the record.
    """

    code: str
    id: str
    reason: str
    before: str
    after: str
    words: str = ""
    becomes: str = ""


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["personac/accepted/1"]
    accepted: tuple[Accepted, ...] = ()


def parse(path: str, text: str) -> tuple[Accepted, ...]:
    """The records of a file; raises ``UsageError`` that says what is wrong with it."""
    import yaml

    try:
        return codec.convert(codec.load_yaml(text), Record).accepted
    except (ValueError, RecursionError, yaml.YAMLError, msgspec.ValidationError) as error:
        first = str(getattr(error, "problem", None) or error).split("\n")[0]
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark is not None else path
        raise UsageError(
            f"{where}: not a record of accepted changes: {first}; restore it from git"
        ) from error


def render(records: Iterable[Accepted]) -> str:
    """The file, in an order that does not depend on when a record was added."""
    ordered = tuple(sorted(records, key=lambda one: (one.id, one.code, one.before, one.after)))
    return _HEAD + codec.to_yaml(codec.plain(Record(schema=SCHEMA, accepted=ordered)))


def identity(change: Change) -> str:
    """What a person names a change by, after its code and a colon."""
    return f"{change.persona}/{change.id}" if change.id != change.persona else change.persona


def accept(change: Change, reason: str) -> Accepted:
    return Accepted(
        code=change.code,
        id=identity(change),
        reason=reason,
        before=_digest(change.held or change.before),
        after=_digest(change.after),
        words=change.before,
        becomes=change.after or change.became,
    )


def covers(one: Accepted, change: Change) -> bool:
    """Whether the record is about this change and these words."""
    return (one.code, one.id, one.before, one.after) == (
        change.code,
        identity(change),
        _digest(change.held or change.before),
        _digest(change.after),
    )


def _digest(words: str) -> str:
    return codec.digest(key_of(words).encode()) if words else ""
