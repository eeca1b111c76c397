"""How titles become names of elements and back, and the elements that only lay words out."""

import re
from collections.abc import Iterable

from personac.model import Attribute

LAYOUT = frozenset({"p", "li", "hr", "markdown"})
"""A paragraph, an entry of a list, a rule, and blocks that only Markdown can say: what they hold
is read as Markdown, and their names are no words.
"""
PART = "section"
"""The element of what has a title that makes no name."""
TITLE = "title"
_MADE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_RESERVED = re.compile(
    r"xml.*|b|strong|em|code|kbd|u|br|sub|sup|mark|r|i|c|item|section|option|examples?|sample|context|commentary|user|assistant|agent|persona|persona_context|agent_persona|gate|rule|"
    r"type|kind|step|phase|.*_(?:step|phase)|never|must.*|shall.*|should.*|may|do_not|dont|forbid.*|prohibit.*|"
    r"ban(?:ned)?|den(?:y|ied)|disallow.*|not_allowed|cannot|restriction|always|prefer|avoid",
    re.IGNORECASE,
)
"""Names that say more than a title of the same words: inline dress, roots, force, steps."""
LONGEST = 40


def title_of_tag(tag: str) -> str:
    """``persona_identity`` and ``personaIdentity`` as words."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", tag).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def stated_title(tag: str, attributes: Iterable[Attribute]) -> str | None:
    """The title that an element states in full: its name spells it, or names nothing itself."""
    title = next((a.value for a in attributes if a.name == TITLE and a.value.strip()), None)
    if title is None or not (tag == PART or _spelled(tag) == _spelled(title)):
        return None
    return title


def title_of(tag: str, attributes: Iterable[Attribute]) -> str:
    return stated_title(tag, attributes) or title_of_tag(tag)


def tag_of(title: str) -> str:
    """The name that a title makes; that of a mere part when it makes none, or says more."""
    words = "_".join(re.findall(r"[^\W_]+", title.lower()))
    fits = _MADE.fullmatch(words) and words.isascii() and len(words) <= LONGEST
    return words if fits and not (words in LAYOUT or _RESERVED.fullmatch(words)) else PART


def _spelled(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
