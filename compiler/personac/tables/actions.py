"""Classes of action: the words that name them, the commands and tools that do them.

A mandate speaks of an action with a verb ("never commit") or a noun ("no Git operations"); a
step does it with a command; a tool makes it possible.  The classes tie the three together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from personac.tables._action_phrases import (
    LIGHT,
    MODALS,
    Action,
    acts_on,
    after_adverbs,
    head_noun,
    named_by_any,
    named_by_noun,
    named_by_verb,
    tokens,
)
from personac.tables._action_words import DEFAULT, ActionTable, expanded, forms, singular
from personac.tables._actions import ACTIONS, BY_NAME, ActionClass
from personac.tables._commands import (
    command_classes,
    command_objects,
    pattern_classes,
    simple_commands,
)
from personac.tables.tools import canonical_tools
from personac.text.plain import plain

__all__ = [
    "ACTIONS",
    "BY_NAME",
    "DEFAULT",
    "Action",
    "ActionClass",
    "ActionTable",
    "ActionWords",
    "action_classes",
    "acts_on",
    "approved_actions",
    "as_options",
    "banned_actions",
    "command_classes",
    "command_objects",
    "expanded",
    "extended",
    "forms",
    "from_options",
    "gated_actions",
    "head_noun",
    "instructed_actions",
    "is_turned",
    "mentioned_classes",
    "named_by_noun",
    "pattern_classes",
    "simple_commands",
    "singular",
    "spoken_classes",
    "tokens",
]


class ActionWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a project adds to a class of action, or a class of its own."""

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


def extended(words: Mapping[str, ActionWords]) -> ActionTable:
    """The table with what a project adds to it; tools of any client's name become canonical."""
    if not words:
        return DEFAULT
    known = {one.name: one for one in ACTIONS}
    for name, added in words.items():
        one = known.get(name) or ActionClass(name, name, tools=())
        tools = tuple(t for tool in added.tools for t in canonical_tools(tool) or (tool,))
        shell = ("shell",) if added.commands else ()
        known[name] = one._replace(
            verbs=" ".join([*one.verbs.split(), *added.verbs]),
            nouns=(*one.nouns, *added.nouns),
            commands=(*one.commands, *added.commands),
            lowered=None if one.lowered is None else (*one.lowered, *added.commands),
            tools=tuple(dict.fromkeys([*one.tools, *shell, *tools])),
        )
    return ActionTable(known.values())


_PART = re.compile(r"actions\.(?P<name>.+)\.(?P<part>verbs|nouns|commands|tools)")


def as_options(words: Mapping[str, ActionWords]) -> dict[str, tuple[str, ...]]:
    """What a project adds to the table, as options of rules: ``actions.NAME.verbs`` and so on."""
    return {
        f"actions.{name}.{part}": getattr(one, part)
        for name, one in words.items()
        for part in one.__struct_fields__
        if getattr(one, part)
    }


def from_options(options: Mapping[str, Sequence[str]]) -> ActionTable:
    """The table with what the options of a rule add to it."""
    added = tuple((name, tuple(words)) for name, words in options.items() if _PART.fullmatch(name))
    return _from_options(tuple(sorted(added)))


@lru_cache(maxsize=8)
def _from_options(added: tuple[tuple[str, tuple[str, ...]], ...]) -> ActionTable:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for option, words in added:
        if match := _PART.fullmatch(option):
            found.setdefault(match["name"], {})[match["part"]] = words
    return extended({name: ActionWords(**parts) for name, parts in found.items()})


_BOUND = frozenset("must shall should has have needs need is are".split())
_JOINS = frozenset(", / but then so yet also please".split())
_ACTORS = frozenset("you i we it they agent agents persona assistant reviewer".split())
_AGENTS = _ACTORS | {"the", "this", "your", "an", "any"}
_NEAR = 8
_REACH = 300
_MOST = 20
_CLAUSE = re.compile(
    r"[.;:!?]\s+|\s[-–—]+\s|\n|,?\s(?:and|but)\s(?=(?:(?:refrain|abstain|desist) from|avoid)\b)"
)
_EXCEPTION = re.compile(r"\b(?:unless|without|except|until|only with|only after)\b")
_AT_NO_TIME = r"(?:under no circumstances?|(?:at|on|in) no (?:time|account|event|case)|by no means)"
"""What a ban opens with that holds at all times, as a pattern for folded text."""
_REFRAIN = r"(?:refrain|abstain|desist)(?:s|ing)? from"
_NEGATION = re.compile(
    rf"\b(?:(?:must|shall|should|do|does|will|can|may|is|are) not|never|{_AT_NO_TIME}|no|avoid(?:s|ing)?|{_REFRAIN}|not|cannot|"
    r"(?:do|does|wo|ca|must|should|is|are)n['’]t|(?:forbidden|prohibited|banned|disallowed)(?: to| from)?)\b"
)
_NOT_ONCE = re.compile(_AT_NO_TIME)
_ABSTAINING = re.compile(rf"avoid(?:s|ing)?|{_REFRAIN}")
_NOT_ALLOWED = re.compile(
    r"\b(?:is|are|remains?|stays?) (?:\w+ly )?(?:forbidden|prohibited|banned|disallowed|off[- ]limits|"
    rf"(?:not|never|{_AT_NO_TIME}) (?:allowed|permitted|acceptable))\b(?! (?:to|from)\b)"
)
_APPROVAL = r"\b(?:approval|permission|confirmation|consent|authori[sz]ation|sign-off)\b"
_APPROVAL_FOR = re.compile(
    rf"(?:{_APPROVAL}[^,]{{0,40}}?\b(?:for|before|prior to|to)\b|"
    r"\b(?:ask|wait for|have|get)\b[^,]{0,30}\bto (?:approve|confirm|authori[sz]e)\b|"
    r"\b(?:ask|consult|check with|confirm with)\b[^,]{0,40}?\b(?:before|prior to)\b)"
)
_NEEDS_APPROVAL = re.compile(r"\b(?:must )?(?:requires?|needs?)\b[^,]{0,40}?" + _APPROVAL)
_REFUSER = (
    r"(?:avoid|stop|refrain|hesitate|forget|fail|neglect|skip|omit|decline|refuse|cease|hold back)"
)
_TWICE = re.compile(
    rf"(?:{_NEGATION.pattern}|\bdo(?:es)? not\b)[,\s]+(?:\w+ly\s+|ever\s+){{0,2}}(?:to\s+)?{_REFUSER}"
    r"(?:e?s|e?d|p?ing)?\b"
)
_TURNED = re.compile(rf"{_ABSTAINING.pattern}|not|(?:forbidden|prohibited|banned|disallowed)\b.*")
"""What is a ban by itself, and none under another negation: "do not avoid", "no reason not to"."""
_ONLY_AFTER = re.compile(
    r"\bonly\b(?P<action>[^.;:]{0,80}?)\b(?:with|after|upon|once|when|if)\b(?P<what>[^.;:]{0,200})"
)
_GIVEN = re.compile(
    r"\bapprov|\bpermission|\bconsent|(?<!you )\bconfirm(?:s|ed|ation)\b|\bauthori[sz]|\bsign-?off|"
    r"\bgo-?ahead|\basked\b|\basks\b|\btold\b|\b(?:user|human|owner|maintainer) (?:tells|requests|says)\b|\binstructed\b|\bsigns? off\b"
)
_MAY = re.compile(
    r"^\W*(?:(?:you|we|it|they|the agents?|agents?|persona)\s+)?(?:may|can|must|should|shall|will)\s+"
    r"|\b(?:is|are|may be|can be|must be) (?:allowed|permitted|ok|okay|fine|done)\W*$"
)


def is_turned(text: str) -> bool:
    """Whether a negation in ``text`` is undone by a verb such as "avoid" or "forget"."""
    return _TWICE.search(plain(text).casefold()) is not None


def approved_actions(text: str, table: ActionTable = DEFAULT) -> tuple[tuple[Action, ...], str]:
    """The actions that ``text`` permits only after an approval, and its words besides that."""
    bare = re.sub(r"\([^()]*\)", " ", plain(text).casefold())
    match = _ONLY_AFTER.search(bare)
    if not match or not _GIVEN.search(match["what"]):
        return (), ""
    words = f"{_MAY.sub(' ', bare[: match.start()])} {match['action']}"
    return tuple(_named(words, table)), words


def spoken_classes(text: str, table: ActionTable = DEFAULT) -> frozenset[str]:
    """The classes that ``text`` speaks of with a verb or a noun."""
    words = [singular(word) for word in tokens(text.casefold()[: 4 * _REACH])]
    sizes = range(1, 4)
    nouns = (tuple(words[at : at + size]) for at in range(len(words)) for size in sizes)
    named = frozenset(name for noun in nouns for name in table.nouns.get(noun, ()))
    return named | mentioned_classes(text, table)


def action_classes(text: str, table: ActionTable = DEFAULT) -> frozenset[str]:
    """The classes of action that the ban in ``text`` is about; its exceptions do not count."""
    return frozenset(action.name for action in banned_actions(text, table))


def banned_actions(text: str, table: ActionTable = DEFAULT) -> tuple[Action, ...]:
    """The actions that ``text`` bans, or names first when its words hold no ban."""
    clauses = _clauses(text)
    found = tuple(action for clause in clauses for action in _banned(clause, table))
    if found or any(_NEGATION.search(clause) for clause in clauses):
        return found
    return tuple(_named(clauses[0], table)) if clauses else ()


def gated_actions(text: str, table: ActionTable = DEFAULT) -> tuple[Action, ...]:
    """The actions that ``text`` wants an approval for."""
    found: list[Action] = []
    for clause in _clauses(text):
        if match := _APPROVAL_FOR.search(clause):
            found.extend(_named(clause[match.end() :], table))
        elif match := _NEEDS_APPROVAL.search(clause):
            found.extend(_named(clause[: match.start()], table))
    return tuple(found)


def instructed_actions(text: str, table: ActionTable = DEFAULT) -> tuple[Action, ...]:
    """The actions that an instruction tells to do: it opens with their verb."""
    clauses = _clauses(text)
    words = after_adverbs(tokens(clauses[0][:_REACH])) if clauses else []
    opening = words[:1] + words[2:3] * (words[1:2] == ["and"])
    return tuple(named_by_verb(words, table)) if table.base_forms.intersection(opening) else ()


def mentioned_classes(text: str, table: ActionTable = DEFAULT) -> frozenset[str]:
    """The classes of action that ``text`` speaks of in any way."""
    return frozenset(name for word in tokens(text.casefold()) for name in table.verbs.get(word, ()))


def _clauses(text: str) -> list[str]:
    bare = re.sub(r"\([^()]*\)", " ", plain(text).casefold())
    parts = (_EXCEPTION.split(part, maxsplit=1)[0] for part in _CLAUSE.split(bare))
    return [part for part in parts if part.strip()]


def _banned(clause: str, table: ActionTable) -> Iterator[Action]:
    if match := _NOT_ALLOWED.search(clause):
        yield from _named(clause[: match.start()], table)
        return
    for number, match in enumerate(islice(_NEGATION.finditer(clause), _MOST)):
        if not (number and _TURNED.fullmatch(match.group())):
            yield from _ban(clause, match, table)


def _ban(clause: str, match: re.Match[str], table: ActionTable) -> Iterable[Action]:
    """What one negation bans."""
    words = tokens(clause[match.end() : match.end() + _REACH])
    subject = _subject(tokens(clause[max(0, match.start() - _REACH) : match.start()]))
    if match.group() == "no":
        return named_by_noun(words, table) or named_by_verb(words, table)
    if _ABSTAINING.fullmatch(match.group()):
        return _abstained(words, table, subject if _BOUND.intersection(subject) else [])
    if _NOT_ONCE.fullmatch(match.group()):
        return _inverted(words, table)
    if words[:1] == ["be"]:
        return named_by_verb(after_adverbs(words), table, subject)
    return named_by_any(after_adverbs(words), table, subject)


def _abstained(words: list[str], table: ActionTable, subject: list[str]) -> Iterable[Action]:
    """What follows "refrain from": a noun or a gerund."""
    noun = words[1:] if words and words[0] in LIGHT else words
    named = () if subject else named_by_noun(noun, table)
    return named or named_by_any(after_adverbs(words), table, subject)


def _inverted(words: list[str], table: ActionTable) -> Iterable[Action]:
    """What a modal and its subject go before: "may you deploy", "shall files be deleted"."""
    words = words[1:] if words and words[0] in MODALS else words
    if "be" in words[:_NEAR]:
        at = words.index("be")
        passive = tuple(named_by_verb(after_adverbs(words[at:]), table, _subject(words[:at])))
        return passive or named_by_noun(words, table)
    start = next((i for i, w in enumerate(words) if w not in _AGENTS), len(words))
    return named_by_any(after_adverbs(words[start:]), table, [])


def _named(clause: str, table: ActionTable) -> Iterator[Action]:
    """What a clause without a ban is about: "git push to main", "direct commits"."""
    words = after_adverbs(tokens(clause[:_REACH]))
    yield from tuple(named_by_verb(words, table)) or named_by_noun(words, table)


def _subject(words: list[str]) -> list[str]:
    """The words right before a ban; none when they mean the agent."""
    start = next((i for i in range(len(words), 0, -1) if words[i - 1] in _JOINS), 0)
    return [] if _ACTORS.intersection(words[start:]) else words[start:]
