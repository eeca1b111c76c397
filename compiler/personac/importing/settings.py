"""The keys of an agent file as what a persona says in its header."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from personac.importing.tools import named
from personac.model import Value
from personac.tables.fields import field_kind
from personac.tables.models import model_of
from personac.targets.form import Entry, Form
from personac.writers._model_names import model_name

_GUARD = "/hooks/personac-guard"
_PLACES = frozenset({"mission", "role", "display-name", "id"})
_WORKED_OUT = frozenset({"enforcement", "read-only"})
_TOOLS = frozenset({"tools", "denied-tools"})


class Said(Struct, frozen=True):
    """A key of a header, and what is to be told of it: ``kept`` is why it is only text, None
    where it is understood, and ``unknown`` are names of tools that the client does not have.
    """

    key: str
    value: Value
    kept: str | None = None
    unknown: tuple[str, ...] = ()


def said(settings: Mapping[str, Value], form: Form) -> dict[str, Said]:
    """What each key of an agent file comes to; the prompt is none of them.  What a target writes
    by itself comes to nothing.
    """
    found = ((key, _said(key, value, form, settings)) for key, value in settings.items())
    told = {key: one for key, one in found if one is not None}
    listing = form.of("tools")
    if listing is not None and form.tools.absent == "none" and listing.key not in settings:
        told[listing.key] = Said("tools", ())
    return told


def _said(key: str, value: Value, form: Form, settings: Mapping[str, Value]) -> Said | None:
    entries = [entry for entry in form.keys if entry.key == key]
    fact = next((one for one in entries if one.is_fact or one.value is not None), None)
    if fact is not None:
        return _fact(fact, value, settings, form)
    if key == "hooks" and _is_guard(value):
        return None
    told = (_setting(entry, value, form) for entry in entries)
    kept = None if _is_known(key) else f"is no key of {form.client}"
    return next((one for one in told if one is not None), Said(key, value, kept))


def _fact(entry: Entry, value: Value, settings: Mapping[str, Value], form: Form) -> Said | None:
    """What a key says that a target makes of a fact, or writes by itself."""
    if entry.of in _TOOLS:
        found = named(value, form)
        key = "disallowedTools" if entry.of == "denied-tools" else "tools"
        return Said(key, found.names, unknown=found.unknown)
    if entry.of in _WORKED_OUT:
        return Said(entry.key, value, kept="is worked out from what a persona says")
    if entry.of in _PLACES:
        return _place(entry, value, settings, form)
    if entry.value is not None:
        fixed = _text(value) == str(entry.value)
        return None if fixed else Said(entry.key, value, kept="is a setting of its client alone")
    return Said("permission" if entry.of == "permissions" else entry.of, value)


def _is_known(key: str) -> bool:
    return field_kind(key) not in ("other", "permission", "tools", "denied-tools", "allowed-tools")


def _place(entry: Entry, value: Value, settings: Mapping[str, Value], form: Form) -> Said | None:
    """A fact that is worked out where a persona does not state it."""
    described, name = form.of("description"), form.of("name")
    if described and value == settings.get(described.key):
        return None
    if entry.of == "mission" and described is None:
        return Said("description", value)
    if entry.of == "id" and name is None:
        return Said("name", value)
    if entry.of == "display-name":
        own = _text(settings.get(name.key, "")) if name else ""
        return None if _text(value).casefold() == own else Said("title", value)
    return None if entry.of == "id" else Said(entry.of, value)


def _setting(entry: Entry, value: Value, form: Form) -> Said | None:
    """A setting of the client under the name that it has everywhere; None where it is another."""
    key = entry.key if field_kind(entry.key) == entry.of or entry.of == entry.key else entry.of
    text = _text(value)
    if entry.of == "model":
        return Said("model", _model(text, form))
    if entry.map:
        return next((Said(key, own) for own, its in entry.map.items() if its == text), None)
    if entry.values and text not in entry.values:
        return None
    return Said(key, value)


def _model(text: str, form: Form) -> str:
    """The vendor's own id, where the client would be told the same again."""
    found = next((own for own, its in form.model.aliases.items() if its == text), None)
    vendors = (model_of(text, vendor) for vendor in form.model.vendors)
    bare = found or next((one for one in vendors if one), text)
    dashed = re.sub(r"(?<=\d)\.(?=\d)", "-", bare) if form.model.dotted else bare
    return next((one for one in (dashed, bare) if model_name(one, form.model) == text), text)


def _is_guard(value: Value) -> bool:
    """Whether hooks are only what a build made of mandates."""
    commands = [text for key, text in _leaves(value) if key == "command"]
    return bool(commands) and all(_GUARD in text for text in commands)


def _leaves(value: Value, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, name)
    else:
        for one in value:
            yield from _leaves(one, key)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
