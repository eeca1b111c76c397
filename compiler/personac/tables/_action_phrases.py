"""Which actions words name: a verb with its object, or a noun, one phrase at a time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from personac.tables._action_words import ActionTable, singular


class Action(NamedTuple):
    """An action that a text names.  ``narrowed`` are the words that limit what it is done to,
    ``said`` all that are said about it; ``at_large`` says that nothing limits it.  ``verb`` names
    it, where a noun does not; ``listed`` says that other verbs share its object.  ``thing`` are
    the words of ``narrowed`` that name what it is done to by themselves, ``head`` is its noun.
    """

    name: str
    narrowed: frozenset[str] = frozenset()
    at_large: bool = False
    said: frozenset[str] = frozenset()
    verb: str = ""
    listed: bool = False
    thing: frozenset[str] = frozenset()
    head: str = ""


_ANYTHING = frozenset("anything everything something code file change".split())
_NEUTRAL = _ANYTHING | frozenset(
    "a an the any all every it them your our "
    "its their work ever directly automatically autonomously yourself on own of "
    "to in into at and or nor within behalf unauthorized unauthorised unapproved "
    "explicitly independently silently new for from with actual , /".split()
)
_SKIP = frozenset(
    "be ever directly automatically autonomously silently attempt attempting try trying to allowed "
    "permitted under any circumstances also blindly you we should shall may must can will the agent ,".split()
)
LIGHT = frozenset(
    "perform make create do initiate use issue carry out run execute conduct "
    "performing making creating doing initiating using issuing carrying running executing "
    "conducting".split()
)
_BETWEEN = frozenset({",", "/", "or", "and", "nor"})
MODALS = frozenset("do does must shall should will can may never not is are be".split())
_AFTER_NOUN = _BETWEEN | MODALS | frozenset("to on in into of from for by with at during".split())
_AFTERWARDS = frozenset("now again too first then afterwards there here yourself once".split())
_KNOWN = frozenset("the this that your our its".split())
_ARTICLES = frozenset("the any new".split())
_TOKEN = re.compile(r"[\w.~][\w.'’+-]*|[,/]")


def acts_on(verb: str, about: list[str], table: ActionTable) -> tuple[Action, ...]:
    """The actions of one verb, done to the things of ``about``."""
    return tuple(_each(dict.fromkeys(table.verbs.get(verb, ()), verb), about, table))


def tokens(text: str) -> list[str]:
    """The words of a folded text, with the commas and strokes between them."""
    return [bare for word in _TOKEN.findall(text) if (bare := word.rstrip(".'’-"))]


def after_adverbs(words: list[str]) -> list[str]:
    return words[next((i for i, word in enumerate(words) if word not in _SKIP), len(words)) :]


def named_by_any(words: list[str], table: ActionTable, subject: list[str]) -> Iterator[Action]:
    light = words[:1] != [] and words[0] in LIGHT
    named = _by_place(words, table) or (named_by_noun(words[1:], table) if light else ())
    yield from named or named_by_verb(words, table, subject)


def _by_place(words: list[str], table: ActionTable) -> tuple[Action, ...]:
    """A verb with a place as its whole object: "access the network"."""
    at = next((i for i in range(1, len(words)) if words[i] not in _ARTICLES), len(words))
    names = table.entering.get((words[0], words[at]), ()) if at < len(words) else ()
    rest = words[at + 1 :]
    if not names or (rest and rest[0] not in _AFTER_NOUN):
        return ()
    return tuple(_each(dict.fromkeys(names, words[0]), words[at:], table))


def named_by_noun(words: list[str], table: ActionTable) -> tuple[Action, ...]:
    """Nouns that name a class, after at most three modifiers, each the head of its phrase."""
    for at in range(min(4, len(words))):
        for size in (3, 2, 1):
            names = table.nouns.get(tuple(singular(word) for word in words[at : at + size]), ())
            rest = words[at + size :]
            if names and (not rest or rest[0] in _AFTER_NOUN):
                further = named_by_noun(rest[1:], table) if rest and rest[0] in _BETWEEN else ()
                about = [] if further else rest
                said = words[:at] + about
                return (*_each(names, said, table, noun=words[at : at + size]), *further)
        if words[at] in _AFTER_NOUN or words[at] in table.verbs:
            break
    return ()


def named_by_verb(
    words: list[str], table: ActionTable, subject: Sequence[str] = ()
) -> Iterator[Action]:
    """A verb, or a list of them, and its object up to an "or"; then a further verb."""
    names: dict[str, str] = {}
    at = 0
    while at < len(words):
        names |= {name: words[at] for name in table.verbs.get(words[at], ()) if name not in names}
        at += 1
        if at == len(words) or words[at] not in _BETWEEN:
            break
        while at < len(words) and words[at] in _BETWEEN:
            at += 1
        if at < len(words) and words[at] in MODALS:
            at = len(words)
    stop = next((i for i in range(at, len(words)) if words[i] in _BETWEEN), len(words))
    yield from _each(names, [*subject, *words[at:stop]], table)
    further = next((i for i in range(stop, len(words)) if words[i] in table.verbs), len(words))
    if names and further > stop and words[further - 1] in _BETWEEN:
        yield from named_by_verb(words[further:], table)


def _each(
    names: Iterable[str], about: list[str], table: ActionTable, noun: Sequence[str] = ()
) -> Iterator[Action]:
    """The actions of classes that a noun names, or verbs when ``names`` has one for each."""
    verbs = names if isinstance(names, dict) else {}
    said = frozenset(singular(word) for word in about)
    named = frozenset(singular(word) for word in noun)
    for name in dict.fromkeys(names):
        one = table.by_name[name]
        needed, free = frozenset(one.about.split()), frozenset(one.anything.split())
        narrowed = said - _NEUTRAL - MODALS - needed - free
        missing = one.needs_object and name in verbs and not said & (free | _ANYTHING)
        if not needed or needed & said:
            at_large = not narrowed and not missing
            yield Action(
                name,
                narrowed,
                at_large,
                said | named,
                verb=verbs.get(name, ""),
                listed=len(set(verbs.values())) > 1,
                thing=(narrowed - _of_what(about)) or narrowed,
                head=head_noun(about),
            )


def head_noun(about: Sequence[str]) -> str:
    """The noun that the words after a verb turn on: "the old list of berths" is a list."""
    stop = next((i for i, word in enumerate(about) if word in _AFTER_NOUN), len(about))
    words = [word for word in about[:stop] if word not in _AFTERWARDS and word[-2:] != "ly"]
    return singular(words[-1]) if words else ""


def _of_what(about: Sequence[str]) -> frozenset[str]:
    """The words of whose it is, for one thing that is known without them: "the site of a port"."""
    if "of" not in about or not _KNOWN.intersection(about[:1]):
        return frozenset()
    at = about.index("of")
    if about[at - 1] != singular(about[at - 1]):
        return frozenset()
    end = next((i for i in range(at + 1, len(about)) if about[i] in _AFTER_NOUN), len(about))
    return frozenset(singular(word) for word in about[at:end])
