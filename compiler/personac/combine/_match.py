"""Which section of one persona is which section of another."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from personac.combine._words import title_of, title_words, titles_of
from personac.identity import identity, is_root_tag
from personac.model import Block, NodeId, Persona, Section, Step, Style, Workflow

Titled = Section | Workflow | Step
Name = Callable[[Section], str]
_APART = frozenset({"examples", "history", "lifted", "output", "other"})
"""Kinds of sections that are one only with the same title."""


def matched(other: Persona, base: Persona) -> dict[NodeId, NodeId]:
    """For sections of ``other`` the section of ``base`` that they continue."""
    found: dict[NodeId, NodeId] = {}
    taken: set[NodeId] = set()
    _roots(other, base, found)
    joined = bool(found)
    _side_by_side(_top(other, joined=joined), _top(base, joined=joined), found, taken)
    heads = {top.id for top in (root(other), root(base)) if top}
    ours, theirs = ([s for s in _sections(p.body) if s.id not in heads] for p in (other, base))
    for name in (_titled, _kind(other, base)):
        _unique(ours, theirs, name, found, taken)
    return found


def is_wrapper(node: Block) -> bool:
    """Whether it is the element that a dialect puts around a whole persona."""
    return (
        isinstance(node, Section)
        and node.style is Style.HEADING
        and node.tag is not None
        and is_root_tag(node.tag)
    )


def root(persona: Persona) -> Section | None:
    """The one heading of the first level that all sections stand below."""
    tops = [one for one in persona.body if isinstance(one, Titled)]
    first = [one for one in tops if isinstance(one, Section) and one.level == 1]
    is_root = len(first) == 1 and first[0] is tops[0] and first[0].style is Style.HEADING
    return first[0] if is_root else None


def _top(persona: Persona, *, joined: bool) -> tuple[Block, ...]:
    """The blocks below the title, with those of an element that holds everything."""
    top = root(persona)
    return _flat(top.children if top and joined else persona.body)


def _flat(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    found: list[Block] = []
    for one in blocks:
        found.extend(
            _flat(one.children) if isinstance(one, Section) and is_wrapper(one) else (one,)
        )
    return tuple(found)


def same_title(other: Persona, base: Persona) -> bool:
    """Whether the title of ``other`` says only whose it is, or what that of ``base`` says."""
    ours, theirs = root(other), root(base)
    if ours is None:
        return False
    if theirs is not None and title_of(ours) == title_of(theirs):
        return True
    known = title_words(theirs.title, base) if theirs else frozenset()
    return title_words(ours.title, base) - _named(other, ours.id) <= known


def _named(persona: Persona, root: NodeId) -> frozenset[str]:
    """The words of the name that a persona states beside its title."""
    facts = identity(persona)
    stated = (facts.name, facts.handle)
    return frozenset(
        word
        for fact in stated
        if fact is not None and fact.node != root
        for word in title_words(fact.value.replace("-", " "), Persona(id=""))
    )


def _roots(other: Persona, base: Persona, found: dict[NodeId, NodeId]) -> None:
    ours, theirs = root(other), root(base)
    if ours and same_title(other, base):
        found[ours.id] = theirs.id if theirs else ""


def _side_by_side(
    ours: Iterable[Block],
    theirs: Iterable[Block],
    found: dict[NodeId, NodeId],
    taken: set[NodeId],
) -> None:
    """Sections of one title below one section, in their order, and so on below them."""
    there: dict[tuple[str, str], deque[Titled]] = defaultdict(deque)
    for one in theirs:
        if isinstance(one, Titled):
            for shape in _shapes(one):
                there[shape].append(one)
    for one in ours:
        target = _first(one, there, taken) if isinstance(one, Titled) else None
        if target is not None:
            found[one.id] = target.id
            taken.add(target.id)
            _side_by_side(getattr(one, "children", ()), target.children, found, taken)


def _first(
    one: Titled, there: Mapping[tuple[str, str], deque[Titled]], taken: Set[NodeId]
) -> Titled | None:
    """The next section with one of its titles that is not taken."""
    for shape in _shapes(one):
        left = there.get(shape)
        while left:
            target = left.popleft()
            if target.id not in taken:
                return target
    return None


def _shapes(one: Titled) -> tuple[tuple[str, str], ...]:
    return tuple((type(one).__name__, title) for title in titles_of(one) if title)


def _sections(blocks: Iterable[Block]) -> Iterator[Section]:
    """All sections that are not parts of a workflow, an example or a quotation."""
    for one in blocks:
        if isinstance(one, Section):
            yield one
            if one.kind not in ("examples", "history", "lifted"):
                yield from _sections(one.children)


def _titled(one: Section) -> str:
    return title_of(one) if one.kind != "other" else ""


def _kind(other: Persona, base: Persona) -> Name:
    def name(one: Section) -> str:
        words = title_words(one.title, other) & title_words(one.title, base)
        return "" if one.kind in _APART else f"{one.kind}: {' '.join(sorted(words))}"

    return name


def _unique(
    ours: list[Section],
    theirs: list[Section],
    name: Name,
    found: dict[NodeId, NodeId],
    taken: set[NodeId],
) -> None:
    """Those that are the only ones of their name on both sides."""
    left = _by_name((one for one in ours if one.id not in found), name)
    right = _by_name((one for one in theirs if one.id not in taken), name)
    for shared, ones in left.items():
        there = right.get(shared, [])
        if shared and len(ones) == len(there) == 1:
            found[ones[0].id] = there[0].id
            taken.add(there[0].id)


def _by_name(sections: Iterable[Section], name: Name) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = defaultdict(list)
    for one in sections:
        found[name(one)].append(one)
    return found
