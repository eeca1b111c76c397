"""What a client makes of an artifact: the text that its model is given, and its settings.

Decoded by the kind of file alone, with parsers that no writer uses to write.
"""

import json
import re
import tomllib

import yaml
from msgspec import Struct

from personac.text.yamlguard import Unfit, compose, construct

_FRONTMATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_INSTRUCTIONS = ("developer_instructions", "instructions", "prompt", "system_prompt")
_CANONICAL = "personac/persona/"
Settings = dict[str, object]


class Decoded(Struct, frozen=True):
    """One artifact: ``text`` is None when it gives its client settings only, ``canonical`` says
    that the text is a canonical document, and ``fault`` why nothing can be made of the file.
    """

    path: str
    text: str | None = None
    settings: Settings = {}
    canonical: bool = False
    fault: str = ""


def decode(path: str, data: bytes) -> Decoded:
    """Never raises: a file that its client could not read has a ``fault``."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Decoded(path, fault=f"it is not UTF-8 at byte {error.start}")
    suffix = path.rpartition(".")[2].lower()
    try:
        return _KINDS.get(suffix, _plain)(path, text)
    except (ValueError, Unfit, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        return Decoded(path, fault=f"its client cannot read it: {reason}"[:160])


def _markdown(path: str, text: str) -> Decoded:
    opening = _FRONTMATTER.match(text)
    if opening is None:
        return Decoded(path, text)
    settings = construct(compose(opening["yaml"]))
    if not isinstance(settings, dict):
        return Decoded(path, text)
    return Decoded(path, text[opening.end() :], settings)


def _toml(path: str, text: str) -> Decoded:
    settings = tomllib.loads(text)
    said = (settings[name] for name in _INSTRUCTIONS if isinstance(settings.get(name), str))
    return Decoded(path, next(said, None), settings)


def _yaml(path: str, text: str) -> Decoded:
    if _CANONICAL in text[:4000]:
        return Decoded(path, text, canonical=True)
    settings = construct(compose(text))
    return Decoded(path, None, settings if isinstance(settings, dict) else {})


def _json(path: str, text: str) -> Decoded:
    if _CANONICAL in text[:4000]:
        return Decoded(path, text, canonical=True)
    settings = json.loads(text)
    return Decoded(path, None, settings if isinstance(settings, dict) else {})


def _plain(
    path: str, text: str
) -> Decoded:  # rules and scripts: a client runs them, no model reads
    return Decoded(path, None, {"": text})


_KINDS = {
    "md": _markdown,
    "mdc": _markdown,
    "markdown": _markdown,
    "toml": _toml,
    "yaml": _yaml,
    "yml": _yaml,
    "json": _json,
}
