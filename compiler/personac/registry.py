"""Finds readers, writers, rules and ops: one module and one page each, by convention.

A module of an area (not starting with ``_``) exports one constant, and its documentation,
explanation and test stand in the Markdown page beside it.  No list, no decorator, no order.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from personac.api import CatalogueRule, Explained, OpImpl, Reader, Rule, Writer
from personac.errors import Bug

T = TypeVar("T")

AREAS = {
    "readers": "READER",
    "writers": "WRITER",
    "rules": "RULE",
    "revise.ops": "OP",
    "breaking": "CHANGES",
}

_PAGES = ("codes", "revise.prose")
"""Where there are pages and no plug-ins."""


@cache
def modules(area: str) -> tuple[str, ...]:
    """Full names of the modules of an area, sorted, without importing them."""
    package = import_module(f"personac.{area}")
    found = pkgutil.walk_packages(package.__path__, f"personac.{area}.")
    public = (
        m.name for m in found if not m.ispkg and not m.name.rpartition(".")[2].startswith("_")
    )
    return tuple(sorted(public))


def load(area: str, *kinds: type[T]) -> tuple[T, ...]:
    found: list[T] = []
    for name in modules(area):
        constant = getattr(import_module(name), AREAS[area], None)
        if not isinstance(constant, kinds):
            raise Bug(f"{name} does not export {AREAS[area]}")
        found.append(constant)
    return tuple(found)


@cache
def readers() -> tuple[Reader, ...]:
    return tuple(_unique(load("readers", Reader), "name"))


@cache
def writers() -> tuple[Writer, ...]:
    return tuple(_unique(load("writers", Writer), "name"))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules about one persona."""
    return tuple(one for one in all_rules() if isinstance(one, Rule))


@cache
def catalogue_rules() -> tuple[CatalogueRule, ...]:
    """The rules about all personas together."""
    return tuple(one for one in all_rules() if isinstance(one, CatalogueRule))


@cache
def all_rules() -> tuple[Rule | CatalogueRule, ...]:
    single: tuple[Rule | CatalogueRule, ...] = load("rules", Rule, CatalogueRule)
    return tuple(_unique(single, "code"))


@cache
def ops() -> tuple[OpImpl, ...]:
    return load("revise.ops", OpImpl)


def _unique(found: tuple[T, ...], attribute: str) -> list[T]:
    named: dict[str, T] = {}
    for one in found:
        name = str(getattr(one, attribute))
        if name in named:
            raise Bug(f"two modules call themselves {name}")
        named[name] = one
    return [named[name] for name in sorted(named)]


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
            found |= dict.fromkeys(one.title.split(), one)
    return found


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
