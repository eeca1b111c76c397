"""Rephrasing: labels, entries and phrases exchanged where that is safe, never spliced blindly."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.diagnostics import Diagnostic, Severity
from personac.model import Contract, Item, Step, Text
from personac.revise._faults import at_node, finding
from personac.revise._match import cited, match
from personac.revise._words import Place, label_of, names, words_of
from personac.revise.ops.append import Append
from personac.revise.ops.rephrase import Rephrase
from personac.revise.ops.replace import Replace
from personac.revise.prose.anchor import Anchored
from personac.revise.prose.blend import blended
from personac.revise.prose.carry import Carried, R, carried
from personac.revise.prose.ground import (
    Ground,
    Lowered,
    Status,
    affinity,
    is_header,
    takes_sentence,
    voice_at,
)
from personac.revise.prose.verbs import unplaced
from personac.revise.prose.wording import sentence
from personac.revision import Selector
from personac.text.plain import key, plain, strip_emphasis
from personac.text.quote import find_quote, key_of, normalise, pieces

_LABEL = re.compile(r"(?P<label>[A-Z][^:.!?\"]{1,80}):\s+(?P<text>\S.*)", re.DOTALL)
_GAPS = re.compile(r"^\s*(?:…|\.{3,})\s*|\s*(?:…|\.{3,})\s*$")
_OPENED = re.compile(r"(?:^|[.!?;][\"')”’]{0,4}\s)[\W_]{0,20}$")
_REST = re.compile(r"[^\w\s]*")
_START = 2
_CLAUSE = 160


class Example(NamedTuple):
    """The example of a proposal: its label, if it has one, and its text."""

    label: str
    text: str


def example_of(words: str) -> Example:
    match = _LABEL.fullmatch(_GAPS.sub("", words))
    return Example(match["label"], match["text"]) if match else Example("", _GAPS.sub("", words))


def rename(ground: Ground) -> Lowered:
    """A for B: a label where A is one, else the words at the quoted place."""
    words, options = ground.proposal.words[0], ground.proposal.options
    new = options[0]
    for place in ground.standing():
        label = label_of(place.node)
        if label and key(new) in names(place.node):
            return Lowered(Status.DONE)
        if label and _same_name(words, label) and isinstance(place.node, Text | Item | Step):
            target = ground.named(place)
            op = Replace(id=ground.op, target=target, label=new, reason=_with_options(ground))
            return Lowered(Status.APPLIED, (op,))
    return _exchanged(ground, words, new)


def _same_name(words: str, label: str) -> bool:
    return _and(words) == _and(label)


def _and(name: str) -> str:
    return key(name.replace("&", " and "))


def _with_options(ground: Ground) -> str:
    others = ground.proposal.options[1:]
    return ground.reason + (f" Offered too: {' or '.join(others)}." if others else "")


def _exchanged(ground: Ground, words: str, new: str) -> Lowered:
    """The words for others, at the one quoted place that has them once."""
    standing = ground.standing()
    there = [p for p in standing if len(find_quote(words, words_of(p.node))) == 1]
    if len(there) == 1:
        reason = _with_options(ground)
        op = Rephrase(
            id=ground.op,
            target=ground.citing(there[0], words),
            words=words,
            with_=new,
            reason=reason,
        )
        return Lowered(Status.APPLIED, (op,))
    if any(find_quote(new, words_of(p.node)) for p in standing) or _stands(ground, words, new):
        return Lowered(Status.DONE)
    if not standing:
        return unplaced(ground)
    why = "stand in several of the quoted places" if there else "are not in the quoted text"
    return ground.left(
        f'the words to rephrase, "{words}", {why}',
        "quote the one text they are to be changed in",
        [at_node(p.node.id, "quoted") for p in (there or standing)],
    )


def _stands(ground: Ground, words: str, new: str) -> bool:
    """Whether a quotation is found once its words are exchanged."""
    for anchored in ground.anchors:
        quote = anchored.quotation.text
        for start, end in find_quote(words, quote)[:1]:
            if match(ground.there, Selector(quote=f"{quote[:start]}{new}{quote[end:]}")).places:
                return True
    return False


def rephrase(ground: Ground) -> Lowered:
    """With an example, the entry it is the new wording of; otherwise a direction beside it."""
    if not ground.proposal.example:
        return _directed(ground)
    example = example_of(ground.proposal.example)
    if ground.holding(example.text):
        return Lowered(Status.DONE)
    return _meant(ground, example) or _spliced(ground, example) or _directed(ground, example)


def _meant(ground: Ground, example: Example) -> Lowered | None:
    """The entry that the example rewords, of the same label or starting alike, reworded."""
    found = [a for a in ground.anchors if a.place and isinstance(a.place.node, Text | Item | Step)]
    if example.label:
        own = [a.place for a in found if a.place and key(example.label) in names(a.place.node)]
        around = [a.place for a in found if a.place and _is_around(example.label, a)]
        place = next(iter((*own, *around)), None)
        return _replaced(ground, place, example) if place else None
    alike = [(a.place, part) for a in found if a.place and (part := _sentences(a, example))]
    return _reworded(ground, *alike[0], example) if len(alike) == 1 else None


def _is_around(label: str, anchored: Anchored) -> bool:
    """Whether the label names an entry around the quoted one, by the quotation's own crumbs."""
    place = anchored.place
    if place is None or key(label) not in {key(c) for c in anchored.quotation.crumbs}:
        return False
    return any(key(label) in names(node) for node in place.above if isinstance(node, Item | Step))


def _sentences(anchored: Anchored, example: Example) -> str:
    """The whole sentences that the quotation covers, when the example starts as they do."""
    place, quote = anchored.place, anchored.quotation.text
    if place is None or len(pieces(quote)) != 1 or quote.rstrip().endswith(("...", "…")):
        return ""
    text = words_of(place.node)
    found = cited(quote, text)
    if found is None:
        return ""
    start, end = found
    end += len(_REST.match(text, end)[0])  # type: ignore[index]
    whole = _OPENED.search(text[:start]) and (end == len(text) or text[end].isspace())
    part = text[start:end]
    return part if whole and _alike(example.text, part) else ""


def _alike(text: str, old: str) -> bool:
    """Whether two texts start with the same words, after a clause with a comma if need be."""
    new = " ".join(normalise(text).text.split()[:_START])
    there = normalise(old).text
    return there.startswith(f"{new} ") or f", {new} " in there[:_CLAUSE]


def _reworded(ground: Ground, place: Place, part: str, example: Example) -> Lowered:
    """The sentences for the example: all of the text, or these words of it."""
    if key_of(part) == key_of(words_of(place.node)):
        return _replaced(ground, place, example)
    op = Rephrase(
        id=ground.op,
        target=ground.citing(place, part),
        words=part,
        with_=example.text,
        reason=ground.reason,
    )
    return _kept(ground, place, carried(ground, place, op))


def _replaced(ground: Ground, place: Place, example: Example) -> Lowered:
    old = words_of(place.node)
    blend = blended(old, example.text)
    text = _dressed(blend.text, old)
    op = Replace(id=ground.op, target=ground.named(place), text=text, reason=ground.reason)
    came = _kept(ground, place, carried(ground, place, op))
    return came._replace(found=(*(_beside(ground, place, one) for one in blend.kept), *came.found))


def _beside(ground: Ground, place: Place, kept: str) -> Diagnostic:
    """A sentence that the example says nothing of: worth a word, a warning where it binds."""
    clauses = getattr(place.node, "clauses", ())
    binds = any(isinstance(c, Contract) and find_quote(c.text, kept) for c in clauses)
    return finding(
        "REV017",
        f'the example says nothing of "{plain(kept)[:90]}"; it is kept beside the new text',
        (ground.site().label(), at_node(place.node.id, "stated here", needle=kept)),
        remedy="say it in the example in the words you want, as strongly",
        severity=Severity.WARNING if binds else Severity.HINT,
    )


def _dressed(text: str, old: str) -> str:
    """The text in the emphasis that the whole of the old one stands in."""
    bare = strip_emphasis(old)
    mark = old[: (len(old) - len(bare)) // 2] if bare != old.strip() else ""
    return f"{mark}{text}{mark}"


def _kept(ground: Ground, place: Place, result: Carried[R]) -> Lowered:
    """The op, with what is said about the mandates and names of the old text."""
    if result.lost:
        return ground.left(
            f'the example would drop "{plain(result.lost[0])[:90]}" and cannot carry it on',
            "write the example so that it keeps these words",
            (at_node(place.node.id, "the text it replaces"),),
        )
    return Lowered(Status.APPLIED, (result.op,), tuple(_notes(ground, place, result)))


def _notes(ground: Ground, place: Place, result: Carried[R]) -> Iterator[Diagnostic]:
    for kept in result.kept:
        yield finding(
            "REV017",
            f'the example drops "{plain(kept)[:90]}"; it is kept after the new text',
            (ground.site().label(), at_node(place.node.id, "stated here")),
            remedy="say it in the example in the words you want, as strongly",
        )
    if result.unnamed:
        named = ", ".join(result.unnamed[:5])
        yield ground.told(
            f"the new text no longer names {named}",
            "add to the example what has to stay",
            (at_node(place.node.id, "named here"),),
        )


def _spliced(ground: Ground, example: Example) -> Lowered | None:
    """A fragment that begins and ends with words of the quoted text stands for what is between."""
    for place in ground.standing():
        text = words_of(place.node)
        if (part := _between(text, example.text.split())) is None:
            continue
        old = text[part[0] : part[1]]
        meant = ground.proposal.words
        if re.search(r"[.!?]\s", old) or (meant and not any(find_quote(w, old) for w in meant)):
            continue
        op = Rephrase(
            id=ground.op,
            target=ground.citing(place, old),
            words=old,
            with_=example.text,
            reason=ground.reason,
        )
        return _kept(ground, place, carried(ground, place, op))
    return None


def _between(text: str, words: list[str]) -> tuple[int, int] | None:
    """From the first of the words to the last few of them, where the text has both once."""
    for last in range(min(4, len(words) - 1), 1, -1):
        hits = find_quote(f"{words[0]} … {' '.join(words[-last:])}", text)
        if len(hits) == 1:
            return hits[0]
    return None


def _directed(ground: Ground, example: Example | None = None) -> Lowered:
    """The direction of the rephrasing as a sentence of its own; the words stay as they are."""
    about = " ".join((*ground.proposal.words, example.text if example else ""))
    standing = [p for p in ground.standing() if takes_sentence(p.node) and not is_header(p)]
    if not standing or not ground.proposal.action:
        if example is None or not ground.standing():
            return unplaced(ground)
        return ground.left(
            *_undecided(ground, example), [at_node(p.node.id, "quoted") for p in ground.standing()]
        )
    if example is not None and example.label and len(standing) > 1:
        return ground.left(
            *_undecided(ground, example), [at_node(p.node.id, "quoted") for p in standing]
        )
    place = max(standing, key=lambda p: affinity(about, p))
    nodes = (place.node,) if isinstance(place.node, Text) else ground.beside(place)
    text = sentence(ground.proposal, voice_at(nodes))
    op = Append(id=ground.op, target=ground.named(place), text=text, reason=ground.reason)
    if example is None:
        return Lowered(Status.APPLIED, (op,))
    told = ground.told(
        *_undecided(ground, example), [at_node(place.node.id, "the direction is given here")]
    )
    return Lowered(Status.APPLIED, (op,), (told,), open=True)


def _undecided(ground: Ground, example: Example) -> tuple[str, str]:
    shown = (
        ground.proposal.example
        if len(ground.proposal.example) < 80
        else ground.proposal.example[:79] + "…"
    )
    why = "its label is none of the quoted ones" if example.label else "it rewords no whole text"
    return (
        f'the example "{shown}" replaces nothing: {why}',
        "decide which words it stands for and write an op `rephrase` or `replace` for them",
    )
