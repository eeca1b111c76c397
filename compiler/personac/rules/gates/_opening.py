"""What the line of a gate opens with: its id and name, before what it asks for."""

import re
from typing import NamedTuple

from personac.text.plain import plain

_ID = (
    r"(?:(?i:(?:quality |release )?gate) )?"
    r"(?:(?:QG|GATE)-[A-Z0-9][A-Z0-9-]{0,30}|[A-Z]{1,3}-?\d{1,3})(?![\w-])"
)
_NAME = r"(?: [A-Z][\w/'’-]{0,30}(?: [\w/'’&-]{1,30}){0,4})?"
_OPENING = re.compile(
    rf"(?:\*\*|__)(?P<bold>{_ID}[^*_\n]{{0,60}}?)[:.]?(?:\*\*|__)(?:[:.]| [-–—])?(?=\s|$)"
    rf"|`(?P<code>{_ID})`(?:[:.]| [-–—])?(?=\s|$)"
    rf"|\[?(?P<plain>{_ID}{_NAME})(?:\]:?|:| [-–—])(?=\s|$)"
)


class Opening(NamedTuple):
    """``head`` is what the gate is called; ``rest`` is what follows it and its mark."""

    head: str
    rest: str


def opening(text: str) -> Opening | None:
    """The id that opens ``text``, with the name after it, where bold or a mark ends them."""
    match = _OPENING.match(text.lstrip())
    if match is None:
        return None
    return Opening(plain(match[match.lastgroup or ""]), text.lstrip()[match.end() :].strip())
