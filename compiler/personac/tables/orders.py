"""The actions that an instruction orders, wherever in its sentence their verbs stand."""

import re
from collections.abc import Iterator

from personac.tables._action_words import DEFAULT, ActionTable, singular
from personac.tables.actions import Action, acts_on, head_noun, named_by_noun, tokens
from personac.tables.verbs import IMPERATIVES
from personac.text.plain import plain

_LEAD = re.compile(
    r"^\W*(?:\[[ x]\]\s*)?(?:(?:step|phase|stage)\s+\w+\s*[-–—:.)]+\s*)?"
    r"(?:(?:once|after|when|whenever|as soon as|upon|following|if|with|at)\b[^,.;]{1,80},\s*)?"
    r"(?:(?:and|then|next|finally|lastly|afterwards|now|also|first|second|third|last|always|please|just|immediately|"
    r"automatically|you|the agent|must|should|will|shall)\b[\s,:]*){0,4}",
)
_JOINT = re.compile(r"(?:,|;)?\s+(?:and then|then|and)\s+|[;,]\s+|\s[-–—+]\s|:\s+")
_LIGHT = frozenset("create make perform do cut add execute run issue".split())
_STOP = frozenset(
    "to on in into onto of from for by with at via using through under over as so that which who when while once after "
    "before if until unless without per and or nor but then , /".split()
)
_DETERMINERS = frozenset(
    "the a an all any every each your its their this that these those it them".split()
)
_LOOSE = frozenset("commit install".split())
"""What is done is the same whatever it is done to."""
_BRANCHES = frozenset("main master develop origin git remote local branch repo it".split())
_WORK = frozenset("work result update fix commit changeset".split())
_LONGEST = 400
_CODE = re.compile(r"`[^`\n]*`")


def ordered_actions(sentence: str, table: ActionTable = DEFAULT) -> tuple[Action, ...]:
    """The actions that one sentence of an instruction orders; ``said`` is what they are done to
    and how.
    """
    text = plain(sentence).casefold()[:_LONGEST]
    match = _LEAD.match(text)
    parts = _JOINT.split(text[match.end() if match else 0 :])
    return tuple(_ordered([tokens(part) for part in parts], table))


def ordered_parts(sentence: str) -> tuple[str, ...]:
    """The orders of one sentence as it is written, each from its verb on."""
    blanked = _CODE.sub(lambda match: "x" * len(match.group()), sentence)[:_LONGEST].casefold()
    if len(blanked) != len(sentence[:_LONGEST]):
        return (sentence,)
    match = _LEAD.match(blanked)
    at = match.end() if match else 0
    parts: list[str] = []
    for joint in _JOINT.finditer(blanked, at):
        parts.append(sentence[at : joint.start()])
        at = joint.end()
    return (*parts, sentence[at:])


def _ordered(parts: list[list[str]], table: ActionTable) -> Iterator[Action]:
    if not parts or not parts[0] or parts[0][0] not in IMPERATIVES | table.base_forms:
        return
    listed: list[str] = []
    for number, words in enumerate(parts):
        if words and (not number or _goes_on(words, plain_list=len(parts[number - 1]) == 1)):
            verbs = [*listed, words[0]]
            yield from _of_verbs(verbs, words[1:], table)
            listed = verbs if len(words) == 1 else []


def _goes_on(words: list[str], *, plain_list: bool) -> bool:
    """Whether a part after a joint is a further instruction, not the end of a list of things."""
    return plain_list or len(words) == 1 or words[1] in _DETERMINERS | _STOP


def _of_verbs(verbs: list[str], after: list[str], table: ActionTable) -> Iterator[Action]:
    stop = next((i for i, word in enumerate(after) if word in _STOP), len(after))
    head = [word for word in after[:stop] if word not in _DETERMINERS][-1:]
    for verb in verbs:
        if verb in table.base_forms:
            for one in acts_on(verb, [] if _WORK.intersection(head) else head, table):
                said = frozenset(singular(word) for word in after)
                at_large = _at_large(one, after)
                yield one._replace(at_large=at_large, said=said, head=head_noun(after))
        elif verb in _LIGHT:
            yield from named_by_noun(after, table)


def _at_large(one: Action, after: list[str]) -> bool:
    if one.name not in _LOOSE:
        return one.at_large
    return after[:1] != ["to"] or not _BRANCHES.isdisjoint(after[1:4])
