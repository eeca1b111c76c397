"""Keys of ours in a JSON file that its user owns too: put in, kept up to date, taken out again.

Nothing of the user's is changed.  Where a list has rules that are more than words, the first that
matches may be the one that counts, so ours stand before the user's, in our order.  What was added
is remembered key by key, so that an entry that the user wrote, too, is never taken away with ours.
"""

import json
from collections.abc import Iterable, Sequence
from copy import deepcopy

from msgspec import Struct

from personac.enforce._edit import edited

Json = dict[str, object]


class Added(Struct, frozen=True):
    """What a build put into a file: the value of a key that was not there, or, with ``items``,
    entries of a list that was.
    """

    path: tuple[str, ...]
    value: str
    """As JSON."""
    items: bool = False


class Merged(Struct, frozen=True):
    text: str
    added: tuple[Added, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is left in the file."""
        return self.text.strip() in ("", "{}")


class MergeError(Exception):
    """Why a file cannot take our keys: one line, with what to do."""


def merge(existing: str | None, ours: str, before: tuple[Added, ...] = ()) -> Merged:
    """``existing`` with the keys of ``ours``, and without those of ``before`` that ``ours`` has
    no more.  Raises ``MergeError`` when ``existing`` is no JSON object, or says something else
    where ``ours`` has to stand.
    """
    wanted = _filled(_parsed(ours))
    if existing is None or not existing.removeprefix("\ufeff").strip():
        found = tuple(_added((key,), value) for key, value in wanted.items())
        return Merged(ours, found)
    user = _parsed(existing)
    original = deepcopy(user)
    for one in sorted(before, key=lambda one: (-len(one.path), not one.items)):
        _take(user, one, _at(wanted, one.path))
    kept = [one for one in (_still(user, one, wanted) for one in before) if one is not None]
    new = _put(user, wanted, (), kept)
    text = existing if user == original else edited(existing, user)
    return Merged(text, tuple(dict.fromkeys([*kept, *new])))


def absent(existing: str, added: Iterable[Added]) -> tuple[Added, ...]:
    """Those of ``added`` that do not stand in a file any more; all when it is no JSON object."""
    try:
        user = _parsed(existing)
    except MergeError:
        return tuple(added)
    return tuple(one for one in added if not _is_within(json.loads(one.value), _at(user, one.path)))


def _is_within(ours: object, there: object) -> bool:
    if isinstance(ours, dict):
        if not isinstance(there, dict):
            return False
        return all(key in there and _is_within(value, there[key]) for key, value in ours.items())
    if isinstance(ours, list):
        return isinstance(there, list) and all(one in there for one in ours)
    return ours == there


def _parsed(text: str) -> Json:
    try:
        bare = text.removeprefix("\ufeff")
        value = json.loads(bare, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        detail = str(error) if isinstance(error, MergeError) else _where(error)
        raise MergeError(f"is not valid JSON ({detail}); correct it, then build again") from error
    if not isinstance(value, dict):
        raise MergeError("is JSON, but no object; make it `{ }`, then build again")
    return value


def _filled(value: Json) -> Json:
    """``value`` without empty lists and objects: there is nothing to enforce in them."""
    below = {k: _filled(v) if isinstance(v, dict) else v for k, v in value.items()}
    return {key: one for key, one in below.items() if one not in ({}, [])}


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a value is malformed"


class _FaultError(MergeError, ValueError):
    pass


def _no_constant(name: str) -> object:
    raise _FaultError(f"`{name}` is no number of JSON")


def _unique(pairs: list[tuple[str, object]]) -> Json:
    found: Json = {}
    for key, value in pairs:
        if key in found:
            raise _FaultError(f"the key `{key[:40]}` stands twice")
        found[key] = value
    return found


def _added(path: tuple[str, ...], value: object, *, items: bool = False) -> Added:
    return Added(path, json.dumps(value, ensure_ascii=False, allow_nan=False), items)


def _at(value: object, path: tuple[str, ...]) -> object:
    """What stands at a path; None when nothing does."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _take(user: Json, one: Added, wanted: object) -> None:
    """Take out of ``user`` what was added and is not wanted any more."""
    holder = _at(user, one.path[:-1])
    key = one.path[-1]
    if not isinstance(holder, dict) or key not in holder:
        return
    value = json.loads(one.value)
    left = _without(holder[key], value, wanted)
    if (left in ({}, []) and holder[key] != left and not one.items) or left is None:
        del holder[key]
    else:
        holder[key] = left


def _without(there: object, ours: object, wanted: object) -> object:
    """``there`` without what is in ``ours`` and not in ``wanted``; None when nothing stays."""
    if isinstance(there, dict) and isinstance(ours, dict):
        keep = wanted if isinstance(wanted, dict) else {}
        left: Json = {}
        for key, value in there.items():
            rest = _without(value, ours[key], keep.get(key)) if key in ours else value
            if rest is None or (rest in ({}, []) and value != rest):
                continue
            left[key] = rest
        return left
    if isinstance(there, list) and isinstance(ours, list):
        keep_items = wanted if isinstance(wanted, list) else []
        return [one for one in there if one not in ours or one in keep_items]
    return None if there == ours and wanted != ours else there


def _still(user: Json, one: Added, wanted: Json) -> Added | None:
    """What remains of an addition: the part of it that is wanted and there."""
    value = _common(_common(json.loads(one.value), _at(wanted, one.path)), _at(user, one.path))
    return None if value in (None, {}, []) else _added(one.path, value, items=one.items)


def _common(one: object, other: object) -> object:
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _common(one[key], other[key]) for key in one if key in other}
        return {key: value for key, value in both.items() if value not in (None, {}, [])}
    if isinstance(one, list) and isinstance(other, list):
        return [entry for entry in one if entry in other]
    return one if one == other else None


def _put(user: Json, wanted: Json, path: tuple[str, ...], kept: Sequence[Added]) -> list[Added]:
    """Put ``wanted`` into ``user``, and tell what was not there; ``kept`` is ours already."""
    new: list[Added] = []
    for key, value in wanted.items():
        at = (*path, key)
        there = user.get(key)
        if key not in user:
            user[key] = value
            new.append(_added(at, value))
        elif isinstance(value, dict) and isinstance(there, dict):
            new += _put(there, value, at, kept)
        elif isinstance(value, list) and isinstance(there, list):
            missing = [entry for entry in value if entry not in there]
            user[key] = _with_missing(there, missing, value, _ours(kept, at))
            new += [_added(at, missing, items=True)] if missing else []
        elif there != value:
            name = ".".join(at)
            raise MergeError(f"has its own `{name}`, where a mandate needs another; remove one")
    return new


def _with_missing(
    there: list[object], missing: list[object], wanted: list[object], ours: list[object]
) -> list[object]:
    if not any(isinstance(entry, dict) for entry in wanted):
        return [*there, *missing]
    users = [entry for entry in there if entry not in ours]
    return [*(entry for entry in wanted if entry in ours or entry in missing), *users]


def _ours(kept: Iterable[Added], path: tuple[str, ...]) -> list[object]:
    """The entries of the list at a path that are ours."""
    found: list[object] = []
    for one in kept:
        if path[: len(one.path)] == one.path:
            value = _at(json.loads(one.value), path[len(one.path) :])
            found += value if isinstance(value, list) else []
    return found
