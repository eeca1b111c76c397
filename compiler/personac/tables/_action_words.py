"""The words and the commands of classes of action, in the forms in which texts have them."""

from collections.abc import Iterable
from functools import cached_property

from personac.tables._actions import ACTIONS, ActionClass


class ActionTable:
    """Classes of action, by everything that names or does them."""

    def __init__(self, classes: Iterable[ActionClass]) -> None:
        self.classes = tuple(classes)

    @cached_property
    def by_name(self) -> dict[str, ActionClass]:
        return {one.name: one for one in self.classes}

    @cached_property
    def verbs(self) -> dict[str, tuple[str, ...]]:
        """The classes that each form of a verb names."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.classes:
            for form in (form for verb in one.verbs.split() for form in forms(verb)):
                found[form] = (*found.get(form, ()), one.name)
        return found

    @cached_property
    def base_forms(self) -> frozenset[str]:
        """The verbs as an instruction writes them."""
        return frozenset(verb for one in self.classes for verb in one.verbs.split())

    @cached_property
    def entering(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The classes that each form of a verb names with a place as its object."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for one in self.classes:
            for form in (form for verb in one.enter.split() for form in forms(verb)):
                for place in one.places.split():
                    found[form, place] = (*found.get((form, place), ()), one.name)
        return found

    @cached_property
    def nouns(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The classes that each noun, as its words in the singular, names."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for one in self.classes:
            for words in (tuple(noun.split()) for noun in one.nouns):
                found[words] = (*found.get(words, ()), one.name)
        return found

    @cached_property
    def programs(self) -> dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]:
        """The classes that each program does, with the words that have to follow it."""
        found: dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]] = {}
        for one in self.classes:
            for command in one.commands:
                programs, *rest = command.split()
                words = tuple(frozenset(word.split("|")) for word in rest)
                for program in programs.split("|"):
                    found[program] = (*found.get(program, ()), (one.name, words))
        return found

    def changing(self, program: str) -> tuple[tuple[str, ...], ...]:
        """The commands of a program that do something the table names."""
        found = (words for one in self.classes for c in one.commands for words in expanded(c))
        return tuple(dict.fromkeys(w for w in found if w[0] == program and len(w) > 1))


DEFAULT = ActionTable(ACTIONS)


def singular(word: str) -> str:
    """A noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def forms(verb: str) -> tuple[str, ...]:
    """A verb as texts inflect it."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("fy"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    doubled = verb in ("commit", "ship", "run", "log")
    stem = verb + verb[-1] if doubled else verb
    sibilant = verb.endswith(("sh", "ss", "ch", "x"))
    return verb, verb + ("es" if sibilant else "s"), stem + "ed", stem + "ing"


def expanded(command: str) -> tuple[tuple[str, ...], ...]:
    """Every reading of a command with alternatives: ``pip|pipx install`` has two."""
    found: list[tuple[str, ...]] = [()]
    for word in command.split():
        found = [(*before, one) for before in found for one in word.split("|")]
    return tuple(found)
