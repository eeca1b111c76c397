"""The JSON Schema of what is written for a target: of its frontmatter, or of the whole document."""

import re
from collections.abc import Iterable, Iterator, Mapping

from personac.targets.form import Entry, Form, Limit, Syntax

Schema = dict[str, object]
_SOMETIMES = ("tools", "denied-tools", "permissions", "read-only", "enforcement")
_NUMBERS: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": 1},
    "number": {"type": "number", "minimum": 0},
    "source": {"type": "object"},
}

_ACTION: Schema = {"enum": ["allow", "ask", "deny"]}
_BY_PATTERN: Schema = {"type": "object", "additionalProperties": _ACTION, "minProperties": 1}
_PERMISSIONS: Schema = {
    "anyOf": [
        _ACTION,
        {
            "type": "object",
            "additionalProperties": {"anyOf": [_ACTION, _BY_PATTERN]},
            "minProperties": 1,
        },
    ]
}


def schema_of(form: Form, names: Iterable[str], vendors: Mapping[str, str]) -> Schema:
    """``names`` are those of the client's tools, ``vendors`` the patterns of model ids."""
    whole = "" if form.syntax not in (Syntax.MARKDOWN, Syntax.LINES) else "frontmatter of "
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{whole}{form.title}",
        **_object(),
    }
    for key, entries in _by_key(form).items():
        found = [_value(entry, form, names, vendors) for entry in entries]
        needed = any(_is_needed(entry) for entry in entries)
        _put(schema, key, found[0] if len(found) == 1 else _merged(found), needed=needed)
    allowing, denying = form.of("tools"), form.of("denied-tools")
    if allowing and denying:
        schema["not"] = {"required": [allowing.key, denying.key]}
    return schema


def _object() -> Schema:
    return {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def _by_key(form: Form) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in form.keys:
        found.setdefault(entry.key, []).append(entry)
    return found


def _merged(found: list[Schema]) -> Schema:
    """What several sources of one key may give."""
    return found[0] if all(one == found[0] for one in found) else {"anyOf": found}


def _is_needed(entry: Entry) -> bool:
    always = entry.of not in _SOMETIMES
    return entry.value is not None or (entry.is_fact and always) or bool(entry.default)


def _put(schema: Schema, path: str, value: Schema, *, needed: bool) -> None:
    at = schema
    *above, last = path.split(".")
    for step in above:
        at = _below(at, step, needed=needed)
    _property(at, last, value, needed=needed)


def _below(at: Schema, step: str, *, needed: bool) -> Schema:
    bare = step.removesuffix("[]")
    if "{name}" in bare:
        return _any_key(at)
    properties = at["properties"]
    assert isinstance(properties, dict)
    if bare not in properties:
        inner = _object()
        listed = {"type": "array", "minItems": 1, "items": inner}
        _property(at, bare, listed if step != bare else inner, needed=needed)
    below = properties[bare]
    found = below.get("items", below)
    assert isinstance(found, dict)
    return found


def _any_key(at: Schema) -> Schema:
    """The map below a key that is the name of an agent."""
    if at.get("additionalProperties") is False:
        at |= {"additionalProperties": _object(), "minProperties": 1}
    found = at["additionalProperties"]
    assert isinstance(found, dict)
    return found


def _property(at: Schema, key: str, value: Schema, *, needed: bool) -> None:
    properties, required = at["properties"], at["required"]
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    properties[key] = value
    if needed and key not in required:
        required.append(key)


def _value(entry: Entry, form: Form, names: Iterable[str], vendors: Mapping[str, str]) -> Schema:
    if entry.value is not None:
        return {"const": entry.value}
    match entry.of:
        case "name":
            return _name(form)
        case "tools" | "denied-tools":
            return _tools(entry, form, names)
        case "permissions":
            return _PERMISSIONS
        case "read-only":
            return {"const": entry.map.get("true", True)}
        case "enforcement":
            return {"type": "object"}
        case "model":
            return _model(form, vendors)
        case _:
            return {**_setting(entry), **_length(form.limits, entry)}


def _setting(entry: Entry) -> Schema:
    if entry.type in _NUMBERS:
        return dict(_NUMBERS[entry.type])
    if entry.type == "list":
        return {"type": "array", "items": {"type": "string"}}
    if entry.map or entry.values:
        taken = dict.fromkeys([*entry.map.values(), *entry.values])
        return {"enum": [*taken]}
    if entry.pattern:
        return {"type": "string", "pattern": f"^(?:{entry.pattern})$"}
    return {"type": "string", "minLength": 1}


def _length(limits: Iterable[Limit], entry: Entry) -> Schema:
    """JSON Schema counts characters, which is never more than the other units do."""
    what = "prompt" if entry.of == "prompt" else entry.key
    found = [one.most for one in limits if one.what == what and one.then == "refuses"]
    return {"maxLength": min(found)} if found else {}


def _name(form: Form) -> Schema:
    rule = form.name
    letters = f"[a-z0-9{rule.joint}]" if rule.ascii_only else r"[^\s]"
    schema: Schema = {
        "type": "string",
        "pattern": f"^{letters}{{{rule.shortest},{rule.longest}}}$",
    }
    if rule.plain:
        schema |= {"pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": rule.longest}
    return schema | ({"not": {"enum": sorted(rule.reserved)}} if rule.reserved else {})


def _tools(entry: Entry, form: Form, names: Iterable[str]) -> Schema:
    known = dict.fromkeys([*names, *form.tools.nothing, *form.tools.every])
    if entry.type == "csv":
        return {"type": "string", "minLength": 1}
    one = {"anyOf": [{"enum": [*known]}, *({"pattern": one} for one in _served(form))]}
    if entry.type == "map":
        return {"type": "object", "propertyNames": one, "additionalProperties": {"type": "boolean"}}
    least = {"minItems": 1} if form.tools.empty != "none" or entry.of == "denied-tools" else {}
    return {"type": "array", **least, "uniqueItems": True, "items": {"type": "string", **one}}


def _served(form: Form) -> Iterator[str]:
    """Patterns of the names of tools of servers."""
    mcp = form.tools.mcp
    if mcp.all:
        yield f"^{re.escape(mcp.all)}$"
    for template in filter(None, dict.fromkeys((mcp.tool, mcp.server))):
        shape = re.escape(template)
        shape = shape.replace(re.escape("{server}"), f"(?:{mcp.server_pattern})")
        yield f"^{shape.replace(re.escape('{tool}'), f'(?:{mcp.tool_pattern})')}$"


def _model(form: Form, vendors: Mapping[str, str]) -> Schema:
    names = form.model
    shapes = [
        re.escape(names.form)
        .replace(re.escape("{vendor}"), re.escape(vendor))
        .replace(re.escape("{id}"), f"(?:{vendors[vendor]})")
        for vendor in names.vendors
    ]
    shapes += [names.kept] * bool(names.kept)
    shapes += [re.escape(alias) for alias in dict.fromkeys(names.aliases.values())]
    return {"type": "string", "pattern": f"^(?:{'|'.join(shapes)})$"}
