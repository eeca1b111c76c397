"""Finds readers, writers, rules and ops: one module and one page each, by convention.

A module of an area (not starting with ``_``) exports one constant, and its documentation,
explanation and test stand in the Markdown page beside it.  No list, no decorator, no order.

Other packages add modules of the same shape by the entry points of the group that is named after
the area, such as ``personac.rules``; who sets ``PERSONAC_NO_PLUGINS`` has none of them.
"""

import os
import pkgutil
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from msgspec.structs import replace

from personac.api import Explained, OpImpl, Reader, Rule, Writer
from personac.errors import Bug, PersonacError, UsageError
from personac.source import Source
from personac.targets.form import Form
from personac.targets.load import built_in, parse

T = TypeVar("T")

AREAS = {
    "readers": "READER",
    "writers": "WRITER",
    "rules": "RULE",
    "revise.ops": "OP",
    "breaking": "CHANGES",
}

GROUPS = {
    "readers": "personac.readers",
    "writers": "personac.writers",
    "rules": "personac.rules",
    "revise.ops": "personac.ops",
}
"""The areas that plug-ins may add to, with the groups of their entry points."""

NO_PLUGINS = "PERSONAC_NO_PLUGINS"

_PAGES = ("codes", "combine", "revise.prose", "targets")
"""Where there are pages and no plug-ins."""


@cache
def modules(area: str) -> tuple[str, ...]:
    """Full names of the modules of an area, plug-ins last, sorted, without importing them."""
    return (*_own(area), *plugins(area))


def _own(area: str) -> tuple[str, ...]:
    package = import_module(f"personac.{area}")
    found = pkgutil.walk_packages(package.__path__, f"personac.{area}.")
    public = (
        m.name for m in found if not m.ispkg and not m.name.rpartition(".")[2].startswith("_")
    )
    return tuple(sorted(public))


def load(area: str, kind: type[T], wanted: Callable[[str], bool] = lambda _: True) -> tuple[T, ...]:
    """What the modules of an area export; of those of personac itself the ``wanted`` ones."""
    found: list[T] = []
    for name in filter(wanted, _own(area)):
        constant = getattr(import_module(name), AREAS[area], None)
        if not isinstance(constant, kind):
            raise Bug(f"{name} does not export {AREAS[area]}")
        found.append(constant)
    return (*found, *(_plugged(name, area, kind) for name in plugins(area)))


@cache
def plugins(area: str) -> tuple[str, ...]:
    """The modules that other packages add to an area, sorted."""
    if area not in GROUPS or os.environ.get(NO_PLUGINS):
        return ()
    from importlib.metadata import entry_points

    return tuple(sorted({one.value for one in entry_points(group=GROUPS[area])}))


def _plugged(name: str, area: str, kind: type[T]) -> T:
    wrong = f"the plug-in {name} cannot be used: "
    try:
        constant = getattr(import_module(name), AREAS[area], None)
    except Exception as error:
        raise UsageError(f"{wrong}{type(error).__name__}: {error}; {_WITHOUT}") from error
    if not isinstance(constant, kind):
        raise UsageError(f"{wrong}it exports no {AREAS[area]}; {_WITHOUT}")
    return constant


_WITHOUT = "`personac --no-plugins` goes without"


@cache
def readers() -> tuple[Reader, ...]:
    return tuple(_unique(load("readers", Reader), "name"))


@cache
def writers(own: tuple[Source, ...] = ()) -> tuple[Writer, ...]:
    """The writers of all targets, by name; ``own`` are files of targets that a project adds."""
    from_data = import_module("personac.writers._agent_file").writer_of
    forms = (*built_in(), *map(_form, own))
    coded = {form.target: form for form in forms if form.code}
    made = tuple(from_data(form) for form in forms if not form.code)
    targets = (one for one in _written() if not one.dialect)
    written = (replace(one, form=coded.get(one.name)) for one in targets)
    return tuple(_unique((*written, *made), "name", own=bool(own)))


@cache
def dialects() -> tuple[Writer, ...]:
    """The writers of the dialects that readers of the same names read."""
    read = {reader.name for reader in readers()}
    return tuple(one for one in _written() if one.name in read)


@cache
def _written() -> tuple[Writer, ...]:
    return tuple(_unique(load("writers", Writer), "name"))


@cache
def _form(source: Source) -> Form:
    form = parse(source.path, source.text)
    if form.code:
        raise UsageError(f"{source.path}: `code` is for targets of personac itself")
    return form


def form_of(target: str, own: tuple[Source, ...] = ()) -> Form | None:
    """What the file of a target says; None for one that is written by code."""
    forms = (*built_in(), *map(_form, own))
    return next((one for one in forms if one.target == target and not one.code), None)


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(_unique(load("rules", Rule), "code"))


def rules_of(codes: Collection[str]) -> tuple[Rule, ...]:
    """The rules with these codes; the others are not imported."""

    def wanted(module: str) -> bool:
        return module.rpartition(".")[2].partition("_")[0].upper() in codes

    return tuple(rule for rule in load("rules", Rule, wanted) if rule.code in codes)


@cache
def ops() -> tuple[OpImpl, ...]:
    return load("revise.ops", OpImpl)


def _unique(found: tuple[T, ...], attribute: str, *, own: bool = False) -> list[T]:
    """Each by its name, sorted; ``own`` says that the project's own are among them."""
    named: dict[str, T] = {}
    for one in found:
        name = str(getattr(one, attribute))
        if name in named:
            raise _taken(name, own=own)
        named[name] = one
    return [named[name] for name in sorted(named)]


def _taken(name: str, *, own: bool) -> PersonacError:
    if own:
        return UsageError(f"two targets are called `{name}`; rename that of the project")
    message = f"two modules call themselves {name}"
    if added := all_plugins():
        return UsageError(f"{message}, one of them a plug-in ({', '.join(added)}); {_WITHOUT}")
    return Bug(message)


@cache
def coded() -> dict[str, str]:
    """The codes and names of all findings that have a page, each with the code."""
    titles = (one.title.split() for one in pages().values())
    findings = (words for words in titles if words[0][:3].isupper())
    return {name: words[0] for words in findings for name in words}


def page(module: str) -> Explained:
    """The Markdown page beside a module."""
    package, _, stem = module.rpartition(".")
    return _page(resources.files(package) / f"{stem}.md", stem)


def _page(path: Traversable, stem: str) -> Explained:
    text = path.read_text("utf-8")
    return Explained(stem, text.split("\n", 1)[0].removeprefix("#").strip(), text)


@cache
def pages() -> dict[str, Explained]:
    """Every page by the words that name it: a code, a rule's name, a reader, writer or op."""
    found: dict[str, Explained] = {}
    for area in (*AREAS, *_PAGES):
        for path in _markdown(resources.files(f"personac.{area}")):
            one = _page(path, path.name.removesuffix(".md"))
            found |= {name: _both(found.get(name), one) for name in one.title.split()}
    for module in all_plugins():
        if told := _plugin_page(module):
            found |= {name: told for name in told.title.split() if name not in found}
    return found


def all_plugins() -> tuple[str, ...]:
    """The modules of every plug-in."""
    return tuple(name for area in GROUPS for name in plugins(area))


def _plugin_page(module: str) -> Explained | None:
    try:
        return page(module)
    except (OSError, ImportError):
        return None


def _both(known: Explained | None, one: Explained) -> Explained:
    """A reader and a writer of one name are explained together."""
    return one._replace(text=f"{known.text}\n{one.text}") if known else one


def _markdown(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir() and path.name != "__pycache__":
            yield from _markdown(path)
        elif path.name.endswith(".md"):
            yield path


def lead(page: Explained) -> str:
    """The first paragraph below the title, on one line."""
    paragraphs = [part for part in page.text.split("\n\n") if not part.startswith("#")]
    return " ".join(paragraphs[0].split()) if paragraphs else ""
