"""Weakenings of what a sentence is about: fewer cases, a smaller part, a shorter list."""

import re

from mutants.force import Operator, is_sentence
from mutants.grammar import hidden, swap
from mutants.values import Statement

_PLURAL = r"(?!this\b|its\b|always\b|\w*(?:ss|us|is)\b)[a-z]+s\b(?! (?:of|and|or|from|in|on|for|to|with|that|who|which)\b)"


def _extent(pattern: str, new: str) -> Operator:
    def operator(statement: Statement) -> str | None:
        text = hidden(statement.text)
        unsure = re.search(
            r"\b(?:not all|at all|including|after all|above all|no matter)\b", text, re.IGNORECASE
        )
        if not statement.requires or unsure or not is_sentence(statement):
            return None
        return swap(pattern, new, statement.text)

    return operator


_LISTED = re.compile(
    r"(?<=[a-z]), (?:the |an? |its )?[a-z-]+(?=,(?: [a-z-]+){1,3},? (?:and|or) [a-z])"
)


def _shorter_list(statement: Statement) -> str | None:
    """An enumeration of four or more without one of them."""
    found = list(_LISTED.finditer(hidden(statement.text)))
    if not found or not is_sentence(statement):
        return None
    last = found[-1]
    return statement.text[: last.start()] + statement.text[last.end() :]


EXTENT: dict[str, Operator] = {
    "all-to-most": _extent(rf"\ball (?={_PLURAL})", "most "),
    "every-to-some": _extent(r"\bevery (?=[a-z]+\b)(?!single|time|other|thing)", "almost every "),
    "scope-all": _extent(rf"\ball ({_PLURAL})", r"all \1 of the payment module"),
    "scope-every": _extent(
        r"\b(?:each|every) (?!single|time|other|of|new|major|user)([a-z]+)\b(?= (?:must|should|is|has|needs)\b)",
        r"every \1 of the payment module",
    ),
    "list-shortened": _shorter_list,
}
