"""The project's files: the only module, with the cache, that touches the disk.

Paths in and out are relative POSIX paths below a root, so that nothing that is printed or
written depends on where the project lies.
"""

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from personac.errors import InputError, UsageError

MAX_FILE = 1024 * 1024
SUFFIXES = (".md", ".markdown", ".mdc", ".yaml", ".yml", ".json", ".xml", ".txt")
_SKIPPED_NAMES = frozenset({"readme", "changelog", "license", "contributing"})


def read_bytes(root: str, path: str, limit: int = MAX_FILE) -> bytes:
    """The content of a regular file; raises ``InputError`` with the reason."""
    full = os.path.join(root, path)
    try:
        descriptor = os.open(
            full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        raise InputError(path, _reason(error)) from error
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise InputError(path, "is a directory, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(path, "is not a regular file")
        if status.st_size > limit:
            raise InputError(path, f"is larger than the limit of {limit // 1024} KiB")
        return _read(descriptor, path, limit)
    finally:
        os.close(descriptor)


def _read(descriptor: int, path: str, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while part := os.read(descriptor, 1 << 20):
            size += len(part)
            if size > limit:
                raise InputError(path, f"is larger than the limit of {limit // 1024} KiB")
            parts.append(part)
    except OSError as error:
        raise InputError(path, _reason(error)) from error
    return b"".join(parts)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def exists(root: str, path: str) -> bool:
    return os.path.lexists(os.path.join(root, path))


def expand(
    root: str, paths: Iterable[str], suffixes: tuple[str, ...] = SUFFIXES
) -> tuple[str, ...]:
    """Files named or found below folders, sorted; raises ``UsageError`` for a missing path."""
    found: set[str] = set()
    for path in paths:
        full = os.path.join(root, path)
        if os.path.isdir(full):
            found.update(_below(root, path, suffixes))
        elif os.path.lexists(full):
            found.add(relative(root, full))
        else:
            raise UsageError(f"{path}: there is no such file or folder")
    return tuple(sorted(found))


def _below(root: str, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for base, folders, files in os.walk(os.path.join(root, folder)):
        folders[:] = sorted(name for name in folders if not _is_noise(name))
        for name in sorted(files):
            stem, suffix = os.path.splitext(name)
            if (
                suffix.lower() in suffixes
                and stem.lower() not in _SKIPPED_NAMES
                and not name.startswith((".", "_"))
            ):
                yield relative(root, os.path.join(base, name))


def _is_noise(name: str) -> bool:
    return name in (".git", ".venv", ".personac", "node_modules", "__pycache__")


def relative(root: str, full: str) -> str:
    """``full`` relative to ``root`` with ``/``; a path outside stays as it was given."""
    path = os.path.relpath(os.path.abspath(full), os.path.abspath(root))
    return (full if path.startswith("..") else path).replace(os.sep, "/")


def find_root(start: str) -> tuple[str, str | None]:
    """The nearest folder upwards with settings, and their file; else ``start`` and None."""
    folder = os.path.abspath(start)
    while True:
        for name in ("personac.toml", "pyproject.toml"):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (
                name == "personac.toml" or b"[tool.personac]" in Path(path).read_bytes()
            ):
                return folder, name
        parent = os.path.dirname(folder)
        if parent == folder:
            return os.path.abspath(start), None
        folder = parent


def write_all(root: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files so that each is wholly old or wholly new: all are staged beside their place
    first, then renamed; nothing is renamed when staging one fails.
    """
    staged: list[tuple[str, str]] = []
    try:
        for path, content in files:
            staged.append((_stage(root, path, content), os.path.join(root, path)))
        while staged:
            temporary, target = staged[0]
            os.replace(temporary, target)
            staged.pop(0)
    except OSError as error:
        name = error.filename2 or error.filename or ""
        raise InputError(
            relative(root, str(name)), f"cannot be written: {_reason(error)}"
        ) from error
    finally:
        for temporary, _ in staged:
            if os.path.lexists(temporary):
                os.unlink(temporary)


def _stage(root: str, path: str, content: bytes) -> str:
    folder = os.path.dirname(os.path.join(root, path))
    if not _inside(root, folder):
        raise InputError(path, "leads outside the output folder through a symbolic link")
    os.makedirs(folder, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".personac-", dir=folder)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    os.chmod(temporary, 0o644)
    return temporary


def _inside(root: str, folder: str) -> bool:
    base = os.path.realpath(root)
    return os.path.commonpath([base, os.path.realpath(folder)]) == base


def is_link(root: str, path: str) -> bool:
    return os.path.islink(os.path.join(root, path))


def remove(root: str, paths: Iterable[str]) -> None:
    """Delete files and the folders that become empty, up to ``root``."""
    for path in paths:
        full = os.path.join(root, path)
        if os.path.lexists(full):
            os.unlink(full)
        _prune(root, os.path.dirname(full))


def _prune(root: str, folder: str) -> None:
    base = os.path.abspath(root)
    while os.path.abspath(folder) != base and os.path.isdir(folder) and not os.listdir(folder):
        os.rmdir(folder)
        folder = os.path.dirname(folder)
