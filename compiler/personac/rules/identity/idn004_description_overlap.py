"""IDN004: two personas whose descriptions say nearly the same."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from personac.api import CatalogueRule, Entry, Finding, LintContext, Status
from personac.diagnostics import Label, Severity
from personac.rules._places import entry
from personac.rules.identity._description import described

CLOSE = 0.8
FEWEST_WORDS = 5
_WORD = re.compile(r"\w{3,}")
_VARIANT = re.compile(
    r"[-_ ](?:v?\d[\w.]*|senior|junior|lite|pro|enhanced|fast|test|copy|old|new|beta)$"
)


def collect(context: LintContext) -> Iterator[Entry]:
    if found := described(context):
        field, text = found
        yield entry(context, context.document.persona.id, field.id, text=text)


def check(entries: Sequence[Entry]) -> Iterator[Finding]:
    words = [frozenset(_WORD.findall(one.text.casefold())) for one in entries]
    often = Counter(word for some in words for word in some)
    by_word: dict[str, list[int]] = {}
    for at, some in enumerate(words):
        if len(some) < FEWEST_WORDS:
            continue
        rare = sorted(some, key=lambda word: (often[word], word))
        telling = rare[: len(rare) - ceil(CLOSE * len(rare)) + 1]
        near = {other for word in telling for other in by_word.get(word, ())}
        found = [other for other in sorted(near) if _overlap(entries, words, at, other)]
        if found:
            yield _finding(entries[at], entries[found[0]])
        else:
            for word in telling:
                by_word.setdefault(word, []).append(at)


def _overlap(
    entries: Sequence[Entry], words: Sequence[frozenset[str]], one: int, other: int
) -> bool:
    """Whether the descriptions share most of their words and do not differ as the names do."""
    if _base(entries[one].persona) == _base(entries[other].persona):
        return False
    if (words[one] ^ words[other]) & _subjects(entries[one].persona, entries[other].persona):
        return False
    return len(words[one] & words[other]) >= CLOSE * len(words[one] | words[other])


def _subjects(one: str, other: str) -> set[str]:
    """The words that tell the names apart."""
    names = [set(_WORD.findall(name.replace("_", "-").casefold())) for name in (one, other)]
    return names[0] ^ names[1]


def _base(name: str) -> str:
    return _VARIANT.sub("", name)


def _finding(one: Entry, other: Entry) -> Finding:
    return Finding(
        message=f"the description says what that of `{other.persona}` says",
        help="say in both what this one does and the other does not",
        labels=(Label(one.at), Label(other.at, "the other description")),
    )


RULE = CatalogueRule(
    code="IDN004",
    name="description-overlap",
    severity=Severity.WARNING,
    why="a client that chooses by descriptions calls one or the other by chance",
    collect=collect,
    check=check,
    status=Status.PREVIEW,
)
