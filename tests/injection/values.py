"""What is put into a persona, and what has to be found of it."""

from typing import NamedTuple


class Gate(NamedTuple):
    """A gate of a list of gates; without ``owner`` nobody owns it."""

    id: str
    name: str
    text: str
    owner: str = "the release manager"
    failure: str = "stop and tell the user"


class Planted(NamedTuple):
    """Statements, gates and steps, each for the place where a dialect has such; ``notes`` are
    prose, ``block`` is markup on lines of its own, and the last two are fields of the header.

    A rule or protocol may begin with its id and a colon.
    """

    rules: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    steps: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    comment: str = ""
    block: tuple[str, ...] = ()
    description: str = ""
    tools: str = ""


class Wording(NamedTuple):
    """A defect as somebody may write it.  The finding is on one of ``marks``.

    ``good`` is of the same shape and harmless; findings of ``true`` are right about it all the
    same, as that a ban on a command is not held by the tools.
    """

    bad: Planted
    good: Planted
    marks: tuple[str, ...]
    true: frozenset[str] = frozenset()


class Defect(NamedTuple):
    """One of the twenty-six; ``codes`` are the rules that may find it."""

    number: int
    name: str
    codes: tuple[str, ...]
    wordings: tuple[Wording, ...]
