"""The normal form of a statement: what it says, without how it says it.

Markers, articles and the words for the actor go; inflection goes; order, numbers, conditions
and the words that lift the statement stay.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from personac.contract import lemma
from personac.model import Polarity
from personac.text.plain import plain

_WORD = re.compile(r"[\w@#$%<>=≥≤{}.*-]+")
_ACTOR = "you your i my we our it its the this that these those agent agents persona assistant"
_MARKER = (
    "must shall should will can may do does did be is are been being has have need needs always "
    "never not no cannot ensure make sure forbidden prohibited avoid required banned disallowed "
    "allowed permitted acceptable obliged obliging refrain refrains abstain desist mandatory critical important strictly "
    "absolutely essential vital remember please"
)
_LINK = "a an and or of in on to for with at by from as into all any every each such so also but"
_IGNORED = frozenset(f"{_ACTOR} {_MARKER} {_LINK}".split())
_LIFTS = frozenset({"without", "unless", "except", "until"})
_CONDITIONS = _LIFTS | frozenset(
    "if when whenever while before after during only once first last new other another than "
    "both either non un".split()
)
_POINTS = frozenset({"this", "these", "those", "above", "below", "following", "it", "them", "here"})
CLOSE = 0.8


class NormalForm(NamedTuple):
    polarity: Polarity
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    points: bool
    """Whether the statement refers to its surroundings, so that equal words may differ."""

    @property
    def content(self) -> frozenset[str]:
        return frozenset(self.words)


@lru_cache(maxsize=2048)
def normal_form(text: str, polarity: Polarity) -> NormalForm:
    raw = [word.strip(".-*/") for word in _WORD.findall(_plain_words(text))]
    tokens = [word for word in raw if word]
    numbers = tuple(sorted(word for word in tokens if any(c.isdigit() for c in word)))
    words = tuple(
        word if word in _CONDITIONS else _lemma(word)
        for word in tokens
        if word not in _IGNORED and not any(c.isdigit() for c in word)
    )
    return NormalForm(_meant(text, polarity), words, numbers, bool(_POINTS.intersection(tokens)))


def _meant(text: str, polarity: Polarity) -> Polarity:
    """What must be refrained from is forbidden."""
    kept = polarity is Polarity.REQUIRE and _KEPT_FROM.search(text)
    return Polarity.FORBID if kept else polarity


_APPROVAL = r"(?:approval|permission|consent|authori[sz]ation|sign-?off|go-ahead)"
_REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"n['’]t\b", " not"),
        (
            r"^(?:(?:golden |hard |key |first |iron )?rule|note|important|critical)\b\W*[:–—-]\s*",
            "",
        ),
        (r"\b(?:under no circumstances?|at no time|in no case)\b", "never"),
        (
            r"\bit is (?=(?:strictly |absolutely |never |not )?(?:forbidden|prohibited|banned|required|mandatory|allowed|permitted|essential|critical|imperative)\b)",
            "",
        ),
        (r"\b(?:at all times|in (?:all|every) cases?|without exceptions?)\b", ""),
        (r"\b(?:prior to|ahead of|in advance of)\b", "before"),
        (r"\b(?:whenever|when)\b", "if"),
        (r"\bexcept (?:if|when|where)\b", "unless"),
        (
            (
                rf"\b(?:first )?(?:(?:getting|obtaining|having|receiving|securing|seeking|asking for) )?"
                rf"(?:an? |any |the )?(?:(?:explicit|express|prior|clear|formal) ){{1,3}}(?={_APPROVAL}\b)"
            ),
            "",
        ),
        (
            rf"\bwithout (?:getting|obtaining|having|receiving|securing|seeking|asking for) (?={_APPROVAL}\b)",
            "without ",
        ),
        (
            (
                r"^((?:if|before|after|once|unless|until|while|during|without|in|on|for|at|within)\b[^,]{2,100}),\s+"
                r"(?!and\b|or\b)([^,]{4,})$"
            ),
            r"\2 \1",
        ),
        (
            (
                r"^([\w' /-]{2,80}?) (?:must|shall|should|may|can|has to|have to|needs? to)((?: not| never| always| also)*) be "
                r"(?:\w+ly )?(\w{2,}ed|built|sent|kept|made|shown|given|taken|held|told|paid|written|run|read|set|split)\b"
            ),
            r"\2 \3 \1",
        ),
    )
)
_KEPT_FROM = re.compile(
    r"\b(?:must|shall|should|always|to) (?:refrain|abstain|desist|keep) from\b", re.IGNORECASE
)
_FORMS = {
    "built": "build",
    "sent": "send",
    "kept": "keep",
    "shown": "show",
    "given": "give",
    "taken": "take",
    "held": "hold",
    "told": "tell",
    "paid": "pay",
    "using": "use",
    "used": "use",
    "going": "go",
}
_SAME = {
    lemma(word): lemma(words.split()[0])
    for words in (
        "check verify validate",
        "change modify edit alter amend",
        "delete remove erase",
        "use utilize employ",
        "start begin commence",
        "approval permission consent authorization signoff sign-off go-ahead",
        "tell notify inform alert",
        "run execute perform conduct",
        "keep maintain preserve retain",
        "follow adhere comply",
        "show display",
        "include contain",
        "record log",
        "confidential sensitive",
        "correct proper right",
        "repository repo",
        "documentation docs doc",
        "configuration config",
        "production prod",
        "directory folder dir",
        "bug defect",
    )
    for word in words.split()
}
"""Words that say the same in a mandate, by the first of them."""


def _plain_words(text: str) -> str:
    """``text`` with its clauses in one order, active, and the fixed phrases in one wording."""
    words = plain(text).casefold().strip(" .!;:")
    for pattern, instead in _REWORDED:
        words = pattern.sub(instead, words).strip()
    return words


def _lemma(word: str) -> str:
    form = lemma(_FORMS.get(word, word))
    return _SAME.get(form, form)


def same_statement(one: NormalForm, two: NormalForm) -> bool:
    """Whether both say the same: one's words are nearly all of the other's, in its order."""
    if one.polarity is not two.polarity:
        return False
    less, more = sorted((one, two), key=lambda form: len(form.content))
    if not less.content <= more.content or len(less.content) < CLOSE * len(more.content):
        return False
    if (more.content - less.content) & _CONDITIONS:
        return False
    common = [word for word in dict.fromkeys(more.words) if word in less.content]
    return common == list(dict.fromkeys(less.words))
