"""The words around a number: the noun phrase that it bounds."""

import re

from personac.tables.actions import singular
from personac.tables.metrics import STATISTICS, Measured
from personac.tables.verbs import IMPERATIVES

_WORD = re.compile(r"[A-Za-z][\w.-]*|(?<!\d)\d+[A-Za-z]\w*")
_BREAKS = frozenset(
    "must should shall is are be will can requires require required requiring trigger block if "
    "when unless then ensure maintain achieve keep reach has have stay remain meet need for with "
    "that which target before until by use using than from per whose where whenever once while".split()
)
_ONLY_VERBS = frozenset(
    "abort accept decline delete discard halt keep never publish refuse reject send suspend".split()
)
ORDERS = IMPERATIVES | _ONLY_VERBS | {"load", "warn"}
_OPENERS = frozenset("once while provided at after on".split())
"""What leads from an order to the thing that is measured."""
_LINKS = frozenset("of at to the a an all any on in overall total threshold".split())
LIGHT = _LINKS | frozenset(
    "for achieved maintained sustained reached delivered secured ensured consistently always "
    "metric level every each your our achieving maintaining any".split()
)
_COPULAS = _LINKS | frozenset(
    "must should shall is are be not never stay remain than target drop fall go rise".split()
)
_ARTICLES = frozenset("the a an any each every all no your our its their this to".split())
_TAKES = frozenset(
    "take last weigh contain hold measure cost need reach carry use have has get show run keep "
    "ha with having that which who longer shorter only always still now and".split()
)
"""Verbs between what is measured and its number."""
_NO_NAMES = frozenset(
    "it this that they these those one there you we i he she what who each every all any some no "
    "not only just also and or but so such both other same more most less least if when once as "
    "soon is are was were be been has have had do does done can may will must shall should "
    "score value number figure target goal case limit threshold default level result then than least most gate step phase rule item".split()
)
"""Words that alone name nothing."""
_PLACES = frozenset("of in on for at to from by with".split())
_ENDS = frozenset(
    "before until then otherwise if when unless or and but stop while within by after".split()
)
_SHARE = re.compile(r"\s*of (?P<rest>\w.*)", re.IGNORECASE | re.DOTALL)
_COUNTED = re.compile(
    r"\s*(?:°\s?[CF]\b|(?:[a-z-]{2,20} )?per [a-z]{2,20}\b|[a-z][a-z-]{1,20}\b|[gklmt]\b)",
    re.IGNORECASE,
)
_STATISTICS = frozenset(word for spelled in STATISTICS.values() for word in spelled.split("|"))


def words(text: str) -> tuple[str, ...]:
    return tuple(singular(word.rstrip(".-")) for word in _WORD.findall(text.casefold()))


def before(text: str) -> tuple[str, ...]:
    """The noun phrase that ends right before a number, without "must be", "of" and the like."""
    said = list(words(text))
    while said and said[-1] in _COPULAS:
        said.pop()
    start = next((i for i in range(len(said), 0, -1) if said[i - 1] in _BREAKS), 0)
    return _without_order(tuple(said[start:]))


def _without_order(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase without the order that opens its sentence: ``go on once the …``."""
    if not phrase or phrase[0] not in ORDERS:
        return phrase
    opener = max((n for n, word in enumerate(phrase) if word in _OPENERS), default=-1)
    return without_verb(phrase[opener + 1 :])


def without_verb(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase without the verb before its article, in an order: ``send back any report``."""
    start = next((n for n, word in enumerate(phrase) if word in _ARTICLES - {"to"}), 0)
    if start and _PLACES.isdisjoint(phrase[:start]):
        return phrase[start:]
    return phrase[1:] if phrase and phrase[0] in _ONLY_VERBS else phrase


def is_order(text: str) -> bool:
    """Whether a sentence opens with a verb: a known one, or a word right before an article."""
    said = words(text[:60])
    known = bool(said) and said[0] in ORDERS
    return known or bool(
        said
        and said[0] not in _ARTICLES | _PLACES | _ENDS | _NO_NAMES
        and said[1:2]
        and said[1] in _ARTICLES - {"to"}
    )


def after(text: str) -> tuple[str, ...]:
    said = words(text)
    stops = _BREAKS - {"for"}
    return said[: next((i for i, word in enumerate(said) if word in stops), len(said))]


def counted(text: str) -> str:
    """The noun that a number without a unit counts: ``12 sacks per hour``."""
    match = _COUNTED.match(text)
    said = words(match.group()) if match else ()
    return "" if not said or said[0] in _NO_NAMES | _ENDS | _PLACES - {"per"} else " ".join(said)


def subject(front: str, back: str) -> tuple[Measured, ...]:
    """What stands before a number, or after ``% of``, whatever it is: its head and other words."""
    if any(map(str.isdigit, front)):
        return ()
    said = list(words(front))
    while said and said[-1] in _COPULAS | _TAKES:
        said.pop()
    phrase = _named(without_verb(before(" ".join(said))))
    if not phrase and (share := _SHARE.match(back)):
        rest = words(share["rest"])
        phrase = _named(rest[: next((n for n, w in enumerate(rest) if w in _ENDS), len(rest))])
    return _measured(phrase) if phrase else ()


def named(label: str) -> tuple[Measured, ...]:
    """What a label names."""
    phrase = _named(words(label))
    return _measured(phrase) if phrase else ()


def _named(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a phrase that name something, its places still in it."""
    names = [word for word in phrase if _names(word)]
    alone = len(names) == 1 and names[0] in ORDERS and _ARTICLES.isdisjoint(phrase)
    return phrase if names and not alone else ()


def _names(word: str) -> bool:
    return word not in _NO_NAMES | LIGHT | _PLACES | _STATISTICS and len(word) > 1


def _measured(phrase: tuple[str, ...]) -> tuple[Measured, ...]:
    end = next((n for n, word in enumerate(phrase) if word in _PLACES and n), len(phrase))
    names = [word for word in phrase[:end] if _names(word)] or [w for w in phrase if _names(w)]
    others = frozenset(word for word in phrase if _names(word)) - {names[-1]}
    return (Measured(names[-1], frozenset(), others),)
