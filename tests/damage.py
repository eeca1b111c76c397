"""Ways to damage an artifact, written without the code that proves artifacts.

Each takes the content of an artifact and the words of one clause, and gives the content without
them, or with words that bind less.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SPACES = re.compile(r"\s+")
_WEAKER = (
    (r"\bMUST NOT\b", "SHOULD avoid to"),
    (r"\bmust not\b", "should avoid to"),
    (r"\bmay only\b", "should mainly"),
    (r"\bMUST\b", "MAY"),
    (r"\bmust\b", "may"),
    (r"\bNever\b", "Rarely"),
    (r"\bnever\b", "rarely"),
    (r"\bDo not\b", "Try not to"),
    (r"\bdo not\b", "try not to"),
    (r"\bAlways\b", "Usually"),
    (r"\bapproves\b", "is told of"),
    (r"\bEvery\b", "Nearly every"),
    (r"\bNo\b", "Hardly any"),
    (r"\bno\b", "hardly any"),
)
_NUMBER = re.compile(r"\d+(?=(?:[.,]\d+)?)")
Change = Callable[[str], str]


def weaker(words: str) -> str:
    """``words`` with a marker that binds less, or without their last word."""
    for pattern, instead in _WEAKER:
        changed = re.sub(pattern, instead, words, count=1)
        if changed != words:
            return changed
    return words.rstrip(" .;").rpartition(" ")[0] + "."


def other_number(words: str) -> str:
    """``words`` with their first number one higher; the same words without one."""
    return _NUMBER.sub(lambda match: str(int(match.group()) + 1), words, count=1)


def nothing(words: str) -> str:
    return ""


def without_line(content: str, label: str, words: str) -> str:
    """Without the line that says ``words`` after ``label``."""
    start, end = _found(content, label, words)
    line = content.rfind("\n", 0, start) + 1
    stop = content.find("\n", end)
    return content[:line] + content[stop + 1 :]


def reworded(content: str, label: str, words: str, change: Change) -> str:
    """With ``words`` changed where they stand after ``label``."""
    start, end = _found(content, label, words)
    return content[:start] + change(content[start:end]) + content[end:]


def _found(content: str, label: str, words: str) -> tuple[int, int]:
    named = re.search(_shape(label), content)
    assert named is not None, label
    match = re.compile(_shape(words)).search(content, named.start())
    assert match is not None, words
    return match.span()


def _shape(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


class Canonical:
    """A canonical document, to be damaged and written again."""

    def __init__(self, content: str) -> None:
        self.value = yaml.load(content, Loader=_LOADER)

    def written(self) -> str:
        """As JSON, which is YAML too."""
        return json.dumps(self.value)

    def say(self, node: str, words: str, change: Change) -> None:
        """Let a node say something else; what it states of its clauses stays."""
        for found in _nodes(self.value):
            if found.get("id") == node:
                for key in ("title", "label", "text", "cells"):
                    if key in found:
                        found[key] = _replaced(found[key], words, change)

    def unstate(self, clause: str) -> None:
        """Let a node not state a clause; its words stay."""
        for found in _nodes(self.value):
            if "clauses" in found:
                found["clauses"] = [one for one in found["clauses"] if one["id"] != clause]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield value
    for one in below:
        yield from _nodes(one)


def _replaced(value: Any, words: str, change: Change) -> Any:
    if isinstance(value, list):
        return [_replaced(one, words, change) for one in value]
    plain, wanted = _SPACES.sub(" ", value), _SPACES.sub(" ", words)
    return plain.replace(wanted, change(wanted), 1) if wanted in plain else value
