"""The project's files: the only module, with the cache, that touches the disk.

Paths in and out are relative POSIX paths below a root, so that nothing that is printed or
written depends on where the project lies.
"""

import os
import re
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from personac.errors import InputError, UsageError

MAX_FILE = 1024 * 1024
SUFFIXES = (".md", ".markdown", ".mdc", ".yaml", ".yml", ".json", ".xml", ".txt")
_STAGED = re.compile(r"\.personac-\w{8}\.tmp")
_SKIPPED_NAMES = frozenset({"readme", "changelog", "license", "contributing"})


def read_bytes(root: str, path: str, limit: int = MAX_FILE) -> bytes:
    """The content of a regular file; raises ``InputError`` with the reason."""
    _check_name(path)
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


def _check_name(path: str) -> None:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        name = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        raise InputError(name, "the name is not UTF-8; rename the file") from error


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
    root: str,
    paths: Iterable[str],
    suffixes: tuple[str, ...] = SUFFIXES,
    skip: str | None = None,
    *,
    hidden: bool = False,
) -> tuple[str, ...]:
    """Files named or found below folders, sorted; raises ``UsageError`` for a missing path.
    What lies in a folder ``skip`` below one of them is left out, and so are files whose name
    starts with ``_``, which are there for others to build on, unless ``hidden``.
    """
    skipped = None if skip is None else os.path.realpath(os.path.join(root, skip))
    found: set[str] = set()
    for path in paths:
        full = os.path.join(root, path)
        if os.path.isdir(full):
            found.update(_below(root, path, suffixes, skipped, hidden=hidden))
        elif os.path.lexists(full):
            found.add(relative(root, full))
        else:
            raise UsageError(f"{path}: there is no such file or folder")
    return tuple(sorted(found))


def listing(root: str, out: str, folder: str) -> tuple[str, ...]:
    """Every file below ``folder``, relative to ``out``; nothing when there is no such folder."""
    base = os.path.join(root, out)
    walked = os.walk(os.path.join(base, folder))
    return tuple(
        sorted(relative(base, os.path.join(at, name)) for at, _, files in walked for name in files)
    )


def _below(
    root: str, folder: str, suffixes: tuple[str, ...], skipped: str | None, *, hidden: bool
) -> Iterator[str]:
    for base, folders, files in os.walk(os.path.join(root, folder)):
        real = os.path.realpath(base)
        folders[:] = sorted(
            name
            for name in folders
            if not _is_noise(name)
            and (hidden or not name.startswith("_"))
            and os.path.join(real, name) != skipped
        )
        for name in sorted(files):
            if is_candidate(name, suffixes, hidden=hidden):
                yield relative(root, os.path.join(base, name))


def is_candidate(path: str, suffixes: tuple[str, ...] = SUFFIXES, *, hidden: bool = False) -> bool:
    """Whether a file found at ``path`` below a folder is taken for what ``suffixes`` say, even if
    it is there for others only when ``hidden``.
    """
    *folders, name = path.split("/")
    stem, suffix = os.path.splitext(name)
    named = suffix.lower() in suffixes and stem.lower() not in _SKIPPED_NAMES
    shown = hidden or not any(part.startswith("_") for part in (*folders, name))
    return named and shown and not name.startswith(".") and not any(map(_is_noise, folders))


def _is_noise(name: str) -> bool:
    return name in (".git", ".venv", ".personac", "node_modules", "__pycache__")


def relative(root: str, full: str) -> str:
    """``full`` relative to ``root`` with ``/``; a path outside is absolute, so that a file has one
    name however it was given.
    """
    full = os.path.abspath(full)
    path = os.path.relpath(full, os.path.abspath(root))
    return (full if path.startswith("..") else path).replace(os.sep, "/")


def find_root(start: str) -> tuple[str, str | None]:
    """The nearest folder upwards with settings, and their file; else ``start`` and None."""
    folder = os.path.abspath(start)
    while True:
        for name in ("personac.toml", "pyproject.toml"):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == "personac.toml" or _has_settings(path)):
                return folder, name
        parent = os.path.dirname(folder)
        if parent == folder:
            return os.path.abspath(start), None
        folder = parent


def _has_settings(path: str) -> bool:
    """Whether a ``pyproject.toml`` has a table of ours, be it only one below, such as
    ``[tool.personac.lint]``; one that is no TOML is asked for its words.
    """
    data = Path(path).read_bytes()
    if b"personac" not in data:
        return False
    import tomllib

    try:
        tools = tomllib.loads(data.decode()).get("tool")
    except ValueError:
        return b"[tool.personac" in data
    return isinstance(tools, dict) and "personac" in tools


def rewrite(root: str, files: Iterable[tuple[str, bytes, bytes]]) -> None:
    """Change files that are there, each from its old bytes to its new ones, keeping its mode.

    Nothing is written when one of them has other bytes by now, is a symbolic link, or lies
    outside of ``root``.
    """
    changes = list(files)
    for path, old, _ in changes:
        check_inside(root, path, "the project")
        if is_link(root, path):
            raise InputError(path, "is a symbolic link; edit the file that it leads to")
        if read_bytes(root, path) != old:
            raise InputError(path, "was changed meanwhile; run the command again")
    modes = [stat.S_IMODE(os.stat(os.path.join(root, path)).st_mode) for path, _, _ in changes]
    write_all(root, [(path, new) for path, _, new in changes], modes)


def write_all(
    root: str, files: Iterable[tuple[str, bytes]], modes: Sequence[int] | None = None
) -> None:
    """Write files so that each is wholly old or wholly new: all are staged beside their place
    first, then renamed; nothing is renamed when staging one fails.
    """
    staged: list[tuple[str, str]] = []
    try:
        for number, (path, content) in enumerate(files):
            staged.append((_stage(root, path, content), os.path.join(root, path)))
            os.chmod(staged[-1][0], modes[number] if modes else 0o644)
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
    check_inside(root, path)
    os.makedirs(folder, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".personac-", suffix=".tmp", dir=folder)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    return temporary


def check_inside(root: str, path: str, what: str = "the output folder") -> None:
    """Raise ``InputError`` when the folder of ``path`` really lies elsewhere than ``root``."""
    base = os.path.realpath(root)
    folder = os.path.realpath(os.path.dirname(os.path.join(base, path)))
    try:
        inside = os.path.commonpath([base, folder]) == base
    except ValueError:  # another drive
        inside = False
    if not inside:
        raise InputError(path, f"leads outside {what} through a symbolic link")


def is_same(root: str, one: str, other: str) -> bool:
    """Whether two paths lead to the same place."""
    found = {os.path.realpath(os.path.join(root, path)) for path in (one, other)}
    return len(found) == 1


def is_link(root: str, path: str) -> bool:
    return os.path.islink(os.path.join(root, path))


def is_folder(root: str, path: str) -> bool:
    return os.path.isdir(os.path.join(root, path))


def names(root: str, folder: str) -> tuple[str, ...]:
    """What lies in a folder, sorted; nothing when there is no such folder."""
    try:
        return tuple(sorted(os.listdir(os.path.join(root, folder))))
    except OSError:
        return ()


def staged(root: str, folders: Iterable[str]) -> tuple[str, ...]:
    """What ``write_all`` left in folders when it was killed."""
    return tuple(
        f"{folder}/{name}" if folder else name
        for folder in sorted(set(folders))
        for name in names(root, folder)
        if _STAGED.fullmatch(name)
    )


def missing_folders(root: str, paths: Iterable[str]) -> tuple[str, ...]:
    """The folders that have to be made for files, relative to ``root``."""
    above = {"/".join(p.split("/")[:end]) for p in paths for end in range(1, p.count("/") + 1)}
    return tuple(sorted(folder for folder in above if not exists(root, folder)))


def modes(root: str, paths: Iterable[str]) -> tuple[int, ...]:
    """The mode that each file has, or gets when it is made."""
    full = [os.path.join(root, path) for path in paths]
    return tuple(stat.S_IMODE(os.stat(f).st_mode) if os.path.isfile(f) else 0o644 for f in full)


def prune(root: str, folders: Iterable[str]) -> None:
    """Delete those of the folders that are empty, the deepest first."""
    for folder in sorted(folders, key=len, reverse=True):
        check_inside(root, folder)
        if _is_empty(os.path.join(root, folder)):
            os.rmdir(os.path.join(root, folder))


def remove(root: str, paths: Iterable[str], folders: Collection[str] | None = None) -> None:
    """Delete files and the folders that become empty, up to ``root`` and never outside it; with
    ``folders`` only those.
    """
    for path in paths:
        check_inside(root, path)
        full = os.path.join(root, path)
        try:
            if os.path.lexists(full):
                os.unlink(full)
            if folders is None:
                _prune(root, os.path.dirname(full))
        except OSError as error:
            raise InputError(path, f"cannot be removed: {_reason(error)}") from error
    prune(root, folders or ())


def _prune(root: str, folder: str) -> None:
    base = os.path.abspath(root)
    while os.path.abspath(folder) != base and _is_empty(folder):
        os.rmdir(folder)
        folder = os.path.dirname(folder)


def _is_empty(folder: str) -> bool:
    return os.path.isdir(folder) and not os.path.islink(folder) and not os.listdir(folder)
