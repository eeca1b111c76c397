"""What a client makes of an artifact: the text that its model is given, and its settings.

Decoded by the kind of file alone, with parsers that no writer uses to write.
"""

import json
import re
import tomllib

import yaml
from msgspec import Struct, structs

from personac.proof._module import arguments
from personac.targets.form import Form, Syntax
from personac.text.yaml_problem import yaml_problem
from personac.text.yamlguard import Unfit, compose, construct

_FRONTMATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_INSTRUCTIONS = ("developer_instructions", "instructions", "prompt", "system_prompt")
_CANONICAL = "personac/persona/"
_PSEUDO = re.compile(r"---\s*\n(?P<lines>.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_STEP = re.compile(r"[^.\[\]]+|\[\]")
_ENCODINGS = {"bytes": "utf-8", "characters": "utf-32-le", "utf16": "utf-16-le"}
_WIDTHS = {"bytes": 1, "characters": 4, "utf16": 2}
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


def decode(path: str, data: bytes, form: Form | None = None, name: str = "") -> Decoded:
    """Never raises: a file that its client could not read has a ``fault``.  The agent file of a
    target is read as the ``form`` of the target says, any other file by its kind.  Of a file of
    all personas only what the client has for the one of a ``name`` is seen.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Decoded(path, fault=f"it is not UTF-8 at byte {error.start}")
    suffix = path.rpartition(".")[2].lower()
    try:
        if form is not None and is_agent_file(path, form):
            return _received(_alone(_read(form, path, text), form, name), form, text)
        return _KINDS.get(suffix, _plain)(path, text)
    except (ValueError, Unfit, yaml.YAMLError, RecursionError) as error:
        reason = yaml_problem(error)
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


def _lines(path: str, text: str) -> Decoded:
    """A header of lines ``key: rest``: quotes, lists and blocks mean nothing in it."""
    opening = _PSEUDO.match(text)
    if opening is None:
        return Decoded(path, text)
    pairs = (line.split(":", 1) for line in opening["lines"].split("\n") if ":" in line)
    settings: Settings = {key.strip().lower(): value.strip() for key, value in pairs}
    return Decoded(path, text[opening.end() :], settings)


def _text(path: str, text: str) -> Decoded:
    return Decoded(path, text)


def _read(form: Form, path: str, text: str) -> Decoded:
    if form.syntax is Syntax.PYTHON:
        return Decoded(path, None, arguments(text, form.python.calls))
    return _KINDS_OF[form.syntax](path, text)


def is_agent_file(path: str, form: Form) -> bool:
    """Whether the client of a target looks for its agents at ``path``."""
    shape = re.escape(form.path).replace(re.escape("{name}"), "[^/]+")
    return re.fullmatch(shape, path) is not None


def value_at(settings: object, path: str) -> object:
    """What stands under a key; None when nothing does.  ``{name}`` is whatever key there is."""
    at = settings
    for step in _STEP.findall(path):
        if step == "[]":
            at = at[0] if isinstance(at, list) and at else None
        elif isinstance(at, dict):
            at = next(iter(at.values()), None) if step == "{name}" else at.get(step)
        else:
            return None
    return at


def _alone(whole: Decoded, form: Form, name: str) -> Decoded:
    """A file of all personas as if only one of them stood in it."""
    if not form.place:
        return whole
    settings = dict(whole.settings)
    if form.place == "{name}":
        if name not in settings:
            raise ValueError(f"it has no `{name}`")
        return structs.replace(whole, settings={name: settings[name]})
    named, listed = form.of("name"), form.place.removesuffix("[]")
    parts, key = settings.get(listed), named.key.partition(".")[2] if named else ""
    every = parts if isinstance(parts, list) else []
    found = [one for one in every if value_at(one, key) == name]
    if len(found) != 1:
        raise ValueError(f"it has {len(found)} of `{name}` in `{listed}`")
    return structs.replace(whole, settings=settings | {listed: found})


def _received(one: Decoded, form: Form, whole: str) -> Decoded:
    """What reaches the model: the prompt from its place, without what the client cuts off, and
    with what it undoes undone.
    """
    keyed = form.of("prompt")
    found = value_at(one.settings, keyed.key) if keyed else one.text
    text = found if isinstance(found, str) else None
    for limit in form.limits:
        held = {"file": whole, "prompt": text or ""}.get(limit.what)
        held = str(value_at(one.settings, limit.what) or "") if held is None else held
        if limit.then == "refuses" and _size(held, limit.unit) > limit.most:
            raise ValueError(f"it takes {limit.most:,} {limit.unit} of the {limit.what}")
        if limit.then == "cuts" and limit.what == "prompt" and text is not None:
            text = _cut(text, limit.most, limit.unit)
    return structs.replace(one, text=None if text is None else _undone(text, form))


def _undone(text: str, form: Form) -> str:
    """Without what stands around, and with the escapes of the client gone, the last first."""
    opening, closing = form.prompt.opening, form.prompt.closing
    if opening:
        text = re.sub(rf"\A\n*{re.escape(opening)}\n", "", text)
    if closing and not text.endswith(f"\n{closing}\n"):
        raise ValueError(f"the prompt does not end with `{closing}`")
    if closing:
        text = text.removesuffix(f"{closing}\n")
    for escape in reversed(form.prompt.escapes):
        if escape.reads:
            text = re.sub(escape.reads, escape.read, text)
    return text


def _size(text: str, unit: str) -> int:
    return len(text.encode(_ENCODINGS[unit])) // _WIDTHS[unit]


def _cut(text: str, most: int, unit: str) -> str:
    encoding = _ENCODINGS[unit]
    return text.encode(encoding)[: most * _WIDTHS[unit]].decode(encoding, "ignore")


_KINDS_OF = {
    Syntax.MARKDOWN: _markdown,
    Syntax.LINES: _lines,
    Syntax.TEXT: _text,
    Syntax.YAML: _yaml,
    Syntax.JSON: _json,
    Syntax.TOML: _toml,
}
_KINDS = {
    "md": _markdown,
    "mdc": _markdown,
    "markdown": _markdown,
    "toml": _toml,
    "yaml": _yaml,
    "yml": _yaml,
    "json": _json,
}
