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

    def owned(self) -> dict[str, frozenset[str]]:
        """Path to the digest of every output."""
        found = ((f"{e.target}/{o.name}", o.digest) for e in self.entries for o in e.outputs)
        return {path: frozenset({digest}) for path, digest in found}


def owned_by(before: Manifest, pending: Manifest) -> dict[str, frozenset[str]]:
    """What is ours after a build that may have been interrupted: each output as it was, or as
    it was about to be.
    """
    found = before.owned()
    for path, digests in pending.owned().items():
        found[path] = found.get(path, frozenset()) | digests
    return found
