"""The keys of an agent file: what stands for each, of the persona or of the target itself."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from personac.api import LossKind
from personac.identity import display_name, identity, text_of
from personac.model import Field, Persona, nodes
from personac.targets.form import Entry, Form, settings_of
from personac.writers._grants import changes_nothing, grants
from personac.writers._identity import description, settings
from personac.writers._ledger import Ledger
from personac.writers._model_names import model_name

_WHOLE = {
    "integer": r"[1-9][0-9]{0,8}",
    "number": r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]+)?",
    "boolean": "true|false",
}


class Plain(NamedTuple):
    """A number or a truth value as it is written in every syntax."""

    text: str


class Verbatim(NamedTuple):
    """YAML as its author wrote it."""

    text: str


class PromptHere(NamedTuple):
    """The place of the prompt."""


Content = (
    str | Plain | Verbatim | PromptHere | bool | int | float | list[object] | dict[str, object]
)


class Keyed(NamedTuple):
    """One key with what stands there, and the fact or kind of header field it is made of."""

    key: str
    content: Content
    of: str


def stated(
    form: Form, persona: Persona, name: str, tools: Mapping[str, Content], ledger: Ledger
) -> list[Keyed]:
    """What is always there, in the order of the target, and where the first setting stands there,
    the settings of the persona in its own order.  ``tools`` are the contents of keys for tools.
    """
    stated_here = dict(settings(persona, ledger, lambda field: _setting(field, form)))
    set_here = {**_defaults(form, stated_here), **stated_here}
    facts = _facts(persona, name)
    found: list[Keyed] = []
    for entry in form.keys:
        if entry.of and not entry.is_fact:
            found += [Keyed(key, said, _of(key, form)) for key, said in set_here.items()]
            set_here = {}
        elif one := _fact(entry, facts, tools):
            found.append(one)
    return found


def _facts(persona: Persona, name: str) -> dict[str, Content]:
    facts = identity(persona)
    said = description(persona)
    role = next((f.value for f in (facts.role, facts.title) if f), display_name(persona))
    quiet: dict[str, Content] = {"read-only": Plain("true")} if _is_quiet(persona) else {}
    return quiet | {
        "name": name,
        "id": persona.id,
        "display-name": display_name(persona),
        "description": said,
        "role": role,
        "mission": facts.mission.value if facts.mission else said,
        "prompt": PromptHere(),
    }


def _is_quiet(persona: Persona) -> bool:
    return changes_nothing(grants(persona))


def _fact(
    entry: Entry,
    facts: Mapping[str, Content],
    tools: Mapping[str, Content],
) -> Keyed | None:
    if entry.value is not None:
        return Keyed(entry.key, entry.value, "")
    if entry.of in ("tools", "denied-tools", "permissions"):
        return Keyed(entry.key, tools[entry.of], entry.of) if entry.of in tools else None
    if entry.of not in facts:
        return None
    content = facts[entry.of]
    if isinstance(content, Plain) and content.text in entry.map:
        content = entry.map[content.text]
    return Keyed(entry.key, content, entry.of)


def _defaults(form: Form, stated_here: Mapping[str, Content]) -> dict[str, Content]:
    """The settings that a target wants written although the persona does not state them."""
    missing = (e for e in settings_of(form.keys) if e.default and e.key not in stated_here)
    return {entry.key: _typed(entry, entry.default) for entry in missing}


def _of(key: str, form: Form) -> str:
    return next((entry.of for entry in settings_of(form.keys) if entry.key == key), "")


def kind_of(field: Field) -> str:
    """What a target calls a field of the header: its kind, or its key where it has none."""
    return field.kind if field.kind != "other" else field.key


def _setting(field: Field, form: Form) -> tuple[str, Content] | None:
    """What the client takes of a header field, under its own key."""
    for entry in settings_of(form.keys):
        if entry.of == kind_of(field) and (content := _content(entry, field, form)) is not None:
            return entry.key, content
    return None


def _content(entry: Entry, field: Field, form: Form) -> Content | None:
    text = text_of(field.value)
    if entry.type == "source":
        taken = isinstance(field.value, dict) and field.source
        return Verbatim(str(field.source)) if taken else None
    if entry.of == "model":
        return model_name(text, form.model)
    if entry.map:
        return _typed(entry, entry.map[text]) if text in entry.map else None
    if not _is_taken(entry, text):
        return None
    return _listed(field) if entry.type in ("list", "csv") else _typed(entry, text)


def _is_taken(entry: Entry, text: str) -> bool:
    if entry.values and text not in entry.values:
        return False
    pattern = entry.pattern or _WHOLE.get(entry.type, "")
    return not pattern or re.fullmatch(pattern, text, re.DOTALL) is not None


def _listed(field: Field) -> list[object]:
    if isinstance(field.value, tuple):
        return [text_of(part) for part in field.value]
    return [part for one in text_of(field.value).split(",") if (part := one.strip())]


def _typed(entry: Entry, text: str) -> Content:
    return Plain(text) if entry.type in _WHOLE else text


def say_what_differs(form: Form, persona: Persona, ledger: Ledger) -> None:
    """Of settings that are written, what the client does in another way, and what is written
    although the persona does not say it.
    """
    _say_of_the_whole(form, persona, ledger)
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        for entry in settings_of(form.keys):
            if entry.of != kind_of(field) or _content(entry, field, form) is None:
                continue
            for note in _notes(entry, text_of(field.value)):
                ledger.lose(field, LossKind.APPROXIMATED, f"{form.client} {note}")


def _say_of_the_whole(form: Form, persona: Persona, ledger: Ledger) -> None:
    """What differs with facts, and what is assumed, is said of the persona as such."""
    given = {
        entry.key
        for entry in settings_of(form.keys)
        for field in persona.header
        if isinstance(field, Field) and entry.of == kind_of(field)
        if _content(entry, field, form) is not None
    }
    said = [entry.note for entry in form.keys if entry.is_fact and entry.note]
    said += [entry.assumed for entry in form.assumes if entry.key not in given]
    for node in [*nodes(persona)][:1]:
        for detail in said:
            ledger.lose(node, LossKind.APPROXIMATED, f"{form.client} {detail}")


def _notes(entry: Entry, text: str) -> Iterator[str]:
    if entry.note:
        yield entry.note
    if text in entry.notes:
        yield entry.notes[text]


def known_settings(form: Form) -> frozenset[str]:
    """The kinds and keys of settings that the client has, with whatever values."""
    return frozenset(entry.of for entry in settings_of(form.keys) if entry.of != "model")
