"""Mandates as claims that can contradict one another: verb, object, the rest, the conditions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.contract import Segments, base_form, lemma, segments
from personac.model import Mandate, Persona, Polarity
from personac.rules.mandates._statements import Statement, mandates
from personac.text.plain import plain

_WORD = re.compile(r"[\w@#./*'-]+")
_CUT = frozenset(
    "to in into on onto for with by from of at as that which who so than via through under over "
    "within above below inside outside across between during about against like using first again immediately "
    "automatically directly yourself".split()
)
_TOLD = frozenset("ask tell inform notify".split())
_PERSONS = frozenset("user human them".split())
_PREDICATE = re.compile(
    r"^\W*(?P<what>[\w\s./-]{2,60}?)\s+(?:is|are)\s+(?:\w+ly\s+)?(?:forbidden|prohibited|banned|required|mandatory|"
    r"obligatory|not allowed|not permitted|off-limits|non-negotiable)\b(?P<rest>[^,;:]*)|^\W*no\s+(?P<none>[\w\s./-]{2,60}?)\W*$",
    re.IGNORECASE,
)
"""What is banned or demanded as a thing: "emojis are forbidden"."""
_DROPPED = frozenset(
    "the a an any all every each no your its their our you it be is are also ever please and or "
    "must should shall may can will not never always only strictly".split()
)
_DONE = frozenset("run execute perform conduct".split())
_UNDONE = frozenset("skip omit bypass".split())
_UNIVERSAL = re.compile(
    r"\b(?:always|every|all|any|each|never|under no circumstances|at no time)\b", re.IGNORECASE
)
_JOINT = re.compile(
    r"(?:\s[-–—]\s|[,;:]\s(?:and |but )?(?=(?:never|always|do not|don['’]t|must|only)\b))|\s(?:but|and)\s(?=(?:never|always|must)\b)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|avoid|cannot|forbidden|prohibited)\b|n['’]t\b", re.IGNORECASE
)
_JUDGED = re.compile(
    r"\b(?:is|are) (?:strictly |never |always )?(?:forbidden|prohibited|banned|required|mandatory|not (?:allowed|permitted))\b"
)
"""What is said of an action that is the subject: ``Quoting letters is forbidden``."""
_DOING = re.compile(r"\W*\w{2,}ing\b", re.IGNORECASE)
_OPPOSITE = {Polarity.FORBID: Polarity.REQUIRE, Polarity.REQUIRE: Polarity.FORBID}


class Claim(NamedTuple):
    """``deed`` is the verb with its object as written, ``about`` the object of ``verb``, ``rest`` what follows it; ``conditions`` are the words
    of when it holds.  ``universal`` says that its words leave no case out.
    """

    statement: Statement
    mandate: Mandate
    polarity: Polarity
    deed: str
    verb: str
    about: frozenset[str]
    rest: frozenset[str]
    conditions: frozenset[str]
    lifted: bool
    universal: bool


def claims(persona: Persona) -> Iterator[Claim]:
    for statement, mandate in mandates(persona):
        if claim := claim_of(statement, mandate):
            yield claim


def claim_of(statement: Statement, mandate: Mandate) -> Claim | None:
    """The claim of a mandate that has a verb."""
    words = _own(plain(mandate.text), mandate.polarity)
    parts = segments(words)
    if mandate.text.endswith(":"):
        return None
    thing = _PREDICATE.match(words)
    if thing and not (parts.action and _DOING.match(words)):
        return _of_thing(statement, mandate, thing, parts)
    if not parts.action:
        return None
    passive = bool(parts.object) and parts.object == parts.subject
    after = _after(parts.core, parts.action)
    cut = next((n for n, word in enumerate(after) if word in _CUT), len(after))
    about = _lemmas(_WORD.findall(parts.object.casefold()) if passive else after[:cut])
    rest = _lemmas(after if passive else after[cut:])
    undone = parts.action in _UNDONE
    verb = "do" if undone or parts.action in _DONE else lemma(parts.action)
    if verb in _TOLD:
        about -= _PERSONS
    if not about:
        about, rest = rest, about
    polarity = mandate.polarity
    return Claim(
        statement,
        mandate,
        _OPPOSITE.get(polarity, polarity) if undone else polarity,
        f"{parts.action} {parts.object}",
        verb,
        about,
        rest,
        _lemmas(_WORD.findall(f"{parts.condition} {parts.stage}".casefold())),
        bool(parts.exception or mandate.unless),
        _UNIVERSAL.search(words) is not None,
    )


def _of_thing(
    statement: Statement, mandate: Mandate, found: re.Match[str], parts: Segments
) -> Claim | None:
    """The claim that a thing is used, or that it is not."""
    if mandate.polarity is Polarity.PERMIT:
        return None
    what = found["what"] or found["none"]
    rest = segments(found["rest"] or "").core
    return Claim(
        statement,
        mandate,
        mandate.polarity,
        f"use {what}",
        "use",
        _lemmas(_WORD.findall(what.casefold())),
        _lemmas(_WORD.findall(rest.casefold())),
        _lemmas(_WORD.findall(f"{parts.condition} {parts.stage}".casefold())),
        bool(parts.exception or mandate.unless),
        universal=True,
    )


def _own(words: str, polarity: Polarity) -> str:
    """The part of a sentence that has this polarity, where it states several mandates."""
    parts = _JOINT.split(words)
    if len(parts) == 1:
        return words
    forbids = polarity is Polarity.FORBID
    return next((part for part in parts if bool(_NEGATION.search(part)) is forbids), "")


def _after(core: str, action: str) -> list[str]:
    """The words after the verb of the main clause."""
    words = [word.strip("./'-") for word in _WORD.findall(_JUDGED.sub("", core.casefold()))]
    verbs = (n for n, word in enumerate(words) if word == action or base_form(word) == action)
    at = next(verbs, None)
    return [word for word in words[at + 1 :] if word] if at is not None else []


def _lemmas(words: list[str]) -> frozenset[str]:
    return frozenset(lemma(word.strip("./'-")) for word in words if word not in _DROPPED) - {""}
