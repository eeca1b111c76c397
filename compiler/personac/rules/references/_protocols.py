"""Protocols that a persona declares: in an element, a heading or an entry of its protocols."""

import re
from collections.abc import Iterator

from personac.model import AnyNode, Clause, Item, Persona, Section, Text, Workflow, placed
from personac.text.plain import key, plain

_ID = r"(?:P(?:-[A-Z][A-Z0-9]+)+|P-\d{1,4}|GH-\d+)"
_WHOLE = re.compile(_ID)
_NAME = r"(?: [A-Z][\w/'’-]{0,30}(?: [\w/'’&-]{1,30}){0,4})?"
_HEAD = re.compile(
    rf"[#\s>*+`_-]{{0,10}}(?:[Pp]rotocol )?(?P<id>{_ID})(?![\w-])"
    rf"(?:[*_`]{{1,3}}(?=[:\s])|{_NAME}[*_`]{{0,3}}(?::|\s[-–—]\s|\s?\())"
)
"""An id and its name, with what they stand for behind them."""
_TITLE = re.compile(
    rf"(?:[Pp]rotocol )?(?P<id>{_ID})(?![\w-]){_NAME}$|.{{1,60}}\((?P<end>{_ID})\)$"
)
_PROTOCOLS = re.compile(r"\bprotocols?\b", re.IGNORECASE)


def protocols(persona: Persona) -> Iterator[str]:
    """The id of each protocol that the persona says something of where it lists them."""
    for node, above in placed(persona):
        if not isinstance(node, Clause) and (name := _declares(node, above)):
            yield name


def _declares(node: AnyNode, above: tuple[AnyNode, ...]) -> str:
    if not any(map(_holds_protocols, (*above, node))):
        return ""
    named = _by_attribute(node)
    if named:
        return named
    match node:
        case Section() | Workflow():
            found = _TITLE.match(plain(node.title)) if node.children else None
            return (found["id"] or found["end"]) if found else ""
        case Item() | Text():
            return _by_words(node)
        case _:
            return ""


def _holds_protocols(node: AnyNode) -> bool:
    said = (getattr(node, name, None) for name in ("title", "label", "tag"))
    return any(len(one) < 40 and _PROTOCOLS.search(one) for one in said if one)


def _by_attribute(node: AnyNode) -> str:
    """The id of an element: an attribute, or its tag."""
    values = {one.name.lower(): one.value for one in getattr(node, "attributes", ())}
    named = (values.get("id", ""), values.get("name", ""), getattr(node, "tag", None) or "")
    return next(filter(_WHOLE.fullmatch, named), "")


def _by_words(node: Item | Text) -> str:
    if key(node.label or "") in ("id", "name"):
        return node.text if _WHOLE.fullmatch(node.text) else ""
    found = _HEAD.match(node.text) or (node.text and _TITLE.match(plain(node.label or "")))
    if not found and node.text.startswith("#"):
        found = _TITLE.match(plain(node.text.lstrip("# ")))
    return found["id"] or "" if found else ""
