"""Text from outside made safe to print: nothing invisible, nothing a terminal or CI obeys."""

import re
import unicodedata
from functools import lru_cache
from json import dumps

from personac.tables.secrets import masked

MAX_MESSAGE = 200
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cf", "Zl", "Zp", "Cs"})
_EMOJI_STYLE = "\ufe0f"
_COMMANDS = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
_HIDDEN_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_COMMAND = re.compile(r"#(?=\[|vso\[)", re.IGNORECASE)


def visible(text: str) -> str:
    r"""``text`` on one line: controls as ``\x1b``, hidden characters as ``<U+202E>``, and secrets
    masked.
    """
    text = masked(text)
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return "".join(shown(text, at) for at in range(len(text)))


def shown(text: str, at: int) -> str:
    """What stands for the character of ``text`` at ``at``."""
    char = text[at]
    if char == "#":
        return "\\x23" if at and text[at - 1] == "#" and _COMMAND.match(text, at) else char
    if " " <= char <= "~":
        return char
    if char in _JOINERS and _joins(text, at):
        return char
    return _shown(char)


@lru_cache(4096)
def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return _SHORT.get(char, f"\\x{ord(char):02x}")
    return f"<U+{ord(char):04X}>" if category in _HIDDEN else char


def _joins(text: str, at: int) -> bool:
    """Whether a joiner does its work, between two characters of a script or an emoji."""
    return 0 < at < len(text) - 1 and not (text[at - 1].isascii() or text[at + 1].isascii())


def json_guarded(encoded: str) -> str:
    """JSON in which no CI system reads a command and nothing is hidden; programs read the same
    values from it.
    """
    shown = _HIDDEN_IN_JSON.sub(lambda match: dumps(match.group())[1:-1], encoded)
    return _COMMANDS.sub(r"#\\u0023", shown)


def short(text: str, limit: int = MAX_MESSAGE) -> str:
    """``visible(text)``, cut with an ellipsis to at most ``limit`` characters."""
    text = visible(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def path(text: str) -> str:
    """A path that no CI system takes for a command at the start of a line."""
    return visible(f"./{text}" if text.startswith((":", "#", " ")) else text)


def width(text: str) -> int:
    """Terminal columns that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(width_at(text, at) for at in range(len(text)))


def width_at(text: str, at: int) -> int:
    """Columns of one character; an emoji presentation mark widens a narrow one before it."""
    char = text[at]
    if char == _EMOJI_STYLE:
        return int(at > 0 and _width(text[at - 1]) == 1)
    return _width(char)


@lru_cache(4096)
def _width(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
