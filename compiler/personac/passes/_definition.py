"""A persona written as YAML inside a code fence, as blocks whose words can be read.

The fence itself stays verbatim; the blocks exist only while its contract is looked for.  Lines
are read as they stand, so that what YAML would refuse is read too.
"""

import re
from typing import NamedTuple

from personac.model import Block, Code, Item, Section, Style, Text

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w .()'-]{0,60}):(?:\s+(?P<value>.*))?$")
_TOP = re.compile(r"^(?P<key>[A-Za-z][\w-]{0,40}):", re.MULTILINE)
_SUBJECT = frozenset({"agent", "persona"})
_PARTS = _SUBJECT | {"activation-instructions", "activation_instructions", "commands"}
_PARTS |= {"core_principles", "dependencies", "rules", "menu"}
_SCALAR = re.compile(r"[|>][+-]?\d?$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INFOS = frozenset({"yaml", "yml"})
_DEEPEST = 40


class _Line(NamedTuple):
    """``entry`` is a line that opens with a list mark; ``indent`` is where its words begin."""

    indent: int
    text: str
    entry: bool


def is_definition(node: Code) -> bool:
    """Whether a fence holds the persona itself, not a sample of some file."""
    if node.info.strip().lower() not in _INFOS:
        return False
    keys = {match["key"].lower() for match in _TOP.finditer(node.text)}
    return bool(keys & _SUBJECT) and len(keys & _PARTS) > 1


def definition(node: Code) -> tuple[Block, ...]:
    """The sections, items and texts that the lines of the fence make."""
    written = [
        _line(line)
        for line in node.text.split("\n")
        if line.strip() and not line.lstrip().startswith("#")
    ]
    return _blocks(node.id, written, 0)


def _line(line: str) -> _Line:
    bare = line.lstrip()
    indent = len(line) - len(bare)
    if bare.startswith("- "):
        return _Line(indent + 1, bare[2:].strip(), True)
    return _Line(indent, bare.rstrip(), False)


def _blocks(node: str, written: list[_Line], depth: int) -> tuple[Block, ...]:
    found: list[Block] = []
    at = 0
    while at < len(written):
        line = written[at]
        end = at + 1
        while end < len(written) and written[end].indent > line.indent:
            end += 1
        found.append(_block(node, line, written[at + 1 : end], depth))
        at = end
    return tuple(found)


def _block(node: str, line: _Line, below: list[_Line], depth: int) -> Block:
    pair = _KEY.fullmatch(line.text)
    value = (pair["value"] or "").strip() if pair else line.text
    if _SCALAR.fullmatch(value):
        value, below = "\n".join(one.text for one in below), []
    elif below and value and not any(one.entry or _KEY.fullmatch(one.text) for one in below):
        value, below = " ".join((value, *(one.text for one in below))), []
    children = _blocks(node, below, depth + 1) if depth < _DEEPEST else ()
    if pair is None:
        return Item(id=node, text=_unquoted(value), children=children)
    name = _CAMEL.sub(" ", pair["key"])
    if not value and not line.entry:
        title = name.replace("_", " ").replace("-", " ")
        return Section(
            id=node, title=title, style=Style.ELEMENT, tag=pair["key"], children=children
        )
    if "\n" in value:
        return Section(id=node, title=name, style=Style.ELEMENT, children=_texts(node, value))
    return Item(id=node, label=name, text=_unquoted(value), children=children)


def _texts(node: str, value: str) -> tuple[Block, ...]:
    return tuple(Text(id=node, text=line) for line in value.split("\n"))


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
