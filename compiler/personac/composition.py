"""What a persona is made of: the files that state it, and the files they extend and include."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from personac.identity import is_root_tag
from personac.model import (
    AnyNode,
    Attribute,
    Field,
    Persona,
    Section,
    Value,
    evolve,
    transform,
    walk,
)
from personac.source import Source

EXTENDS, INCLUDES = "extends", "includes"
MOST_BASES = 256
"""A persona that builds on more files than this was not meant."""
_STATED = re.compile(r"""(?:^|[\s{,])["']?(?:extends|includes)["']?[ \t]*[:=]""", re.MULTILINE)


class Traits(Struct, frozen=True):
    """What a file says of itself: the persona's id, and the files it builds on, as written."""

    id: str
    extends: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()


class Link(Struct, frozen=True):
    """A file that another one names.  ``to`` is its path, empty where there is none or more than
    one; ``near`` are then paths that may be meant.
    """

    path: str
    name: str
    to: str = ""
    near: tuple[str, ...] = ()


class Composition(Struct, frozen=True):
    """``sources`` state the persona, in the order of their paths; the first stands for it in
    records.  ``bases`` are the groups of files that they build on, at any depth.
    """

    sources: tuple[Source, ...]
    bases: tuple[tuple[Source, ...], ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def path(self) -> str:
        return self.sources[0].path

    @property
    def files(self) -> tuple[Source, ...]:
        """All that the persona is made of, each file once."""
        groups = (self.sources, *self.bases)
        return tuple({one.path: one for group in groups for one in group}.values())


def alone(source: Source) -> Composition:
    return Composition((source,))


def with_sources(made_of: Composition, changed: Mapping[str, Source]) -> Composition:
    """The same files, some with another text."""
    groups = [
        tuple(changed.get(one.path, one) for one in group)
        for group in (made_of.sources, *made_of.bases)
    ]
    return evolve(made_of, sources=groups[0], bases=tuple(groups[1:]))


def may_build_on_others(source: Source) -> bool:
    """Whether it is worth reading for ``extends`` and ``includes``."""
    return _STATED.search(source.text) is not None


def traits(persona: Persona) -> Traits:
    """What the header of a file, or the root of its XML, says."""
    found: dict[str, dict[str, None]] = {EXTENDS: {}, INCLUDES: {}}
    for node in stating_links(persona):
        for kind, value in _said(node):
            found[kind] |= dict.fromkeys(_names(value))
    return Traits(persona.id, tuple(found[EXTENDS]), tuple(found[INCLUDES]))


def without_links(persona: Persona) -> Persona:
    """The persona without what ``traits`` reads: it is done, and says nothing to an agent."""

    def change(node: AnyNode) -> AnyNode | None:
        if isinstance(node, Field) and node.kind in (EXTENDS, INCLUDES):
            return None
        if isinstance(node, Section) and _links(node):
            return evolve(node, attributes=tuple(a for a in node.attributes if not _is_link(a)))
        return node

    return transform(persona, change)


def stating_links(persona: Persona) -> Iterator[Field | Section]:
    """The nodes that say what the persona builds on."""
    for node in (*persona.header, *walk(*persona.body)):
        if (isinstance(node, Field) and node.kind in (EXTENDS, INCLUDES)) or (
            isinstance(node, Section) and _links(node)
        ):
            yield node


def names_in(node: Field | Section) -> tuple[str, ...]:
    """The files that a node names, as written."""
    return tuple(name for _, value in _said(node) for name in _names(value))


def _said(node: Field | Section) -> Iterator[tuple[str, Value]]:
    if isinstance(node, Field):
        yield node.kind, node.value
    else:
        yield from ((one.name, one.value) for one in _links(node))


def _links(node: Section) -> tuple[Attribute, ...]:
    root = node.tag is not None and is_root_tag(node.tag)
    return tuple(one for one in node.attributes if _is_link(one)) if root else ()


def _is_link(attribute: Attribute) -> bool:
    return attribute.name in (EXTENDS, INCLUDES)


def _names(value: Value) -> Iterator[str]:
    parts = value.split(",") if isinstance(value, str) else value
    return (name for part in parts if (name := str(part).strip()))
