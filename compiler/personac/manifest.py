"""What a build wrote and from what: the record that makes outputs ours."""

import unicodedata
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from personac import codec
from personac.api import Loss
from personac.composition import Composition
from personac.enforce.merge import Added
from personac.errors import UsageError
from personac.proof.values import Native
from personac.report.visible import short

SCHEMA = "personac/manifest/1"


class Stamp(Struct, frozen=True):
    """A file or revision and the digest of its content."""

    name: str
    digest: str


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One persona on one target; ``others`` are the files beside ``source`` that it was made of,
    ``enforced`` the clauses that its client itself enforces.  Where the settings keep it from the
    target there are no outputs, and ``excluded`` is the reason.
    """

    target: str
    persona: str
    source: Stamp
    others: tuple[Stamp, ...] = ()
    writer: int
    outputs: tuple[Stamp, ...]
    revisions: tuple[Stamp, ...] = ()
    losses: tuple[Loss, ...] = ()
    enforced: tuple[Native, ...] = ()
    excluded: str = ""


def stamped(made_of: Composition) -> tuple[Stamp, ...]:
    """The files of a persona, its first source first."""
    return tuple(Stamp(one.path, one.digest) for one in made_of.files)


class Shared(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of a whole target, and the mandates that it enforces, as ``persona: mandate``.  Of a
    ``merged`` one only what is in ``added`` is ours, unless it was ``created`` by a build.
    """

    target: str
    output: Stamp
    mandates: tuple[str, ...]
    merged: bool = False
    created: bool = False
    added: tuple[Added, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.target}/{self.output.name}"


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: str = SCHEMA
    entries: tuple[Entry, ...] = ()
    shared: tuple[Shared, ...] = ()

    def owned(self) -> dict[str, frozenset[str]]:
        """Path to the digest of every output that is wholly ours."""
        found = [(f"{e.target}/{o.name}", o.digest) for e in self.entries for o in e.outputs]
        found += [(one.path, one.output.digest) for one in self.shared if not one.merged]
        return {path: frozenset({digest}) for path, digest in found}


class _Stated(Struct, frozen=True):
    """What every manifest has to say of itself: the default is for making one only."""

    schema: Literal["personac/manifest/1"]


def parse(data: bytes) -> Manifest:
    """Raises ``msgspec.DecodeError`` for what is no manifest, and ``UsageError`` for one with an
    output that does not lie below the output folder.
    """
    codec.from_json(data, _Stated)
    found = codec.from_json(data, Manifest)
    for path in (*found.owned(), *(one.path for one in found.shared)):
        if not is_below(path):
            raise UsageError(f"`{short(path)}` is no path below the output folder")
    return found


def is_below(path: str) -> bool:
    """Whether a path of a record leads below its folder and nowhere else."""
    plain = not any(char in "\\:" or unicodedata.category(char) in ("Cc", "Cs") for char in path)
    return plain and not {"", ".", ".."}.intersection(path.split("/"))


def owned_by(before: Manifest, pending: Manifest) -> dict[str, frozenset[str]]:
    """What is ours after a build that may have been interrupted: each output as it was, or as
    it was about to be.
    """
    found = before.owned()
    for path, digests in pending.owned().items():
        found[path] = found.get(path, frozenset()) | digests
    return found


def added_by(before: Manifest, pending: Manifest) -> dict[str, Shared]:
    """The files that we share with their user, with everything in them that may be ours."""
    found = {one.path: one for one in before.shared if one.merged}
    for one in pending.shared:
        if one.merged:
            old = found.get(one.path, one)
            added = tuple(dict.fromkeys([*old.added, *one.added]))
            created = old.created or one.created
            found[one.path] = replace(one, added=added, created=created)
    return found
