"""What a revision promises: preconditions of the text before, postconditions of it after."""

from collections.abc import Iterator

from personac.diagnostics import Diagnostic, Label
from personac.model import NodeId, Persona
from personac.revise._faults import Site, at_node, finding
from personac.revise._words import Place, label_of, places, words_of
from personac.revise.order import site_of
from personac.revise.parse import Loaded
from personac.revise.preserve import Broken, broken
from personac.text.quote import find_quote


def postconditions(
    before: Persona, after: Persona, loaded: Loaded, changed: dict[NodeId, str]
) -> Iterator[Diagnostic]:
    """What the revision promised and did not keep; ``changed`` names the op of each node."""
    ensures = loaded.revision.ensures
    if not (ensures.concepts or ensures.absent or ensures.preserve):
        yield _nothing_promised(loaded)
    there = places(after)
    for number, name in enumerate(ensures.concepts):
        if problem := _concept(name, there, loaded, number):
            yield problem
    for number, phrase in enumerate(ensures.absent):
        if standing := list(_holding(phrase, there)):
            yield _present(phrase, standing, site_of(loaded, f"$.ensures.absent[{number}]"))
    above = {place.node.id: tuple(n.id for n in place.above) for place in (*places(before), *there)}
    for lost in broken(before, after, ensures.preserve):
        yield _lost(lost, loaded, _responsible(lost.node, above, changed))


def _nothing_promised(loaded: Loaded) -> Diagnostic:
    return finding(
        "REV005",
        f"revision `{loaded.revision.id}` promises nothing about the persona that it makes",
        (site_of(loaded, "$.ensures").label(),),
        remedy="keep `mandates`, `gates` or `tools` in `preserve`, or name words in `absent`",
    )


def _concept(name: str, there: tuple[Place, ...], loaded: Loaded, number: int) -> Diagnostic | None:
    phrases = loaded.revision.concepts[name]
    if any(True for phrase in phrases for _ in _holding(phrase, there)):
        return None
    told = " or ".join(f'"{phrase}"' for phrase in phrases)
    return finding(
        "REV006",
        f"the concept `{name}` is nowhere in the revised persona",
        (site_of(loaded, f"$.ensures.concepts[{number}]").label(),),
        remedy=f"let an op say {told}",
    )


def _holding(phrase: str, there: tuple[Place, ...]) -> Iterator[Place]:
    for place in there:
        texts = (words_of(place.node), label_of(place.node) or "")
        if any(find_quote(phrase, text) for text in texts):
            yield place


def _present(phrase: str, standing: list[Place], site: Site) -> Diagnostic:
    labels = [at_node(place.node.id, "here", needle=phrase) for place in standing]
    return finding(
        "REV006",
        f'"{phrase}" is still in the revised persona',
        (site.label(), *labels),
        remedy="add an op that rephrases these words, or drop them from `absent`",
    )


def _responsible(
    node: NodeId, above: dict[NodeId, tuple[NodeId, ...]], changed: dict[NodeId, str]
) -> str | None:
    """The op that touched the node or the nearest node around it."""
    chain = (node, *reversed(above.get(node, ())))
    return next((changed[one] for one in chain if one in changed), None)


def _lost(lost: Broken, loaded: Loaded, op: str | None) -> Diagnostic:
    site = site_of(loaded, op or "$.ensures.preserve")
    by: Label = site.label(text=f"this op changes the {lost.what}" if op else "")
    where = at_node(lost.node, "states it", needle=lost.words)
    remedy = "reword the op so that the words keep their force, or leave the part out of `preserve`"
    if lost.became == "is new":
        remedy = "reword the op so that it grants nothing, or leave `tools` out of `preserve`"
    return finding("REV006", lost.message, (by, where), remedy=remedy)
