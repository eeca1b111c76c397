"""The words of the classes of action, in all their forms."""

from functools import cache

from personac.tables._actions import ACTIONS


def singular(word: str) -> str:
    """A noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def verbs() -> dict[str, tuple[str, ...]]:
    """The classes that each form of a verb names."""
    found: dict[str, tuple[str, ...]] = {}
    for one in ACTIONS:
        for form in (form for verb in one.verbs.split() for form in _forms(verb)):
            found[form] = (*found.get(form, ()), one.name)
    return found


@cache
def base_forms() -> frozenset[str]:
    """The verbs as an instruction writes them."""
    return frozenset(verb for one in ACTIONS for verb in one.verbs.split())


def _forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("fy"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    doubled = verb in ("commit", "ship", "run", "log")
    stem = verb + verb[-1] if doubled else verb
    return verb, verb + ("es" if verb.endswith("sh") else "s"), stem + "ed", stem + "ing"


@cache
def nouns() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The classes that each noun, as its words in the singular, names."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in ACTIONS:
        for words in (tuple(noun.split()) for noun in one.nouns):
            found[words] = (*found.get(words, ()), one.name)
    return found
