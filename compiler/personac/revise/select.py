"""From selectors to nodes, and what an author is told when a selector does not fit."""

from collections.abc import Sequence
from typing import NamedTuple

from personac.diagnostics import Diagnostic
from personac.model import NodeId
from personac.revise._faults import Site, at_node, finding
from personac.revise._match import KEYS, Hits, given, kinds_of, match
from personac.revise._near import nearest
from personac.revise._words import Place, label_of, shown, title_of, words_of
from personac.revision import Selector
from personac.text.quote import key_of, pieces

_MOST_LABELS = 20


class Selection(NamedTuple):
    """The nodes meant, in document order, and what there is to say about them."""

    nodes: tuple[NodeId, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    missing: bool = False
    """Nothing matches; as opposed to too much."""


def select(there: Sequence[Place], selector: Selector, site: Site, made: str = "") -> Selection:
    """The nodes of ``there`` that ``selector`` means, in the number it says.

    ``made`` is the text of nodes that the op adds: when too many nodes match, those that say
    just this are taken as its own work and passed over.
    """
    if problem := _empty(selector, site):
        return Selection((), (problem,))
    hits = match(there, selector)
    if not hits.places:
        if selector.count == "all":
            return Selection()
        return Selection((), (nearest(there, selector, site),), missing=True)
    if not _fits(hits.places, selector):
        rest = tuple(p for p in hits.places if key_of(words_of(p.node)) != key_of(made))
        if not made or not _fits(rest, selector):
            return Selection((), (_ambiguous(hits.places, selector, site),))
        hits = Hits(rest, hits.wrong)
    found = (inexact(hits, site),) if hits.wrong else ()
    return Selection(tuple(place.node.id for place in hits.places), found)


def _fits(found: Sequence[Place], selector: Selector) -> bool:
    return isinstance(selector.count, str) or len(found) == selector.count


def _empty(selector: Selector, site: Site) -> Diagnostic | None:
    keys = given(selector)
    if not keys:
        message = "the selector is empty and would mean every node"
        remedy = f"give at least one of {', '.join(KEYS)}"
    elif "quote" in keys and not pieces(selector.quote or ""):
        message = "the quote has no words, only a gap"
        remedy = "quote some words of the text"
    elif isinstance(selector.count, int) and selector.count < 1:
        message = f"count is {selector.count}, so the selector means nothing"
        remedy = "give a count of at least 1, `some` or `all`"
    else:
        return None
    return finding("REV009", message, (site.label(),), remedy=remedy)


def inexact(hits: Hits, site: Site) -> Diagnostic:
    """Says that the words stand elsewhere than the quotation has it, and where."""
    node = hits.places[0].node
    real = label_of(node)
    where = f"labelled `{real}`" if real else f"in `{title_of(hits.places[0])}`"
    named = " and ".join(f"`{crumb}`" for crumb in hits.wrong)
    return finding(
        "REV003",
        f"the quoted text is not under {named}, it is {where}",
        (site.label(".quote"), at_node(node.id, f"{where} here")),
        remedy=f"write `{real}` instead of {named}, or drop it" if real else f"drop {named}",
    )


def _ambiguous(found: Sequence[Place], selector: Selector, site: Site) -> Diagnostic:
    nodes = "node" if len(found) == 1 else "nodes"
    labels = [at_node(place.node.id, _telling(place)) for place in found[:_MOST_LABELS]]
    return finding(
        "REV002",
        f"{_asked(selector)} matches {len(found)} {nodes}, {selector.count} expected",
        (site.label(text="meant for one place" if selector.count == 1 else ""), *labels),
        remedy=_separating(found, selector),
    )


def _telling(place: Place) -> str:
    title = title_of(place)
    return f"in `{title}`" if title else shown(place.node)


def _asked(selector: Selector) -> str:
    return ", ".join(f'{name} "{getattr(selector, name)}"' for name in given(selector))


def _separating(found: Sequence[Place], selector: Selector) -> str:
    """The key that tells the candidates apart, with its values."""
    both = f"or `count: {len(found)}` to change them all"
    if isinstance(selector.count, int) and len(found) < selector.count:
        return f"set `count: {len(found)}`, or find out what became of the others"
    for name in ("section", "label", "kind", "id"):
        values = [_value(place, name) for place in found]
        if all(values) and len(set(values)) == len(values) and not getattr(selector, name):
            options = " or ".join(f"`{name}: {value}`" for value in values[:3])
            options += " and so on" if len(values) > 3 else ""
            return f"add {options}, {both}"
    return f"give the `id` of the node, {both}"


def _value(place: Place, name: str) -> str:
    if name == "section":
        return title_of(place)
    if name == "label":
        return label_of(place.node) or ""
    if name == "kind":
        return min(kinds_of(place.node))
    return place.node.id
