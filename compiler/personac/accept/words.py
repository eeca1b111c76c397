"""Changed words, written where the old ones stand, however these are dressed."""

from html import escape

from personac.accept.edit import Edit, Unwritable, indent, lead
from personac.model import NodeId
from personac.report.words import View, view
from personac.source import Span


def exchanged(text: str, span: Span, old: str, new: str, node: NodeId, *, xml: bool) -> Edit:
    """The edit that makes ``old``, which stands in ``span``, ``new``; what both say alike stays
    as it is written.  Raises ``Unwritable`` when the words are not there.
    """
    there, wanted, result = _view(text, span), _view(old), _view(new)
    at = there.text.rfind(wanted.text)
    if at < 0 or not wanted.text:
        raise Unwritable(node, f'the source does not say "{_short(old)}" in one piece')
    begin, end = _differing(wanted.text, result.text)
    stop, after = len(wanted.text) - end, len(result.text) - end
    place = _range(there, at + begin, at + stop)
    words = _range(result, begin, after) if begin < after else Span(0, 0)
    return Edit(place, written(new[words.start : words.end], text, span.start, xml=xml), node)


def written(words: str, text: str, at: int, *, xml: bool) -> str:
    """Words as they are written at a place of the source."""
    shown = escape(words, quote=False) if xml else words
    if "\n" not in shown:
        return shown
    before = lead(text, at)
    margin = indent(text, at) if not before.strip(" \t>") else " " * len(before)
    return shown.replace("\n", f"\n{margin}")


def _view(text: str, span: Span | None = None) -> View:
    whole = span or Span(0, len(text))
    return view(text, whole.start, whole.end, marks=True, fold=False)


def _range(seen: View, begin: int, stop: int) -> Span:
    """Characters of a view as a range of its text; an empty one lies after what is before."""
    if begin < stop:
        return Span(seen.starts[begin], seen.ends[stop - 1])
    at = seen.ends[begin - 1] if begin else seen.starts[0]
    return Span(at, at)


def _differing(old: str, new: str) -> tuple[int, int]:
    """How many characters are alike at the beginning and at the end, in whole words."""
    begin = _alike(old, new)
    begin = _to_word(old, new, begin)
    rest_old, rest_new = old[begin:][::-1], new[begin:][::-1]
    end = _alike(rest_old, rest_new)
    return begin, _to_word(rest_old, rest_new, end)


def _alike(one: str, other: str) -> int:
    """How long the beginning is that two texts have in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _to_word(one: str, other: str, at: int) -> int:
    while at and (_inside(one, at) or _inside(other, at)):
        at -= 1
    return at


def _inside(text: str, at: int) -> bool:
    return at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59] + "…"
