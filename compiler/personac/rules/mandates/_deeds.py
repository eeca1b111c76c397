"""What workflow steps do: the commands they run and the actions they tell to take."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.diagnostics import Label, Locator
from personac.model import (
    Code,
    Item,
    Mandate,
    NodeId,
    Persona,
    Placed,
    Polarity,
    Section,
    Step,
    Text,
)
from personac.once import once
from personac.rules.mandates._places import Approval, approvals, steps, text_of
from personac.tables.actions import ActionTable, command_classes, command_objects, singular
from personac.tables.orders import ordered_actions
from personac.text.sentences import sentences

__all__ = ["CODE", "Approval", "Deed", "deeds", "shell_blocks", "told"]
CODE = re.compile(r"`([^`\n]+)`")
_CHECKBOX = re.compile(r"^\[[ xX]\]\s+")
_TAG = re.compile(r"</?[A-Za-z][\w-]{0,60}(?:\s[^<>]{0,200})?>")
_WORD = re.compile(r"[\w.]+")
_NOT_DONE_IN = frozenset({"input", "output", "gate", "decision", "completion", "trigger"})
_SHELLS = frozenset({"", "bash", "sh", "shell", "zsh", "console", "powershell"})
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|without|avoid|instead|forbidden|prohibited|asks?|tell|suggests?|recommend|"
    r"propose|draft|prepare|print|show|explain|remind|verify|check|confirm|wait|human|"
    r"users?(?! (?:accounts?|records?|profiles?|tables?|guides?|data)\b)|"
    r"maintainer|owner|e\.g|example|such as|dry-run|unless|optional|optionally|could|would|may|"
    r"might|unlike|rather than|requested|on request)\b|n['’]t\b|❌|✗",
    re.IGNORECASE,
)


class Deed(NamedTuple):
    """``words`` are the exact words that do it, ``actions`` its classes of action, ``narrow``
    those of them that it does to a thing of its own kind only; ``said`` are the words around, to
    compare with those that narrow a ban; ``approved`` says that an approval stands in this step or
    in one before it, ``later`` is the first one after it; ``place`` is the step's node; ``heads``
    are the nouns of what the words do it to.
    """

    node: NodeId
    step: str
    words: str
    actions: frozenset[str]
    said: frozenset[str]
    approved: bool
    later: Approval | None = None
    place: NodeId = ""
    workflow: NodeId = ""
    narrow: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()

    @property
    def runs(self) -> bool:
        """Whether it is a command: words alone may mean somebody else."""
        return "execute" in self.actions

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node, needle=self.words), says)


class Done(NamedTuple):
    """``things`` are words for what a command is done to, and not said by it."""

    words: str
    actions: frozenset[str]
    narrow: frozenset[str] = frozenset()
    said: frozenset[str] | None = None
    heads: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()


@once
def deeds(persona: Persona, table: ActionTable) -> tuple[Deed, ...]:
    """What the steps and the numbered instructions do, in document order.  What the words of a
    step order counts once, and not beside a command of the step that does it.
    """
    return tuple(_first_told(tuple(_deeds(persona, table))))


def _first_told(found: tuple[Deed, ...]) -> Iterator[Deed]:
    told = {(one.place, name) for one in found if one.runs for name in one.actions}
    for one in found:
        if one.runs:
            yield one
        elif new := frozenset(name for name in one.actions if (one.place, name) not in told):
            told |= {(one.place, name) for name in new - one.narrow}
            yield one._replace(actions=new)


def _deeds(persona: Persona, table: ActionTable) -> Iterator[Deed]:
    inside = list(steps(persona))
    approved, later = approvals(inside)
    lead = ""
    for one, step in inside:
        text = text_of(one)
        if not _described(one) and not (isinstance(one.node, Code) and _NOT_DONE.search(lead)):
            found = tuple(_done(one, table))
            around = _words_of(text) if found else frozenset()
            for done in found:
                words = around or _words_of(done.words)
                yield Deed(
                    node=one.node.id,
                    step=step.name,
                    words=done.words,
                    actions=done.actions,
                    said=done.things | (words if done.said is None else done.said),
                    approved=step.node in approved,
                    place=step.node,
                    workflow=step.workflow,
                    later=later.get(step.workflow) if step.node not in approved else None,
                    narrow=done.narrow,
                    heads=done.heads,
                )
        lead = text or lead


def _words_of(text: str) -> frozenset[str]:
    return frozenset(singular(word) for word in _WORD.findall(text.casefold()))


def told(persona: Persona) -> Iterator[tuple[Placed, str, str]]:
    """The sentences in which steps tell to act: the node, its step's name and the words."""
    for one, step in steps(persona):
        if isinstance(one.node, Item | Text | Step) and not _described(one):
            for words in _sentences(one):
                if not _NOT_DONE.search(CODE.sub(" ", words)):
                    yield one, step.name, words


def shell_blocks(persona: Persona) -> Iterator[tuple[Code, str]]:
    """The blocks of commands that steps hold, and the names of the steps."""
    lead = ""
    for one, step in steps(persona):
        node = one.node
        if isinstance(node, Code) and _is_shell(node) and not _NOT_DONE.search(lead):
            yield node, step.name
        lead = text_of(one) or lead


def _is_shell(code: Code) -> bool:
    return code.info.split(" ")[0].casefold() in _SHELLS


def _described(one: Placed) -> bool:
    """Whether the place describes, forbids or hands on instead of telling to act."""
    kinds = {n.kind for n in (*one.above, one.node) if isinstance(n, Section | Item | Text)}
    clauses = getattr(one.node, "clauses", ())
    forbids = any(isinstance(c, Mandate) and c.polarity is Polarity.FORBID for c in clauses)
    return forbids or not kinds.isdisjoint(_NOT_DONE_IN)


def _done(one: Placed, table: ActionTable) -> Iterator[Done]:
    match one.node:
        case Code() if _is_shell(one.node):
            yield from _commands(one.node.text.split("\n"), table)
        case Item() | Text() | Step():
            for words in _sentences(one):
                if not _NOT_DONE.search(CODE.sub(" ", words)):
                    found = tuple(_commands(CODE.findall(words), table))
                    yield from found or _told(words, table)
        case _:
            return


def _sentences(one: Placed) -> Iterator[str]:
    """Each sentence of a node's title, label and text, as it is written."""
    title = one.node.title if isinstance(one.node, Step) else getattr(one.node, "label", None) or ""
    for text in (title, getattr(one.node, "text", "")):
        for line in _TAG.sub("\n", text).split("\n") if "<" in text else (text,):
            for part in sentences(line):
                yield _CHECKBOX.sub("", line[part.start : part.end])


def _commands(lines: list[str], table: ActionTable) -> Iterator[Done]:
    for line in lines:
        command = line.strip().removeprefix("$ ")
        actions = frozenset[str]() if command.startswith("#") else command_classes(command, table)
        objects = {} if command.startswith("#") else command_objects(command)
        if actions or objects:
            yield Done(
                command,
                actions | objects.keys() | {"execute"},
                narrow=frozenset(objects.keys() - actions),
                things=frozenset().union(*objects.values()),
            )


def _told(words: str, table: ActionTable) -> Iterator[Done]:
    """A sentence that orders actions with their verbs."""
    found = [one for one in ordered_actions(CODE.sub(" ", words), table) if one.name != "execute"]
    if found:
        large = frozenset(one.name for one in found if one.at_large)
        every = frozenset(one.name for one in found)
        said = frozenset(word for one in found for word in one.said)
        heads = frozenset(one.head for one in found if one.head)
        yield Done(words, every, every - large, said, heads)
