"""What stands after a statement, on its own, and excepts something from it."""

import re
from collections.abc import Sequence

from personac.model import AnyNode, Item, Section, Step, Text, Workflow, children
from personac.text.plain import plain

_OPENS = re.compile(
    r"\W*(?:(?:the|an?|one|two|three|only|sole|known|allowed|permitted|documented|possible) )*"
    r"(?:(?P<many>exceptions|exemptions)|exception|exemption|except(?:ing)?|exempt(?:ed)?|excluded)"
    r"(?:\s*[:(–—-]|\s+(?:to|from|for|when|if|in|on|during|is|are|apply|applies|include)\b)",
    re.IGNORECASE,
)
"""With several exceptions all that stands before is meant, with one only the last statement."""
_EXEMPT = re.compile(
    r"\b(?:is|are) (?:\w+ )?(?:exempt(?:ed)?|excluded|excepted)\b"
    r"|\b(?:this|that|it|rule) does not apply\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\W*(?:no|none|nobody|nothing|neither|never)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:\w+ )?(?:exceptions|exemptions)", re.IGNORECASE)
_MOST = 200


def exceptions(nodes: Sequence[AnyNode]) -> list[str]:
    """For each node of one level the words after it that except something; empty for most."""
    found: list[str] = []
    near = wide = ""
    for node in reversed(nodes):
        words = _words(node)
        several = _are_several(node, words)
        if several or _excepts(words):
            near = words
            wide = words if several else wide
            found.append("")
            continue
        found.append(near or wide)
        near = ""
    return found[::-1]


def _words(node: AnyNode) -> str:
    match node:
        case Item(label=label, text=text) | Text(label=label, text=text):
            return plain(f"{label}: {text}"[:_MOST] if label else text[:_MOST])
        case Section() | Workflow() if _TITLE.fullmatch(plain(node.title)):
            below = (one.text for one in children(node) if isinstance(one, Item | Text | Step))
            return plain(f"{node.title}: {'; '.join(below)}"[:_MOST])
        case _:
            return ""


def _excepts(words: str) -> bool:
    exempt = _EXEMPT.search(words)
    return bool(_OPENS.match(words) or (exempt and not _NOBODY.match(words)))


def _are_several(node: AnyNode, words: str) -> bool:
    if isinstance(node, Section | Workflow):
        return bool(words)
    opening = _OPENS.match(words)
    return opening is not None and opening["many"] is not None
