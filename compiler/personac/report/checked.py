"""What a lint came to, for those who write it down."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from personac.api import Fact
from personac.errors import InputError
from personac.report.placed import Placed
from personac.source import Source


class Suppressed(Struct, frozen=True):
    """A finding that is not reported: silenced ``inSource`` by a comment, or by the baseline."""

    found: Placed
    kind: Literal["inSource", "external"]
    reason: str


class Noted(Struct, frozen=True):
    """A fact that the rule ``code`` notes of a persona, at a place of its file; ``reason`` is that
    of the comment by which a finding there is silent.
    """

    code: str
    fact: Fact
    reason: str | None = None


class Checked(Struct, frozen=True, kw_only=True):
    """The findings of one file; those that are silenced are apart."""

    findings: tuple[Placed, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    noted: tuple[Noted, ...] = ()


class LintReport(Struct, frozen=True, kw_only=True):
    """All that a report is made of; ``summary`` is its closing line."""

    findings: tuple[Placed, ...]
    sources: Mapping[str, Source]
    suppressed: tuple[Suppressed, ...] = ()
    errors: tuple[InputError, ...] = ()
    summary: str = ""
    colour: bool = False
    group: bool = True
