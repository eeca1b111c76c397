"""What an author probably meant by a value that a revision cannot have."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import get_type_hints

from personac.revision import SCHEMA, Ensures, OpBase, Revision, Selector

_QUOTED = re.compile(r"Invalid (?:enum )?value '?([^']*)'?")
_PARTS = ("mandates", "gates", "metrics", "tools")


def told(problem: str, at: str, models: Sequence[type[OpBase]]) -> str:
    """The problem in words: what may stand there, and what does."""
    value = _QUOTED.match(problem)
    known = _values(at, models) if value else ()
    if value and known:
        return f"expected {_listed(known)}, found `{value[1]}`"
    return (problem[:1].lower() + problem[1:]).replace(", got ", ", found ")


def remedy_for(
    problem: str, at: str, data: object, inner: str, models: Sequence[type[OpBase]]
) -> str:
    """An imperative that names what may stand there, the likely one first."""
    unknown = re.search(r"unknown field `([^`]*)`", problem)
    if unknown:
        return _instead(unknown[1], _fields(at, data, inner, models))
    missing = re.search(r"missing required field `([^`]*)`", problem)
    if missing:
        return f"add `{missing[1]}`"
    if value := _QUOTED.match(problem):
        return _instead(value[1], _values(at, models))
    if "Expected `str" in problem or "`str" in problem.partition("got")[0]:
        return "put the value in quotes if it is meant as text"
    return "see `personac explain` and the pages of the ops for what may stand here"


def _instead(written: str, known: Iterable[str]) -> str:
    known = list(known)
    near = get_close_matches(written, known, 1)
    if near:
        return f"write `{near[0]}`"
    return f"use {_listed(known)}" if known else "see the page of the op for what may stand here"


def _listed(known: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in known)


def _fields(at: str, data: object, inner: str, models: Sequence[type[OpBase]]) -> tuple[str, ...]:
    """The keys of the struct at this place."""
    last = re.sub(r"\[\d+\]$", "", at).rpartition(".")[2]
    if last in ("target", "requires"):
        return Selector.__struct_encode_fields__
    if last == "ensures":
        return Ensures.__struct_encode_fields__
    if last == "ops" and not inner and isinstance(data, dict):
        model = next((one for one in models if tag(one) == data.get("op")), OpBase)
        return ("op", *model.__struct_encode_fields__)
    return Revision.__struct_encode_fields__


def _values(at: str, models: Sequence[type[OpBase]]) -> tuple[str, ...]:
    last = at.rpartition(".")[2]
    if last == "op":
        return tuple(sorted(tag(model) for model in models))
    if last == "schema":
        return (SCHEMA,)
    if "preserve" in last:
        return _PARTS
    return ("some", "all") if last == "count" else _choices(last, models)


def _choices(name: str, models: Sequence[type[OpBase]]) -> tuple[str, ...]:
    """The values of an enumeration that some op has under this name."""
    for model in models:
        kind = get_type_hints(model).get(name)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return tuple(kind)
    return ()


def tag(model: type[OpBase]) -> str:
    """The name of an op."""
    return str(model.__struct_config__.tag)
