"""Elements of ours in the list of a YAML file that its user owns too: put in, kept up to date,
taken out again.

Every line of the user's stays as it is.  What cannot be put in without changing one is refused.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from personac import codec
from personac.enforce.merge import Added, Json, Merged, MergeError, merge


class Elements(Struct, frozen=True):
    """Where the elements are: the ``key`` of their list, and the one that has their ``name``."""

    key: str
    name: str


class _Element(NamedTuple):
    """An element with its lines, ``start`` to ``end``, as they stand ``indent`` spaces in."""

    value: object
    start: int
    end: int
    lines: tuple[str, ...]
    indent: int


class _Read(NamedTuple):
    """A file as lines; ``top`` is that of its first key, ``at`` that of the list, -1 without."""

    lines: list[str]
    whole: Json
    elements: tuple[_Element, ...]
    at: int
    top: int


def merge_list(
    existing: str | None, ours: Sequence[str], place: Elements, before: Sequence[Added] = ()
) -> Merged:
    """``existing`` with the elements of ``ours``, and without those of ``before`` that ``ours``
    has no more.  Raises ``MergeError`` when that cannot be done.
    """
    wanted = _wanted(ours, place)
    added = (_added(wanted, place),) if wanted else ()
    if existing is None or not existing.removeprefix("\ufeff").strip():
        return Merged(_joined(ours[0], ours[1:], place), added)
    mine = [one for each in before for one in json.loads(each.value)]
    if existing.removeprefix("\ufeff").lstrip().startswith("{"):
        _check(_list(json.loads(_as_json(existing)), place), wanted, mine, place)
        text = codec.to_pretty_json({place.key: [one.value for one in wanted.values()]})
        return merge(existing, text if wanted else "{}", tuple(before))
    found = _read(existing, place)
    _check([one.value for one in found.elements], wanted, mine, place)
    new = {n: one for n, one in wanted.items() if one.value not in _theirs(found, mine)}
    text = _edited(found, wanted, mine, place)
    _prove(text, found, wanted, mine, place)
    return Merged(text, (_added(new, place),) if new else ())


def _as_json(text: str) -> str:
    merge(text, "{}")
    return text.removeprefix("\ufeff")


def _added(wanted: Mapping[str, _Element], place: Elements) -> Added:
    values = [one.value for one in wanted.values()]
    return Added((place.key,), json.dumps(values, ensure_ascii=False), items=True)


def _list(whole: Json, place: Elements) -> list[object]:
    found = whole.get(place.key)
    return found if isinstance(found, list) else []


def _name(value: object, place: Elements) -> str:
    return str(value.get(place.name)) if isinstance(value, dict) else ""


def _theirs(found: _Read, mine: Sequence[Json]) -> list[object]:
    return [one.value for one in found.elements if one.value not in mine]


def _wanted(ours: Sequence[str], place: Elements) -> dict[str, _Element]:
    found: dict[str, _Element] = {}
    for text in ours:
        for one in _read(text, place).elements:
            name = _name(one.value, place)
            if found.setdefault(name, one).value != one.value:
                raise MergeError(f"has two different `{name[:60]}` of two projects; rename one")
    return found


def _joined(first: str, others: Sequence[str], place: Elements) -> str:
    if not others:
        return first
    return merge_list(_joined(first, others[:-1], place), others[-1:], place).text


def _check(
    there: Sequence[object], wanted: Mapping[str, _Element], mine: Sequence[Json], place: Elements
) -> None:
    """Whether an element of the user's has the name of one that is wanted."""
    ours = {one.get(place.name) for one in mine}
    for one in there:
        name = _name(one, place)
        if name in wanted and one != wanted[name].value and one not in mine:
            if name in ours:
                raise MergeError(
                    f"`{name[:60]}` was edited after it was installed; take the edit to its "
                    "source and delete it here, then build again"
                )
            raise MergeError(f"has its own `{name[:60]}`; rename one of the two, then build again")


def _read(text: str, place: Elements) -> _Read:
    import yaml

    try:
        whole = codec.load_yaml(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        at = getattr(error, "problem_mark", None)
        where = f" (line {at.line + 1})" if at else ""
        raise MergeError(f"is not valid YAML{where}; correct it, then build again") from error
    if not isinstance(root, yaml.MappingNode) or not isinstance(whole, dict) or root.flow_style:
        raise MergeError(
            f"is YAML, but no mapping with `{place.key}`; correct it, then build again"
        )
    lines = text.splitlines(keepends=True) if "\r\n" in text else _lines(text)
    top = root.start_mark.line
    pair = next((p for p in root.value if p[0].value == place.key), None)
    if pair is None:
        return _Read(lines, whole, (), -1, top)
    key, node = pair
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise MergeError(
            f"`{place.key}` is no list with an element a line; write it so, or delete it, then "
            "build again"
        )
    after = [p[0].start_mark.line for p in root.value if p[0].start_mark.line > key.start_mark.line]
    starts = [one.start_mark.line for one in node.value]
    ends = [*starts[1:], min(after, default=len(lines))]
    indent = node.start_mark.column
    elements = tuple(
        _Element(value, start, end, tuple(lines[start:end]), indent)
        for value, start, end in zip(whole[place.key], starts, ends, strict=True)
    )
    return _Read(lines, whole, elements, key.start_mark.line, top)


def _lines(text: str) -> list[str]:
    found = [f"{line}\n" for line in text.split("\n")]
    return [*found[:-1], found[-1][:-1]] if found[-1] != "\n" else found[:-1]


def _edited(
    found: _Read, wanted: Mapping[str, _Element], mine: Sequence[Json], place: Elements
) -> str:
    """The text with what is wanted where ours was, and the rest of it behind the last element,
    or before the first where a file does not end with a line break.
    """
    lines: list[str | None] = list(found.lines)
    names = {_name(one.value, place) for one in found.elements}
    put: dict[int, list[str]] = {}
    indent = found.elements[0].indent if found.elements else 2
    newline = "\r\n" if any(line.endswith("\r\n") for line in found.lines) else "\n"
    for one in found.elements:
        name = _name(one.value, place)
        if one.value in mine and (name not in wanted or wanted[name].value != one.value):
            lines[one.start : one.end] = [None] * (one.end - one.start)
            if name in wanted:
                put[one.start] = _shown(wanted[name], indent, newline)
    new = [line for n, w in wanted.items() if n not in names for line in _shown(w, indent, newline)]
    left = [one for one in found.elements if lines[one.start] is not None or one.start in put]
    if found.at < 0 and new:
        new = [f"{place.key}:{newline}", *new]
    elif found.at >= 0 and not left and not new:
        lines[found.at] = None
    ended = not found.lines or found.lines[-1].endswith("\n")
    last = found.elements[-1].end if found.elements else len(found.lines)
    first = found.elements[0].start if found.elements else found.top
    at = last if ended or last < len(found.lines) else first
    put[at] = [*put.get(at, []), *new]
    return "".join(
        "".join(put.get(number, [])) + (line or "") for number, line in enumerate([*lines, ""])
    )


def _shown(one: _Element, indent: int, newline: str) -> list[str]:
    """The lines of one of ours as they stand in a list that is indented so."""
    pad = " " * indent
    bare = (line.rstrip("\r\n") for line in one.lines)
    return [
        f"{pad}{line[one.indent :]}{newline}" if line.strip() else f"{line}{newline}"
        for line in bare
    ]


def _prove(
    text: str,
    found: _Read,
    wanted: Mapping[str, _Element],
    mine: Sequence[Json],
    place: Elements,
) -> None:
    """That the new text says what it should and no more."""
    import yaml

    try:
        said = codec.load_yaml(text) or {}
    except yaml.YAMLError:
        said = None
    rest = {key: value for key, value in found.whole.items() if key != place.key}
    stays = [*_theirs(found, mine), *(one.value for one in wanted.values())]
    whole: Json = said if isinstance(said, dict) else {}
    there = _list(whole, place)
    same = {k: v for k, v in whole.items() if k != place.key} == rest
    if not same or any(one not in there for one in stays) or any(o not in stays for o in there):
        raise MergeError(f"takes no element in `{place.key}` as it is written; add it by hand")
