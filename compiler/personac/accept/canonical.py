"""Changes of a canonical document: values of its YAML, and entries of its lists."""

import json
import re
from collections.abc import Iterator, Sequence

from personac.accept.changes import Added, Change, Removed, Rewritten, number_of
from personac.accept.edit import Edit, Unwritable, lead, line_end, line_start, whole_lines
from personac.accept.place import Places
from personac.model import Field, Item, Row, Step, Text, Value
from personac.revise._words import Placed, label_of, words_of
from personac.source import Span

_SAFE = re.compile(r"[A-Za-z][\w ./()+;*`'&-]*")
_TYPED = re.compile("y|n|yes|no|true|false|on|off|null", re.IGNORECASE)


def edits(changes: Sequence[Change], places: Places) -> Iterator[Edit]:
    """The edits that make the changes; raises ``Unwritable`` for what they cannot make."""
    for change in changes:
        match change:
            case Rewritten(old=old, new=new):
                yield from _rewritten(old, new, places)
            case Added(node=node):
                yield _added(change, places)
            case Removed(node=node):
                yield Edit(whole_lines(places.text, _entry(node, places)), "", node.id)


def _rewritten(old: Placed, new: Placed, places: Places) -> Iterator[Edit]:
    if isinstance(new, Row):
        raise Unwritable(new.id, "rows of a canonical document are not rewritten")
    if isinstance(old, Field) and isinstance(new, Field):
        yield _value(old, new, places)
        return
    if words_of(old) != words_of(new):
        yield _text(places.span(old.id), words_of(new), places, new)
    step = isinstance(new, Step)
    if label_of(old) != label_of(new) and words_of(new) != label_of(new):
        yield _keyed(old, "title" if step else "label", _scalar(label_of(new) or ""), places)
    if number_of(old) != number_of(new):
        written = json.dumps(number_of(new)) if step else number_of(new)
        yield _keyed(old, "number" if step else "ordinal", written, places)


def _value(old: Field, new: Field, places: Places) -> Edit:
    if not isinstance(old.value, str) or not isinstance(new.value, str):
        raise Unwritable(new.id, f"the value of `{new.key}` is a list or a map")
    return _text(places.span(old.id), new.value, places, new)


def _text(span: Span, words: str, places: Places, node: Placed) -> Edit:
    """A scalar for another; a block stays one when it can."""
    raw = places.text[span.start : span.end].rstrip()
    whole = Span(span.start, span.start + len(raw))
    if raw[:1] in ("|", ">") and "\n" in raw and "\n" not in words:
        first = raw.split("\n", 2)[1]
        margin = first[: len(first) - len(first.lstrip())]
        return Edit(whole, f"{raw[0]}-\n{margin}{words}", node.id)
    return Edit(whole, _scalar(words, quoted=raw[:1] == '"'), node.id)


def _scalar(words: str, *, quoted: bool = False) -> str:
    bare = _SAFE.fullmatch(words) and not _TYPED.fullmatch(words) and words == words.strip()
    return words if bare and not quoted else json.dumps(words, ensure_ascii=False)


def _keyed(old: Placed, key: str, value: str, places: Places) -> Edit:
    """A value of an entry beside its words: its label, its number."""
    span = _entry(old, places)
    line = re.compile(rf"^[ \t-]*{key}:[ \t]+(?P<value>\S.*)$", re.MULTILINE)
    found = line.search(places.text, span.start, span.end)
    if found is None:
        raise Unwritable(old.id, f"it has no {key} to be changed")
    return Edit(Span(*found.span("value")), value, old.id)


def _entry(node: Placed, places: Places) -> Span:
    """The entry of a block list that a node is: from its dash to the next line that is not
    deeper.
    """
    text, value = places.text, places.span(node.id).start
    before = lead(text, value)
    keys = len(before) - len(before.lstrip(" -"))
    at = line_start(text, value)
    while at and not _dash(text, at, keys):
        at = line_start(text, at - 1)
    if not _dash(text, at, keys):
        raise Unwritable(node.id, "it is not an entry of a list in block style")
    return Span(at, _end(text, at, keys))


def _dash(text: str, at: int, keys: int) -> bool:
    return (
        text.startswith("- ", at + keys - 2) and not text[at : at + keys - 2].strip() and keys >= 2
    )


def _end(text: str, at: int, keys: int) -> int:
    """The end of the last line that belongs to the entry beginning at ``at``."""
    found = end = line_end(text, at)
    while end + 1 < len(text):
        start, end = end + 1, line_end(text, end + 1)
        if text[start:end].strip():
            if not text.startswith(" " * keys, start):
                break
            found = end
    return found


def _added(change: Added, places: Places) -> Edit:
    node = change.node
    beside = change.before or change.after
    if beside is None or not isinstance(node, Field | Item | Text | Step):
        raise Unwritable(node.id, "there is no entry beside it to be written like")
    span = _entry(beside, places)
    margin = places.text[span.start : places.text.index("-", span.start)]
    lines = f"\n{margin}  ".join(
        f"{key}: {_written(key, str(value))}" for key, value in _said(node)
    )
    if change.before is not None:
        return Edit(Span(span.end, span.end), f"\n{margin}- {lines}", node.id)
    return Edit(Span(span.start, span.start), f"{margin}- {lines}\n", node.id)


def _written(key: str, value: str) -> str:
    return value if key == "ordinal" else _scalar(value)


def _said(node: Field | Item | Text | Step) -> Iterator[tuple[str, Value]]:
    yield "type", type(node).__name__.lower()
    if isinstance(node, Field):
        if not isinstance(node.value, str):
            raise Unwritable(node.id, f"the value of `{node.key}` is a list or a map")
        yield from (("key", node.key), ("value", node.value))
        return
    if label := label_of(node):
        yield ("title" if isinstance(node, Step) else "label"), label
    if node.form != "**{}:**":
        yield "form", node.form
    if isinstance(node, Item) and node.ordinal is not None:
        yield "ordinal", str(node.ordinal)
    if isinstance(node, Step):
        yield from (("style", str(node.style)), ("number", node.number))
    yield "text", node.text
    if isinstance(node, Item) and node.tag:
        yield "tag", node.tag
