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

_WORD = re.compile(r"[\w@#$%<>=≥≤{}.*/-]+")
_ACTOR = "you your i my we our it its the this that these those agent agents persona assistant"
_MARKER = (
    "must shall should will can may do does did be is are been being has have need needs always "
    "never not no cannot ensure make sure forbidden prohibited avoid required "
    "mandatory critical important strictly please"
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
        word if word in _CONDITIONS else lemma(word)
        for word in tokens
        if word not in _IGNORED and not any(c.isdigit() for c in word)
    )
    return NormalForm(polarity, words, numbers, bool(_POINTS.intersection(tokens)))


def _plain_words(text: str) -> str:
    return re.sub(r"n['’]t\b", " not", plain(text).casefold())


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
