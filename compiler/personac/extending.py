"""Settings that extend others: a file of an organisation, and what a project adds to it."""

import posixpath
import tomllib
from collections.abc import Callable

from personac.errors import InputError, UsageError

Table = dict[str, object]
Load = Callable[[str], str]
"""The text of a file, by its path from the root of the project."""
KEY = "extend"
_ADDED = ("mandatory",)
"""Lists that a file cannot make shorter: what the extended one asks for stays."""
_LONGEST = 10


def no_files(path: str) -> str:
    """For settings that stand alone."""
    raise InputError(path, "there is no file to extend here")


def settings_in(path: str, text: str) -> Table | None:
    """The settings in a TOML file; None when a ``pyproject.toml`` has none."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    if posixpath.basename(path) != "pyproject.toml":
        return data
    found = data.get("tool", {}).get("personac")
    return found if isinstance(found, dict) else None


def extended(path: str, data: Table, load: Load, check: Callable[[str, Table], None]) -> Table:
    """``data`` on top of what its file extends; ``check`` is asked about each file.

    Tables are joined key by key and the extending file wins; its entries of a list of tables come
    before those of the extended one.
    """
    check(path, data)
    chain = [path]
    while (named := data.get(KEY)) is not None:
        at = _path(chain[-1], named)
        if at in chain or len(chain) > _LONGEST:
            around = " -> ".join((*chain, at))
            raise UsageError(f"{path}: `{KEY}` comes to no end: {around}; take one of them out")
        below = _read(chain[-1], at, load)
        check(at, below)
        data = _joined(below, {key: value for key, value in data.items() if key != KEY})
        chain.append(at)
    return data


def _path(path: str, named: object) -> str:
    if not isinstance(named, str) or not named.endswith(".toml") or "://" in named:
        raise UsageError(f"{path}: `{KEY}` names a TOML file beside this one, as `../team.toml`")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named))


def _read(path: str, at: str, load: Load) -> Table:
    try:
        found = settings_in(at, load(at))
    except InputError as error:
        raise UsageError(f"{path}: `{KEY}`: {error.path}: {error.reason}") from error
    if found is None:
        raise UsageError(f"{path}: `{KEY}`: {at} has no [tool.personac]; name another file")
    return found


def _joined(base: Table, over: Table) -> Table:
    return base | {key: _value(key, base.get(key), value) for key, value in over.items()}


def _value(key: str, base: object, over: object) -> object:
    if isinstance(base, dict) and isinstance(over, dict):
        return _joined(base, over)
    if isinstance(base, list) and isinstance(over, list):
        tables = all(isinstance(one, dict) for one in (*base, *over))
        if key in _ADDED or (tables and (base or over)):
            return [*over, *(one for one in base if one not in over)]
    return over
