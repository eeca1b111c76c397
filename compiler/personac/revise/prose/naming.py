"""The selector by which a person would name a place."""

from collections.abc import Collection, Iterator, Sequence

from personac.model import Field, NodeId
from personac.revise._match import match
from personac.revise._words import Place, Titled, label_of, title_of, words_of
from personac.revision import Selector
from personac.text.plain import plain

_WORDS = 8


def selector_for(
    there: Sequence[Place], place: Place, renamed: Collection[NodeId] = ()
) -> Selector:
    """The first selector that means this place and no other; ``renamed`` nodes are to change
    their label and are named by their words.
    """
    for selector in _candidates(place, by_label=place.node.id not in renamed):
        found = match(there, selector)
        if [one.node.id for one in found.places] == [place.node.id] and not found.wrong:
            return selector
    return Selector(id=place.node.id)


def _candidates(place: Place, *, by_label: bool) -> Iterator[Selector]:
    node = place.node
    if isinstance(node, Field):
        yield Selector(field=node.key)
        return
    section, label = _section(place), label_of(node)
    if isinstance(node, Titled) and node.title:
        yield Selector(section=plain(node.title))
    if label and by_label:
        if section:
            yield Selector(section=section, label=plain(label))
        yield Selector(label=plain(label))
    words = plain(words_of(node)).split()
    short = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
    for quote in (short, " ".join(words)):
        if section:
            yield Selector(section=section, quote=quote)
        yield Selector(quote=quote)


def _section(place: Place) -> str:
    """The section around it, unless that is the whole persona."""
    own = [node for node in place.above if isinstance(node, Titled) and node.title]
    if not own or (own[-1] is own[0] and getattr(own[0], "level", 2) == 1):
        return ""
    return plain(title_of(place))
