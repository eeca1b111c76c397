"""The revision language as types: a revision is data, ops are its verbs."""

from enum import StrEnum
from typing import Generic, Literal, TypeVar

from msgspec import Struct, field

SCHEMA = "personac/revision/1"


class Selector(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Names the nodes an op means; all keys given must hold.  Titles, labels and quotes are
    compared without regard to case, emphasis, numbering and white space.
    """

    id: str | None = None
    kind: str | None = None
    section: str | None = None
    label: str | None = None
    field: str | None = None
    quote: str | None = None
    count: int | Literal["all", "some"] = 1


class Missing(StrEnum):
    ERROR = "error"
    WARN = "warn"
    SKIP = "skip"


class OpBase(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="op",
):
    """What every op has; ``id`` is unique in its revision."""

    id: str
    reason: str = ""
    if_missing: Missing = Missing.ERROR

    def selector(self) -> Selector | None:
        """What the op means; None when it finds its place itself."""
        return None

    def made(self) -> str:
        """The text of a node that the op adds, which no selector of it means."""
        return ""

    def afterwards(self) -> Selector | None:
        """What means the same place once the op is applied; None when ``selector`` still does."""
        return None


class TargetOp(OpBase, frozen=True, kw_only=True):
    """An op on the nodes that ``target`` selects."""

    target: Selector

    def selector(self) -> Selector | None:
        return self.target


class Ensures(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What must hold after all ops."""

    concepts: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    preserve: tuple[Literal["mandates", "gates", "metrics", "tools"], ...] = (
        "mandates",
        "gates",
        "tools",
    )


class Vocabulary(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Words that what a revision changes is to be free of.  A word is a pattern: ``fix*`` is all
    words that start so, and words apart are found with any white space between them.
    """

    avoid: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    """Exact words to avoid, too, each with what to write in its place."""


O = TypeVar("O", bound=OpBase)  # noqa: E741  O for op, and a type is no number


class Revision(
    Struct,
    Generic[O],
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    schema: Literal["personac/revision/1"]
    id: str
    applies_to: tuple[str, ...]
    title: str = ""
    goal: str = ""
    after: tuple[str, ...] = ()
    concepts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    requires: tuple[Selector, ...] = ()
    ops: tuple[O, ...] = ()
    ensures: Ensures = Ensures()
    vocabulary: Vocabulary = Vocabulary()
