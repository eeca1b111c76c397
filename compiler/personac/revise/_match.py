"""Which nodes satisfy the keys of a selector, exactly; counting and messages come later."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from personac.model import Clause, Field, Item, Section, Text, Workflow, children
from personac.revise._words import Place, Placed, Titled, label_of, names, words_of
from personac.revision import Selector
from personac.tables.fields import field_kind, is_text_field
from personac.text.plain import key, plain
from personac.text.quote import find_quote, pieces

KEYS = ("id", "kind", "field", "section", "label", "quote")
_CRUMB = re.compile(r"([^:…]{1,120}?):\s+(?=\S)")
_ADDED = re.compile(r"\s*\([^()]*\)")
_MAX_CRUMBS = 4
_LEAST_WORDS = 3


class Hits(NamedTuple):
    """The nodes that match; ``wrong`` are headings or labels the quotation names in vain."""

    places: tuple[Place, ...] = ()
    wrong: tuple[str, ...] = ()


def given(selector: Selector) -> tuple[str, ...]:
    """The keys of the selector that say something."""
    return tuple(name for name in KEYS if (getattr(selector, name) or "").strip())


def match(there: Sequence[Place], selector: Selector) -> Hits:
    """The nodes of which every key given holds."""
    keys = given(selector)
    found = tuple(place for place in there if _named(place, selector))
    if "field" in keys:
        found = tuple(p for p in found if isinstance(p.node, Field)) or found
    if "section" in keys and "quote" not in keys:
        return Hits(_within(found, selector))
    if "quote" not in keys:
        return Hits(found)
    return _cited(selector, _within(found, selector) if "section" in keys else found)


def _named(place: Place, selector: Selector) -> bool:
    return (
        (not selector.id or fnmatchcase(place.node.id, selector.id))
        and (not selector.kind or selector.kind.casefold() in kinds_of(place.node))
        and (not selector.label or _labelled(place.node, selector.label))
        and (not selector.field or _is_field(place.node, selector.field))
    )


def kinds_of(node: Placed) -> frozenset[str]:
    """What ``kind`` may call a node: its type, its kind, the clauses it states."""
    own = {type(node).__name__.lower(), getattr(node, "kind", "other")}
    stated = {str(c.__struct_config__.tag) for c in children(node) if isinstance(c, Clause)}
    return frozenset((own | stated) - {"other"})


def _labelled(node: Placed, label: str) -> bool:
    written = None if isinstance(node, Field) else label_of(node)
    return bool(written) and key(label) in names(node)


def _is_field(node: Placed, field: str) -> bool:
    kind = field_kind(field)
    if isinstance(node, Field):
        return key(node.key) == key(field) or (kind == node.kind != "other")
    if not isinstance(node, Text | Item) or not node.label or not is_text_field(kind):
        return False
    return field_kind(plain(node.label)) == kind


def _within(found: tuple[Place, ...], selector: Selector) -> tuple[Place, ...]:
    """A title names the section itself when nothing inside it is asked for."""
    title = key(selector.section or "")
    inside = tuple(p for p in found if any(title in names(node) for node in p.above))
    if selector.label or selector.field or selector.quote:
        return inside
    itself = tuple(p for p in found if title in names(p.node) and _holds(p.node))
    titled = tuple(p for p in itself if isinstance(p.node, Titled))
    only = given(selector) == ("section",)
    return titled or itself or (() if only else inside)


def _holds(node: Placed) -> bool:
    return isinstance(node, Titled) or bool(getattr(node, "children", ()))


def _cited(selector: Selector, found: tuple[Place, ...]) -> Hits:
    """The nodes that hold the quotation, then those that hold it without its crumbs."""
    quote = selector.quote or ""
    if direct := _holding(quote, found):
        return Hits(direct)
    inexact = Hits()
    for crumbs, rest in _split(quote):
        there = _holding(rest, found)
        right = tuple(p for p in there if not _wrong(crumbs, p))
        if right:
            return Hits(right)
        if there and not inexact.places and len(" ".join(pieces(rest)).split()) >= _LEAST_WORDS:
            inexact = Hits(there, _wrong(crumbs, there[0]))
    return inexact


def _holding(quote: str, found: tuple[Place, ...]) -> tuple[Place, ...]:
    there = tuple(place for place in found if find_quote(quote, words_of(place.node)))
    there = there or tuple(p for p in found if any(find_quote(quote, w) for w in _whole(p.node)))
    return tuple(p for p in there if not isinstance(p.node, Section | Workflow)) or there


def _whole(node: Placed) -> tuple[str, ...]:
    """Label and text in one, in the spellings that authors join them by."""
    label, words = label_of(node), words_of(node)
    if not label or words == label:
        return ()
    return tuple(f"{label}{join}{words}" for join in (": ", " - ", " "))


def crumbs_of(quote: str) -> tuple[str, ...]:
    """The leading ``Heading:`` words of a quotation, as many as may name where it stands."""
    split = _split(quote)
    return split[-1][0] if split else ()


def _split(quote: str) -> list[tuple[tuple[str, ...], str]]:
    """The quotation with one, two … leading ``Heading:`` crumbs taken off."""
    found: list[tuple[tuple[str, ...], str]] = []
    crumbs: tuple[str, ...] = ()
    rest = plain(quote)
    while len(crumbs) < _MAX_CRUMBS and (crumb := _CRUMB.match(rest)):
        crumbs, rest = (*crumbs, crumb[1].strip()), rest[crumb.end() :]
        found.append((crumbs, rest))
    return found


def cited(quote: str, text: str) -> tuple[int, int] | None:
    """Where a text holds the quotation, whole or without its crumbs."""
    for rest in (quote, *(rest for _, rest in _split(quote))):
        if found := find_quote(rest, text):
            return found[0]
    return None


def _wrong(crumbs: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """The crumbs that name nothing the node stands in, in their order."""
    chain = [known_as(node) for node in (*place.above, place.node)]
    leads = _leads(place)
    wrong: list[str] = []
    for crumb in crumbs:
        at = next((i for i, named in enumerate(chain) if key(crumb) in named), None)
        if at is not None:
            chain = chain[at + 1 :]
        elif key(crumb) not in leads:
            wrong.append(crumb)
    return tuple(wrong)


def known_as(node: Placed) -> frozenset[str]:
    """The names of a node; an author leaves out what a title adds in parentheses."""
    title = _ADDED.sub("", getattr(node, "title", None) or getattr(node, "label", None) or "")
    return names(node) | {key(title)} - {""}


def _leads(place: Place) -> frozenset[str]:
    """The sentences that lead to the node: of what it stands in, and of the texts before it."""
    around = [words_of(node) for node in place.above]
    beside = children(place.above[-1]) if place.above else ()
    before = [node.text for node in beside if isinstance(node, Text) and node is not place.node]
    return frozenset(key(text) for text in (*around, *before) if text.rstrip().endswith(":"))
