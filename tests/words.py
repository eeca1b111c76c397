r"""The independent word check: shares no code with the readers.

A source and its canonical document must say the same words in the same order: none lost, none
added, none moved.  A word is a run of letters and digits, in its case; symbols that carry
meaning count too: everything outside of ASCII, ``% $ @``, and ``<`` or ``>`` before a number.

Markup is not a word.  It is: white space, quote marks, dashes, bullets, backslash escapes and
entities (what they stand for counts), closing XML tags, ``<p>``, ``<li>``, ``<hr/>`` and
``<markdown>``, the marks of CDATA sections, the words ``xml`` and ``yaml`` after a fence, and the ordinal of an item that numbers itself (``2. **Step 2: Build**``).
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

_TOKEN = re.compile(
    r"[^\W_]+|[%$@]|[^\x00-\x7f\s\u2010-\u2015\u2022]|(?<![-=\w/)}\]])(?<![^\s(:][\"'])[<>](?==? ?\d)"
)
_CLOSING_TAG = re.compile(r"</[A-Za-z][\w.-]*\s*>|<(?:p|li|hr|markdown)\s*/?>|<!\[CDATA\[|\]\]>")
_FENCE = r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```+|~~~+)[ \t]*"
_DATA_FENCE = re.compile(rf"^({_FENCE})(?:xml|ya?ml)\b", re.MULTILINE | re.IGNORECASE)
_DATA = re.compile(r"^(?:xml|ya?ml)\b", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^[ \t>]+", re.MULTILINE)
_QUOTE_MARK_INSIDE = re.compile(r"(?<=\n)[ \t>]+")
_NUMBERED_STEP = re.compile(
    r"^([ \t>]*(?:<li>)?(?:<p>)?)\d{1,9}[.)][ \t]+(?=\W{0,4}(?:step|phase|stage) \d)",
    re.MULTILINE | re.IGNORECASE,
)
_WRITTEN = re.compile(r"\\(?:[nt](?=[\W_A-Za-z])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_ESCAPE = re.compile(r"\\([^\w\s])")
_BELOW = ("text", "header", "cells", "rows", "children")
_CONTEXT = 5
_MAX_CODE_POINT = 0x10FFFF


def source_words(text: str) -> list[str]:
    return _words(_QUOTE_MARK.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n")))


def canonical_words(document: str) -> list[str]:
    """The words of a canonical document in JSON, in document order."""
    persona = json.loads(document)
    nodes = (node for part in ("header", "body") for node in persona.get(part, ()))
    said = (words for node in nodes for words in _node(node))
    return _words("\n".join(_QUOTE_MARK_INSIDE.sub("", words) for words in said))


def first_difference(source: str, document: str) -> str | None:
    """Where the document stops saying what the source says; None when it says it all."""
    wanted, found = source_words(source), canonical_words(document)
    pairs = enumerate(zip_longest(wanted, found))
    at = next((index for index, (one, other) in pairs if one != other), None)
    if at is None:
        return None
    before = " ".join(wanted[max(0, at - _CONTEXT) : at])
    return f"{before} | source: {_next(wanted, at)} | document: {_next(found, at)}"


def _next(words: Sequence[str], at: int) -> str:
    return " ".join(words[at : at + _CONTEXT]) or "(end)"


def _words(text: str) -> list[str]:
    text = _NUMBERED_STEP.sub(r"\1", _DATA_FENCE.sub(r"\1", text))
    text = _ESCAPE.sub(r"\1", _WRITTEN.sub(_written, text))
    text = _CLOSING_TAG.sub(" ", html.unescape(text))
    return [_word(token) for token in _TOKEN.findall(text)]


def _word(token: str) -> str:
    return (token.lstrip("0") or "0") if token.isdecimal() else token


def _written(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    number = int(digits, 16) if digits else 0
    return chr(number) if 0 < number <= _MAX_CODE_POINT else " "


def _node(node: Mapping[str, object]) -> Iterator[str]:
    ordinal, *words = _own(node)
    below = [words for name in _BELOW for words in _strings(node.get(name))]
    if node.get("type") == "code":
        below = [f"\n{words}" for words in below]
    if ordinal and not _NUMBERED_STEP.match(f"1. {' '.join(filter(None, (*words, *below[:1])))}"):
        yield ordinal
    yield from words
    yield from below


def _own(node: Mapping[str, object]) -> Iterator[str]:
    """What a node says apart from its text and what is below it."""
    attributes = list(_strings(node.get("attributes")))
    yield str(node.get("ordinal", ""))
    yield str(node.get("key", ""))
    yield from _value(node.get("source", node.get("value")))
    tag, title, label = (str(node.get(name) or "") for name in ("tag", "title", "label"))
    yield from (tag, *attributes)
    number = str(node.get("number", ""))
    if number and number not in attributes and not set(_words(number)) <= set(_words(title)):
        yield number
    made = (_bare(tag), *map(_bare, attributes)) if tag else ()
    yield from (name for name in (title, label) if _bare(name) not in made)
    info = str(node.get("info", ""))
    yield "" if info == "cdata" else _DATA.sub("", info)


def _bare(name: str) -> str:
    """``Persona identity`` and ``persona_identity`` say the same: a title made from its tag."""
    return "".join(_TOKEN.findall(name)).casefold()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, list):
        for below in value:
            yield from _strings(below)
    elif isinstance(value, dict):
        yield from _node(value)


def _value(value: object) -> Iterator[str]:
    """A header value: text, or nested lists and maps of it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for below in value:
            yield from _value(below)
    elif isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _value(below)
