"""A new wording in the place of the sentences it rewords; the others stay where they are."""

from collections.abc import Iterator
from typing import NamedTuple

from personac.revise.prose.english import ended
from personac.revise.prose.ground import stems
from personac.text.sentences import sentences

_REWORDED = 2
_MARKS = ("**", "__", "`", "~~")


class Blend(NamedTuple):
    """The whole text, and the sentences of the old one that the new wording does not touch."""

    text: str
    kept: tuple[str, ...] = ()


def blended(old: str, new: str) -> Blend:
    """``new`` for those sentences of ``old`` that share words of meaning with it; for all of
    them when none or every one does.
    """
    parts = tuple(_parts(old))
    shared = [len(stems(part) & stems(new)) for part in parts]
    best = max(shared, default=0)
    reworded = [n >= _REWORDED or n == best for n in shared]
    if best == 0 or all(reworded):
        return Blend(new)
    first = reworded.index(True)
    written = (*parts[:first], ended(new), *parts[first + 1 :])
    stays = [at == first or not touched for at, touched in enumerate(reworded)]
    text = " ".join(part for part, kept in zip(written, stays, strict=True) if kept)
    return Blend(text, tuple(p for p, touched in zip(parts, reworded, strict=True) if not touched))


def _parts(text: str) -> Iterator[str]:
    """The sentences as written; those that share an emphasis stay together."""
    start = 0
    for one in sentences(text):
        part = text[start : one.end].strip()
        whole = part.endswith((".", "!", "?", "…", '."', ".)", ".”", "**"))
        if whole and all(part.count(mark) % 2 == 0 for mark in _MARKS):
            yield part
            start = one.end
    if rest := text[start:].strip():
        yield rest
