"""What is wrong with data that has not the form it should have, in the words of its author."""

import re

_WHERE = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<where>.*)`)?", re.DOTALL)
_TYPES = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`")
_MISSING = re.compile(r"Object missing required field `(?P<key>[^`]+)`")
_VALUE = re.compile(r"Invalid enum value (?P<value>.+)")
_INDEX = re.compile(r"\[(\d+)\]")
_NAMES = {
    "array": "a list",
    "object": "a table",
    "str": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "null": "nothing",
}


def mistyped(problem: str) -> str:
    """The message of msgspec for ``problem`` without its notation; elements count from 1."""
    found = _WHERE.fullmatch(problem)
    what, where = (found["what"], found["where"] or "") if found else (problem, "")
    where = _INDEX.sub(lambda index: f"[{int(index[1]) + 1}]", where)
    said = _said(what)
    return f"`{where}` {said}" if where else said


def _said(what: str) -> str:
    if types := _TYPES.fullmatch(what):
        return f"has to be {_named(types['wanted'])}, not {_named(types['given'])}"
    if missing := _MISSING.fullmatch(what):
        return f"has no `{missing['key']}`; add it"
    if value := _VALUE.fullmatch(what):
        return f"has no value {value['value']}"
    return f"{what[:1].lower()}{what[1:]}"


def _named(types: str) -> str:
    return " or ".join(_NAMES.get(one, one) for one in types.split(" | "))
