"""Values in and out of JSON and YAML, their digests and their JSON Schemas."""

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

from personac.model import Field, Persona, evolve
from personac.source import Source

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    import yaml
    from jsonschema.exceptions import ValidationError

T = TypeVar("T")


def digest(data: bytes) -> str:
    """A short content hash that is the same on any machine."""
    return blake2b(data, digest_size=16).hexdigest()


def to_json(value: object) -> bytes:
    return msgspec.json.encode(value)


def to_pretty_json(value: object) -> str:
    """Indented JSON with a final newline; keys keep the order of the types."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def from_json(data: bytes, kind: type[T]) -> T:
    """Decode and validate; raises ``msgspec.ValidationError`` that names the path."""
    return msgspec.json.decode(data, type=kind)


def convert(value: object, kind: type[T]) -> T:
    """Plain data to a type; raises ``msgspec.ValidationError`` that names the path."""
    return msgspec.convert(value, kind)


def plain(value: object) -> object:
    """A value as dicts, lists and strings."""
    return msgspec.to_builtins(value)


def to_yaml(value: object) -> str:
    """YAML as a person would write it: block style, literal blocks for long texts."""
    import yaml

    text = yaml.dump(plain(value), Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=96)
    return str(text)


@cache
def _dumper() -> "type[yaml.SafeDumper]":
    """The C dumper: the canonical form of every persona passes through it."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes a text of several lines as a literal block where that keeps it exact."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the library's signature
            return True

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = "|" if _reads_well_as_block(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent)
    return Dumper


def _reads_well_as_block(text: str) -> bool:
    if "\n" not in text or text.startswith((" ", "\n")):
        return False
    return all(line == line.rstrip() and line.isprintable() for line in text.split("\n"))


def load_yaml(text: str) -> object:
    """Safe YAML to plain data; raises ``yaml.YAMLError``.  Limits are the caller's to check."""
    import yaml

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  the loader is a safe one


def decode_source(path: str, data: bytes) -> Source:
    """Bytes to a source; raises ``UnicodeDecodeError`` when they are not UTF-8."""
    text = data.decode("utf-8")
    mark = text.startswith("\ufeff")
    crlf = "\r\n" in text
    text = text.removeprefix("\ufeff")
    if crlf:
        text = text.replace("\r\n", "\n")
    return Source(path, text, digest(data), mark, crlf)


def encode_source(source: Source, text: str) -> bytes:
    """A text as the file of ``source`` has it: with its byte order mark and its line ends."""
    ended = text.replace("\n", "\r\n") if source.crlf else text
    return (b"\xef\xbb\xbf" if source.byte_order_mark else b"") + ended.encode("utf-8")


def canonical_json(persona: Persona) -> str:
    return to_pretty_json({"schema": persona.schema, **_mapping(persona)})


def canonical_line(persona: Persona) -> str:
    return to_json({"schema": persona.schema, **_mapping(persona)}).decode() + "\n"


def canonical_yaml(persona: Persona) -> str:
    return to_yaml({"schema": persona.schema, **_mapping(persona)})


def _mapping(persona: Persona) -> dict[str, object]:
    found = _id_first(msgspec.to_builtins(persona))
    return found if isinstance(found, dict) else {}


def _id_first(value: object) -> object:
    """Nodes as people read them: what it is, its id, then its words."""
    if isinstance(value, list):
        return [_id_first(below) for below in value]
    if not isinstance(value, dict):
        return value
    head = {key: value[key] for key in ("type", "id") if key in value}
    return head | {key: _id_first(below) for key, below in value.items() if key not in head}


def persona_from(data: object) -> Persona:
    """Plain data to a persona; raises ``msgspec.ValidationError`` that names the path."""
    persona = msgspec.convert(data, Persona)
    header = tuple(
        evolve(one, value=_frozen(one.value)) if isinstance(one, Field) else one
        for one in persona.header
    )
    return evolve(persona, header=header)


def _frozen(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_frozen(below) for below in value)
    if isinstance(value, dict):
        return {key: _frozen(below) for key, below in value.items()}
    return value


Problem = tuple[tuple[str | int, ...], str]


def persona_problems(data: object) -> tuple[Problem, ...]:
    """What keeps plain data from being a persona: path, and expected against found."""
    try:
        persona_from(data)
    except msgspec.ValidationError as error:
        return _schema_problems(data) or (((), str(error)),)
    return ()


def _schema_problems(data: object) -> tuple[Problem, ...]:
    """Jsonschema words the errors; it is loaded only when the fast decoder said no."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(persona_schema())
    found: list[Problem] = []
    for error in sorted(validator.iter_errors(data), key=lambda error: list(map(str, error.path))):
        inner = _innermost(error)
        found.append((tuple(inner.absolute_path), _worded(inner)))
    return tuple(found[:10])


def _innermost(error: "ValidationError") -> "ValidationError":
    """The error of the alternative that the author meant: the one whose ``type`` fits."""
    while error.context:
        branches: dict[object, list[ValidationError]] = {}
        for below in error.context:
            branches.setdefault(below.schema_path[0], []).append(below)
        meant = [b for b in branches.values() if not any(_wrong_type(e) for e in b)]
        error = min(meant or branches.values(), key=len)[0]
    return error


def _wrong_type(error: "ValidationError") -> bool:
    return error.validator in ("const", "enum") and list(error.path)[-1:] == ["type"]


def _worded(error: "ValidationError") -> str:
    held, schema = error.instance, error.schema
    closed = error.validator == "additionalProperties"
    if closed and isinstance(schema, dict) and isinstance(held, dict):
        known = sorted(schema.get("properties", {}))
        unknown = [key for key in held if key not in known]
        return f"unknown key `{unknown[0]}`; known are {', '.join(known)}"
    expected = _expected(error.validator, error.validator_value)
    return f"expected {expected}, found {_shown(held)}"


def _expected(validator: object, value: object) -> str:
    match validator:
        case "type":
            return f"{value}"
        case "required":
            return (
                f"the keys {', '.join(map(str, value))}" if isinstance(value, list) else str(value)
            )
        case "const" | "enum":
            return " or ".join(map(repr, value)) if isinstance(value, list) else repr(value)
        case _:
            return f"{validator}"


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, dict) else f"keys {', '.join(map(str, value))}"
    return text if len(text) <= 60 else text[:57] + "..."


def json_schema(kind: object, title: str) -> dict[str, object]:
    """The JSON Schema of a type."""
    schema: dict[str, object] = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def persona_schema() -> dict[str, object]:
    schema = json_schema(Persona, "personac persona")
    _ids_optional(schema)
    return schema


def _ids_optional(schema: object) -> None:
    """An author need not write ids: the reader makes them."""
    if isinstance(schema, dict):
        required = schema.get("required")
        if isinstance(required, list) and "id" in required:
            required.remove("id")
        for below in schema.values():
            _ids_optional(below)
    elif isinstance(schema, list):
        for below in schema:
            _ids_optional(below)
