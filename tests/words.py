"""The independent word check: shares no code with the readers.

Every word of a source that is not markup must occur in the canonical document, in the same
order.  A word is a run of letters and digits.  Markup is: backslash escapes, entities,
ordinals of list items, closing XML tags, the word after an XML fence, a written ``\n``.
"""

import html
import json
import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"^([ \t>]*(?:[-*+][ \t]+)*)\d{1,9}[.)](?=[ \t]|$)", re.MULTILINE)
_CLOSING_TAG = re.compile(r"</[A-Za-z][\w.-]*\s*>")
_XML_FENCE = re.compile(r"^([ \t>]*(?:```+|~~~+)[ \t]*)xml\b", re.MULTILINE)
_WRITTEN = re.compile(r"\\(?:[nt](?=[\W_A-Za-z])|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_ESCAPE = re.compile(r"\\([^\w\s])")
_CONTENT = ("key", "value", "tag", "attributes", "title", "number", "label", "info", "text", "header", "cells", "rows", "children")


def source_words(text: str) -> list[str]:
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    return _words(_XML_FENCE.sub(r"\1", _ORDINAL.sub(r"\1", text)))


def canonical_words(document: str) -> list[str]:
    persona = json.loads(document)
    strings = [s for part in ("header", "body") for s in _strings(persona.get(part, []))]
    return _words("\n".join(strings))


def _words(text: str) -> list[str]:
    text = html.unescape(_ESCAPE.sub(r"\1", _WRITTEN.sub(" ", text)))
    return [word.casefold() for word in _WORD.findall(_CLOSING_TAG.sub(" ", text))]


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, dict):
        if "type" in node and "id" in node:
            for key in _CONTENT:
                yield from _strings(node.get(key) if key != "value" else node.get("source", node.get("value")))
        else:
            for key, value in node.items():
                yield key
                yield from _strings(value)


def first_lost_word(source: str, document: str) -> str | None:
    """The first word of ``source`` that the document lacks at its place, with its neighbours."""
    wanted, found = source_words(source), iter(canonical_words(document))
    for index, word in enumerate(wanted):
        if not any(word == other for other in found):
            return " ".join(wanted[max(0, index - 5) : index]) + f" [{word}] " + " ".join(wanted[index + 1 : index + 6])
    return None
