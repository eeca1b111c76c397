"""TOML that reads back as exactly the text that was given."""

import json
import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def basic(text: str) -> str:
    """A one-line TOML string."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")


def multiline(text: str) -> str:
    """A multi-line TOML string; literal where the text allows it, else escaped."""
    if "'''" not in text and not text.endswith("'") and not _CONTROL.search(text):
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", escaped)
    return f'"""\n{escaped}"""'


def bare(key: str) -> str:
    """A key, quoted where it has to be."""
    return key if _BARE.fullmatch(key) else basic(key)
