"""Changes of the body, written as their author would have: the same bullets, tags and margins."""

import re
from html import escape

from personac.accept.changes import Added, Change, Removed, Rewritten, number_of
from personac.accept.edit import Edit, Unwritable, indent, lead, line_end, line_start, whole_lines
from personac.accept.place import Places
from personac.accept.words import exchanged, written
from personac.model import Item, Row, Section, Step, Style, Text, Workflow
from personac.revise._words import Placed, label_of, words_of
from personac.revise.provenance import numbering
from personac.source import Span

_NUMBER = re.compile(r"(\d{1,9})(?=[.)][ \t]+$)")


def edits(change: Change, places: Places) -> list[Edit]:
    """The edits that make one change; raises ``Unwritable`` when there are none."""
    match change:
        case Rewritten(old=old, new=new):
            return _rewritten(old, new, places)
        case Added():
            return [_added(change, places)]
        case Removed(node=node):
            return [Edit(whole_lines(places.text, places.lines(node)), "", node.id)]


def _rewritten(old: Placed, new: Placed, places: Places) -> list[Edit]:
    found: list[Edit] = []
    if number_of(old) != number_of(new):
        found.append(_renumbered(old, new, places))
    if isinstance(old, Row) and isinstance(new, Row):
        return [*found, *_cells(old, new, places)]
    titled = isinstance(old, Section | Workflow)
    span, xml = places.span(old.id), places.in_xml(old)
    label, before = (None, None) if titled else (label_of(new), label_of(old))
    if words_of(old) != words_of(new):
        found.append(exchanged(places.text, span, words_of(old), words_of(new), old.id, xml=xml))
    if label != before:
        found.append(_relabelled(new, before, span, places))
    return found


def _relabelled(new: Placed, before: str | None, span: Span, places: Places) -> Edit:
    label = label_of(new) or ""
    if before is None:
        text = _labelled(new, "").rstrip() + " "
        return Edit(Span(span.start, span.start), text, new.id)
    at = places.text.find(before, span.start, span.end)
    if at < 0 or getattr(new, "tag", None):
        raise Unwritable(new.id, f"its label `{before}` is not written as such")
    return Edit(Span(at, at + len(before)), label, new.id)


def _renumbered(old: Placed, new: Placed, places: Places) -> Edit:
    start = places.span(old.id).start
    if isinstance(old, Step) and old.tag:
        return _renumbered_tag(old, new, places.opening(old.tag, start, old.id), places)
    mark = _NUMBER.search(lead(places.text, start))
    if mark is None or mark[1] != number_of(old):
        raise Unwritable(new.id, "the number of its list is not written as such")
    at = line_start(places.text, start) + mark.start()
    return Edit(Span(at, at + len(mark[1])), number_of(new), new.id)


def _renumbered_tag(old: Step, new: Placed, start: int, places: Places) -> Edit:
    """The attribute that numbers an element."""
    for attribute in numbering(old):
        written = re.compile(rf"\s{re.escape(attribute.name)}\s*=\s*[\"']?({old.number})\b")
        found = written.search(places.text, start, places.text.find(">", start))
        if found:
            return Edit(Span(*found.span(1)), number_of(new), new.id)
    raise Unwritable(new.id, "the number of the element is not written as such")


def _cells(old: Row, new: Row, places: Places) -> list[Edit]:
    span = places.span(old.id)
    found: list[Edit] = []
    at = span.start
    for before, after in zip(old.cells, new.cells, strict=True):
        begin = places.text.find(before, at, span.end)
        if begin < 0:
            raise Unwritable(new.id, "a cell is not written as it reads")
        at = begin + len(before)
        if before != after:
            found.append(Edit(Span(begin, at), after, new.id))
    return found


def _added(change: Added, places: Places) -> Edit:
    node = change.node
    if not isinstance(node, Item | Step | Text):
        raise Unwritable(node.id, "only items and texts can be written into a source")
    if isinstance(node, Text):
        return _paragraph(change, node, places)
    model = change.before if _like(change.before, node) else change.after
    if model is None or not _like(model, node):
        raise Unwritable(node.id, "there is no entry of its kind beside it to be written like")
    line = _line(node, model, places)
    gap = "\n" if _loose(model, change, places) else ""
    return _beside(change, line, gap, places)


def _like(model: Placed | None, node: Item | Step) -> bool:
    listed = isinstance(model, Item) or (isinstance(model, Step) and model.style is Style.ITEM)
    return listed and getattr(model, "tag", None) == node.tag


def _line(node: Item | Step, model: Placed, places: Places) -> str:
    """The line of a new entry, with the mark or the tags of the entry beside it."""
    xml = places.in_xml(model)
    if node.tag:
        start = places.opening(node.tag, places.span(model.id).start, model.id)
        margin = lead(places.text, start)
        if margin.strip():
            raise Unwritable(node.id, "the element beside it does not begin its line")
        shown = "".join(f' {a.name}="{escape(a.value)}"' for a in node.attributes)
        return f"{margin}<{node.tag}{shown}>{escape(node.text, quote=False)}</{node.tag}>"
    mark = places.mark(model)
    if number := number_of(node):
        mark = re.sub(r"\d{1,9}(?=[.)][ \t]+$)", number, mark)
    at = places.span(model.id).start
    return mark + _labelled(node, written(words_of(node), places.text, at, xml=xml))


def _labelled(node: Placed, text: str) -> str:
    label, form = label_of(node), getattr(node, "form", "{}:")
    return f"{form.replace('{}', label)} {text}".rstrip() if label else text


def _loose(model: Placed, change: Added, places: Places) -> bool:
    """Whether the list that the entry comes into sets its entries apart by blank lines."""
    beside = [n for n in (change.before, change.after) if n is not None and _listed(n)]
    others = [n for n in places.order if _listed(n) and _above(n, places) == _above(model, places)]
    pair = beside if len(beside) == 2 else others[:2]
    return len(pair) == 2 and places.apart(pair[0], pair[1])


def _listed(node: Placed) -> bool:
    return isinstance(node, Item) or (isinstance(node, Step) and node.style is Style.ITEM)


def _above(node: Placed, places: Places) -> str:
    above = places.above[node.id]
    return above[-1].id if above else ""


def _beside(change: Added, line: str, gap: str, places: Places) -> Edit:
    """The line after the node before it, or before the one after it."""
    text, node = places.text, change.node.id
    if change.before is not None:
        end = line_end(text, places.extent(change.before).end)
        return Edit(Span(end, end), f"\n{gap}{line}", node)
    assert change.after is not None
    start = line_start(text, places.extent(change.after).start)
    return Edit(Span(start, start), f"{line}\n{gap}", node)


def _paragraph(change: Added, node: Text, places: Places) -> Edit:
    """A text of its own, with blank lines around it where it is Markdown."""
    beside = change.before or change.after or change.parent
    xml = places.in_xml(change.parent)
    at = places.extent(beside).start if beside else 0
    margin = indent(places.text, at) if beside else ""
    if change.parent and not (change.before or change.after):
        margin = _inside(change.parent, margin, xml=xml)
    line = margin + _labelled(node, written(node.text, places.text, at, xml=xml))
    gap = "" if xml else "\n"
    if change.before or change.after:
        return _beside(change, line, gap, places)
    if change.parent is None:
        return Edit(Span(0, 0), f"{line}\n{gap}", node.id)
    end = line_end(places.text, places.span(change.parent.id).end)
    return Edit(Span(end, end), f"\n{gap}{line}", node.id)


def _inside(parent: Placed, margin: str, *, xml: bool) -> str:
    """The margin of the first thing in a node."""
    if xml:
        return f"{margin}  "
    return margin + "  " if _listed(parent) else margin
