"""Ids of one series that a persona numbers itself: ``SOP-3``, ``R7``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import AnyNode, Clause, Item, NodeId, Persona, Row, Section, Step, Text, placed
from personac.rules.references._text import words_of
from personac.text.plain import plain

_SERIES = re.compile(
    r"(?<![\w./#-])(?P<series>[A-Z]{2,8}-|[A-GI-Z])(?P<number>\d{1,4})(?![\w-]|[./]\w)"
)
_DECLARES = re.compile(r"\W*(?P<id>(?:[A-Z]{2,8}-|[A-GI-Z])\d{1,4})\s*(?:[:.)\]]|[-–—]\s|\()")
_NOT_OURS = frozenset(
    {
        "P-",
        "GH-",
        "QG-",
        "GATE-",
        "G",
        "G-",
        "ISO-",
        "RFC-",
        "CVE-",
        "CWE-",
        "UTF-",
        "SHA-",
        "AES-",
        "ES-",
    }
)
_EXCLUDED = frozenset({"examples", "history", "output"})
_LEAST = {True: 2, False: 3}
"""So many ids of one series with a dash, or without one, make it the persona's own."""


class Dangling(NamedTuple):
    node: NodeId
    id: str
    known: tuple[str, ...]


def dangling(persona: Persona) -> Iterator[Dangling]:
    """The first use of each id of the persona's own series that none of its lines is about."""
    declared: dict[tuple[str, int], dict[str, None]] = {}
    for node, above in placed(persona):
        if (name := _declared(node)) and not _is_sample(above):
            declared.setdefault(_series(name), {})[name] = None
    own = {
        series: names
        for series, names in declared.items()
        if len(names) >= _LEAST[series[0].endswith("-")]
    }
    told: set[str] = set()
    for node, above in placed(persona) if own else ():
        if isinstance(node, Clause) or _is_sample(above):
            continue
        for match in _SERIES.finditer(words_of(node)):
            names = own.get(_series(match.group()))
            if names and match.group() not in names and match.group() not in told:
                told.add(match.group())
                yield Dangling(node.id, match.group(), tuple(names))


def _series(name: str) -> tuple[str, int]:
    """The letters of an id and, with a dash, how many digits it has."""
    letters = name.rstrip("0123456789")
    return letters, len(name) - len(letters) if letters.endswith("-") else 0


def _declared(node: AnyNode) -> str:
    """The id that a title, a label, the start of an entry or the first cell of a row gives."""
    match node:
        case Section() | Step():
            head = f"{plain(node.title)}:"
        case Item() | Text():
            head = f"{plain(node.label)}:" if node.label else plain(node.text)
        case Row():
            head = f"{plain(node.cells[0])}:" if node.cells else ""
        case _:
            return ""
    found = _DECLARES.match(head)
    name = found["id"] if found else ""
    return "" if name.rstrip("0123456789") in _NOT_OURS else name


def _is_sample(above: tuple[AnyNode, ...]) -> bool:
    return any(isinstance(node, Section) and node.kind in _EXCLUDED for node in above)
