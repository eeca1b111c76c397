"""Files that a text refers to by a relative path."""

import re
from urllib.parse import unquote

_PATH = r"(?:\.{1,2}/)*(?:[\w@+-][\w.@+-]*/)*[\w@+-][\w.@+-]*\.[A-Za-z][A-Za-z0-9]{0,4}"
_MENTION = re.compile(
    rf"`@?(?P<code>\./{_PATH}|\.\./{_PATH})`|\]\(<?(?P<link>{_PATH})(?:#[^)\s]*)?>?\)"
)
_DOMAIN = re.compile(r"(?:www\.|[\w-]+\.(?:com|org|net|io|dev|ai)$)")
MOST = 200
"""Mentions of one text that are looked at."""


def mentioned(text: str) -> tuple[str, ...]:
    """The relative paths of files in links, and those in code marks that start with a dot."""
    found: dict[str, None] = {}
    for match in _MENTION.finditer(text):
        path = match[match.lastgroup or 0]
        if not _DOMAIN.match(path):
            found[path] = None
        if len(found) == MOST:
            break
    return tuple(found)


def plain_path(written: str) -> str:
    """The path as the file system has it."""
    return unquote(written).replace("\\", "/")
