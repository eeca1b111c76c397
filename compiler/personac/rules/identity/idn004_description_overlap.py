"""IDN004: two personas whose descriptions say nearly the same."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from personac.api import Fact, Finding, LintContext, Rule, Status
from personac.diagnostics import Label, Severity
from personac.rules._facts import fact
from personac.rules.identity._description import described

CLOSE = 0.8
FEWEST_WORDS = 5
_WORD = re.compile(r"\w{3,}")
_VARIANT = re.compile(
    r"[-_ ](?:v?\d[\w.]*|senior|junior|lite|pro|enhanced|fast|test|copy|old|new|beta)$"
)


def note(context: LintContext) -> Iterator[Fact]:
    if found := described(context):
        field, text = found
        yield fact(context, context.document.persona.id, field.id, words=text)


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    words = [frozenset(_WORD.findall(one.words.casefold())) for one in facts]
    often = Counter(word for some in words for word in some)
    by_word: dict[str, list[int]] = {}
    for at, some in enumerate(words):
        if len(some) < FEWEST_WORDS:
            continue
        rare = sorted(some, key=lambda word: (often[word], word))
        telling = rare[: len(rare) - ceil(CLOSE * len(rare)) + 1]
        near = {other for word in telling for other in by_word.get(word, ())}
        found = [other for other in sorted(near) if _overlap(facts, words, at, other)]
        if found:
            yield _finding(facts[at], facts[found[0]])
        else:
            for word in telling:
                by_word.setdefault(word, []).append(at)


def _overlap(facts: Sequence[Fact], words: Sequence[frozenset[str]], one: int, other: int) -> bool:
    """Whether the descriptions share most of their words and do not differ as the names do."""
    if _base(facts[one].persona) == _base(facts[other].persona):
        return False
    if (words[one] ^ words[other]) & _subjects(facts[one].persona, facts[other].persona):
        return False
    return len(words[one] & words[other]) >= CLOSE * len(words[one] | words[other])


def _subjects(one: str, other: str) -> set[str]:
    """The words that tell the names apart."""
    names = [set(_WORD.findall(name.replace("_", "-").casefold())) for name in (one, other)]
    return names[0] ^ names[1]


def _base(name: str) -> str:
    return _VARIANT.sub("", name)


def _finding(one: Fact, other: Fact) -> Finding:
    return Finding(
        message=f"the description says what that of `{other.persona}` says",
        help="say in both what this one does and the other does not",
        labels=(one.label, Label(other.label.at, "the other description")),
    )


RULE = Rule(
    code="IDN004",
    name="description-overlap",
    severity=Severity.WARNING,
    why="a client that chooses by descriptions calls one or the other by chance",
    note=note,
    compare=compare,
    status=Status.PREVIEW,
)
