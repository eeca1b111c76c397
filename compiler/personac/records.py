"""The records of builds in an output folder, read."""

import msgspec

from personac import fs
from personac.errors import UsageError
from personac.manifest import Manifest
from personac.manifest import parse as parse_manifest
from personac.trace import sourcemap
from personac.trace.sourcemap import SourceMapFile

MANIFEST = "manifest.json"
SOURCEMAP = "sourcemap.json"
PENDING = "manifest.pending.json"


def read_manifest(root: str, out: str, name: str = MANIFEST) -> Manifest:
    """The record of the last build; empty without one; ``UsageError`` when it is broken."""
    path = f"{out}/{name}"
    if not fs.exists(root, path):
        return Manifest()
    try:
        return parse_manifest(fs.read_bytes(root, path, limit=1 << 28))
    except (msgspec.DecodeError, UsageError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: not a manifest of personac ({error}); move it away and build again"
        ) from error


def read_sourcemap(root: str, out: str) -> SourceMapFile:
    """The source map of the last build; empty without one; ``UsageError`` when it is broken."""
    path = f"{out}/{SOURCEMAP}"
    if not fs.exists(root, path):
        return sourcemap.empty()
    try:
        return sourcemap.parse(fs.read_bytes(root, path, limit=1 << 28))
    except (msgspec.DecodeError, UsageError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: not a source map of personac ({error}); move it away and build again"
        ) from error
