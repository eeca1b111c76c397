"""An agent file of a client as Markdown with a header, one for each agent in it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from personac import codec
from personac.errors import InputError
from personac.proof.decode import Decoded, decode
from personac.source import Source
from personac.targets.form import Form, Syntax
from personac.text.frontmatter import split
from personac.writers._tool_names import vocabulary

_CANONICAL = "personac/persona/"
_STEP = re.compile(r"\{name\}|[^\w-]+")
_TREES = (Syntax.YAML, Syntax.JSON, Syntax.TOML)


class Native(Struct, frozen=True):
    """One agent: ``name`` is what its file is called, where the client goes by that.  The keys
    of the ``form`` are those of the header.
    """

    source: Source
    form: Form | None = None
    name: str = ""


def of_path(source: Source, place: str, forms: Sequence[Form]) -> Form | None:
    """The target whose client looks for its agents at a place, the most exact one; of several
    that look there, the one that knows most of the names of tools.
    """
    found = [form for form in forms if _named(place, form.path) is not None]
    endings = {ending for form in forms if place.endswith(ending := _ending(form))}
    longest = max(endings, key=len, default="")
    if any(place.endswith(longest) and len(_ending(form)) < len(longest) for form in found):
        found = [form for form in forms if _ending(form) == longest]
    exact = max((len(form.path) for form in found), default=0)
    alike = [form for form in found if len(form.path) == exact]
    if len(alike) < 2:
        return alike[0] if alike else None
    offsets = split(source.text)
    header = source.text[offsets[0] : offsets[1]] if offsets else ""
    words = frozenset(re.findall(r"[\w./-]+", header))
    return max(alike, key=lambda form: len(words & _tool_words(form)))


def _ending(form: Form) -> str:
    """What the names of its files end with, where that tells more than a suffix: `.agent.md`."""
    name = form.path.rpartition("/")[2]
    ending = name.removeprefix("{name}") if name.startswith("{name}") else ""
    return ending if ending.count(".") > 1 else ""


def _tool_words(form: Form) -> frozenset[str]:
    return frozenset(name for names in vocabulary(form).tools.own.values() for name in names)


def _named(path: str, shape: str) -> str | None:
    """The name in a path that ends as a target says; None for another path."""
    whole = re.escape(shape).replace(re.escape("{name}"), "(?P<name>[^/]+)", 1)
    whole = whole.replace(re.escape("{name}"), "(?P=name)")
    found = re.fullmatch(f"(?:.*/)?{whole}", path)
    return (found.groupdict().get("name") or "") if found else None


def of_content(source: Source, forms: Sequence[Form]) -> Form | None:
    """The target whose keys a file without a telling path has, when it has a prompt."""
    suffix = source.path.rpartition(".")[2].lower()
    wanted = {"toml": Syntax.TOML, "json": Syntax.JSON, "yaml": Syntax.YAML, "yml": Syntax.YAML}
    fitting = [form for form in forms if form.syntax is wanted.get(suffix) and form.keys]
    scored = [(_share(source, form), form.target, form) for form in fitting]
    best = max(scored, key=lambda one: one[:2], default=(0.0, "", None))
    return best[2] if best[0] > 0.5 else None


def _share(source: Source, form: Form) -> float:
    """Which part of the keys of a file a target has; none without a prompt."""
    decoded = _decoded(source, form)
    if decoded.text is None or decoded.fault:
        return 0.0
    keys = [key for key, _ in _flat(decoded.settings, [entry.key for entry in form.keys])]
    known = sum(1 for key in keys if any(entry.key == key for entry in form.keys))
    return known / max(1, len(keys))


def is_canonical(source: Source) -> bool:
    """Whether a file is a persona in personac's own form."""
    suffix = source.path.rpartition(".")[2].lower()
    return suffix in ("yaml", "yml", "json") and _CANONICAL in source.text[:4000]


def natives(source: Source, form: Form | None) -> tuple[Native, ...]:
    """The agents in a file; raises ``InputError`` for one that its client could not read."""
    if form is None or is_canonical(source):
        return (Native(source),)
    name = _named(source.path, form.path) or ""
    if form.syntax in (Syntax.MARKDOWN, Syntax.TEXT):
        return (Native(_unescaped(source, form), form, name),)
    decoded = _decoded(source, form)
    if decoded.fault:
        raise InputError(source.path, decoded.fault)
    comments = _comments(source.text, decoded.settings) if form.syntax in _TREES else ()
    return tuple(
        _native(source, form, one or name, settings, comments)
        if form.syntax in _TREES
        else Native(_markdown(source, settings, decoded.text or "", ()), form, name)
        for one, settings in _agents(decoded.settings, form)
    )


def _decoded(source: Source, form: Form) -> Decoded:
    """A file as its client reads it, wherever it lies, with all agents and all of its text."""
    anywhere = replace(form, path="{name}", limits=())
    return decode("agent", source.text.encode(), anywhere)


def _unescaped(source: Source, form: Form) -> Source:
    """The prompt as the client gives it to its model."""
    offsets = split(source.text)
    start = offsets[1] if offsets else 0
    body = source.text[start:]
    for escape in form.prompt.escapes:
        body = re.sub(escape.reads, escape.read, body) if escape.reads else body
    return replace(source, text=source.text[:start] + body)


def _agents(settings: Mapping[str, object], form: Form) -> Iterator[tuple[str, dict[str, object]]]:
    """The settings of each agent of a file, with its name where that is a key."""
    place = next((e.key.partition(".")[0] for e in form.keys if _is_place(e.key)), "")
    if place == "{name}":
        yield from ((name, {name: value}) for name, value in settings.items())
    elif place and "{name}" not in form.path:
        key = place.removesuffix("[]")
        each = settings.get(key)
        for one in each if isinstance(each, list) else ():
            yield "", {**settings, key: [one]}
    else:
        yield "", dict(settings)


def _is_place(key: str) -> bool:
    return key.startswith("{name}.") or "[]." in key


def _native(
    source: Source, form: Form, name: str, settings: Mapping[str, object], comments: Sequence[str]
) -> Native:
    values = dict(_flat(settings, [entry.key for entry in form.keys]))
    keyed = form.of("prompt")
    prompt = values.pop(keyed.key, "") if keyed else ""
    if not isinstance(prompt, str):
        raise InputError(source.path, f"`{keyed.key if keyed else ''}` is no text")
    text = _read(prompt, form, everywhere=False)
    plain = _plain_keys([*(entry.key for entry in form.keys), *values])
    shown = {
        plain[key]: _read(value, form, everywhere=True) if isinstance(value, str) else value
        for key, value in values.items()
    }
    entries = tuple(replace(entry, key=plain[entry.key]) for entry in form.keys)
    return Native(_markdown(source, shown, text, comments), replace(form, keys=entries), name)


def _plain_keys(paths: Sequence[str]) -> dict[str, str]:
    """A key for each path that any header takes: the last step of it, where that is no other's."""
    steps = {path: [one for one in _STEP.split(path) if one] for path in paths}
    last = Counter(found[-1] if found else "key" for found in steps.values())
    return {
        path: found[-1] if found and last[found[-1]] == 1 else "-".join(found) or "key"
        for path, found in steps.items()
    }


def _read(text: str, form: Form, *, everywhere: bool) -> str:
    for escape in form.prompt.escapes:
        if escape.reads and (escape.everywhere or not everywhere):
            text = re.sub(escape.reads, escape.read, text)
    return text


def _flat(value: object, keys: Sequence[str], at: str = "") -> Iterator[tuple[str, object]]:
    """Each value with its path as a target spells it; what no path leads to is under its own."""
    if at in keys:
        yield at, value
    elif isinstance(value, dict) and (not at or any(key.startswith(f"{at}.") for key in keys)):
        named = f"{at}.{{name}}" if at else "{name}"
        any_name = any(key.startswith(f"{named}.") for key in keys)
        for key, one in value.items():
            yield from _flat(one, keys, named if any_name else f"{at}.{key}" if at else str(key))
    elif (
        isinstance(value, list)
        and len(value) == 1
        and f"{at}[]." in "".join(key if key.startswith(f"{at}[].") else "" for key in keys)
    ):
        yield from _flat(value[0], keys, f"{at}[]")
    else:
        yield at, value


def _markdown(
    source: Source, settings: Mapping[str, object], text: str, comments: Sequence[str]
) -> Source:
    header = codec.to_yaml(dict(settings)) if settings else ""
    lead = "".join(f"{line}\n" for line in comments)
    body = text if text.endswith("\n") or not text else f"{text}\n"
    body = body if body.startswith("\n") else f"\n{body}"
    return Source(source.path, f"---\n{lead}{header}---\n{body}", source.digest)


def _comments(text: str, settings: object) -> tuple[str, ...]:
    """Lines of a file that are comments, for no text in it has them."""
    held = {line.strip() for value in _texts(settings) for line in value.split("\n")}
    lines = (line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line.startswith("#") and line not in held)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
