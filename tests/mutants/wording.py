"""Other words for the same thing: synonyms at the same level, spelling, typography, emphasis."""

import re
from collections.abc import Callable

from mutants.grammar import first_word, hidden
from mutants.values import Page, Statement

Operator = Callable[[Statement], str | None]

_SPELLINGS = (
    (r"(authori|organi|prioriti|optimi|minimi|summari|saniti|categori|utili)z(?=[eai])", r"\1s"),
    (
        r"(authori|organi|prioriti|optimi|minimi|summari|saniti|categori|utili)s(?=[eai](?!t))",
        r"\1z",
    ),
    (r"analyz(?=e[ds]?\b|ing\b)", "analys"),
    (r"behavior", "behaviour"),
    (r"behaviour", "behavior"),
    (r"color(?=s?\b)", "colour"),
    (r"license(?=s?\b)", "licence"),
)
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10"}
_VERB = r"(?= [a-z])"


def replaced(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Operator:
    """An operator that replaces every match in the running text, in the case of what it replaces."""

    def operator(statement: Statement) -> str | None:
        parts, at = [], 0
        for found in re.finditer(pattern, hidden(statement.text), re.IGNORECASE):
            words = new(found) if callable(new) else found.expand(new)
            parts += [statement.text[at : found.start()], _cased(words, found[0])]
            at = found.end()
        return "".join([*parts, statement.text[at:]]) if at else None

    return operator


def _cased(words: str, like: str) -> str:
    letters = re.sub(r"[^A-Za-z]", "", like)
    if len(letters) > 1 and letters.isupper():
        return words.upper()
    return words[:1].upper() + words[1:] if letters[:1].isupper() else words


def _exactly(pattern: str, new: str) -> Operator:
    """The same, without regard to case."""

    def operator(statement: Statement) -> str | None:
        parts, at = [], 0
        for found in re.finditer(pattern, hidden(statement.text)):
            parts += [statement.text[at : found.start()], found.expand(new)]
            at = found.end()
        return "".join([*parts, statement.text[at:]]) if at else None

    return operator


def _spelling(statement: Statement) -> str | None:
    for old, new in _SPELLINGS:
        changed = replaced(rf"\b{old}", new)(statement)
        if changed:
            return changed
    return None


def _number(statement: Statement) -> str | None:
    words = "|".join(_NUMBERS)
    return replaced(
        rf"(?<=at least )(?:{words})\b|(?<=within )(?:{words})\b|(?<=at most )(?:{words})\b",
        lambda found: _NUMBERS[found[0].lower()],
    )(statement)


def _hours(statement: Statement) -> str | None:
    return replaced(
        r"\b([2-9]|1\d) (hour)s\b(?!['’-])", lambda found: f"{int(found[1]) * 60} minutes"
    )(statement)


def _seconds(statement: Statement) -> str | None:
    return replaced(r"\b([1-9])000 ?ms\b", lambda found: f"{found[1]} s")(statement)


def _period(statement: Statement) -> str | None:
    text = statement.text
    if re.search(r"[a-z]\.$", text) and text.count(".") == 1:
        return text[:-1]
    if re.search(r"[a-z]$", text) and len(text.split()) > 4 and not re.search(r"[.:;!?]", text):
        return f"{text}."
    return None


def _unmarked(text: str) -> bool:
    return not re.search(r"[*_`<>\[\]{}|\\]", text)


def _marker_bold(statement: Statement) -> str | None:
    if not _unmarked(statement.text):
        return None
    return _exactly(
        r"\b(must not|must|never|always|shall not|shall|MUST NOT|MUST|NEVER|ALWAYS)\b", r"**\1**"
    )(statement)


def _word_emphasised(statement: Statement) -> str | None:
    """Emphasis on a word in the middle that has nothing to do with the force."""
    text = statement.text
    if not _unmarked(text):
        return None
    found = list(re.finditer(r"(?<=[a-z] )[a-z]{6,}(?= [a-z])", text))
    if not found:
        return None
    word = found[len(found) // 2]
    return f"{text[: word.start()]}*{word[0]}*{text[word.end() :]}"


def _plain(statement: Statement) -> str | None:
    """Emphasis taken away, where it is within the sentence."""
    text = statement.text
    if not re.search(r"\w[^*]*\*\*[^*\n]+\*\*", text) or text.count("**") != 2 or "`" in text:
        return None
    return None if text.startswith("**") else text.replace("**", "")


def _underscored(statement: Statement) -> str | None:
    text = statement.text
    if text.count("**") != 2 or "`" in text or text.startswith("**") or "_" in text:
        return None
    return re.sub(r"(?<!\w)\*\*(\S[^*\n]*)\*\*(?!\w)", r"__\1__", text)


def _sentences(operator: Operator, first: str) -> Operator:
    return lambda statement: (
        operator(statement) if first_word(statement.text).lower() == first else None
    )


WORDS: dict[str, Operator] = {
    "must-to-shall": replaced(r"\bmust\b" + r"(?= [a-z])", "shall"),
    "shall-to-must": replaced(r"\bshall\b" + _VERB, "must"),
    "never-to-must-never": replaced(r"(?<=\byou )never\b(?! will\b)" + _VERB, "must never"),
    "must-never-to-must-not": replaced(r"\bmust never\b", "must not"),
    "do-not-to-dont": replaced(r"\bdo not\b" + _VERB, "don't"),
    "dont-to-do-not": replaced(r"\bdon['’]t\b" + _VERB, "do not"),
    "cannot-to-can-not": replaced(r"\bcannot\b" + _VERB, "can not"),
    "required-to-must": replaced(r"\b(?:is|are) required to\b" + _VERB, "must"),
    "mandatory-to-required": replaced(r"(?:(?<=\bis )|(?<=\bare ))mandatory\b(?! to)", "required"),
    "required-to-mandatory": replaced(
        r"(?:(?<=\bis )|(?<=\bare ))required\b(?=[.;,]|$| for)", "mandatory"
    ),
    "prohibited-to-forbidden": replaced(r"\bprohibited\b(?! from)", "forbidden"),
    "forbidden-to-prohibited": replaced(r"\bforbidden\b(?! to)", "prohibited"),
    "allowed-to-permitted": replaced(r"\bnot allowed\b", "not permitted"),
    "do-not-to-never": _sentences(replaced(r"^do not\b" + _VERB, "never"), "do"),
    "never-to-do-not": _sentences(replaced(r"^never\b(?= [a-z])", "do not"), "never"),
    "marker-upper": _exactly(r"\b(?:must(?! have\b)|Must(?! have\b))\b(?= [a-z])", "MUST"),
    "marker-lower": _exactly(r"\bMUST\b(?= [a-z])", "must"),
    "never-upper": _exactly(r"\b[Nn]ever\b" + _VERB, "NEVER"),
    "always-upper": _exactly(r"\b[Aa]lways\b" + _VERB, "ALWAYS"),
    "never-lower": _exactly(r"^NEVER\b" + _VERB, "Never"),
    "spelling": _spelling,
    "eg-comma": _exactly(r"\be\.g\. ", "e.g., "),
    "eg-no-comma": _exactly(r"\be\.g\., ", "e.g. "),
    "number-word": _number,
    "hours-to-minutes": _hours,
    "ms-to-s": _seconds,
    "comparator-glyph": _exactly(r">= ?(?=\d)", "≥ "),
    "comparator-ascii": _exactly(r"≥ ?(?=\d)", ">= "),
    "percent-space": _exactly(r"(?<=\d)%", " %"),
    "percent-close": _exactly(r"(?<=\d) %", "%"),
    "unit-space": _exactly(r"(?<=\d)(?=(?:ms|KB|MB|GB)\b)", " "),
    "before-to-prior-to": replaced(r"\bbefore (?=[a-z]{3,}ing\b)", "prior to "),
    "period": _period,
    "marker-bold": _marker_bold,
    "word-emphasis": _word_emphasised,
    "emphasis-removed": _plain,
    "emphasis-underscored": _underscored,
    "dash-to-hyphen": _exactly(r" — ", " - "),
    "hyphen-to-dash": _exactly(r"(?<=[a-z]) - (?=[a-z])", " — "),
    "curly-apostrophe": _exactly(r"(?<=[a-z])'(?=(?:s|t|re|ll)\b)", "’"),
    "straight-apostrophe": _exactly(r"(?<=[a-z])’(?=(?:s|t|re|ll)\b)", "'"),
}


def cites_bcp14(page: Page) -> bool:
    """Whether the file gives capitals a meaning of their own."""
    return bool(re.search(r"RFC ?2119|BCP ?14|RFC ?8174", page.text))
