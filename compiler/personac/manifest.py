"""What a build wrote and from what: the record that makes outputs ours."""

from msgspec import Struct

from personac.api import Loss

SCHEMA = "personac/manifest/1"


class Stamp(Struct, frozen=True):
    """A file or revision and the digest of its content."""

    name: str
    digest: str


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One persona on one target."""

    target: str
    persona: str
    source: Stamp
    writer: int
    outputs: tuple[Stamp, ...]
    revisions: tuple[Stamp, ...] = ()
    losses: tuple[Loss, ...] = ()


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: str = SCHEMA
    entries: tuple[Entry, ...] = ()

    def owned(self) -> dict[str, str]:
        """Path to digest of every output."""
        return {f"{e.target}/{o.name}": o.digest for e in self.entries for o in e.outputs}
