"""From the file of a target to its form, with an error that says which key is wrong and why."""

import re
import tomllib
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib import resources

import msgspec
from msgspec.structs import fields, replace

from personac.errors import UsageError
from personac.targets import form as parts
from personac.targets.form import KEYED, SUFFIX, Form, Part, Syntax

_NAME = re.compile("[a-z][a-z0-9-]*")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?: - at `\$\.?(?P<at>.*)`)?")
_WITHOUT_KEYS = (Syntax.TEXT,)
_KEY = re.compile(r"[\w{}$@/-]+(?:\[\])?(?:\.[\w{}$@/-]+(?:\[\])?)*")


@cache
def built_in() -> tuple[Form, ...]:
    """The targets that come with personac, by name."""
    folder = resources.files("personac.targets")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(SUFFIX))
    return tuple(parse(name, folder.joinpath(name).read_text("utf-8")) for name in names)


@cache
def reserved(name: str) -> frozenset[str]:
    """The names of agents that a client has itself; none of a target that does not come along."""
    file = resources.files("personac.targets").joinpath(f"{name}{SUFFIX}")
    if not file.is_file():
        return frozenset()
    form = parse(f"{name}{SUFFIX}", file.read_text("utf-8"))
    return form.name.reserved


def parse(path: str, text: str) -> Form:
    """The target in a TOML file that is named after it; raises ``UsageError``."""
    name = path.replace("\\", "/").rpartition("/")[2].removesuffix(SUFFIX)
    if not _NAME.fullmatch(name):
        raise UsageError(f"{path}: the file is named after the target, in letters, digits and `-`")
    try:
        found = msgspec.convert(tomllib.loads(text), Form)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {_said(str(error))}") from error
    for fault in _faults(found):
        raise UsageError(f"{path}: {fault}")
    return replace(found, target=name)


def _said(message: str) -> str:
    """What msgspec says, with the nearest key for one that there is not."""
    unknown = _UNKNOWN.fullmatch(message)
    if unknown is None:
        return f"{message[:1].lower()}{message[1:]}".replace("$.", "")
    key, at = unknown["key"], unknown["at"] or ""
    near = get_close_matches(key, _known_keys(), n=1, cutoff=0.6)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return f"unknown key `{f'{at}.' if at else ''}{key}`{hint}"


def _known_keys() -> list[str]:
    kinds = (one for one in vars(parts).values() if isinstance(one, type) and issubclass(one, Part))
    return sorted({key.encode_name for kind in kinds for key in fields(kind)})


def _faults(form: Form) -> Iterator[str]:
    """What is of the right type and still cannot be."""
    for check in _CHECKS if not form.code else (_of_path,):
        yield from check(form)


def _of_path(form: Form) -> Iterator[str]:
    if "{name}" not in form.path and not _is_of_all(form):
        yield (
            "`path` has no `{name}`, so two personas would come to one file; put all keys below "
            "`{name}` or in one list"
        )
    for other in form.beside:
        if "{name}" not in other.path and not _is_of_all(other):
            yield (
                f"`path` of a companion, `{other.path}`, has no `{{name}}`; put all keys below "
                "`{name}` or in one list"
            )
    beside = (*(one.path for one in form.files), *(one.path for one in form.companions))
    for path in (form.path, *beside):
        if path.startswith(("/", "~")) or {"", ".", ".."}.intersection(path.split("/")):
            yield f"`path` is `{path}`; write a path below the project, with `/`"
    if not form.sources:
        yield "`sources` is empty; say where its facts are from"


def _is_of_all(form: Form) -> bool:
    """Whether each persona has a place of its own in one file."""
    told = [entry.key.partition(".") for entry in form.keys if entry.of]
    apart = "{name}" in form.place or form.place.endswith("[]")
    taken = form.syntax in (Syntax.YAML, Syntax.JSON)
    return taken and apart and all(top == form.place and rest for top, _, rest in told)


def _of_keys(form: Form) -> Iterator[str]:
    seen: set[str] = set()
    for entry in form.keys:
        stated = (entry.value is not None) + bool(entry.of)
        if stated != 1:
            yield f"key `{entry.key}` needs `from` or `value`, and not both"
        if not _KEY.fullmatch(entry.key):
            yield f"key `{entry.key}` is no path of keys, such as `model.id` or `modes[].slug`"
        deep = "." in entry.key or "[" in entry.key
        if deep and form.syntax is Syntax.LINES:
            yield f"key `{entry.key}`: a line of text holds no path, write a plain key"
        if form.syntax is Syntax.PYTHON and not entry.key.isidentifier():
            yield f"key `{entry.key}` is no name of an argument in Python"
        if entry.of in seen and entry.is_fact:
            yield f"two keys are made of `{entry.of}`"
        seen.add(entry.of)
        if entry.assumed and entry.value is None and not entry.default:
            yield f"key `{entry.key}`: `assumed` is for a `value` or a `default`"
        if entry.required and not (entry.is_fact or entry.default or entry.value is not None):
            yield f"key `{entry.key}` is required; give a `default` for personas without it"


def _of_prompt(form: Form) -> Iterator[str]:
    keyed = form.of("prompt") is not None
    if form.syntax in KEYED and not keyed:
        yield f"no key is made of `prompt`, and {form.syntax.upper()} has no other place for it"
    if form.syntax not in KEYED and keyed:
        yield "the prompt is what stands below the frontmatter; no key is made of it"
    if form.syntax in _WITHOUT_KEYS and form.keys:
        yield f"`{form.syntax}` has no keys"


def _of_tools(form: Form) -> Iterator[str]:
    tools, listed = form.tools, form.of("tools")
    if listed is None:
        return
    if tools.empty != "none" and not tools.nothing:
        yield (
            "an empty list is not known to grant nothing (`tools.empty`); give `tools.nothing`, "
            "names that there are not"
        )
    if tools.absent != "all" and not tools.every:
        yield "no list is not known to grant every tool (`tools.absent`); give `tools.all`"
    if not tools.names and not tools.vocabulary:
        yield "`tools` needs `names`, or the `vocabulary` of a client that has the same names"
    if form.syntax is Syntax.LINES and listed.type == "list":
        yield f"key `{listed.key}`: a line of text holds no list; write the type `csv`"


def _of_patterns(form: Form) -> Iterator[str]:
    patterns = [(f"key `{entry.key}`", entry.pattern) for entry in form.keys if entry.pattern]
    patterns += [("`prompt.escapes`", one.pattern) for one in form.prompt.escapes]
    patterns += [("`prompt.escapes`", one.reads) for one in form.prompt.escapes]
    mcp = form.tools.mcp
    patterns += [("`tools.mcp`", mcp.server_pattern), ("`tools.mcp`", mcp.tool_pattern)]
    for where, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{where}: `{pattern}` is no regular expression: {error}"


def _of_limits(form: Form) -> Iterator[str]:
    known = {"file", "prompt", *(entry.key for entry in form.keys)}
    for limit in form.limits:
        if limit.what not in known:
            yield f"`limits`: `{limit.what}` is neither `file`, `prompt` nor one of the keys"


_CHECKS: tuple[Callable[[Form], Iterator[str]], ...] = (
    _of_path,
    _of_keys,
    _of_prompt,
    _of_tools,
    _of_patterns,
    _of_limits,
)
