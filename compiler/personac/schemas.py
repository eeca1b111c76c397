"""The JSON Schemas of what personac reads and writes, made from the types."""

from functools import reduce
from operator import or_

from personac import codec, registry
from personac.accepted import Record
from personac.config import Config
from personac.manifest import Manifest
from personac.revision import Revision
from personac.trace.sourcemap import SourceMapFile


def schemas() -> dict[str, dict[str, object]]:
    """Every public schema by the stem of its file."""
    ops = reduce(or_, (op.model for op in registry.ops()))
    return {
        "accepted": codec.json_schema(Record, "personac accepted changes"),
        "config": codec.json_schema(Config, "personac configuration"),
        "manifest": codec.json_schema(Manifest, "personac manifest"),
        "persona": codec.persona_schema(),
        "sourcemap": codec.json_schema(SourceMapFile, "personac source map"),
        "revision": _named(codec.json_schema(Revision[ops], "personac revision")),  # type: ignore[valid-type]
    }


def _named(schema: dict[str, object]) -> dict[str, object]:
    """The schema with ``Revision`` for the name of the generic type, which lists every op."""
    generic = str(schema["$ref"]).rpartition("/")[2]
    text = codec.to_json(schema).replace(generic.encode(), b"Revision")
    return codec.from_json(text, dict[str, object])
