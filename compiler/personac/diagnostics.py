"""Findings as values: what is wrong, why it matters, what to do, and exactly where."""

from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

from personac.model import NodeId
from personac.source import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Locator(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A symbolic place: a node (and words inside it), or a span of a file, or a whole file."""

    node: NodeId | None = None
    needle: str | None = None
    path: str | None = None
    span: Span | None = None


class Label(Struct, frozen=True, omit_defaults=True):
    at: Locator
    text: str = ""


class Edit(Struct, frozen=True):
    path: str
    span: Span
    replacement: str


class Applicability(StrEnum):
    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Fix(Struct, frozen=True):
    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


class Diagnostic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finding.  ``labels[0]`` is the primary place; ``message`` is one line in lower case
    without a full stop; ``help`` is an imperative.
    """

    code: str
    name: str
    severity: Severity
    message: str
    why: str = ""
    help: str = ""
    labels: tuple[Label, ...] = ()
    fixes: tuple[Fix, ...] = ()


T = TypeVar("T")


class Outcome(Struct, Generic[T], frozen=True):
    """A result with its findings; ``value`` is None when there is no result."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()
