"""Frontmatter that strict YAML parsers and clients' lenient ones read as the same text."""

import json
import re
from collections.abc import Iterable

_SAFE = re.compile(r"[A-Za-z][\w ,./()'’&+%@*…–—-]*")
_TYPED = re.compile(r"(?:y|yes|n|no|true|false|on|off|null|none|~|nan|inf)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][\w-]*")
BACKSLASH = "\\"
_FENCE = re.compile(r"-{3,}|\+{3,}")
_AWKWARD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(text: str) -> str:
    """A one-line YAML scalar that reads back as exactly ``text``: plain where that is safe in
    every loader, otherwise double-quoted, and without what some loaders take for the end of a
    frontmatter wherever it stands.
    """
    plain = _SAFE.fullmatch(text) and not _TYPED.fullmatch(text) and not _FENCE.search(text)
    if plain and text == text.strip():
        return text
    return _FENCE.sub(_parted, quoted(text))


def quoted(text: str) -> str:
    """A double-quoted YAML scalar."""
    written = json.dumps(text, ensure_ascii=False)
    return _AWKWARD.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def _parted(fence: re.Match[str]) -> str:
    sign = fence[0][0]
    return f"{sign}{''.join(f'{BACKSLASH}x{ord(sign):02x}' for _ in fence[0][1:])}"


def sequence(names: Iterable[str]) -> str:
    """A flow sequence of names."""
    return f"[{', '.join(name if _is_plain(name) else quoted(name) for name in names)}]"


def _is_plain(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _TYPED.fullmatch(name)


def entry(key: str, value: str) -> str:
    """A key with its value, which is YAML already."""
    return f"{key}:{'' if value.startswith(chr(10)) else ' '}{value}"


def nested(source: str) -> str:
    """A map or list as its author wrote it, for use as the value of a key."""
    if "\n" not in source and source[:1] in "{[":
        return source
    return "\n" + "\n".join(f"  {line}" if line else "" for line in source.split("\n"))
