"""Agent files as parsers read them that personac does not use: what a client would see."""

import json
import re
import tomllib
from typing import Any

from ruamel.yaml import YAML

from personac.targets.form import Form, Syntax

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(?:\n)?(.*)\Z", re.DOTALL)


def client_reads(form: Form, content: str) -> tuple[Any, str]:
    """The settings and the prompt of an agent file."""
    match form.syntax:
        case Syntax.MARKDOWN:
            front = _FRONT.match(content)
            assert front is not None, content[:200]
            return _yaml(front[1]), front[2]
        case Syntax.LINES:
            front = _FRONT.match(content)
            assert front is not None, content[:200]
            return _lines(front[1]), front[2]
        case Syntax.TEXT:
            return {}, content
        case Syntax.YAML:
            return _keyed(form, _yaml(content))
        case Syntax.JSON:
            return _keyed(form, json.loads(content))
        case Syntax.TOML:
            return _keyed(form, tomllib.loads(content))
        case Syntax.PYTHON:
            return _keyed(form, _module(form, content))


def _yaml(text: str) -> Any:
    """YAML 1.2, as the loaders of JavaScript, Go and Rust have it."""
    return YAML(typ="safe", pure=True).load(text)


def _lines(text: str) -> dict[str, Any]:
    """Each line up to its first colon; only `true` is not text."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return {key.strip(): True if rest.strip() == "true" else rest.strip() for key, _, rest in pairs}


def _module(form: Form, content: str) -> Any:
    """What the module makes when it runs, where what it calls only takes note."""
    names: dict[str, Any] = {form.python.calls: dict}
    exec(content.replace(form.python.imports, "", 1), names)
    return names[form.python.variable]


def _keyed(form: Form, settings: Any) -> tuple[Any, str]:
    entry = form.of("prompt")
    assert entry is not None
    return settings, value_under(entry.key, settings)


def value_under(key: str, settings: Any) -> Any:
    """What stands under a key of a target; of a file of all personas, the first one's."""
    at = settings
    for step in re.findall(r"[^.\[\]]+|\[\]", key):
        at = at[0] if step == "[]" else next(iter(at.values())) if step == "{name}" else at[step]
    return at
