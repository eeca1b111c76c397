"""What a comparison gives and what its rules see."""

from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from personac.breaking._pairs import Pair, Pairing, likeness, pair
from personac.breaking._stated import Stated, stated
from personac.diagnostics import Severity
from personac.model import NodeId, Persona

UNLIKE = 0.3
GONE = "is gone"


class Change(Struct, frozen=True, kw_only=True):
    """One difference in what a persona binds itself to.

    ``old`` and ``new`` are the node ids of the places before and after, empty where there is
    none; ``before`` and ``after`` the words there.  ``tightened`` changes bind more than before.
    """

    code: str
    name: str
    message: str
    became: str
    help: str
    persona: str
    id: str
    part: str
    before: str
    after: str
    old: NodeId
    new: NodeId
    tightened: bool = False
    held: str = ""
    """What a persona that is gone held; a record of its acceptance is of that."""

    @property
    def severity(self) -> Severity:
        return Severity.HINT if self.tightened else Severity.ERROR


class Shift(Struct, frozen=True, kw_only=True):
    """What a rule yields; the comparison adds code, name and id."""

    became: str
    """What happened, after the subject: ``is gone``."""
    help: str
    old: Stated | None = None
    new: Stated | None = None
    tightened: bool = False
    part: str = ""
    before: str = ""
    after: str = ""
    node: NodeId = ""
    to: NodeId = ""


class Comparison(Struct, frozen=True, dict=True):
    before: Persona
    after: Persona

    @cached_property
    def pairing(self) -> Pairing:
        return pair(stated(self.before), stated(self.after))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The statements that changed; those whose id was handed on are not among them."""
        return tuple(one for one in self.pairing.pairs if not _handed_on(one))

    @cached_property
    def reused(self) -> tuple[Pair, ...]:
        """The old owner of an id with the new one, that says something else."""
        return tuple(filter(_handed_on, self.pairing.pairs))


class Single(Comparison, frozen=True, dict=True):
    """Two statements by themselves, whatever stands around them."""

    only: Pair

    @cached_property
    def pairing(self) -> Pairing:
        return Pairing((self.only,), (), ())


def _handed_on(pair: Pair) -> bool:
    return pair.by_id and likeness(pair.old, pair.new) < UNLIKE


class ChangeRule(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    why: str
    check: Callable[[Comparison], Iterator[Shift]]
