"""The inputs of a persona that it declares to be numbers."""

import re
from collections.abc import Iterator

from personac.model import Field, Item, Persona, Section, Value, blocks
from personac.text.plain import key

_KEYS = frozenset("inputs input parameters params arguments args variables".split())
_NUMERIC = re.compile(r"(?:integer|int|number|numeric|float|decimal|boolean|bool)", re.IGNORECASE)
_SAYS = re.compile(
    r"\W*(?P<name>\w+)?\W*\b(?:an? )?(?:integer|int|number|numeric|float)\b", re.IGNORECASE
)


def numeric_inputs(persona: Persona) -> frozenset[str]:
    """Their names, folded; a number or a switch cannot carry a command."""
    fields = (f for f in persona.header if isinstance(f, Field) and f.key.casefold() in _KEYS)
    named = [name for field in fields for name in _of_value(field.value)]
    sections = (s for s in blocks(persona) if isinstance(s, Section) and key(s.title) in _KEYS)
    named += [name for section in sections for name in _of_section(section)]
    return frozenset(name.casefold() for name in named)


def _of_value(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (name for name, said in value.items() if _is_numeric(said))
    elif not isinstance(value, str):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else None
            if isinstance(name, str) and _is_numeric(one):
                yield name


def _is_numeric(said: Value) -> bool:
    kind = said.get("type", "") if isinstance(said, dict) else said
    return isinstance(kind, str) and _NUMERIC.fullmatch(kind.strip()) is not None


def _of_section(section: Section) -> Iterator[str]:
    """``- `berth` (integer): where it lies`` and ``- **berth:** a number``."""
    for one in section.children:
        if isinstance(one, Item):
            match = _SAYS.match(f"{one.label}: {one.text}" if one.label else one.text)
            if match and match["name"]:
                yield match["name"]
