"""Weakenings of the force of a sentence: its modal, its polarity, its conditions, its extent."""

import re
from collections.abc import Callable

from mutants.grammar import appended, hidden, is_imperative, lowered, swap
from mutants.values import Statement

Operator = Callable[[Statement], str | None]

_FORCE = re.compile(
    r"\b(?:must|shall|always|never|required|mandatory|cannot|can't|should|do not|don[’']t|forbidden"
    r"|prohibited|not (?:allowed|permitted)|critical|important|imperative|essential|non-negotiable"
    r"|avoid|prefer|no|will|only)\b",
    re.IGNORECASE,
)


def _one_marker(statement: Statement) -> bool:
    """Whether a single word gives the sentence its force, so that changing it changes it all."""
    return len(_FORCE.findall(hidden(statement.text))) == 1


def only_marker(requires: bool | None, pattern: str, new: str) -> Operator:
    """An operator that replaces the one marker of a statement that requires, forbids or either."""

    def operator(statement: Statement) -> str | None:
        if requires is not None and not (statement.requires if requires else statement.forbids):
            return None
        return swap(pattern, new, statement.text) if _one_marker(statement) else None

    return operator


def _one_of_two(pattern: str, new: str) -> Operator:
    """An operator for the one of two markers of a sentence that the pattern describes."""

    def operator(statement: Statement) -> str | None:
        if statement.modalities != {"must"} or len(_FORCE.findall(hidden(statement.text))) != 2:
            return None
        return swap(pattern, new, statement.text)

    return operator


_MUST = r"\b(?:must|shall)\b(?! not\b| never\b|, | \0)"
_VERB = r"(?= [a-z])"
_NEVER_VERB = r"^never\b(?= [a-z]+\b)"
_DO_NOT = r"^do(?: not|n[’']t)\b(?= [a-z])"


def _no(statement: Statement) -> str | None:
    text = statement.text
    if (
        statement.forbids
        and re.match(r"no [a-z]", text, re.IGNORECASE)
        and len(_FORCE.findall(hidden(text))) == 1
    ):
        return f"Preferably {text[0].lower() if text[:2] != 'NO' else 'N'}{text[1:]}"
    return None


def _opening_verb(words: str) -> Operator:
    def operator(statement: Statement) -> str | None:
        text = statement.text
        if not statement.requires or not is_imperative(text) or _FORCE.search(hidden(text)):
            return None
        opened = words if text[0].isupper() else words.lower()
        return None if re.search(r"[a-z]\. |\btry\b", text) else opened + text[0].lower() + text[1:]

    return operator


def _suffix(words: str, polarity: str | None = None) -> Operator:
    def operator(statement: Statement) -> str | None:
        if (
            statement.forbids
            and not statement.declared
            and not words.startswith(("unless", "except"))
        ):
            return None
        if _is_other(statement, polarity) or not is_sentence(statement):
            return None
        return appended(statement.text, words)

    return operator


def _prefix(words: str, polarity: str | None = None) -> Operator:
    def operator(statement: Statement) -> str | None:
        rest = lowered(statement.text)
        if _is_other(statement, polarity) or rest is None or not is_sentence(statement):
            return None
        if statement.forbids and not statement.declared:
            return None
        if re.match(r"(?:if|when|before|in|to|it|this|these|for)\b", rest, re.IGNORECASE):
            return None
        return words + rest

    return operator


def _is_other(statement: Statement, polarity: str | None) -> bool:
    return polarity is not None and statement.polarities != {polarity}


def is_sentence(statement: Statement) -> bool:
    """Whether it reads as an order or a rule, to which a condition can be added."""
    text = statement.text
    if "?" in text:
        return False
    return bool(_FORCE.search(hidden(text))) or is_imperative(text)


FORCE: dict[str, Operator] = {
    "must-to-should": only_marker(True, _MUST, "should"),
    "must-to-may": only_marker(
        True, _MUST + r"(?= (?:be|include|have|use|contain|[a-z]+)\b)", "may"
    ),
    "must-to-can": only_marker(True, _MUST + _VERB, "can"),
    "must-to-try": only_marker(True, _MUST + r"(?= (?!be\b|have\b)[a-z]+\b)", "should try to"),
    "must-not-to-should-not": only_marker(False, r"\b(?:must|shall) not\b", "should not"),
    "must-not-to-try-not": only_marker(
        False, r"\b(?:must|shall) not\b(?= [a-z])", "should try not to"
    ),
    "must-not-to-need-not": only_marker(False, r"\b(?:must|shall) not\b" + _VERB, "need not"),
    "do-not-to-need-not": only_marker(False, _DO_NOT, "you need not"),
    "never-to-rarely": only_marker(False, r"\bnever\b(?= [a-z])", "rarely"),
    "never-to-try-not": only_marker(False, _NEVER_VERB, "try not to"),
    "never-to-usually-not": only_marker(False, r"(?<=you )never\b(?= [a-z])", "usually do not"),
    "do-not-to-try-not": only_marker(False, _DO_NOT, "try not to"),
    "do-not-to-preferably": only_marker(False, _DO_NOT, "preferably do not"),
    "no-to-preferably-no": _no,
    "cannot-to-should-not": only_marker(False, r"\bcannot\b", "should not"),
    "forbidden-to-discouraged": only_marker(
        False, r"\b(?:forbidden|prohibited|not (?:allowed|permitted))\b", "discouraged"
    ),
    "required-to-recommended": only_marker(
        True, r"(?:(?<=\bis )|(?<=\bare ))(?:required|mandatory)\b", "recommended"
    ),
    "required-to-optional": only_marker(
        True, r"(?:(?<=\bis )|(?<=\bare ))(?:required|mandatory)\b", "optional"
    ),
    "always-to-usually": only_marker(True, r"\balways\b(?= [a-z])", "usually"),
    "always-to-try": only_marker(True, r"^always\b(?= (?!be\b)[a-z])", "try to"),
    "only-to-preferably": only_marker(True, r"(?<=[a-z] )(?-i:ONLY)(?= [a-z])", "preferably"),
    "only-opening-to-preferably": only_marker(
        True, r"^only\b(?= [a-z])(?! (?:if|when|after|upon|with)\b)", "preferably"
    ),
    "should-to-may": only_marker(None, r"\bshould\b(?= [a-z])(?! not\b| never\b)", "may"),
    "prefer-to-consider": only_marker(True, r"^prefer\b(?= [a-z])", "consider"),
    "must-of-two": _one_of_two(_MUST + r"(?= [a-z])", "should"),
    "never-of-two": _one_of_two(r"(?<!must )(?<!shall )\bnever\b(?= [a-z])", "rarely"),
    "must-never-to-should-not": _one_of_two(r"\b(?:must|shall) never\b", "should not"),
    "do-not-of-two": _one_of_two(r"(?<=[,;—–-] )do not\b(?= [a-z])", "try not to"),
    "always-of-two": _one_of_two(r"(?<!must )(?<!will )\balways\b(?= [a-z])", "usually"),
    "hedge-try": _opening_verb("Try to "),
    "hedge-ideally": _opening_verb("Ideally, "),
    "hedge-if-possible": _suffix("if possible"),
    "hedge-where-appropriate": _suffix("where appropriate", "require"),
    "hedge-prefix": _prefix("Where feasible, "),
    "exception-urgent": _suffix("unless it is urgent"),
    "exception-small": _suffix("except for small changes"),
    "exception-prefix": _prefix("Except in urgent cases, "),
    "condition-time": _suffix("when time permits", "require"),
    "condition-fridays": _prefix("On Fridays, "),
    "condition-large": _prefix("For large changes, "),
    "flip-must": only_marker(True, _MUST + _VERB, "must not"),
    "flip-must-not": only_marker(False, r"\b(?:must|shall) not\b" + _VERB, "must"),
    "flip-never": only_marker(False, r"\bnever\b(?= [a-z])", "always"),
    "flip-always": only_marker(True, r"\balways\b(?= [a-z])", "never"),
    "flip-do-not": only_marker(False, _DO_NOT, "always"),
    "flip-forbidden": only_marker(False, r"\b(?:forbidden|prohibited)\b(?! from\b)", "allowed"),
}
