"""The spellings of a label: ``**X:** t``, ``**X**: t``, ``**X** - t``, ``X: t``."""

import re
from typing import NamedTuple

from personac.model import LABEL_FORM

PLAIN_FORM = "{}:"

_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<label>[^*\n]{1,120}?)(?P=mark)")
_BOLD_JOIN = re.compile(r"\s*(:|[-–—]{1,2}(?=\s))\s*")
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
_PLAIN = re.compile(
    r"(?P<label>[A-Z@][\w&/'’()@.+\\-]*(?: [\w&/'’()@.+\\-]+){0,5}):(?: +| {2,}\n *)(?=\S)"
)
# A header key may have its value on the next line: ``Agent_Handle:`` over ``Reviewer``.
_KEY = re.compile(r"(?P<label>[A-Z][A-Za-z]*(?:\\?_[A-Za-z]+)+): *\n *(?=\S)")
_PLAIN_ONLY = re.compile(r"(?P<label>[A-Z][\w&/'’()\\ -]{0,60}):")


class Labelled(NamedTuple):
    """A label without its marks, the text after it, where that text starts, and how the label
    was written, ``{}`` standing for its words.
    """

    label: str
    text: str
    offset: int
    form: str = LABEL_FORM


def split_label(text: str) -> Labelled | None:
    """Split ``**Label:** text`` in any spelling; None when there is no label."""
    return _bold_label(text) or _plain_label(text)


def _bold_label(text: str) -> Labelled | None:
    box = _CHECKBOX.match(text)
    match = None if box else _BOLD.match(text)
    if match is None:
        return None
    inside, end = match["label"].rstrip(), match.end()
    join = _BOLD_JOIN.match(text, end)
    form = LABEL_FORM
    if inside.endswith(":"):
        inside = inside[:-1].rstrip()
        start = join.end() if join and join[1] == ":" else _skip_space(text, end)
    elif join:
        start = join.end()
        form = "**{}**" + (":" if join[1] == ":" else f" {join[1]}")
    else:
        return None
    return Labelled(inside.strip(), text[start:], start, form) if inside.strip() else None


def _plain_label(text: str) -> Labelled | None:
    match = _PLAIN.match(text) or _KEY.match(text)
    if match is None or text[match.end() :].startswith("//"):
        return None
    return Labelled(match["label"], text[match.end() :], match.end(), PLAIN_FORM)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def label_form(text: str) -> str:
    """How a paragraph that is only a label was written."""
    bare = text.strip()
    found = _bold_label(bare)
    if found is not None:
        return found.form
    if _BOLD.fullmatch(bare) and not bare.rstrip("*_").endswith(":"):
        return "**{}**"
    return "{} :" if bare.endswith(" :") else PLAIN_FORM


def label_only(text: str) -> str | None:
    """The label of a paragraph that is nothing else: ``**Label:**``, ``**Label**:``, ``Label:``."""
    text = text.strip()
    if "\n" in text or len(text) > 140:
        return None
    found = _bold_label(text)
    if found is not None:
        return None if found.text.strip() else found.label
    bold = _BOLD.fullmatch(text)
    if bold:
        return bold["label"].strip(" :") or None
    match = _PLAIN_ONLY.fullmatch(text)
    return match["label"].strip() if match and len(match["label"].split()) <= 5 else None
