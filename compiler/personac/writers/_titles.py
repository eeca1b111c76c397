"""The title of an element in Markdown: its words, its name and what its attributes say."""

import re

from personac.model import Attribute
from personac.text.slug import slug

ROOT_TAGS = re.compile(r"agent|persona|persona_context|agent_persona", re.IGNORECASE)
_NEUTRAL_TAGS = re.compile(
    rf"section|rule|item|step|group|block|r|part|{ROOT_TAGS.pattern}", re.IGNORECASE
)
"""Tags that only say what kind of thing a ``name`` belongs to."""
_CONDITIONS = re.compile(
    r"(?:(?:only|not|except|run|skip)[_-]?)?(?:if|when|unless|until|while|where|after|before)"
    r"|except|conditions?",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"[A-Z][A-Za-z]*(?:\\?_[A-Za-z]+)+:?")


def readable(label: str) -> str:
    """``Core_Responsibilities`` as words."""
    if IDENTIFIER.fullmatch(label):
        return label.replace("\\_", " ").replace("_", " ").rstrip(":")
    return label


def title_of(title: str, tag: str | None, attributes: tuple[Attribute, ...]) -> str:
    """The title with what its attributes say; a ``name`` stands in for a tag of no meaning."""
    words = readable(title)
    named = next((a for a in attributes if tag and _is_name(a)), None)
    if named is None or tag is None:
        return words + noted(attributes, title)
    name = _one_line(named.value)
    bare = words.rstrip(": ")
    neutral = _NEUTRAL_TAGS.fullmatch(tag) and slug(bare) == slug(tag)
    shown = readable(name) if neutral or slug(bare) in ("", slug(name)) else f"{bare}: {name}"
    return shown + noted(tuple(a for a in attributes if a is not named), title, name)


def _is_name(attribute: Attribute) -> bool:
    return attribute.name in ("name", "title") and bool(attribute.value.strip())


def noted(attributes: tuple[Attribute, ...], *said: str) -> str:
    """The attributes in parentheses, but for those that repeat the whole of what is said."""
    shown = [
        f"{a.name}: {_one_line(a.value)}"
        for a in attributes
        if a.value and (a.value not in said or _CONDITIONS.fullmatch(a.name))
    ]
    return f" ({'; '.join(shown)})" if shown else ""


def with_note(text: str, note: str) -> str:
    """``text`` with ``note``; a colon that hands on to the items below stays at the end."""
    lead = text.removesuffix(":") if note else text
    return f"{lead}{note}{text[len(lead) :]}".lstrip()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def attribute_text(attributes: tuple[Attribute, ...]) -> str:
    quoted = (
        f'{a.name}="{a.value}"' if '"' not in a.value else f"{a.name}='{a.value}'"
        for a in attributes
    )
    return "".join(f" {one}" for one in quoted)
