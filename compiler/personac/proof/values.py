"""What a proof says: a verdict for every clause and every limit of the tools, on one target."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from personac.model import Effect, NodeId


class Status(StrEnum):
    """How a clause fares in the artifacts, best first."""

    VERBATIM = "verbatim"
    """Its words stand there byte for byte, with their force."""
    REFLOWED = "reflowed"
    """So they do but for line breaks, marks of emphasis and punctuation."""
    ENFORCED = "enforced"
    """The build declared that the words are lost; the client itself enforces what they say."""
    LOST = "lost"
    """It is not there, and the build declared so."""
    WEAKENED = "weakened"
    """Something else stands there, or its words without their force."""
    MISSING = "missing"


CARRIED = frozenset({Status.VERBATIM, Status.REFLOWED, Status.ENFORCED})
FAILED = frozenset({Status.WEAKENED, Status.MISSING})


class Native(Struct, frozen=True, omit_defaults=True):
    """A clause that the target's client enforces: by what, the file of the target that says so,
    and the commands (``evidence``) and ``paths`` that it names there.

    ``effect`` is what the client does at least; a record without one promises a question.  What
    it does only when its user asks for it ``needs`` that, and carries no clause alone.
    """

    node: NodeId
    by: str
    file: str
    evidence: tuple[str, ...]
    paths: tuple[str, ...] = ()
    effect: Effect = Effect.ASK
    needs: str = ""

    @property
    def is_hook(self) -> bool:
        return self.by.startswith("hook")


class Verdict(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One clause on one target.

    ``revision`` is the one that worded it, ``enforced`` what enforces it natively, ``reason``
    why its loss was declared.  ``file`` holds, or should hold, its words; ``now`` is what
    stands there instead, ``why`` what is wrong with that.
    """

    node: NodeId
    kind: str
    words: str
    status: Status
    prohibition: bool = False
    revision: str = ""
    enforced: str = ""
    reason: str = ""
    file: str = ""
    now: str = ""
    why: str = ""


class Widened(Struct, frozen=True, kw_only=True):
    """An artifact grants what the persona does not, or no longer denies what it denies."""

    node: NodeId
    tool: str
    file: str
    why: str
    needle: str = ""


class Proof(Struct, frozen=True, kw_only=True):
    """What the artifacts of one persona on one target were found to carry.

    ``fault`` says why no artifact gives its model any text.  ``unsaid`` are limits of the tools
    that were declared as not enforced and that no words of the artifacts state either.
    """

    target: str
    persona: str
    verdicts: tuple[Verdict, ...]
    widened: tuple[Widened, ...] = ()
    unsaid: tuple[NodeId, ...] = ()
    fault: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is missing or widened without having been declared."""
        failed = any(one.status in FAILED for one in self.verdicts)
        return not (failed or self.widened or self.fault)


def tally(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many verdicts there are of each status that occurs, best first, then how many of those
    that are carried a revision worded.
    """
    found = {str(status): sum(one.status is status for one in verdicts) for status in Status}
    found["reworded"] = sum(bool(one.revision) for one in verdicts if one.status in CARRIED)
    return {name: number for name, number in found.items() if number}
