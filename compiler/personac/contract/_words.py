"""Words without their dress: one spelling, one form, numbers as digits.

What is equal here says the same: emphasis, quotation marks, dashes, contractions, British and
American spelling, inflection, and numbers in words or digits make no difference.
"""

import re
import unicodedata
from functools import lru_cache

from personac.text.plain import plain

_CONTRACTED = (
    (re.compile(r"\b(?:can['’]t|cannot)\b"), "can not"),
    (re.compile(r"\b(?:won['’]t)\b"), "will not"),
    (re.compile(r"\bshan['’]t\b"), "shall not"),
    (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"['’](?:re)\b"), " are"),
    (re.compile(r"['’](?:ve)\b"), " have"),
    (re.compile(r"['’](?:ll)\b"), " will"),
    (re.compile(r"['’]s\b"), ""),
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2265": ">=",
        "\u2264": "<=",
        "&": " and ",
    }
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_NUMBERS = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "hundred": 100,
    "thousand": 1000,
    "both": 2,
    "once": 1,
    "twice": 2,
    "dozen": 12,
}
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_SMALL[1:10])})\b")
_A_HUNDRED = re.compile(r"\b(?:(?:a|one) )(hundred|thousand|dozen)\b")
_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join(w for w in _NUMBERS if w not in ('both', 'once', 'twice'))})\b(?!-)"
)
_SPELLING = (
    (re.compile(r"is(e[drs]?|ing|able|ation(?:s|al|ally)?)$"), r"iz\1"),
    (re.compile(r"ys(e[drs]?|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|al|able|ite)?$"), r"or\1"),
    (re.compile(r"ence$"), "ense"),
    (re.compile(r"(cent|met|theat|fib)re(s?)$"), r"\1er\2"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"([aeiou])ll(ed|ing|er)$"), r"\1l\2"),
    (re.compile(r"([aeiou])lment$"), r"\1llment"),
    (re.compile(r"dgement"), "dgment"),
    (re.compile(r"^e-mail"), "email"),
)
_IRREGULAR = {
    "wrote": "write",
    "written": "write",
    "ran": "run",
    "grey": "gray",
    "programme": "program",
    "cheque": "check",
    "licence": "license",
    "defence": "defense",
    "whilst": "while",
    "prior": "before",
    "upon": "on",
    "approval": "approv",
    "approvals": "approv",
}
_PLURAL = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
_VERBAL = (("ied", "y"), ("ing", ""), ("ed", ""))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """``text`` in one case, with plain punctuation, no contractions, numbers as digits."""
    bare = unicodedata.normalize("NFKC", _PRIVATE.sub("", plain(text)).translate(_PLAIN))
    bare = bare.casefold()
    for pattern, instead in _CONTRACTED:
        bare = pattern.sub(instead, bare)
    bare = _COMPOUND.sub(lambda m: str(_NUMBERS[m[1]] + _NUMBERS[m[2]]), bare)
    bare = _A_HUNDRED.sub(r"\1", bare)
    return _NUMBER_WORD.sub(lambda m: str(_NUMBERS[m.group()]), bare)


@lru_cache(maxsize=16384)
def lemma(word: str) -> str:
    """``word`` without inflection and regional spelling: rough, the same for all its forms."""
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isalpha():
        return word
    if len(word) > 4:
        for pattern, instead in _SPELLING:
            word = pattern.sub(instead, word)
    if not word.endswith(("ss", "us", "is")):
        word = _without(word, _PLURAL)
    if len(word) > 6 and word.endswith("ly"):
        word = word[:-2]
    word = _without(word, _VERBAL)
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def _without(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3:
            return word[: -len(ending)] + instead
    return word
