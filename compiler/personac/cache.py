"""Results by content hash: what was compiled once is not compiled again.

A key covers the content of every input and personac's own files, so an entry is never stale;
it may be missing or broken, and then it is made anew.
"""

import os
import tempfile
from functools import cache as memoize
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from personac import registry

FOLDER = os.path.join(".personac", "cache")


@memoize
def tool_digest() -> str:
    """A digest of personac's own modules and targets and of plug-ins: other code, other results."""
    digest = blake2b(digest_size=16)
    for base in (Path(__file__).parent, *_plugin_folders()):
        for path in sorted((*base.rglob("*.py"), *base.rglob("*.toml"))):
            status, name = path.stat(), path.relative_to(base).as_posix()
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns};".encode())
    return digest.hexdigest()


def _plugin_folders() -> tuple[Path, ...]:
    packages = sorted({name.partition(".")[0] for name in registry.all_plugins()})
    specs = (find_spec(name) for name in packages)
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)


def key(*parts: str) -> str:
    """The name of a result by everything it depends on."""
    return blake2b("\0".join((tool_digest(), *parts)).encode(), digest_size=20).hexdigest()


def load(root: str, name: str) -> bytes | None:
    try:
        with open(os.path.join(root, FOLDER, name[:2], name[2:]), "rb") as entry:
            return entry.read()
    except OSError:
        return None


def store(root: str, name: str, content: bytes) -> None:
    """Keep a result; a cache that cannot be written is a slower one, not an error."""
    folder = os.path.join(root, FOLDER, name[:2])
    try:
        os.makedirs(folder, exist_ok=True)
        _ignore(os.path.join(root, FOLDER))
        descriptor, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
        os.replace(temporary, os.path.join(folder, name[2:]))
    except OSError:
        return


def _ignore(folder: str) -> None:
    path = os.path.join(folder, ".gitignore")
    if not os.path.exists(path):
        Path(path).write_text("*\n", "utf-8")
