"""What to say when a selector matches nothing: which key is to blame, and what comes near."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from personac.diagnostics import Diagnostic
from personac.model import Field, evolve
from personac.revise._faults import Site, at_node, finding
from personac.revise._match import given, kinds_of, match
from personac.revise._words import Place, Titled, label_of, shown, title_of, words_of
from personac.revision import Selector
from personac.text.plain import key
from personac.text.quote import difference, likeness

_MOST = 3
_LIKELY = 0.4
_BEHIND = 0.2
_SIMILAR = 0.55
_BLAMED = ("field", "id", "kind", "section", "label", "quote")


class Candidate(NamedTuple):
    """A place that comes near, what to say beside it, and the value to write instead."""

    place: Place
    text: str
    value: str = ""


def nearest(there: Sequence[Place], selector: Selector, site: Site) -> Diagnostic:
    """REV001 with up to three candidates."""
    blamed, left = _blame(there, selector)
    near = list(_candidates(blamed, left, selector, there))[:_MOST]
    labels = [at_node(one.place.node.id, one.text) for one in near]
    return finding(
        "REV001",
        _message(selector, blamed, found=bool(left)),
        (site.label(f".{blamed}"), *labels),
        remedy=_remedy(blamed, near),
    )


def _blame(there: Sequence[Place], selector: Selector) -> tuple[str, tuple[Place, ...]]:
    """The key without which something matches, and what then does."""
    keys = given(selector)
    if len(keys) == 1:
        return keys[0], ()
    for name in (name for name in _BLAMED if name in keys):
        if found := match(there, evolve(selector, **{name: None})).places:
            return name, _inside(there, found) if name in ("label", "quote") else found
    return keys[-1], ()


def _inside(there: Sequence[Place], found: tuple[Place, ...]) -> tuple[Place, ...]:
    """With the section alone left, what stands in it."""
    if not all(isinstance(place.node, Titled) for place in found):
        return found
    holders = {place.node.id for place in found}
    return tuple(p for p in there if any(node.id in holders for node in p.above)) or found


def _message(selector: Selector, blamed: str, *, found: bool) -> str:
    wanted = f'{blamed} "{getattr(selector, blamed)}"'
    others = [f'{n} "{getattr(selector, n)}"' for n in given(selector) if n != blamed]
    if not others:
        return f"nothing matches {wanted}"
    joined = ", ".join(others)
    if found and blamed == "section":
        return f"nothing with {joined} stands in {wanted}"
    return f"nothing with {joined} has {wanted}" if found else f"nothing matches {wanted}, {joined}"


def _remedy(blamed: str, near: list[Candidate]) -> str:
    values = list(dict.fromkeys(one.value for one in near if one.value))
    if values:
        return "write " + " or ".join(f"`{blamed}: {value}`" for value in values)
    if near:
        return f"correct the {blamed} after the nearest place shown"
    return "see `personac parse` for the titles, labels and words of the persona"


def _candidates(
    blamed: str, left: tuple[Place, ...], selector: Selector, there: Sequence[Place]
) -> Iterator[Candidate]:
    if blamed == "quote":
        yield from _alike(selector.quote or "", left or tuple(there))
    elif blamed == "section" and left:
        yield from (Candidate(p, f"stands in `{t}`", t) for p in left if (t := title_of(p)))
    else:
        yield from _named(blamed, getattr(selector, blamed), left or tuple(there))


def _alike(quote: str, there: tuple[Place, ...]) -> Iterator[Candidate]:
    scored = sorted(
        ((likeness(quote, _read(place)), -at) for at, place in enumerate(there)), reverse=True
    )
    for score, at in scored[:_MOST]:
        if score >= max(_LIKELY, scored[0][0] - _BEHIND):
            place = there[-at]
            yield Candidate(place, difference(quote, _read(place)) or "in another order here")


def _read(place: Place) -> str:
    label, words = label_of(place.node), words_of(place.node)
    return f"{label}: {words}" if label and label != words else words


def _named(blamed: str, wanted: str, there: tuple[Place, ...]) -> Iterator[Candidate]:
    """Places with a similar title, label, kind, field or id."""
    known: dict[str, tuple[Place, str]] = {}
    for place in there:
        for value in _values(place, blamed):
            known.setdefault(key(value), (place, value))
    for name in get_close_matches(key(wanted), known, _MOST, _SIMILAR):
        place, value = known[name]
        yield Candidate(
            place, f"`{value}` is here" if blamed != "kind" else shown(place.node), value
        )


def _values(place: Place, blamed: str) -> tuple[str, ...]:
    node = place.node
    match blamed:
        case "kind":
            return tuple(sorted(kinds_of(node)))
        case "id":
            return (node.id,)
        case "field":
            return (node.key,) if isinstance(node, Field) else ()
        case "section":
            return (node.title,) if isinstance(node, Titled) and node.title else ()
        case _:
            label = None if isinstance(node, Field) else label_of(node)
            return (label,) if label else ()
